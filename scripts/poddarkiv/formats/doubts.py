"""The places of a transcript that are worth hearing again, worst first. No I/O.

Few and ranked: a reader who is asked to check every unsure word goes through the whole text. The
probability of single words finds errors (AUC 0.72 to 0.79 where measured); that of whole segments
does not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poddarkiv.formats import invented
from poddarkiv.formats.cues import words_of
from poddarkiv.formats.machine import UNHEARD, Machine, Stretch
from poddarkiv.formats.misheard import Misheard
from poddarkiv.formats.said import Said, bare, compared
from poddarkiv.i18n import _, ngettext
from poddarkiv.transcript import Segment, Transcript, Word

UNSURE = 0.4
"""Probability under which a word is doubtful: three of four such were wrong where measured."""
_MERGE = 0.3
"""Seconds between doubtful words that make one place."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place to hear."""

    time: float
    """Seconds from the recording's start."""
    end: float
    cue_index: int
    """Among the transcript's segments."""
    reason: str
    """Why, in the reader's language."""
    text: str
    """What stands there."""
    score: float
    """0 to 1 and above; higher is worse."""


def doubts(transcript: Transcript, machine: Machine | None, names: Sequence[str]) -> list[Doubt]:
    """Return what may be wrong in `transcript`, worst first; one spelling's places together.

    Args:
        transcript: As it is now: what people have corrected is not doubted any more.
        machine: As the machine wrote it; None leaves words' probabilities out.
        names: Names and terms that the episode may hold.
    """
    segments = transcript.segments
    said = compared(segments, machine)
    found = [
        *_invented(segments, said),
        *(doubt for doubt in _names(segments, names) if said[doubt.cue_index].holds(doubt.text)),
    ]
    if machine is not None:
        found += _stretches(segments, machine.stretches, said)
        found += _words(said)
    kept: dict[tuple[int, str], Doubt] = {}
    for doubt in sorted(found, key=lambda doubt: -doubt.score):
        kept.setdefault((doubt.cue_index, bare(doubt.text)), doubt)
    return sorted(kept.values(), key=lambda doubt: (-doubt.score, bare(doubt.text), doubt.time))


