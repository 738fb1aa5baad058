"""Rules for texts: that what they point to is there, and that what they quote was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from poddarkiv.addresses import path_of_source
from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Article, Episode, Status
from poddarkiv.references import (
    CITATION,
    LINK,
    PICTURE,
    Moment,
    episodes_named,
    linked_file,
    moments,
)
from poddarkiv.slugs import closest, slugify
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript

AROUND = 20.0
"""Seconds before and after a quoted time in which the words must be found."""
GENERATED = ("avsnitt", "gaster", "artiklar", "amnen")
"""Lists that the generator makes, and that texts may lead to."""
ALWAYS = ("index", "ordlista", "prenumerera", "om", "tillganglighet", "integritet")
"""Pages that exist even when nobody has written them."""
_CODE = re.compile(r"`[^`\n]+`|^(?:```|~~~).*?^(?:```|~~~)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """A Markdown text and where it stands."""

    origin: Origin
    field: str
    """The key that holds it, or `body`."""
    body: str
    source: str
    """Its file, from `content/`, from which relative links are seen."""
    article: Article | None = None

    def problem(
        self, offset: int, message: str, remedy: str, rule: str, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem at the character `offset` of the text."""
        first = self.origin.line(self.field)
        if self.field != "body":
            # In YAML the text begins on the line after its key.
            first += 1
        line = first + self.body.count("\n", 0, offset)
        return Problem(self.origin.path, line, "", message, remedy, severity, rule)


def texts(archive: Archive) -> Iterator[Text]:
    """Go through everything that people have written as Markdown."""
    for article in archive.articles:
        name = f"artiklar/{article.slug}"
        yield _file(archive, f"{name}.md", article.body, article)
        if article.easy_read is not None:
            yield _file(archive, f"{name}.lattlast.md", article.easy_read.body)
    for guest in archive.guests:
        yield _file(archive, f"gaster/{guest.slug}.md", guest.bio)
    for topic in archive.topics:
        yield _file(archive, f"amnen/{topic.slug}.md", topic.intro)
    for page in archive.pages.values():
        yield _file(archive, f"{page.slug}.md", page.body)
    for episode in archive.episodes:
        yield Text(archive.episode_origin(episode.slug), "notes", episode.notes, "")


def _file(archive: Archive, source: str, body: str, article: Article | None = None) -> Text:
    path = f"content/{source}"
    return Text(archive.origins.get(path) or Origin(path), "body", _plain(body), source, article)


def _plain(body: str) -> str:
    # What stands as code is shown as it is; the length must stay, for the line numbers.
    return _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), body)


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


