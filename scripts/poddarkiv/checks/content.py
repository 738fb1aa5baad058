"""Rules for texts: that the sources, files and pictures they point to are there."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from poddarkiv.addresses import path_of_source
from poddarkiv.archive import Archive
from poddarkiv.checks.texts import Text, texts
from poddarkiv.credentials import has_credentials
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model.fields import credentials_message
from poddarkiv.references import CITATION, LINK, PICTURE, resolve_link
from poddarkiv.slugs import Names, closest, slugify

GENERATED = ("avsnitt", "gaster", "artiklar", "amnen")
"""Lists that the generator makes, and that texts may lead to."""
ALWAYS = ("index", "ordlista", "prenumerera", "om", "tillganglighet", "integritet")
"""Pages that exist even when nobody has written them."""
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def sources_are_cited(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """What a text cites is listed, and what is listed is cited."""
    for text in texts(archive):
        sources = text.article.sources if text.article else ()
        known = {source.id for source in sources}
        cited = set()
        for match in CITATION.finditer(text.body):
            cited.add(match[1])
            if match[1] not in known:
                near = closest(match[1], known)
                remedy = _("did you mean “{near}”?", near=near) if near else _("list it in sources")
                message = _("no source is called “{id}”", id=match[1])
                yield text.problem(match.start(), message, remedy, "unknown-source")
        seen: set[str] = set()
        for i, source in enumerate(sources):
            if source.id in seen:
                yield text.origin.problem(
                    "sources",
                    i,
                    "id",
                    message=_("the source {id} stands twice", id=source.id),
                    remedy=_("remove one of them"),
                    rule="repeated-source",
                )
            elif source.id not in cited:
                yield text.origin.problem(
                    "sources",
                    i,
                    message=_("the text never cites {id}", id=source.id),
                    remedy=_("write [@{id}] where it is used, or remove it", id=source.id),
                    severity=Severity.WARNING,
                    rule="unused-source",
                )
            seen.add(source.id)


def links_lead_somewhere(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A link to another of our files leads to one that exists, and to a heading that it has."""
    pages = known_files(archive)
    names = Names(pages)
    addresses = {path_of_source(file) for file in pages}
    headings: dict[str, frozenset[str]] = {}
    for text in texts(archive):
        headings[text.source] = frozenset(slugify(m[1]) for m in _HEADING.finditer(text.body))
    for text in texts(archive):
        for match in LINK.finditer(text.body):
            file = resolve_link(text.source, match[1])
            if file is None:
                continue
            if file in pages:
                yield from _anchor_problem(text, match, file, headings)
            elif file not in archive.attachments and f"{file}/" not in addresses:
                near = names.closest(file)
                remedy = _("did you mean “{near}”?", near=near) if near else _("mend the link")
                message = _("the link leads to {file}, which isn't there", file=f"content/{file}")
                yield text.problem(match.start(), message, remedy, "broken-link")


def known_files(archive: Archive) -> set[str]:
    """Return the Markdown files, from `content/`, that a page is or would be made of."""
    names = {f"{folder}/index.md" for folder in GENERATED} | {f"{name}.md" for name in ALWAYS}
    names |= {path.removeprefix("content/") for path in archive.origins if path.endswith(".md")}
    names |= {path.removeprefix("content/") for path in archive.broken}
    return names | {f"avsnitt/{episode.slug}.md" for episode in archive.episodes}


def _anchor_problem(
    text: Text, match: re.Match[str], file: str, headings: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    anchor = match[1].partition("#")[2]
    if not anchor or file == "ordlista.md" or file not in headings:
        return
    if anchor not in headings[file] and not anchor.startswith("kalla-"):
        near = closest(anchor, headings[file])
        yield text.problem(
            match.start(),
            _("{file} has no heading “{anchor}”", file=f"content/{file}", anchor=anchor),
            _("did you mean “{near}”?", near=near) if near else _("mend the link"),
            "broken-link",
        )


def pictures_have_words(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A picture in a text has words for those who do not see it."""
    for text in texts(archive):
        for match in PICTURE.finditer(text.body):
            if not match[1].strip():
                message = _("the picture has no words for those who do not see it")
                remedy = _("write them between the brackets: ![what it shows](…)")
                yield text.problem(match.start(), message, remedy, "missing-alt", Severity.WARNING)


def no_address_holds_a_password(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """What people write as text is published with the addresses in it; so are code examples."""
    for text in texts(archive):
        offset = 0
        for line in text.written.split("\n"):
            if has_credentials(line):
                yield text.problem(offset, credentials_message(), "", "credentials")
            offset += len(line) + 1
    if has_credentials(archive.show.description):
        yield archive.show_origin.problem(
            "description", message=credentials_message(), rule="credentials"
        )


RULES = (sources_are_cited, links_lead_somewhere, pictures_have_words, no_address_holds_a_password)
