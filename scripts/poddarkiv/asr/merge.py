"""Three-way merge of a new machine transcript into one that people have corrected. No I/O.

The three texts: what the machine wrote before (the base), what people made of it, and what the
machine writes now. Where people changed the base, their words stay; elsewhere the new ones do.
Reviewed ranges are locked: there, people meant every word, also those they left as they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poddarkiv.asr.align import match_words, word_key
from poddarkiv.asr.merged_cues import PlacedWord, make_merged_cues
from poddarkiv.formats.cues import SpokenWord, spoken_words
from poddarkiv.transcript import Segment, Word

Range = tuple[float, float]
"""Seconds: from, to."""
_Part = tuple[range, range, range]
"""Places in the base, in people's words and in the new ones that belong together."""

_SLACK = 5.0
"""Seconds by which one word may lie apart in two transcripts of the same recording."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """People and the new transcript both changed the same words; people's stay."""

    start: float
    """Seconds from the recording's start."""
    base: str
    people: str
    new: str


@dataclass(frozen=True)
class Merged:
    """The merged transcript."""

    segments: tuple[Segment, ...]
    """People's cues as they are where nothing in them changed."""
    conflicts: tuple[Conflict, ...]
    kept_words: int
    """Words of people's that differ from the base, and stay."""
    renewed_words: int
    """Words of the new transcript that replaced the base's."""


def merge_transcripts(
    base: Sequence[Segment],
    people: Sequence[Segment],
    new: Sequence[Segment],
    locked: Iterable[Range] = (),
    *,
    names: Iterable[str] = (),
    same_sound: bool = True,
) -> Merged:
    """Return people's transcript with the words that the new one improves.

    Args:
        base: Cues as the machine wrote them, with words.
        people: Cues as they are now.
        new: Cues as the machine writes them now, with words.
        locked: Ranges that people have reviewed; their words are not touched.
        names: Names that cues must not cut.
        same_sound: Whether all three are of the same recording; else times come from `new` alone.
    """
    run = _Merge(base, people, new, tuple(locked), same_sound)
    said = run.words()
    if not same_sound:
        said = _retimed(said, run.new)
    segments = tuple(make_merged_cues(said, people, tuple(names), keep_times=same_sound))
    return Merged(segments, tuple(run.conflicts), run.kept, run.renewed)


class _Merge:
    def __init__(
        self,
        base: Sequence[Segment],
        people: Sequence[Segment],
        new: Sequence[Segment],
        locked: tuple[Range, ...],
        same_sound: bool,
    ) -> None:
        self.slack = _SLACK if same_sound else None
        self.locked = locked
        self.base = spoken_words(base)
        self.new = spoken_words(new)
        self.people = self._with_times(spoken_words(people))
        self.conflicts: list[Conflict] = []
        self.kept = 0
        self.renewed = 0

    def _with_times(self, people: list[SpokenWord]) -> list[SpokenWord]:
        """Return people's words with the base's times, where the base has them."""
        # Both lie in the old recording, whatever the new one is.
        known = {j: i for i, j in match_words(_words(self.base), _words(people), _SLACK)}
        return [
            _timed(each, self.base[known[j]].word) if j in known else each
            for j, each in enumerate(people)
        ]

    def words(self) -> list[PlacedWord]:
        """Return the merged words."""
        said: list[PlacedWord] = []
        for part in self._parts():
            said += self._part(part, said)
        return said

    def _parts(self) -> Iterator[_Part]:
        """Yield each word that all three share, and each stretch between such words."""
        base, people, new = _words(self.base), _words(self.people), _words(self.new)
        to_people = dict(match_words(base, people, _SLACK))
        to_new = dict(match_words(base, new, self.slack))
        at = (0, 0, 0)
        for i in sorted(to_people.keys() & to_new.keys()):
            anchor = (i, to_people[i], to_new[i])
            if anchor != at:
                yield _between(at, anchor)
            at = (anchor[0] + 1, anchor[1] + 1, anchor[2] + 1)
            yield _between(anchor, at)
        end = (len(base), len(people), len(new))
        if at != end:
            yield _between(at, end)

    def _part(self, part: _Part, before: list[PlacedWord]) -> list[PlacedWord]:
        base = [self.base[i] for i in part[0]]
        people = [self.people[j] for j in part[1]]
        new = [self.new[k] for k in part[2]]
        corrected = _texts(people) != _texts(base)
        if corrected or _texts(people) == _texts(new) or self._is_locked(part):
            differs = _keys(new) != _keys(base) and _keys(new) != _keys(people)
            if corrected and differs:
                self.conflicts.append(_conflict(base, people, new))
            self.kept += len(people) if corrected else 0
            return [PlacedWord(each, j) for each, j in zip(people, part[1], strict=True)]
        self.renewed += len(new)
        speaker = before[-1].spoken.speaker if before else ""
        return [PlacedWord(each, None) for each in _with_speaker(new, people, speaker)]

    def _is_locked(self, part: _Part) -> bool:
        old = [*(self.people[j] for j in part[1]), *(self.base[i] for i in part[0])]
        if old:
            return any(map(self._in_range, old))
        # Words that only the new transcript has: their neighbours decide.
        near = range(part[1].start - 1, part[1].start + 1)
        around = [self.people[j] for j in near if 0 <= j < len(self.people)]
        return bool(around) and all(map(self._in_range, around))

    def _in_range(self, each: SpokenWord) -> bool:
        middle = (each.word.start + each.word.end) / 2
        return any(low <= middle < high for low, high in self.locked)


