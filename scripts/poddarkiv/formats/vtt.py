"""WebVTT (W3C): the form in which a transcript is kept, read and corrected.

The header `NOTE` records how a machine made the text; a person's own file has none.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from operator import attrgetter, ge, lt

from poddarkiv.formats.columns import file_transcript, transcript_columns
from poddarkiv.formats.cuetext import read_parts
from poddarkiv.formats.cuetimes import share_time
from poddarkiv.formats.vttblocks import (
    Block,
    block_times,
    collect_blocks,
    is_signed,
    text_lines,
)
from poddarkiv.i18n import _
from poddarkiv.transcript import Provenance, Segment, Transcript

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""

_HEAD = re.compile(r"WEBVTT\n\n(?:(NOTE\n(?:(?!.*-->)\S.*\n)+)\n)?")
_CUE = re.compile(
    r"([0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}) --> ([0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3})\n"
    r"(?:<v ([^\s<>&](?:[^<>&\n]*[^\s<>&])?)>)?"
    r"((?!\s)[^<\n]+(?<!\s)(?:\n(?!\s)[^<\n]+(?<!\s))*)\n(?:\n|\Z)"
)
"""A cue as `render_vtt` writes it: no tag but the voice, no space at the ends of its lines."""
_MARK = "poddarkiv-transcript: 1"
_start = attrgetter("start")


def render_vtt(transcript: Transcript, *, note: bool = True) -> str:
    """Return `transcript` as the text of a `.vtt` file; with `note`, how a machine made it."""
    blocks = ["WEBVTT"]
    if note and transcript.provenance is not None:
        blocks.append("NOTE\n" + "\n".join(note_rows(transcript.provenance)))
    blocks += _cues(transcript)
    return "\n\n".join(blocks) + "\n"


def hash_text(segments: Iterable[Segment]) -> str:
    """Return the SHA-256 of what `segments` say, as `Provenance.text_sha256` keeps it."""
    # Times belong to it: moving a cue is an edit too.
    text = "\n\n".join(_cues(Transcript(tuple(segments))))
    return hashlib.sha256(text.encode()).hexdigest()


def is_edited(transcript: Transcript) -> bool:
    """Whether people have changed the cues since the machine wrote them, or wrote them all."""
    provenance = transcript.provenance
    return provenance is None or hash_text(transcript.segments) != provenance.text_sha256


def note_rows(provenance: Provenance) -> Iterator[str]:
    """Yield the rows of the header's `NOTE` that records how a machine made the text."""
    yield _MARK
    yield f"engine: {provenance.engine}"
    yield f"model: {provenance.model}"
    yield f"date: {provenance.date}"
    yield f"audio_sha256: {provenance.audio_sha256}"
    # Tells edits by people from the machine's text, without a copy of it.
    yield f"text_sha256: {provenance.text_sha256}"
    for key, value in sorted(provenance.options.items()):
        yield f"option {key}: {value}"
    for name in provenance.vocabulary:
        # A NOTE may not hold the arrow of a timing line.
        yield f"vocabulary: {name.replace('-->', '->')}"


def _cues(transcript: Transcript) -> list[str]:
    said = transcript_columns(transcript)
    # Escaped all at once: three searches for a transcript, not for each of its cues.
    # WebVTT has no NUL: what a text has of it is no sign of where one ends.
    plain = [text.replace("\0", "\ufffd") if "\0" in text else text for text in said.texts]
    texts = _escape("\0".join(plain)).split("\0") if plain else ()
    voices = {name: f"<v {_escape(name)}>" if name else "" for name in set(said.speakers)}
    cells = zip(said.spans, said.speakers, texts, strict=True)
    return [f"{span}\n{voices[speaker]}{text}" for span, speaker, text in cells]


def _escape(text: str) -> str:
    # "-->" inside a cue would be read as a timing line; "&gt;" prevents that too.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse_vtt(text: str) -> tuple[Transcript, list[Fault]]:
    """Return the transcript in `text`, and every fault with its line.

    Cues may overlap: two people speak at once. A cue with several voices gives a segment for each.
    Settings, identifiers, styles and regions are passed over. A cue without text is left out: apps
    that read transcripts stumble on an empty one.
    """
    lines = text_lines(text)
    plain = _parse_plain("\n".join(lines))
    if plain is not None:
        return plain, []
    faults: list[Fault] = []
    if not is_signed(lines):
        faults.append(unsigned_message())
    provenance: Provenance | None = None
    segments: list[Segment] = []
    latest = 0.0
    for block in collect_blocks(lines):
        times = block_times(block)
        fault = _fault(block, times, latest)
        if fault is not None:
            faults.append((block.line + (block.timing or 0), fault))
        if times is not None:
            segments += cue_segments(block, times)
            latest = times[0]
        elif block.is_aside:
            provenance = provenance or _read_note(block.rows)
    # A cue of several voices may go on while the next begins.
    segments.sort(key=_start)
    return Transcript(tuple(segments), provenance=provenance), faults


