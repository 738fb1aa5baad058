"""A transcript as reading text: paragraphs of sentences, each with its time."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from poddarkiv.formats.columns import transcript_columns
from poddarkiv.formats.cue_splitting import END, WIDE_ENDS, ends_sentence, ends_with_sentence
from poddarkiv.transcript import Transcript

PAUSE = 1.5
"""Seconds of silence after a sentence that begin a new paragraph."""
LONGEST = 5
"""Sentences after which a new paragraph begins anyway."""
LONGEST_SECONDS = 25.0
"""Seconds after which a paragraph ends, and a sentence too: some speech has no full stop.

Only at the edge of a cue: one that stands longer stays whole.
"""
WAIT = 6.0
"""Seconds that one waits at most for a word after following a link to it, where cues are short."""
_DASH = "–"
_Piece = tuple[float, float, str, bool]
"""Start, end, text, and whether the sentence ends there."""
_Part = tuple[float, float, str]
"""A cue's part of a sentence: start, end, text."""
_SpanT = TypeVar("_SpanT", "Sentence", _Part)
_END = re.compile(END)
_OPENING = "\u200e\u200f \"'“”‘’«»‹›„‚([{–¿¡「『（"
_FURTHER = re.compile("[\u0530-\U0010ffff]")
"""Scripts that end sentences with signs of their own, and typographers' marks."""


class Sentence(NamedTuple):
    """A sentence and when it is said. A tuple, because an archive has a million."""

    start: float
    end: float
    text: str
    edges: tuple[tuple[int, float], ...] = ()
    """In a long one, places to begin at: how many words stand before, and when it is."""


class Paragraph(NamedTuple):
    """What one speaker says without a long pause."""

    start: float
    speaker: str
    sentences: tuple[Sentence, ...]


def make_paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """Return `transcript` as paragraphs: a new one at another speaker, a long pause, or length."""
    kept = _kept.get(id(transcript))
    if kept is not None:
        return kept[1]
    # A page and the files beside it want the same, one after the other.
    for known, result in tuple(_latest):
        if known is transcript:
            return result
    result = tuple(_paragraphs(transcript))
    _latest.append((transcript, result))
    return result


def keep_paragraphs(transcripts: Iterable[Transcript]) -> None:
    """Make the paragraphs of `transcripts` now, and keep them for whoever asks.

    Those of the last call alone are kept.
    """
    _kept.clear()
    for transcript in transcripts:
        _kept[id(transcript)] = transcript, make_paragraphs(transcript)


_latest: deque[tuple[Transcript, tuple[Paragraph, ...]]] = deque(maxlen=2)
_kept: dict[int, tuple[Transcript, tuple[Paragraph, ...]]] = {}
"""By identity, which the transcript beside them keeps from being another's."""


def _paragraphs(transcript: Transcript) -> Iterator[Paragraph]:
    current: list[Sentence] = []
    speaker = ""
    for said_by, sentence in _sentences(transcript):
        if current and (said_by != speaker or sentence.start - current[-1].end >= PAUSE):
            yield from _divided(speaker, current)
            current = []
        speaker = said_by
        current.append(sentence)
    yield from _divided(speaker, current)


def _divided(speaker: str, sentences: Sequence[Sentence]) -> Iterator[Paragraph]:
    """Yield what one speaker says without a long pause in paragraphs that are not too long."""
    for part in _parted(sentences, LONGEST_SECONDS):
        first = count = 0
        for last, sentence in enumerate(part, 1):
            # What was parted for its length alone is no sentence.
            count += ends_with_sentence(sentence.text)
            if count == LONGEST or last == len(part):
                yield Paragraph(part[first].start, speaker, tuple(part[first:last]))
                first, count = last, 0


