"""Tell which episode a file's name means: by folder, recording, number, date or title. No I/O."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date
from itertools import chain
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from poddarkiv.archive import Archive
from poddarkiv.model import Episode

_MARKS = frozenset(
    ("avsnitt", "avsn", "avs", "ep", "eps", "episode", "episod", "nr", "no", "nummer", "number")
)
_SEASONS = frozenset(("s", "season", "sasong"))
_NOISE = frozenset(
    (
        *("transcript", "transcription", "transkript", "transkription", "transkribering"),
        *("transkriberat", "captions", "subtitles", "undertexter", "undertext", "textning"),
        *("text", "audio", "ljud", "final", "slutversion", "klar", "kopia", "copy"),
        *("recording", "inspelning", "speakers", "mp3", "m4a", "wav", "flac", "ogg", "opus"),
        *("mp4", "aac", "otter", "whisper", "whisperx", "noscribe", "atrain", "descript"),
        *("riverside", "otranscribe"),
    )
)
"""Words that say nothing of which episode it is."""
_NUMBERED = re.compile(rf"({'|'.join(sorted(_MARKS, key=len, reverse=True))}|e)0*(\d{{1,4}})")
_IN_SEASON = re.compile(r"s(\d{1,3})(?:e|ep|avsnitt)(\d{1,4})")
_DAY = re.compile(r"((?:19|20)?\d\d)(\d\d)(\d\d)(?:t\d+)?")


@dataclass(frozen=True)
class NameGuess:
    """What a name tells."""

    likely: tuple[Episode, ...] = ()
    """The likeliest first; none where it tells nothing."""
    sure: bool = False
    """Whether it can be no other than the first."""


@dataclass(frozen=True)
class _Parsed:
    """A name, taken apart."""

    words: tuple[str, ...]
    """What is neither number nor date, and says something."""
    number: int | None = None
    season: int | None = None
    marked: bool = False
    """Whether the number is said to be an episode's, as in `avsnitt 32`."""
    day: date | None = None


_Evidence = tuple[frozenset[str], bool]
"""Slugs of episodes that a part of a name may mean, and whether it is proof by itself."""
_Said = tuple[Collection[str], bool]
K = TypeVar("K")


class EpisodeNames:
    """The episodes of an archive, ready to be found by the names that people give to files."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._show = _words(archive.show.title)
        self._noise = _NOISE | {archive.show.language.partition("-")[0].lower()}
        self._titles = {e.slug: self._parse(e.title).words for e in archive.episodes}
        self._known = {e.slug: self._words_of(e) for e in archive.episodes}
        self._whole = _by_key(archive, lambda e: filter(None, map(self._key, self._names_of(e))))
        self._numbers = _by_key(archive, self._numbers_of)
        self._days = _by_key(archive, self._days_of)

    def guess(self, path: PurePosixPath) -> NameGuess:
        """Return which episode the file at `path`, from the folder that people gave, is of.

        The names of folders above it are looked at too, as in `032/transcript.srt`.
        """
        names = [path.stem, *path.parts[-2::-1]]
        parsed = [self._parse(name) for name in names]
        season = next((each.season for each in parsed if each.season is not None), None)
        found = [
            self._evidence(name, replace(each, season=season))
            for name, each in zip(names, parsed, strict=True)
        ]
        evidence = list(chain.from_iterable(found))
        if not evidence:
            return NameGuess()
        common = frozenset.intersection(*(slugs for slugs, _proof in evidence))
        proven = len(evidence) > 1 or evidence[0][1]
        sure = proven and len(common) == 1
        listed = common or frozenset[str]().union(*(slugs for slugs, _proof in evidence))
        return NameGuess(
            tuple(self._archive.episode_by_slug[slug] for slug in sorted(listed)), sure
        )

    def _evidence(self, name: str, parsed: _Parsed) -> list[_Evidence]:
        """Return all that a name tells; the number of an episode that is not here can be none."""
        found: list[_Said] = [(self._whole.get(self._key(name), ()), True)]
        nobodys: list[_Evidence] = []
        alone = not parsed.words
        if parsed.number is not None:
            numbered = self._numbers.get((parsed.season, parsed.number), ())
            is_year = alone and 1900 <= parsed.number < 2100 and not parsed.marked
            if not (numbered or found[0][0] or is_year) and (parsed.marked or alone):
                nobodys = [(frozenset(), True)]
            agreed = [slug for slug in numbered if self._known[slug].issuperset(parsed.words)]
            found.append((agreed or numbered, parsed.marked or alone or bool(agreed)))
        if parsed.day is not None:
            dated = self._days.get(parsed.day, ())
            found.append((dated, alone and parsed.number is None))
        found.append(self._by_title(parsed))
        return nobodys + [(frozenset(slugs), proof) for slugs, proof in found if slugs]

    def _by_title(self, parsed: _Parsed) -> _Said:
        said = set(parsed.words)
        grades: tuple[list[str], ...] = ([], [], [])
        for slug, title in self._titles.items():
            if title and title == parsed.words:
                grades[0].append(slug)
            elif len(title) > 1 and said.issuperset(title):
                grades[1].append(slug)
            elif len(said) > 1 and said.intersection(title) and self._known[slug] >= said:
                grades[2].append(slug)
        found = next(filter(None, grades), [])
        # A number that no title has may be that of another part.
        odd = any(w.isdigit() for w in said.difference(*(self._titles[slug] for slug in found)))
        return found, found is not grades[2] and not odd

    def _key(self, name: str) -> str:
        return "-".join(word for word in _words(name) if word not in self._noise)

    def _names_of(self, episode: Episode) -> Iterator[str]:
        yield episode.slug
        if episode.guid:
            yield episode.guid
        if episode.audio:
            yield PurePosixPath(unquote(urlsplit(episode.audio).path)).stem

    def _numbers_of(self, episode: Episode) -> Iterator[tuple[int | None, int]]:
        number = episode.number
        if number is None:
            number = self._parse(episode.title).number
        if number is not None:
            yield None, number
            if episode.season is not None:
                yield episode.season, number

    def _days_of(self, episode: Episode) -> Iterator[date]:
        moment = episode.published
        if moment is not None:
            # The day of those who made it, of the feed, and of Greenwich.
            local = moment.astimezone(self._archive.zone)
            yield from (local.date(), moment.date(), moment.astimezone(UTC).date())
        day = self._parse(episode.title).day
        if day is not None:
            yield day

    def _words_of(self, episode: Episode) -> frozenset[str]:
        """Return the words that may stand in a file's name without meaning another episode."""
        guests = [self._archive.guest_by_slug.get(each.guest) for each in episode.guests]
        texts = [episode.title, episode.slug, *(guest.name for guest in guests if guest)]
        return frozenset((*self._show, *(word for text in texts for word in _words(text))))

    def _parse(self, name: str) -> _Parsed:
        words = _words(name)
        if self._show and words[: len(self._show)] == self._show:
            words = words[len(self._show) :]
        day, words = _day(words)
        number, season, marked, words = _number(words)
        said = tuple(word for word in words if word not in self._noise)
        return _Parsed(said, number, season, marked, day)


