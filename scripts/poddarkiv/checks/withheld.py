"""The lines that still name somebody who has taken consent back: the build leaves them out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from poddarkiv.archive import Archive
from poddarkiv.consent import list_names, list_withheld
from poddarkiv.consent.episodes import Appearances
from poddarkiv.errors import Loc, Origin, Problem, SourceError
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Guest, Status
from poddarkiv.model.fields import Noun
from poddarkiv.transcript import Segment

_BODIES = frozenset({"bio", "body", "intro"})
"""Fields that hold what stands after a file's keys."""
_BLOCKS = frozenset({"description", "notes", "summary"})
"""Fields whose text usually stands below their key."""
_KEYS = frozenset({"guest", "consent", "easy_read"})
"""Fields that are looked at elsewhere."""


def the_withheld_are_nowhere(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """No line that may be published names somebody who may not be shown."""
    people = list_withheld(archive, as_of)
    for person in people:
        yield from _Search(archive, person, people).problems()


class _Search:
    """Looks for one person in everything that people have written."""

    def __init__(self, archive: Archive, person: Guest, people: tuple[Guest, ...]) -> None:
        self._archive = archive
        self._person = person
        self._slugs = {guest.slug for guest in people}
        self._names = list_names(archive, (person,))
        self._appearing = Appearances(archive, (person,), self._names)

    def problems(self) -> Iterator[Problem]:
        """Yield each line that names the person, and what to do about it."""
        archive = self._archive
        yield from self._makers()
        for episode in archive.episodes:
            if episode.status is not Status.WITHDRAWN:
                yield from self._episode(episode)
        for path, noun in self._files():
            yield from self._noun(archive.origins.get(path) or Origin(path), noun)
        for path, text in archive.other_texts.items():
            yield from self._lines(Origin(path), (), path)
            yield from self._lines(Origin(path), (), text)

    def _files(self) -> Iterator[tuple[str, Noun]]:
        archive = self._archive
        for article in archive.articles:
            yield f"content/artiklar/{article.slug}.md", article
            if article.easy_read is not None:
                yield f"content/artiklar/{article.slug}.lattlast.md", article.easy_read
        for guest in archive.guests:
            if guest.slug not in self._slugs:
                yield f"content/gaster/{guest.slug}.md", guest
        for topic in archive.topics:
            yield f"content/amnen/{topic.slug}.md", topic
        for slug, page in archive.pages.items():
            yield f"content/{slug}.md", page
        yield "content/ordlista.yml", archive.glossary
        yield "content/kontakter.yml", archive.contacts

    def _makers(self) -> Iterator[Problem]:
        origin, show = self._archive.show_origin, self._archive.show
        for i, person in enumerate(show.persons):
            if person.guest == self._person.slug:
                yield self._problem(origin, ("persons", i, "guest"), _("remove the person"))
            elif person.guest not in self._archive.guest_by_slug:
                yield from self._noun(origin, person, ("persons", i))
        yield from self._noun(origin, show.model_copy(update={"persons": ()}))

    def _episode(self, episode: Episode) -> Iterator[Problem]:
        origin = self._archive.episode_origin(episode.slug)
        for i, appearance in enumerate(episode.guests):
            if appearance.guest == self._person.slug:
                remedy = _("remove the guest and what was said, or write status: withdrawn")
                yield self._problem(origin, ("guests", i, "guest"), remedy)
        yield from self._noun(origin, episode)
        if episode.slug in self._archive.transcripts:
            yield from self._transcript(episode)

    def _transcript(self, episode: Episode) -> Iterator[Problem]:
        path = f"episodes/{episode.slug}/transcript.vtt"
        try:
            segments = self._archive.transcripts[episode.slug].segments
        except SourceError:
            # Told of where transcripts are checked.
            return
        left_out = self._appearing.left_out(episode.slug)
        lines = self._archive.cue_lines.get(episode.slug, ())
        naming = left_out.naming(segments)
        for i, segment in enumerate(segments):
            # Below the times.
            line = (lines[i] if i < len(lines) else segment.line) + 1
            if segment.speaker and left_out.theirs(segment.speaker):
                yield self._problem(Origin(path, {(): line}), (), _("remove what was said"))
            elif i in naming:
                line += self._offset(segment)
                yield self._problem(Origin(path, {(): line}), (), _("write it without the name"))

    def _offset(self, segment: Segment) -> int:
        return next(iter(self._names.places(segment.text)), 0)

    def _noun(self, origin: Origin, noun: Noun, loc: Loc = ()) -> Iterator[Problem]:
        for key in type(noun).model_fields:
            if key not in _KEYS:
                # Somebody else of the same name keeps it.
                if isinstance(noun, Guest) and key in {"name", "slug"}:
                    continue
                yield from self._value(origin, getattr(noun, key), (*loc, key))

    def _value(self, origin: Origin, value: Any, loc: Loc) -> Iterator[Problem]:
        if isinstance(value, str):
            yield from self._lines(origin, loc, value)
        elif isinstance(value, Noun):
            yield from self._noun(origin, value, loc)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                yield from self._value(origin, item, (*loc, i))

    def _lines(self, origin: Origin, loc: Loc, text: str) -> Iterator[Problem]:
        if loc[-1:] and loc[-1] in _BODIES:
            loc = ("body",)
        first = origin.line(*loc)
        if loc and loc != ("body",) and ("\n" in text or _is_block(origin, first, loc[-1])):
            # In YAML such a text begins on the line after its key.
            first += 1
        for below in dict.fromkeys(self._names.places(text)):
            field = ".".join(map(str, loc)) if loc != ("body",) else ""
            here = Origin(origin.path, {(): first + below})
            yield self._problem(here, (), _("write it without the name"), field)

    def _problem(self, origin: Origin, loc: Loc, remedy: str, field: str = "") -> Problem:
        person = self._person
        if person.consent.withdrawn is not None:
            message = _("{name} has taken back the consent", name=person.name)
            rule = "consent-withdrawn"
        else:
            day = person.consent.until
            message = _("the consent of {name} ended {day}", name=person.name, day=day)
            rule = "consent-expired"
        name = field or ".".join(map(str, loc))
        return Problem(origin.path, origin.line(*loc), name, message, remedy, rule=rule)


def _is_block(origin: Origin, line: int, key: str | int) -> bool:
    """Whether a text of one line stands below its key, as far as the lines of others tell."""
    following = min((other for other in origin.lines.values() if other > line), default=line + 1)
    return key in _BLOCKS and following > line + 1


RULES = (the_withheld_are_nowhere,)
