"""`poddarkiv upgrade`: bring an archive that an earlier version made forward to this one."""

import difflib
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import click

from poddarkiv import __version__
from poddarkiv.commands._shared import root_option, show_problems
from poddarkiv.commands._shipped import LAYOUT, RECORD, Record, read_record, render_record
from poddarkiv.commands._starter import install_origin, is_fixed, tool_files
from poddarkiv.commands._upgrade_files import LOCKS, check_names, plan_files
from poddarkiv.commands._upgrade_overrides import plan_overrides
from poddarkiv.commands._upgrade_plan import Plan, Standing, language_of
from poddarkiv.commands._upgrade_requirements import plan_requirements
from poddarkiv.commands._upgrade_settings import list_new_keys, plan_ignored, plan_settings
from poddarkiv.errors import PoddarkivError, UsageError
from poddarkiv.i18n import _, ngettext
from poddarkiv.output import Move, hold_lock, move_together, write_all_new
from poddarkiv.output.files import keep_mode
from poddarkiv.output.moves import remove_path
from poddarkiv.output.names import temporary_name

_WHOLE = ("handbok/", "schema/", RECORD, *LOCKS)
"""Files that nobody reads line by line: of these it is only said that they change."""


@click.command(
    help=_(
        "Bring an archive that an earlier version made forward: the tool's own files, settings "
        "that do nothing any more, templates. What a person has edited stays, and is listed with "
        "its line. Exit code 1 when something is left to do."
    )
)
@click.option("--dry-run", is_flag=True, help=_("Only show what would change, as a diff."))
@click.option(
    "--replace",
    "replaced",
    metavar="FILE",
    multiple=True,
    help=_("Take the tool's version of a file that somebody has edited."),
)
@click.option(
    "--keep",
    "kept",
    metavar="FILE",
    multiple=True,
    help=_("Leave a file as somebody has edited it, and don't list it again before it is newer."),
)
@click.option(
    "--package",
    metavar="WHERE",
    help=_("Where this tool is installed from, as in git+https://… (otherwise where pip had it)."),
)
@root_option
def command(
    root: Path,
    dry_run: bool,
    replaced: tuple[str, ...],
    kept: tuple[str, ...],
    package: str | None,
) -> None:
    """Plan, show and write."""
    if package and not is_fixed(package):
        raise UsageError(
            "--package: "
            + _(
                "write the whole number of the commit, as in git+https://…/poddarkiv.git@{commit}",
                commit="0123456789abcdef0123456789abcdef01234567",
            )
        )
    source = package or install_origin(distribution("poddarkiv").read_text("direct_url.json"))
    with hold_lock(root, "upgrade", "upgrade", notify=_tell):
        archive = _standing(root, frozenset(replaced), frozenset(kept))
        planned = plan_upgrade(archive, source)
        if dry_run:
            click.echo("".join(_diffs(archive, planned)), nl=False)
        else:
            _write(root, planned)
            for path in _shown(planned):
                click.echo(_("changed {path}", path=path))
    _tell_rest(planned, dry_run=dry_run)
    if planned.listed:
        sys.exit(1)


def plan_upgrade(archive: Standing, package: str) -> Plan:
    """Return what would bring `archive` forward to this version, had from `package`."""
    plan = Plan()
    plan_overrides(archive, plan)
    plan_settings(archive, plan)
    plan_ignored(archive, plan)
    list_new_keys(plan)
    plan_files(archive, plan)
    plan_requirements(archive, plan, package)
    if archive.record.layout == LAYOUT:
        # Shown once, when the archive came to this layout.
        plan.notes.clear()
    record = render_record(archive.language, plan.digests)
    if archive.read_bytes(RECORD) != record:
        plan.files[RECORD] = record
    return plan


def _standing(root: Path, replaced: frozenset[str], kept: frozenset[str]) -> Standing:
    record = read_record(root)
    if record.is_newer:
        raise PoddarkivError(_newer(record))
    language = language_of(root, record)
    archive = Standing(root, record, language, tool_files(language), replaced, kept)
    check_names(archive)
    return archive


def _newer(record: Record) -> str:
    return _(
        "the archive was written by Poddarkiv {newer}, which is newer than this one ({version}): "
        "install that, as requirements.txt says. Nothing was changed.",
        newer=record.version,
        version=__version__,
    )


def _write(root: Path, planned: Plan) -> None:
    """Write every file, or none."""
    # In the root, where the next run of any verb looks for what a dead one left.
    aside = root / temporary_name()
    try:
        write_all_new({aside / path: content for path, content in planned.files.items()})
        for path in planned.files:
            keep_mode(aside / path, root / path)
        # The record last: when it is in place, all of the others are.
        paths = sorted(planned.files, key=lambda path: (path == RECORD, path))
        move_together(root, [Move(aside / path, root / path) for path in paths])
    finally:
        remove_path(aside)


def _diffs(archive: Standing, planned: Plan) -> Iterator[str]:
    for path in _shown(planned):
        before = archive.read_bytes(path)
        if path.startswith(_WHOLE) and path not in archive.replaced:
            yield _("would change {path}", path=path) + "\n"
        else:
            yield from _diff(path, before, planned.files[path])


def _diff(path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    old, new = (
        [f"{line}\n" for line in text.decode("utf-8", "replace").splitlines()]
        for text in (before or b"", after)
    )
    first = "/dev/null" if before is None else f"a/{path}"
    yield from difflib.unified_diff(old, new, first, f"b/{path}")


def _shown(planned: Plan) -> list[str]:
    """Return the files that change, without the record, which follows from the others."""
    return sorted(path for path in planned.files if path != RECORD)


def _tell_rest(planned: Plan, *, dry_run: bool) -> None:
    show_problems([*planned.listed, *planned.notes])
    number = len(_shown(planned))
    if not number and not planned.listed:
        _tell(_("The archive is up to date."))
    elif not dry_run:
        changed = ngettext("{n} file changed.", "{n} files changed.", number)
        _tell(" ".join([changed, *([_left(planned)] if planned.listed else [])]))


def _left(planned: Plan) -> str:
    number = len(planned.listed)
    return ngettext(
        "{n} line is left for you to decide.", "{n} lines are left for you to decide.", number
    )


def _tell(text: str) -> None:
    click.echo(text, err=True)