def _by_key(archive: Archive, keys: Callable[[Episode], Iterable[K]]) -> Mapping[K, Sequence[str]]:
    found: defaultdict[K, list[str]] = defaultdict(list)
    for episode in archive.episodes:
        for key in dict.fromkeys(keys(episode)):
            found[key].append(episode.slug)
    return found


def _words(text: str) -> list[str]:
    """Return the words of a name, without capitals and marks: `Återhämtning` as `aterhamtning`.

    macOS writes letters and their marks apart.
    """
    apart = unicodedata.normalize("NFKD", text.replace("#", " nr ")).casefold()
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain)


def _day(words: Sequence[str]) -> tuple[date | None, list[str]]:
    """Return the first date in `words`, and the words without it."""
    for i, word in enumerate(words):
        for text, after in ((word, i + 1), ("".join(words[i : i + 3]), i + 3)):
            match = _DAY.fullmatch(text)
            # “24 02 08” may be anything; so may six digits that are no date.
            if match is None or (after > i + 1 and len(match[1]) < 4):
                continue
            with suppress(ValueError):
                year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
                day = date(year, int(match[2]), int(match[3]))
                return day, [*words[:i], *words[after:]]
    return None, list(words)


def _number(words: Sequence[str]) -> tuple[int | None, int | None, bool, list[str]]:
    """Return the number in `words`, its season, whether it is said to be one, and the rest."""
    season, words = _season(words)
    for i, word in enumerate(words):
        if match := _IN_SEASON.fullmatch(word):
            return int(match[2]), int(match[1]), True, [*words[:i], *words[i + 1 :]]
        if match := _NUMBERED.fullmatch(word):
            return int(match[2]), season, True, [*words[:i], *words[i + 1 :]]
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in _MARKS and re.fullmatch(r"\d{1,4}", following, re.ASCII):
            return int(following), season, True, [*words[:i], *words[i + 2 :]]
    if words and re.fullmatch(r"\d{1,4}", words[0], re.ASCII):
        return int(words[0]), season, season is not None, words[1:]
    return None, season, False, list(words)


def _season(words: Sequence[str]) -> tuple[int | None, list[str]]:
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in _SEASONS and re.fullmatch(r"\d{1,3}", following, re.ASCII):
            return int(following), [*words[:i], *words[i + 2 :]]
        if match := re.fullmatch(r"(?:s|season|sasong)(\d{1,3})", word, re.ASCII):
            return int(match[1]), [*words[:i], *words[i + 1 :]]
    return None, list(words)
