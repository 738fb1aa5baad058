"""Find the places of a transcript with low confidence, the worst first. No I/O.

Few and ranked: a reader who is asked to check every unsure word goes through the whole text. The
probability of single words finds errors (AUC 0.72 to 0.79 where measured); that of whole segments
does not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poddarkiv.formats import hallucinations
from poddarkiv.formats.cue_comparison import CueComparison, compare_cues, compare_key
from poddarkiv.formats.cues import cue_words
from poddarkiv.formats.machine import UNHEARD, MachineTranscript, Stretch
from poddarkiv.formats.name_errors import NameErrorFinder
from poddarkiv.i18n import _, ngettext
from poddarkiv.transcript import Segment, Transcript, Word

UNSURE = 0.4
"""Probability under which a word is doubtful: three of four such were wrong where measured."""
_MERGE = 0.3
"""Seconds between doubtful words that make one place."""


@dataclass(frozen=True, slots=True)
class LowConfidence:
    """A place to listen to, and why."""

    time: float
    """Seconds from the recording's start."""
    end: float
    cue_index: int
    """Among the transcript's segments."""
    reason: str
    """Why, in the reader's language."""
    text: str
    """The transcript's text there."""
    score: float
    """0 to 1 and above; higher is worse."""


def find_low_confidence(
    transcript: Transcript, machine: MachineTranscript | None, names: Sequence[str]
) -> list[LowConfidence]:
    """Return what may be wrong in `transcript`, worst first; one spelling's places together.

    Args:
        transcript: As it is now: what people have corrected is not doubted any more.
        machine: As the machine wrote it; None leaves words' probabilities out.
        names: Names and terms that the episode may hold.
    """
    segments = transcript.segments
    said = compare_cues(segments, machine)
    found = [
        *_hallucinations(segments, said),
        *(
            doubt
            for doubt in _name_errors(segments, names)
            if said[doubt.cue_index].holds(doubt.text)
        ),
    ]
    if machine is not None:
        found += _stretches(segments, machine.stretches, said)
        found += _unsure_words(said)
    kept: dict[tuple[int, str], LowConfidence] = {}
    for doubt in sorted(found, key=lambda doubt: -doubt.score):
        kept.setdefault((doubt.cue_index, compare_key(doubt.text)), doubt)
    return sorted(
        kept.values(), key=lambda doubt: (-doubt.score, compare_key(doubt.text), doubt.time)
    )


def pick_worst_minutes(found: Iterable[LowConfidence], count: int) -> list[int]:
    """Return the `count` minutes of the recording that hold the most doubt, worst first."""
    weight: Counter[int] = Counter()
    for doubt in found:
        weight[int(doubt.time // 60)] += round(1000 * doubt.score)
    return [minute for minute, _score in weight.most_common(count)]


def _hallucinations(
    segments: Sequence[Segment], said: Sequence[CueComparison]
) -> Iterator[LowConfidence]:
    for index, segment in enumerate(segments):
        if said[index].is_edited:
            continue
        seconds = segment.end - segment.start
        count = len(cue_words(segment.text))
        if hallucinations.is_credit_line(segment.text):
            yield _at(index, segment, _("looks like a subtitler's credit"), 2.0)
        elif hallucinations.is_suspect_phrase(segment.text, seconds):
            yield _at(index, segment, _("is often invented over music or silence"), 1.2)
        elif hallucinations.is_near_empty(count, seconds):
            yield _at(index, segment, _("few words for so long a time"), 1.1)
    for start, end in hallucinations.find_loop_ranges([segment.text for segment in segments]):
        if said[start].is_edited:
            continue
        reason = ngettext("stands {n} time in a row", "stands {n} times in a row", end - start)
        yield _at(start, segments[start], reason, 1.5)


def _at(index: int, segment: Segment, reason: str, score: float) -> LowConfidence:
    text = " ".join(cue_words(segment.text))
    return LowConfidence(segment.start, segment.end, index, reason, text, score)


def _stretches(
    segments: Sequence[Segment], stretches: Sequence[Stretch], said: Sequence[CueComparison]
) -> Iterator[LowConfidence]:
    for stretch in stretches:
        if not stretch.failed and not stretch.remaining:
            continue
        inside = list(_inside(segments, stretch))
        left = [index for index in inside if not said[index].is_edited]
        if inside and not left:
            continue  # people have written it all
        index = left[0] if left else _cue_at(segments, stretch.start)
        start = max(stretch.start, segments[index].start) if left else stretch.start
        text = " ".join(cue_words(segments[index].text)) if segments else ""
        if UNHEARD in stretch.failed:
            reason = _("sounds like the speech around it, and no words were heard")
            yield LowConfidence(start, stretch.end, index, reason, text, 1.8)
        elif stretch.words == 0 and stretch.speech >= 2:
            reason = _("somebody speaks, and no text came of it")
            yield LowConfidence(start, stretch.end, index, reason, text, 1.9)
        elif stretch.remaining:
            reason = _("doubtful after hearing it again ({faults})", faults=_faults(stretch))
            score = 1.6 if set(stretch.remaining) - {"unsure"} else 0.9
            yield LowConfidence(start, stretch.end, index, reason, text, score)


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


def _name_errors(segments: Sequence[Segment], names: Sequence[str]) -> Iterator[LowConfidence]:
    listener = NameErrorFinder(names)
    for index, segment in enumerate(segments):
        texts = cue_words(segment.text)
        step = (segment.end - segment.start) / max(1, len(texts))
        for place, count, name in listener.find(texts):
            start = segment.start + place * step
            end = min(segment.end, start + count * step)
            text = " ".join(texts[place : place + count])
            yield LowConfidence(start, end, index, _("perhaps {name}", name=name), text, 1.3)


def _unsure_words(said: Sequence[CueComparison]) -> Iterator[LowConfidence]:
    heard = (word for each in said for word in each.machine_words)
    sure = Counter(compare_key(word.text) for word in heard if word.probability >= UNSURE)
    groups: dict[str, list[tuple[int, list[Word]]]] = defaultdict(list)
    for index, words in _unsure_ranges(said):
        groups[compare_key(" ".join(word.text for word in words))].append((index, words))
    for key, same in groups.items():
        worst = min(word.probability for _index, words in same for word in words)
        # A word with mostly high probability elsewhere is most likely right here too.
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
            yield LowConfidence(words[0].start, words[-1].end, index, reason, text, round(score, 3))


def _unsure_ranges(said: Sequence[CueComparison]) -> Iterator[tuple[int, list[Word]]]:
    """Yield runs of low-probability words that a cue still holds, with the words between them."""
    for index, each in enumerate(said):
        standing = {id(word) for word in each.unchanged_words}
        current: list[Word] = []
        between: list[Word] = []
        for word in each.machine_words:
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
