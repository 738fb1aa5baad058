"""Rules for an archive's own templates and style sheets: what was Material's does nothing now."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poddarkiv.archive import Archive
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.spec.material import (
    BLOCKS,
    GONE_BLOCKS,
    SKELETON,
    TEMPLATES,
    class_replacement,
    file_replacement,
    property_replacement,
)

RULE = "material"
OVERRIDES = "overrides/"
PROPERTY = re.compile(r"(?<![\w-])--md-[\w-]+")
"""A custom property of Material's style sheet."""
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/", re.DOTALL)
_NAMED = re.compile(r"\{%-?\s*(extends|include|import|from)\s+[\"']([^\"']+)[\"']")
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
_CLASS = re.compile(r"(?<=\.)md-[\w-]+")


class Kind(StrEnum):
    """What of Material is named."""

    FILE = "file"
    """An override of Material's template or asset, which no page is made of."""
    INCLUDED = "included"
    """A template of Material's that one of the archive's asks for."""
    CIRCLE = "circle"
    """A copy of our skeleton from when it extended Material's: it can't be drawn."""
    BLOCK = "block"
    """A block that shows on the pages that MkDocs alone knows, and on no other."""
    GONE_BLOCK = "gone-block"
    """A block that no page has."""
    PROPERTY = "property"
    """A custom property of Material's style sheet."""
    CLASS = "class"
    """A class of Material's pages."""


@dataclass(frozen=True, slots=True)
class MaterialUse:
    """One place where an archive counts on Material."""

    line: int
    """Counted from 1."""
    kind: Kind
    name: str
    """As Material calls it."""
    replacement: str
    """What does the same now: a path from `overrides/`, a property or a class; may be empty."""


def material_uses(texts: Mapping[str, str]) -> Iterator[tuple[str, MaterialUse]]:
    """Yield each place where an archive counts on Material, with its file; of one name, the first.

    Args:
        texts: What the files hold, by path from the archive's root. Those that are neither
            templates nor style sheets are passed by.
    """
    looked_at = {path: texts[path] for path in texts if path.endswith((".css", ".html"))}
    bare = {path: without_comments(text) for path, text in looked_at.items()}
    own = {path.removeprefix(OVERRIDES) for path in bare if path.startswith(OVERRIDES)}
    # A template under a name of Material's that the archive's others ask for is the archive's.
    own &= {match[2] for text in bare.values() for match in _NAMED.finditer(text)}
    for path, text in bare.items():
        yield from ((path, use) for use in _in_file(path, text, own))


def without_comments(text: str) -> str:
    """Return a template or style sheet with spaces for its comments: every place stays the same."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _in_file(path: str, text: str, own: Container[str]) -> list[MaterialUse]:
    found: dict[tuple[Kind, str], MaterialUse] = {}
    for offset, kind, name, replacement in _found(path, text, own):
        line = text.count("\n", 0, offset) + 1
        found.setdefault((kind, name), MaterialUse(line, kind, name, replacement))
    return sorted(found.values(), key=lambda use: use.line)


_Found = tuple[int, Kind, str, str]


def _found(path: str, text: str, own: Container[str]) -> Iterator[_Found]:
    name = path.removeprefix(OVERRIDES) if path.startswith(OVERRIDES) else ""
    replacement = None if name in own else file_replacement(name)
    if replacement is not None:
        yield 0, Kind.FILE, name, replacement
    elif name.endswith(".html"):
        yield from _in_template(name, text, own)
    if path.endswith((".css", ".html")):
        yield from _matches(PROPERTY, text, Kind.PROPERTY, property_replacement)
        yield from _matches(_CLASS, text, Kind.CLASS, class_replacement)


def _in_template(name: str, text: str, own: Container[str]) -> Iterator[_Found]:
    narrow = False
    for match in _NAMED.finditer(text):
        replacement = None if match[2] in own else file_replacement(match[2])
        if replacement is not None:
            yield match.start(), Kind.INCLUDED, match[2], replacement
        elif match[1] == "extends" and match[2] in TEMPLATES:
            if name in SKELETON:
                yield match.start(), Kind.CIRCLE, name, name
                return
            narrow = True
    for match in _BLOCK.finditer(text):
        if match[1] in GONE_BLOCKS:
            yield match.start(), Kind.GONE_BLOCK, match[1], GONE_BLOCKS[match[1]]
        elif narrow and match[1] in BLOCKS:
            yield match.start(), Kind.BLOCK, match[1], BLOCKS[match[1]]


def _matches(
    pattern: re.Pattern[str], text: str, kind: Kind, replacement: Callable[[str], str]
) -> Iterator[_Found]:
    for match in pattern.finditer(text):
        yield match.start(), kind, match[0], replacement(match[0])


def what_was_materials_is_replaced(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Nothing in an archive's look counts on Material: it would be passed by without a word."""
    yield from material_problems(archive.other_texts)


def material_problems(texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with each use of Material in `texts`, as `material_uses` takes them."""
    for path, use in material_uses(texts):
        severity = Severity.ERROR if use.kind is Kind.CIRCLE else Severity.WARNING
        yield Problem(path, use.line, use.name, _message(use), _remedy(use), severity, RULE)


def _message(use: MaterialUse) -> str:
    match use.kind:
        case Kind.FILE | Kind.INCLUDED:
            return _("no page is made of this template of Material's")
        case Kind.CIRCLE:
            return _("a copy from when the page's frame was Material's: it can't be drawn now")
        case Kind.BLOCK:
            return _("shows only on pages that MkDocs alone knows")
        case Kind.GONE_BLOCK:
            return _("no page has this block of Material's")
        case Kind.PROPERTY | Kind.CLASS:
            return _("no page has Material's style sheet")


def _remedy(use: MaterialUse) -> str:
    if use.kind is Kind.CIRCLE:
        return _("run poddarkiv upgrade, which changes the line")
    if not use.replacement:
        return _("remove it: nothing takes its place")
    if use.kind in {Kind.PROPERTY, Kind.CLASS}:
        return _("write {name}", name=use.replacement)
    return _("put it into overrides/{file}", file=use.replacement)


RULES = (what_was_materials_is_replaced,)