def moments_are_there(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """A text that points into an episode points to what is there; a quotation was said there."""
    for text in texts(archive):
        for moment in moments(text.body):
            fault = _moment_fault(archive, moment, as_of)
            if fault is not None:
                message, remedy, severity = fault
                yield text.problem(moment.offset, message, remedy, "moment", severity)


def _is_broken(archive: Archive, name: str) -> bool:
    """Whether the episode of that number or folder is there, and can't be read."""
    folders = (path.split("/")[1] for path in archive.broken if path.startswith("episodes/"))
    number = re.compile(f"0*{name}(-|$)" if name.isdecimal() else re.escape(name) + "$")
    return any(number.match(folder) for folder in folders)


Fault = tuple[str, str, Severity]


def _moment_fault(archive: Archive, moment: Moment, as_of: datetime) -> Fault | None:
    named = episodes_named(archive, moment.name)
    if not named and _is_broken(archive, moment.name):
        return None
    if not named:
        near = closest(moment.name, archive.episode_by_slug)
        remedy = _("did you mean “{near}”?", near=near) if near else _("write its number or folder")
        return _("no episode is called “{name}”", name=moment.name), remedy, _ERROR
    if len(named) > 1:
        slugs = ", ".join(episode.slug for episode in named)
        return (
            _("more than one episode has the number {name}", name=moment.name),
            _("write the folder's name: {slugs}", slugs=slugs),
            _ERROR,
        )
    if moment.clock is not None and moment.seconds is None:
        return (
            _("“{clock}” is no time", clock=moment.clock),
            _("write it as 12:30 or 1:02:03"),
            _ERROR,
        )
    return _episode_fault(archive, named[0], moment, as_of)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


def _episode_fault(
    archive: Archive, episode: Episode, moment: Moment, as_of: datetime
) -> Fault | None:
    if episode.status is Status.WITHDRAWN:
        return (
            _("{slug} is withdrawn", slug=episode.slug),
            _("take the reference away"),
            _ERROR,
        )
    lock = archive.locks.get(episode.slug)
    seconds = moment.seconds
    if seconds is not None and lock and lock.audio and seconds >= lock.audio.duration:
        return (
            _("the episode ends at {clock}", clock=format_clock(lock.audio.duration)),
            _("write a time within it"),
            _ERROR,
        )
    if moment.quote is not None and seconds is not None:
        fault = _quote_fault(archive, episode, moment.quote, seconds)
        if fault is not None:
            return fault
    if not episode.is_public(as_of):
        return (
            _("{slug} is not public yet, so readers get no link", slug=episode.slug),
            _("publish the episode first"),
            _WARNING,
        )
    return None


def _quote_fault(archive: Archive, episode: Episode, quote: str, seconds: float) -> Fault | None:
    if episode.slug not in archive.transcripts:
        return (
            _("{slug} has no transcript, so the quotation can't be checked", slug=episode.slug),
            _("listen, and say in the text how you know"),
            _WARNING,
        )
    transcript = archive.transcripts[episode.slug]
    if _said(transcript, quote, seconds - AROUND, seconds + AROUND):
        return None
    starts = (segment.start for segment in transcript.segments)
    where = next((at for at in starts if _said(transcript, quote, at, at + AROUND)), None)
    if where is not None:
        return (
            _("“{quote}” is said at another time", quote=_short(quote)),
            _("write {clock}", clock=format_clock(where)),
            _ERROR,
        )
    return (
        _("“{quote}” isn't in the transcript of {slug}", quote=_short(quote), slug=episode.slug),
        _("quote the transcript word for word"),
        _ERROR,
    )


def _said(transcript: Transcript, quote: str, start: float, end: float) -> bool:
    heard = " ".join(s.text for s in transcript.segments if s.end > start and s.start < end)
    # Words left out of a quotation are marked by an ellipsis; the parts come in order.
    at = 0
    words = f" {_words(heard)} "
    for part in re.split(r"\[?(?:…|\.\.\.)\]?", quote):
        found = words.find(f" {_words(part)} ", at)
        if found < 0:
            return False
        at = found
    return True


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _short(quote: str) -> str:
    return quote if len(quote) <= 40 else quote[:40].rsplit(" ", 1)[0] + " …"


def links_lead_somewhere(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A link to another of our files leads to one that exists, and to a heading that it has."""
    pages = _known_files(archive)
    addresses = {path_of_source(file) for file in pages}
    for text in texts(archive):
        for match in LINK.finditer(text.body):
            file = linked_file(text.source, match[1])
            if file is None:
                continue
            if file in pages:
                yield from _anchor_problem(archive, text, match, file)
            elif file not in archive.attachments and f"{file}/" not in addresses:
                near = closest(file, pages)
                remedy = _("did you mean “{near}”?", near=near) if near else _("mend the link")
                message = _("the link leads to {file}, which isn't there", file=f"content/{file}")
                yield text.problem(match.start(), message, remedy, "broken-link")


def _known_files(archive: Archive) -> set[str]:
    names = {f"{folder}/index.md" for folder in GENERATED} | {f"{name}.md" for name in ALWAYS}
    names |= {path.removeprefix("content/") for path in archive.origins if path.endswith(".md")}
    names |= {path.removeprefix("content/") for path in archive.broken}
    return names | {f"avsnitt/{episode.slug}.md" for episode in archive.episodes}


def _anchor_problem(
    archive: Archive, text: Text, match: re.Match[str], file: str
) -> Iterator[Problem]:
    anchor = match[1].partition("#")[2]
    if not anchor or file == "ordlista.md":
        return
    target = next((t for t in texts(archive) if t.source == file), None)
    if target is None:
        return
    headings = {slugify(m[1]) for m in _HEADING.finditer(target.body)}
    if anchor not in headings and not anchor.startswith("kalla-"):
        near = closest(anchor, headings)
        yield text.problem(
            match.start(),
            _("{file} has no heading “{anchor}”", file=f"content/{file}", anchor=anchor),
            _("did you mean “{near}”?", near=near) if near else _("mend the link"),
            "broken-link",
        )


def pictures_are_there(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """A picture in a text exists, and has words for those who do not see it."""
    for text in texts(archive):
        for match in PICTURE.finditer(text.body):
            file = linked_file(text.source, match[2])
            if file is None:
                message = _("pictures come from the archive itself, not from {url}", url=match[2])
                remedy = _("put the file in content/ and link to it there")
                yield text.problem(match.start(), message, remedy, "foreign-picture")
            elif file not in archive.attachments:
                message = _("the picture {file} isn't there", file=f"content/{file}")
                yield text.problem(match.start(), message, _("put it there"), "missing-picture")
            if not match[1].strip():
                message = _("the picture has no words for those who do not see it")
                remedy = _("write them between the brackets: ![what it shows](…)")
                yield text.problem(match.start(), message, remedy, "missing-alt", _WARNING)


RULES = (sources_are_cited, moments_are_there, links_lead_somewhere, pictures_are_there)
