"""Which of the tool's own files in an archive are to be replaced, added, or left to a person."""

from itertools import count, zip_longest
from pathlib import PurePosixPath

from poddarkiv.commands._shipped import digest, is_as_before, is_unedited, was_shipped
from poddarkiv.commands._upgrade_plan import Plan, Standing
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.slugs import closest

LOCKS = ("requirements-build.lock", "requirements.lock")
"""Of what is installed: they belong to the tool that `requirements.txt` names."""
_GENERATED = "schema/"
"""Nobody writes in these: they are made of the tool's own model, and help while other files are
written. What earlier versions held depends on the language, so no table of digests is kept."""


def check_names(archive: Standing) -> None:
    """Stop at a name, of those that are to be replaced or kept, that is no file of the tool's.

    Raises:
        UsageError: There is such a name.
    """
    for name in sorted(archive.replaced | archive.kept):
        if name not in archive.wanted:
            near = closest(name, archive.wanted)
            hint = " – " + _("did you mean “{near}”?", near=near) if near else ""
            raise UsageError(_("{file} is not one of the tool's own files", file=name) + hint)
    for name in sorted(archive.replaced & archive.kept):
        raise UsageError(_("{file}: --replace and --keep can't both be meant", file=name))


def plan_files(archive: Standing, plan: Plan) -> None:
    """Plan for each of the tool's files but the locks."""
    for path in sorted(archive.wanted):
        if path not in LOCKS:
            plan_file(archive, plan, path)
    for path in sorted(archive.record.files):
        content = archive.read_bytes(path) if path not in archive.wanted else None
        if content is not None and is_unedited(path, content, archive.record):
            plan.note(path, 1, "", _("the tool has no such file any more"), _("remove it"))


def plan_file(archive: Standing, plan: Plan, path: str) -> None:
    """Plan for the tool's file at `path`: a newer one takes the place of one that nobody edited."""
    wanted, present = archive.wanted[path], archive.read_bytes(path)
    newest = digest(path, wanted)
    plan.digests[path] = newest
    if present is None:
        # Who has removed one, as the workflows of the forges that are not used, has meant it.
        if not was_shipped(path, archive.record) and _has_its_folder(archive, path):
            plan.files[path] = wanted
    elif digest(path, present) == newest or path in archive.kept:
        return
    elif path in archive.replaced or may_replace(archive, path, present):
        plan.files[path] = wanted
    elif path not in archive.record.files and is_as_before(path, wanted):
        # Edited before there was a record, and nothing new since: it may well be up to date.
        plan.note(*_edited(archive, path, present))
    elif archive.record.files.get(path, "") != newest:
        plan.digests[path] = archive.record.files.get(path, "")
        plan.list_problem(*_edited(archive, path, present))


def may_replace(archive: Standing, path: str, present: bytes) -> bool:
    """Whether nobody has written in the file at `path`, which holds `present`."""
    return path.startswith(_GENERATED) or is_unedited(path, present, archive.record)


def _has_its_folder(archive: Standing, path: str) -> bool:
    return (archive.root / PurePosixPath(path).parent).is_dir()


def _edited(archive: Standing, path: str, present: bytes) -> tuple[str, int, str, str, str]:
    return (
        path,
        _first_difference(present, archive.wanted[path]),
        "",
        _("somebody has edited the file: from this line on it is not the tool's"),
        _(
            "poddarkiv upgrade --dry-run --replace {file} shows the tool's; without --dry-run it "
            "is taken, and with --keep {file} yours stays",
            file=path,
        ),
    )


def _first_difference(present: bytes, wanted: bytes) -> int:
    rows = (text.replace(b"\r\n", b"\n").split(b"\n") for text in (present, wanted))
    numbered = zip(count(1), zip_longest(*rows))
    return next((line for line, (old, new) in numbered if old != new), 1)
