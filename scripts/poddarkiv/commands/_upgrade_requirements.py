"""Which tool an archive's forge installs, and the locks of what it needs: changed all at once."""

import re

from poddarkiv.commands._shipped import digest
from poddarkiv.commands._starter import requirement
from poddarkiv.commands._upgrade_files import LOCKS, may_replace, plan_file
from poddarkiv.commands._upgrade_plan import Plan, Standing, read_written_text
from poddarkiv.i18n import _

FILE = "requirements.txt"
_OURS = re.compile(
    r"(?m)^(?!\s*#)[ \t]*((?:-e[ \t]+)?\S*poddarkiv\b(?:[^#\r\n]|(?<=\S)#)*?)[ \t]*(?=\s#|\r?$)"
)
"""The line that names this tool: by name and version, at a commit, or as a wheel in the archive.
A `#` without a space before it is of an address (pip's requirements file format)."""


def plan_requirements(archive: Standing, plan: Plan, package: str) -> None:
    """Plan for the line that names the tool, and the locks that belong to it.

    Args:
        archive: As it is.
        plan: What is planned so far.
        package: Where this tool was had from, as `init --package` takes it; empty: not known.
    """
    behind = [path for path in LOCKS if _is_behind(archive, path)]
    text = read_written_text(archive, plan, FILE)
    found = _OURS.search(text) if text is not None else None
    wanted = requirement(package)
    if text is None or found is None:
        _list_missing(plan, behind, present=text is not None)
    elif not package and not _may_be_a_version(found[1]):
        if behind:
            line = text.count("\n", 0, found.start(1)) + 1
            plan.list_problem(FILE, line, "", *_unknown(found[1]))
    elif all(_is_free(archive, path) for path in behind):
        if found[1] != wanted:
            plan.files[FILE] = (text[: found.start(1)] + wanted + text[found.end(1) :]).encode()
        for path in LOCKS:
            plan_file(archive, plan, path)
        return
    _keep_locks(archive, plan)


def _is_behind(archive: Standing, path: str) -> bool:
    present = archive.read_bytes(path)
    return present is not None and digest(path, present) != digest(path, archive.wanted[path])


def _is_free(archive: Standing, path: str) -> bool:
    """Whether the lock at `path` may be replaced."""
    present = archive.read_bytes(path) or b""
    return path in archive.replaced or may_replace(archive, path, present)


def _may_be_a_version(line: str) -> bool:
    # As `init` writes it where it can't know better; whoever has another place writes that.
    return re.fullmatch(r"poddarkiv *== *[\w.]+", line) is not None


def _unknown(line: str) -> tuple[str, str]:
    return (
        _(
            "“{line}” names another tool than the one that runs here, and the locks are its",
            line=line,
        ),
        _(
            "run poddarkiv upgrade --package git+https://…@… with the commit of this one, or "
            "change the line and the locks yourselves"
        ),
    )


def _list_missing(plan: Plan, behind: list[str], *, present: bool) -> None:
    if present and behind:
        message = _("no line here names poddarkiv, and the locks are of another version")
        plan.list_problem(FILE, 1, "", message, _("write: {line}", line=requirement("")))


def _keep_locks(archive: Standing, plan: Plan) -> None:
    """Let the locks be as they are, and list those that somebody has edited."""
    for path in LOCKS:
        if path in archive.kept or not _is_behind(archive, path):
            plan.digests[path] = digest(path, archive.wanted[path])
        elif not _is_free(archive, path):
            plan_file(archive, plan, path)
        else:
            plan.digests[path] = archive.record.files.get(path, "")
