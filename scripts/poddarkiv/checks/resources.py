"""Rules for what texts make a browser load: files of the archive, and nothing else.

Texts are rendered and taken apart as browsers do it; where in the text something stands is looked
for afterwards, as the parser no longer knows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html import unescape

from poddarkiv.addresses import path_of_source
from poddarkiv.archive import Archive
from poddarkiv.checks.texts import Text, texts
from poddarkiv.errors import Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.pages.resources import Resource, find_resources, resolve_own
from poddarkiv.pages.shown import in_own_folder
from poddarkiv.references import resolve_link

_MAY_LOAD = re.compile(r"!\[|<[A-Za-z!/?]")
"""Markdown's pictures and HTML: other texts need not be rendered."""
_TAG = re.compile(r"<[A-Za-z][^>]*>?|!\[[^\]]*\][(\[][^)\]]*[)\]]?|^ {0,3}\[[^\]]+\]:.*$", re.M)
"""What may hold an address that is loaded: a tag, a picture, or the address of a reference."""
_PICTURES = frozenset({"img", "image"})
_MARKDOWN = (".markdown", ".md", ".mdown", ".mkd", ".mkdn")
_LONGEST = 80
"""Characters of an address that a message shows."""


def only_own_files_are_loaded(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Pictures, and whatever else a browser loads by itself, are files of the archive."""
    from markdown import Markdown

    renderer = Markdown(extensions=["tables", "sane_lists"])
    for text in (*texts(archive), *_of_the_engine(archive)):
        if not _MAY_LOAD.search(text.written):
            continue
        try:
            html = renderer.reset().convert(text.written)
        except RecursionError:
            message = _(
                "{page}: lists or quotations stand within one another too deep", page=text.source
            )
            yield text.problem(0, message, "", "too-deep")
        else:
            yield from _foreign(archive, text, html)


def _of_the_engine(archive: Archive) -> Iterator[Text]:
    """Give the pages that only MkDocs knows, with all that stands in their files."""
    for name in archive.other_texts:
        folder, _slash, source = name.partition("/")
        if folder == "content" and name.endswith(_MARKDOWN) and not in_own_folder(source):
            whole = archive.other_texts[name]
            yield Text(Origin(name), "body", whole, whole, source)


def _foreign(archive: Archive, text: Text, html: str) -> Iterator[Problem]:
    """Yield a problem for each thing that `html` loads and the archive does not have."""
    path = path_of_source(text.source) or ""
    seen: Counter[str] = Counter()
    for resource in find_resources(html):
        address = resource.address
        if resolve_own(address, source=text.source, path=path, files=archive.attachments):
            continue
        yield _problem(text, resource, _offset(text.written, resource, seen[address]))
        seen[address] += 1


def _problem(text: Text, resource: Resource, offset: int) -> Problem:
    shown = "".join(c for c in resource.address if c.isprintable()).strip()
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    file = resolve_link(text.source, shown) if "\\" not in shown else None
    if resource.element not in _PICTURES:
        message = _(
            "<{element}> would load {url}: a page loads nothing but pictures from content/",
            element=resource.element,
            url=shown,
        )
        return text.problem(offset, message, _("link to it instead"), "foreign-resource")
    if file is None:
        message = _("pictures come from the archive itself, not from {url}", url=shown)
        remedy = _("put the file in content/ and link to it there")
        return text.problem(offset, message, remedy, "foreign-picture")
    message = _("the picture {file} isn't there", file=f"content/{file}")
    return text.problem(offset, message, _("put it there"), "missing-picture")


def _offset(written: str, resource: Resource, before: int) -> int:
    """Return where in the text the resource stands; `before` others have the same address."""
    marks = list(_TAG.finditer(written))
    holding = [m.start() for m in marks if resource.address in unescape(m[0])]
    plain = [m.start() for m in re.finditer(re.escape(resource.address), written)]
    alike = [m.start() for m in marks if m[0].lower().startswith(f"<{resource.element.lower()}")]
    found = holding or plain or alike or [m.start() for m in marks] or [0]
    return found[min(before, len(found) - 1)]


RULES = (only_own_files_are_loaded,)