def worst_minutes(found: Iterable[Doubt], count: int) -> list[int]:
    """Return the `count` minutes of the recording that hold the most doubt, worst first."""
    weight: Counter[int] = Counter()
    for doubt in found:
        weight[int(doubt.time // 60)] += round(1000 * doubt.score)
    return [minute for minute, _score in weight.most_common(count)]


def _invented(segments: Sequence[Segment], said: Sequence[Said]) -> Iterator[Doubt]:
    for index, segment in enumerate(segments):
        if said[index].own:
            continue
        seconds = segment.end - segment.start
        count = len(words_of(segment.text))
        if invented.is_credit(segment.text):
            yield _at(index, segment, _("looks like a subtitler's credit"), 2.0)
        elif invented.is_suspect(segment.text, seconds):
            yield _at(index, segment, _("is often invented over music or silence"), 1.2)
        elif invented.is_near_empty(count, seconds):
            yield _at(index, segment, _("few words for so long a time"), 1.1)
    for start, end in invented.loop_ranges([segment.text for segment in segments]):
        if said[start].own:
            continue
        reason = ngettext("stands {n} time in a row", "stands {n} times in a row", end - start)
        yield _at(start, segments[start], reason, 1.5)


def _at(index: int, segment: Segment, reason: str, score: float) -> Doubt:
    text = " ".join(words_of(segment.text))
    return Doubt(segment.start, segment.end, index, reason, text, score)


def _stretches(
    segments: Sequence[Segment], stretches: Sequence[Stretch], said: Sequence[Said]
) -> Iterator[Doubt]:
    for stretch in stretches:
        if not stretch.failed and not stretch.remaining:
            continue
        inside = list(_inside(segments, stretch))
        left = [index for index in inside if not said[index].own]
        if inside and not left:
            continue  # people have written it all
        index = left[0] if left else _cue_at(segments, stretch.start)
        start = max(stretch.start, segments[index].start) if left else stretch.start
        text = " ".join(words_of(segments[index].text)) if segments else ""
        if UNHEARD in stretch.failed:
            reason = _("sounds like the speech around it, and no words were heard")
            yield Doubt(start, stretch.end, index, reason, text, 1.8)
        elif stretch.words == 0 and stretch.speech >= 2:
            reason = _("somebody speaks, and no text came of it")
            yield Doubt(start, stretch.end, index, reason, text, 1.9)
        elif stretch.remaining:
            reason = _("doubtful after hearing it again ({faults})", faults=_faults(stretch))
            score = 1.6 if set(stretch.remaining) - {"unsure"} else 0.9
            yield Doubt(start, stretch.end, index, reason, text, score)


def _inside(segments: Sequence[Segment], stretch: Stretch) -> Iterator[int]:
    for index, segment in enumerate(segments):
        if stretch.start <= (segment.start + segment.end) / 2 < stretch.end:
            yield index


def _faults(stretch: Stretch) -> str:
    named = {
        "empty": _("no text"),
        "credit": _("a credit line"),
        "loop": _("one thing over and over"),
        "unsure": _("unsure"),
        "sparse": _("too few words"),
        "hole": _("speech without a word"),
        "dense": _("too many words"),
    }
    return ", ".join(named.get(fault, fault) for fault in stretch.remaining)


def _cue_at(segments: Sequence[Segment], time: float) -> int:
    for index, segment in enumerate(segments):
        if segment.end > time:
            return index
    return max(0, len(segments) - 1)


def _names(segments: Sequence[Segment], names: Sequence[str]) -> Iterator[Doubt]:
    listener = Misheard(names)
    for index, segment in enumerate(segments):
        texts = words_of(segment.text)
        step = (segment.end - segment.start) / max(1, len(texts))
        for place, count, name in listener.places(texts):
            start = segment.start + place * step
            end = min(segment.end, start + count * step)
            text = " ".join(texts[place : place + count])
            yield Doubt(start, end, index, _("perhaps {name}", name=name), text, 1.3)


def _words(said: Sequence[Said]) -> Iterator[Doubt]:
    heard = (word for each in said for word in each.heard)
    sure = Counter(bare(word.text) for word in heard if word.probability >= UNSURE)
    groups: dict[str, list[tuple[int, list[Word]]]] = defaultdict(list)
    for index, words in _places(said):
        groups[bare(" ".join(word.text for word in words))].append((index, words))
    for key, same in groups.items():
        worst = min(word.probability for _index, words in same for word in words)
        # A word that is mostly heard with confidence is most likely right here too.
        often = min(sure[key], 4) / 8
        short = 0.4 if len(key) <= 3 else 0.0
        score = max(0.05, (1 - worst) * (1 - often) - short) + 0.05 * (len(same) - 1)
        for index, words in same:
            text = " ".join(word.text for word in words)
            reason = (
                ngettext("unsure, stands {n} time", "unsure, stands {n} times", len(same))
                if len(same) > 1
                else _("unsure")
            )
            yield Doubt(words[0].start, words[-1].end, index, reason, text, round(score, 3))


def _places(said: Sequence[Said]) -> Iterator[tuple[int, list[Word]]]:
    """Yield the unsure words of each cue that still stand in it, near ones with what is between."""
    for index, each in enumerate(said):
        standing = {id(word) for word in each.standing}
        current: list[Word] = []
        between: list[Word] = []
        for word in each.heard:
            if id(word) in standing and word.probability >= UNSURE:
                between.append(word)
                continue
            near = bool(current) and word.start - current[-1].end <= _MERGE
            if id(word) in standing and near:
                current += [*between, word]
            else:
                if current:
                    yield index, current
                current = [word] if id(word) in standing else []
            between = []
        if current:
            yield index, current
