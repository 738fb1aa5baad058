"""One name, many spellings: what machines make of names, over all transcripts.

In one Swedish podcast a host's surname stood in 20 spellings, right 5 times of 249. Proposals
only: a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from poddarkiv.archive import Archive
from poddarkiv.errors import Problem, Severity, SourceError
from poddarkiv.i18n import _, ngettext
from poddarkiv.transcript import Segment

RULE = "spelling"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s*$")
_SHORTEST = 5
"""Letters of a name; among shorter ones a misspelling can't be told from another name."""


@dataclass
class _Occurrences:
    """A word with a capital inside a sentence: most likely a name."""

    count: int = 0
    episodes: set[str] = field(default_factory=set)
    place: tuple[str, int] = ("", 0)
    """File and line where it stands first."""


def one_name_one_spelling(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Warn of words in transcripts that are nearly a name of the archive's."""
    del as_of
    names = _names(archive)
    if not names:
        return
    wanted = _Wanted(names)
    transcribed, plain = _count_transcribed(archive, wanted)
    doubted = [word for word in transcribed if word.casefold() not in plain]
    for name, word in sorted((name, each) for each in doubted for name in wanted.near(each)):
        yield _proposal(word, name, transcribed[word])


class _Wanted:
    """Tells which words are nearly a name.

    A word with at most two wrong letters has one third of the name whole (one of the halves, with
    one wrong letter), at most so many places from where it stands in the name. So a word is looked
    up by its parts, a fixed number of times, and compared with the few names that share one.
    """

    def __init__(self, names: list[str]) -> None:
        self._known = {name.casefold() for name in names}
        self._by_part: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
        for name in names:
            key = name.casefold()
            for start, end in _parts(len(key)):
                self._by_part[len(key), start, key[start:end]].append(name)
        self._lengths = {length for length, _start, _part in self._by_part}
        self._memory: dict[str, list[str]] = {}

    def near(self, word: str) -> list[str]:
        """Return the names that `word` is nearly."""
        if word not in self._memory:
            self._memory[word] = self._compare(word.casefold())
        return self._memory[word]

    def _compare(self, key: str) -> list[str]:
        bare = key.removesuffix("s")
        if key in self._known or bare in self._known:
            return []
        likely = dict.fromkeys(name for name in self._sharing(bare) if name[0].casefold() == key[0])
        return [name for name in likely if _near(bare, name.casefold())]

    def _sharing(self, word: str) -> Iterator[str]:
        for length in self._lengths.intersection(range(len(word) - 2, len(word) + 3)):
            for start, end in _parts(length):
                for at in range(max(start - 2, 0), start + 3):
                    part = word[at : at + end - start]
                    yield from self._by_part.get((length, start, part), ())


def _parts(length: int) -> list[tuple[int, int]]:
    """Return where the parts of a name of that length begin and end."""
    count = _allowed(length) + 1
    edges = [length * i // count for i in range(count + 1)]
    return list(pairwise(edges))


def _allowed(length: int) -> int:
    """Return how many letters of a name of that length may be wrong."""
    return 2 if length >= 8 else 1


def _proposal(word: str, name: str, found: _Occurrences) -> Problem:
    path, line = found.place
    often = ngettext("{n} time", "{n} times", found.count)
    where = ngettext("in {n} episode", "in {n} episodes", len(found.episodes))
    return Problem(
        path,
        line,
        "",
        _(
            "“{word}” ({often} {where}) is nearly “{name}”",
            word=word,
            often=often,
            where=where,
            name=name,
        ),
        _("correct it, or add it to the glossary if it is right"),
        Severity.WARNING,
        RULE,
    )


def _names(archive: Archive) -> list[str]:
    """Return the words of all names that the archive knows, long enough to be told apart."""
    texts = [
        *(guest.name for guest in archive.guests),
        *(person.name for person in archive.show.persons),
        *(track.speaker for episode in archive.episodes for track in episode.tracks),
        *(
            appearance.organisation
            for episode in archive.episodes
            for appearance in episode.guests
            if appearance.organisation
        ),
        *archive.show.transcription.vocabulary,
        *(term.term for term in archive.glossary.terms),
    ]
    words = {word for text in texts for word in _WORD.findall(text) if word[:1].isupper()}
    return sorted(word for word in words if len(word) >= _SHORTEST)


def _count_transcribed(
    archive: Archive, wanted: _Wanted
) -> tuple[Mapping[str, _Occurrences], set[str]]:
    """Return what is nearly a name in all transcripts, and the words without a capital."""
    transcribed: dict[str, _Occurrences] = defaultdict(_Occurrences)
    plain: set[str] = set()
    for slug in archive.transcripts:
        try:
            segments = archive.transcripts[slug].segments
        except SourceError:
            continue  # another rule tells of broken files
        # Most words come again and again: only different ones are looked at.
        different = set(" ".join([segment.text for segment in segments]).split())
        words = {word for part in different for word in _WORD.findall(part)}
        plain.update(word.casefold() for word in words if not word[:1].isupper())
        likely = {word for word in words if word[:1].isupper() and wanted.near(word)}
        if likely:
            _count(segments, likely, transcribed, slug)
    return transcribed, plain


def _count(
    segments: tuple[Segment, ...], likely: set[str], transcribed: dict[str, _Occurrences], slug: str
) -> None:
    starts = True
    for segment in segments:
        if not likely.isdisjoint(_WORD.findall(segment.text)):
            for word, begins in _words(segment.text, starts):
                if word in likely and not begins:
                    found = transcribed[word]
                    path = f"episodes/{slug}/transcript.vtt"
                    found.place = found.place if found.count else (path, segment.line or 1)
                    found.count += 1
                    found.episodes.add(slug)
        starts = bool(_SENTENCE_END.search(segment.text[-8:]))


def _words(text: str, starts: bool) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether it begins a sentence."""
    at = 0
    for match in _WORD.finditer(text):
        begins = starts if at == 0 else bool(_SENTENCE_END.search(text[at : match.start()]))
        yield match[0], begins
        at = match.end()


def _near(word: str, name: str) -> bool:
    """Whether `word` is `name` but for one letter, or two in a long name."""
    allowed = _allowed(len(name))
    if abs(len(word) - len(name)) > allowed or word == name or word.startswith(name):
        return False
    return _distance(word, name) <= allowed


def _distance(a: str, b: str) -> int:
    """Return how many letters must be replaced, added or removed (Levenshtein)."""
    row: list[int] = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1]


RULES = (one_name_one_spelling,)
