"""Where the paragraphs of version 0.1 began, whose ids people have linked to.

A copy of `poddarkiv.formats.reading` as it was then, for comparing; never to be improved.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from poddarkiv.formats.columns import transcript_columns
from poddarkiv.transcript import Transcript

PAUSE = 1.5
LONGEST = 5
_OLD_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
_ABBREVIATION = re.compile(
    r"^(?:[\"”(]*)(?:t\.?ex|bl\.?a|d\.?v\.?s|m\.?m|o\.?s\.?v|s\.?k|f\.?d|kl|ca|nr|dr|mr|mrs|ev|resp|"
    r"inkl|exkl|jfr|sid|tel|st|prof|[a-zåäö])\.$",
    re.IGNORECASE,
)


def ends_sentence(text: str) -> bool:
    return bool(_OLD_ENDS.search(text)) and not _ABBREVIATION.match(text)


def earlier_seconds(transcript: Transcript) -> set[int]:
    """Return the second of each paragraph: its id was `t-` and this."""
    return {int(paragraph.start) for paragraph in _paragraphs(transcript)}


_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"')
_DASH = "–"
_Piece = tuple[float, float, str, bool]
"""Start, end, text, and whether the sentence ends there."""
_NEXT = re.compile(r"([.!?…][\"”’)]*) +(?=[\"“”‘’–(]*[A-ZÅÄÖÉÜ0-9])")


class Sentence(NamedTuple):
    """A sentence and when it is said. A tuple, because an archive has a million."""

    start: float
    end: float
    text: str


class Paragraph(NamedTuple):
    """What one speaker says without a long pause."""

    start: float
    speaker: str
    sentences: tuple[Sentence, ...]


def _paragraphs(transcript: Transcript) -> Iterator[Paragraph]:
    current: list[Sentence] = []
    speaker = ""
    for said_by, sentence in _sentences(transcript):
        if current and (
            said_by != speaker
            or sentence.start - current[-1].end >= PAUSE
            or len(current) >= LONGEST
        ):
            yield Paragraph(current[0].start, speaker, tuple(current))
            current = []
        speaker = said_by
        current.append(sentence)
    if current:
        yield Paragraph(current[0].start, speaker, tuple(current))


def _sentences(transcript: Transcript) -> list[tuple[str, Sentence]]:
    found: list[tuple[str, Sentence]] = []
    parts: list[str] = []
    start = end = 0.0
    speaker = ""

    def finish() -> None:
        if parts:
            found.append((speaker, Sentence(start, end, " ".join(parts))))
            parts.clear()

    said = transcript_columns(transcript)
    for begins, ends, said_by, text in zip(
        said.starts, said.ends, said.speakers, said.texts_by_cue, strict=True
    ):
        if parts and (said_by != speaker or begins - end >= PAUSE):
            finish()
        if not _is_simple(text):
            pieces: Iterable[_Piece] = _pieces(begins, ends, text, continues=bool(parts))
        elif not parts and text.endswith(_ENDS):
            found.append((said_by, Sentence(begins, ends, text)))
            speaker, end = said_by, ends
            continue
        else:
            pieces = ((begins, ends, text, text.endswith(_ENDS)),)
        for piece_begins, piece_ends, piece, whole in pieces:
            if not parts:
                start, speaker = piece_begins, said_by
            end = piece_ends
            parts.append(piece)
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
        and "… " not in text
        and '"' not in text
        and "”" not in text
        and "’" not in text
        and ")" not in text
        and text[0] not in " –"
        and text[-1] not in " –"
    )


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
        whole = last < len(text) or (not goes_on and text.endswith(_ENDS))
        begins = start + first * pace
        ends = end if last == len(text) else start + last * pace
        yield round(begins, 3), round(ends, 3), text[first:last].strip(), whole


def _cuts(text: str) -> Iterator[int]:
    """Yield where a new sentence begins within `text`."""
    for match in _NEXT.finditer(text):
        word = text[: match.start()].rpartition(" ")[2] + match[1]
        if ends_sentence(word):
            yield match.end()
