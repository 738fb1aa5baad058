"""What changes in files that are a person's: `mkdocs.yml` and `.gitignore`, line by line."""

from poddarkiv.commands._upgrade_plan import Plan, Standing, read_written_text
from poddarkiv.formats.yamledit import read_value
from poddarkiv.formats.yamlinner import inner_line, remove_inner_key
from poddarkiv.i18n import _
from poddarkiv.load.files import read_text
from poddarkiv.load.mkdocsfile import THEMES, check_mkdocs_file
from poddarkiv.load.root import SHOW_FILE
from poddarkiv.model.show import ENGINES

SETTINGS = "mkdocs.yml"
IGNORED = ".gitignore"
_DEAD = ("language", "font")
"""Keys of the theme that `init` wrote in layout 1. The first is the show's own language, whatever
it says; the second is of Material's templates, which draw nothing of ours."""
_UNREAD = ("features", "icon", "logo", "palette")
"""Keys of Material's that people write, and that nothing of ours has ever read."""
_IGNORES = {
    # Kept copies of what was made, the drafts of `serve`, locks: never of any use to others.
    "/.poddarkiv/": {"/.poddarkiv/", ".poddarkiv/", ".poddarkiv", "/.poddarkiv"},
    # Files in the making, which a killed run leaves.
    ".poddarkiv-*": {".poddarkiv-*", "**/.poddarkiv-*"},
}
"""Lines that must be there, and those that mean the same."""


def plan_settings(archive: Standing, plan: Plan) -> None:
    """Plan for `mkdocs.yml`: keys that do nothing any more go."""
    text = read_written_text(archive, plan, SETTINGS)
    if text is None or not _is_readable(archive, plan, text):
        return
    kept = text
    for key in _DEAD:
        kept = _without(kept, key, plan)
    if kept != text:
        plan.files[SETTINGS] = kept.encode()
    _tell_of_theme(kept, plan)


def list_new_keys(plan: Plan) -> None:
    """List the optional keys of `show.yml` that the previous layout did not have."""
    choices = ", ".join(ENGINES)
    message = _("a new key: what draws the site ({choices})", choices=choices)
    plan.note(SHOW_FILE, 1, "engine", message, _("without it, it is {name}", name=ENGINES[0]))


def custom_folder(archive: Standing) -> str:
    """Return the folder of the archive's own templates, from the root; empty without one."""
    path = archive.root / SETTINGS
    text = read_text(path, SETTINGS)[0] if path.is_file() else None
    try:
        found = read_value(text or "", ("theme", "custom_dir"))
    except ValueError:
        return ""
    return found.strip("/") if isinstance(found, str) else ""


def plan_ignored(archive: Standing, plan: Plan) -> None:
    """Plan for `.gitignore`: what this tool keeps for itself is no part of the archive."""
    text = read_written_text(archive, plan, IGNORED)
    if text is None:
        return
    present = {line.strip() for line in text.splitlines()}
    missing = [line for line, same in _IGNORES.items() if not same & present]
    if missing:
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = "" if not text or text.endswith("\n") else newline
        plan.files[IGNORED] = (
            text + gap + "".join(f"{line}{newline}" for line in missing)
        ).encode()


def _is_readable(archive: Standing, plan: Plan, text: str) -> bool:
    try:
        read_value(text, ())
    except ValueError as error:
        faults = [fault for fault in check_mkdocs_file(archive.root) if fault.rule == "yaml-syntax"]
        plan.listed += faults
        if not faults:
            plan.list_problem(SETTINGS, 1, "", str(error), _("mend the file, then run it again"))
        return False
    return True


def _without(text: str, key: str, plan: Plan) -> str:
    try:
        return remove_inner_key(text, "theme", key)
    except ValueError as error:
        line = inner_line(text, "theme", key)
        plan.list_problem(SETTINGS, line, f"theme.{key}", str(error), _("remove the line"))
        return text


def _tell_of_theme(text: str, plan: Plan) -> None:
    theme = read_value(text, ("theme",))
    keys = theme if isinstance(theme, dict) else {"name": theme}
    if keys.get("name") in THEMES:
        plan.note(
            SETTINGS,
            inner_line(text, "theme", "name"),
            "theme",
            _(
                "nothing on the pages is Material's any more. Its end, 2027-05-05, changes "
                "nothing: the line may stay, and the version in requirements.lock can still be "
                "installed"
            ),
        )
    for key in _UNREAD:
        if key in keys:
            line = inner_line(text, "theme", key)
            message = _("only Material's own templates read it")
            remedy = _("colours and logo: see handbok/utseende.md")
            plan.note(SETTINGS, line, f"theme.{key}", message, remedy)
