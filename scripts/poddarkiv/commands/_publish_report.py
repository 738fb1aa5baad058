"""Describe a publishing's plan for a person."""

from collections.abc import Iterator

from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Target
from poddarkiv.publish.local import is_recording
from poddarkiv.publish.plan import Plan


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each step of the plan, in order."""
    for path in plan.first:
        yield f"- {path}  ({_('was withdrawn')})"
    for upload in plan.uploads:
        yield f"+ {upload.file.path}  ({_(upload.reason)})"
    for path in plan.last:
        yield f"- {path}  ({_('is no longer in the site')})"


def plan_summary(plan: Plan, shown: str, target: Target, *, dry_run: bool) -> str:
    """Return in a line what was done, or would be."""
    if plan.is_empty():
        return _("{target}: all is there already", target=target.url or shown)
    up = ngettext("{n} file up", "{n} files up", len(plan.uploads))
    away = ngettext("{n} away", "{n} away", len(plan.first) + len(plan.last))
    text = f"{target.url or shown}: {up}, {away}"
    return _("{what} – nothing was done (--dry-run)", what=text) if dry_run else text


def plan_notes(plan: Plan) -> Iterator[str]:
    """Yield a line for what stays at the target and may not be meant to."""
    sound = [path for path in plan.kept if is_recording(path)]
    if sound:
        yield _(
            "recordings that the site no longer has stay there: {files} – to remove them: "
            "--delete-recordings",
            files=", ".join(sound),
        )
    for path in plan.foreign:
        yield _("{file}: was changed there by others, and stays", file=path)