def unsigned_message() -> Fault:
    """Return the fault of a text that does not begin as WebVTT must; its cues are read anyway."""
    return 1, _("the first line must be WEBVTT")


def cue_lines(text: str) -> list[int]:
    """Return the line of each segment's times in `text`, in the order of `parse_vtt`."""
    return [segment.line for segment in parse_vtt(text)[0].segments]


def cue_segments(block: Block, times: tuple[float, float]) -> list[Segment]:
    """Return what is said in a cue: a segment for each voice, one after the other in its time."""
    line = block.line + (block.timing or 0)
    parts = read_parts(block.text)
    spans = share_time(*times, parts)
    return [
        Segment(*span, part.text, part.speaker, line=line)
        for span, part in zip(spans, parts, strict=True)
    ]


def _fault(block: Block, times: tuple[float, float] | None, latest: float) -> str | None:
    """Return what is wrong with a block, when the cue above begins at `latest`."""
    if block.timing is None:
        if block.is_aside:
            return None
        return _("a time such as 00:00:01.000 --> 00:00:04.000 was expected")
    if times is None:
        row = block.rows[block.timing].strip()
        return _("times are written 00:00:01.000 --> 00:00:04.000, not “{text}”", text=row)
    if times[1] <= times[0]:
        return _("the cue ends before it starts")
    if times[0] < latest:
        return _("the cue starts before the one above")
    return None


def _parse_plain(text: str) -> Transcript | None:
    """Return the transcript when `text` is all as `render_vtt` writes it; a third of the time."""
    head = _HEAD.match(text)
    if head is None:
        return None
    note = _read_note(head[1].split("\n")) if head[1] else None
    cues = _CUE.findall(text, head.end())
    if _length(cues) - (not text.endswith("\n\n")) != len(text) - head.end():
        return None  # between them stands something else
    if text.count("-->") != len(cues):
        return None  # in a text, where it begins a cue
    # Times have all the same length, so they rise as their text does.
    starts, ends = [cue[0] for cue in cues], [cue[1] for cue in cues]
    if not all(map(lt, starts, ends)) or not all(map(ge, starts[1:], ends)):
        return None
    if "&" in text:
        said = [unescape(cue[3]) for cue in cues]
        if [text.count("\n") for text in said] != [cue[3].count("\n") for cue in cues]:
            return None  # somebody wrote a line break as an entity
        cues = [(*cue[:3], text) for cue, text in zip(cues, said, strict=True)]
    return file_transcript(cues, text.count("\n", 0, head.end()) + 1, note)


def _length(cues: list[tuple[str, ...]]) -> int:
    """Return how long the text of `cues` is, each with an empty line after it."""
    voices = sum([len(cue[2]) + 4 for cue in cues if cue[2]])
    return voices + sum([len(cue[3]) for cue in cues]) + 32 * len(cues)


def is_note_of_machine(rows: Sequence[str]) -> bool:
    """Whether a comment is the `NOTE` that records how a machine made the text."""
    return _MARK in rows


def _read_note(block: Sequence[str]) -> Provenance | None:
    if not is_note_of_machine(block):
        return None
    values: dict[str, str] = {}
    options: dict[str, str] = {}
    vocabulary: list[str] = []
    for line in block:
        key, _colon, value = line.partition(": ")
        if key == "vocabulary":
            vocabulary.append(value)
        elif key.startswith("option "):
            options[key.removeprefix("option ")] = value
        else:
            values[key] = value
    return Provenance(
        engine=values.get("engine", ""),
        model=values.get("model", ""),
        date=values.get("date", ""),
        audio_sha256=values.get("audio_sha256", ""),
        text_sha256=values.get("text_sha256", ""),
        options=options,
        vocabulary=tuple(vocabulary),
    )
