"""What changes in an archive's own templates and style sheets, line by line."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from poddarkiv.checks.overrides import OVERRIDES, PROPERTY, material_problems, without_comments
from poddarkiv.commands._shipped import is_as_before
from poddarkiv.commands._upgrade_plan import Plan, Standing, read_written_text
from poddarkiv.commands._upgrade_settings import custom_folder
from poddarkiv.i18n import _
from poddarkiv.spec.material import GONE_BLOCKS, SKELETON, TEMPLATES, property_replacement

_EXTENDS = re.compile(r"(\{%-?\s*extends\s+[\"'])([^\"']+)(?=[\"'])")
_EMPTY_BLOCK = re.compile(
    r"(?m)^[ \t]*\{%-?\s*block\s+(\w+)\s*-?%\}\s*\{%-?\s*endblock[^%]*%\}[ \t]*(?:\r?\n|\Z)"
)
_MATERIALS_STYLES = re.compile(
    r"(\{%-?\s*block\s+styles\s*-?%\}[ \t]*\r?\n)[ \t]*\{\{-?\s*super\(\)\s*-?\}\}[ \t]*\r?\n"
)
"""In a copy of `pod/base.html` from layout 1: Material's style sheet, before the tool's own."""
_ABOVE: Mapping[str, str] = {"pod/base.html": "pod/skeleton.html", "pod/page.html": "pod/base.html"}
"""What the templates of the skeleton extend now, each instead of Material's own."""


def plan_overrides(archive: Standing, plan: Plan) -> None:
    """Plan for the templates and style sheets; what no rule can change is listed with its line."""
    folder = custom_folder(archive)
    if not folder:
        return
    forward: dict[str, str] = {}
    for path in _paths(archive, folder):
        text = read_written_text(archive, plan, path)
        if text is not None:
            name = path.removeprefix(f"{folder}/")
            forward[name] = bring_template_forward(name, text)
            if forward[name] != text:
                plan.files[path] = forward[name].encode()
            _tell_of_copy(plan, path, name, text)
    for problem in material_problems({f"{OVERRIDES}{name}": forward[name] for name in forward}):
        path = f"{folder}/{problem.path.removeprefix(OVERRIDES)}"
        plan.list_problem(path, problem.line, problem.field, problem.message, problem.remedy)


def bring_template_forward(name: str, text: str) -> str:
    """Return the template or style sheet `name`, from the folder of overrides, without Material.

    >>> bring_template_forward("pod/base.html", '{% extends "base.html" %}')
    '{% extends "pod/skeleton.html" %}'
    >>> bring_template_forward("a.css", ":root { --md-text-font: Georgia }")
    ':root { --pod-font: Georgia }'
    """
    if name in SKELETON:
        text = _EXTENDS.sub(lambda match: match[1] + _above(name, match[2]), text, count=1)
        text = _MATERIALS_STYLES.sub(r"\1", text)
    if name.endswith(".html"):
        text = _EMPTY_BLOCK.sub(lambda match: "" if match[1] in GONE_BLOCKS else match[0], text)
    bare = without_comments(text)
    for match in reversed(list(PROPERTY.finditer(bare))):
        ours = property_replacement(match[0]) or match[0]
        text = text[: match.start()] + ours + text[match.end() :]
    return text


def _above(name: str, template: str) -> str:
    return _ABOVE[name] if template in TEMPLATES else template


def _paths(archive: Standing, folder: str) -> Iterator[str]:
    for path in sorted((archive.root / folder).rglob("*")):
        if path.suffix in {".css", ".html"} and path.is_file():
            yield path.relative_to(archive.root).as_posix()


def _tell_of_copy(plan: Plan, path: str, name: str, text: str) -> None:
    """Tell of an override of a template that was another in the version it may be a copy of."""
    tool, copied = files("poddarkiv") / "templates" / name, f"templates/{name}"
    if not tool.is_file() or is_as_before(copied, tool.read_bytes()):
        return
    if is_as_before(copied, text.encode()):
        message = _("a copy of the tool's template of the version before, without any change")
        plan.note(path, 1, "", message, _("remove it, and the tool's own is used"))
    else:
        message = _("the tool's template of this name has changed since the version before")
        plan.note(path, 1, "", message, _("compare them: {file}", file=copied))