def _parted(spans: Sequence[_SpanT], longest: float) -> list[Sequence[_SpanT]]:
    """Return the spans in groups of at most `longest` seconds, parted at the best pauses first.

    Of equal pauses the one in the middle is best; a group is short only where it can't be helped.
    """
    if not spans or spans[-1][1] - spans[0][0] <= longest:
        return [spans] if spans else []
    found: list[Sequence[_SpanT]] = []
    waiting = [spans]
    while waiting:
        group = waiting.pop()
        start, end = group[0][0], group[-1][1]
        if len(group) == 1 or end - start <= longest:
            found.append(group)
            continue
        cuts = range(1, len(group))
        near = longest / 5
        within = [at for at in cuts if start + near <= group[at][0] <= end - near] or cuts
        middle = (start + end) / 2
        at = max(
            within,
            key=lambda at: (
                round(group[at][0] - group[at - 1][1], 2),
                -abs(group[at][0] - middle),
            ),
        )
        waiting += group[at:], group[:at]
    return found


def _sentences(transcript: Transcript) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    parts: list[_Part] = []
    end = 0.0
    speaker = ""

    def finish() -> None:
        for group in _parted(parts, LONGEST_SECONDS):
            text = " ".join([part[2] for part in group])
            edges = _edges(group) if len(group) > 1 else ()
            found.append((speaker, Sentence(group[0][0], group[-1][1], text, edges)))
        parts.clear()

    said = transcript_columns(transcript)
    for begins, ends, said_by, text in zip(
        said.starts, said.ends, said.speakers, said.texts_by_cue, strict=True
    ):
        if parts and (said_by != speaker or begins - end >= PAUSE):
            finish()
        if not _is_simple(text):
            pieces: Iterable[_Piece] = _pieces(begins, ends, text, continues=bool(parts))
        elif not parts and ends_with_sentence(text):
            found.append((said_by, Sentence(begins, ends, text)))
            speaker, end = said_by, ends
            continue
        else:
            pieces = ((begins, ends, text, ends_with_sentence(text)),)
        for piece_begins, piece_ends, piece, whole in pieces:
            if not parts:
                speaker = said_by
            end = piece_ends
            parts.append((piece_begins, piece_ends, piece))
            if whole:
                finish()
    finish()
    return found


def _is_simple(text: str) -> bool:
    """Whether a cue is all or a part of one sentence, on one line; six times as fast to tell."""
    return (
        text.isprintable()
        and "  " not in text
        and ". " not in text
        and "? " not in text
        and "! " not in text
        and '"' not in text
        and ")" not in text
        and "'" not in text
        and "]" not in text
        and (text.isascii() or _FURTHER.search(text) is None)
        and "» " not in text
        and "« " not in text
        and "; " not in text
        and "\u037e " not in text
        and text[0] not in " –"
        and text[-1] not in " –"
    )


def _edges(parts: Sequence[_Part]) -> tuple[tuple[int, float], ...]:
    """Return where to begin in a sentence over several cues, so that nobody waits for long."""
    latest, words = parts[0][0], 0
    found: list[tuple[int, float]] = []
    for start, end, text in parts:
        if words and end - latest > WAIT:
            found.append((words, start))
            latest = start
        words += len(text.split())
    return tuple(found)


def _pieces(start: float, end: float, said: str, *, continues: bool) -> Iterator[_Piece]:
    """Yield the parts of sentences in a cue.

    Times within a cue are shared by the length of the text, which is right to half a second.
    """
    text = " ".join(said.split())
    if continues:
        text = text.removeprefix(_DASH).lstrip()
    goes_on = text.endswith(_DASH)
    text = text.rstrip(_DASH).rstrip() if goes_on else text
    cuts = [0, *_cuts(text), len(text)]
    pace = (end - start) / max(1, len(text))
    for first, last in pairwise(cuts):
        whole = last < len(text) or (not goes_on and ends_with_sentence(text))
        begins = start + first * pace
        ends = end if last == len(text) else start + last * pace
        yield round(begins, 3), round(ends, 3), text[first:last].strip(), whole


def _cuts(text: str) -> Iterator[int]:
    """Yield where a new sentence begins within `text`."""
    for match in _END.finditer(text):
        rest = text[match.end() :]
        following = rest.lstrip(_OPENING)[:1]
        if match[0][0] in WIDE_ENDS:
            begins = bool(following)
        else:
            word = text[: match.start()].rpartition(" ")[2] + match[0]
            # Many scripts have no capitals: there, no letter is a small one.
            begins = (
                rest.startswith(" ")
                and following.isalnum()
                and not following.islower()
                and ends_sentence(word)
            )
        if begins:
            yield len(text) - len(rest.lstrip(" "))