def _between(first: tuple[int, int, int], last: tuple[int, int, int]) -> _Part:
    return range(first[0], last[0]), range(first[1], last[1]), range(first[2], last[2])


def _words(spoken: Iterable[SpokenWord]) -> list[Word]:
    return [each.word for each in spoken]


def _texts(spoken: Iterable[SpokenWord]) -> list[str]:
    return [each.word.text for each in spoken]


def _keys(spoken: Iterable[SpokenWord]) -> list[str]:
    return [word_key(each.word.text) for each in spoken]


def _timed(each: SpokenWord, like: Word) -> SpokenWord:
    return SpokenWord(Word(each.word.text, like.start, like.end, like.probability), each.speaker)


def _conflict(
    base: Sequence[SpokenWord], people: Sequence[SpokenWord], new: Sequence[SpokenWord]
) -> Conflict:
    start = (base or people or new)[0].word.start
    return Conflict(start, *(" ".join(_texts(each)) for each in (base, people, new)))


def _with_speaker(
    new: Sequence[SpokenWord], people: Sequence[SpokenWord], before: str
) -> Iterator[SpokenWord]:
    """Yield new words with the speaker of people's words near them, unless they have their own."""
    for each in new:
        if each.speaker or not (people or before):
            yield each
            continue
        near = min(people, key=lambda said: abs(said.word.start - each.word.start), default=None)
        yield SpokenWord(each.word, near.speaker if near is not None else before)


def _retimed(said: Sequence[PlacedWord], new: Sequence[SpokenWord]) -> list[PlacedWord]:
    """Return `said` in the times of another recording: of equal new words, or between those."""
    fresh = _words(new)
    known = dict(match_words([each.spoken.word for each in said], fresh))
    result: list[PlacedWord] = []
    end = 0.0
    for i, each in enumerate(said):
        if i in known:
            word = fresh[known[i]]
        else:
            following = next((fresh[known[j]] for j in range(i, len(said)) if j in known), None)
            room = (following.start - end) if following else 0.4 * (len(said) - i)
            rest = next((j for j in range(i, len(said)) if j in known), len(said)) - i
            length = max(0.05, room / rest)
            word = Word("", end, end + length, each.spoken.word.probability)
        end = max(end, word.end)
        result.append(PlacedWord(_timed(each.spoken, word), each.place))
    return result
