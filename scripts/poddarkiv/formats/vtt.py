"""WebVTT (W3C): the form in which a transcript is kept, read and corrected.

The header `NOTE` records how a machine made the text; a person's own file has none.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from html import unescape
from operator import ge, lt

from poddarkiv.formats.columns import columns, file_transcript
from poddarkiv.i18n import _
from poddarkiv.transcript import Provenance, Segment, Transcript

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?$", re.ASCII)
_VOICE = re.compile(r"^<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"</?[^>]*>")
_HEAD = re.compile(r"WEBVTT\n\n(?:(NOTE\n(?:(?!.*-->)\S.*\n)+)\n)?")
_CUE = re.compile(
    r"([0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}) --> ([0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3})\n"
    r"(?:<v ([^\s<>&](?:[^<>&\n]*[^\s<>&])?)>)?"
    r"((?!\s)[^<\n]+(?<!\s)(?:\n(?!\s)[^<\n]+(?<!\s))*)\n(?:\n|\Z)"
)
"""A cue as `render` writes it: no tag but the voice, no space at the ends of its lines."""
_MARK = "poddarkiv-transcript: 1"


def render(transcript: Transcript, *, note: bool = True) -> str:
    """Return `transcript` as the text of a `.vtt` file; with `note`, how a machine made it."""
    blocks = ["WEBVTT"]
    if note and transcript.provenance is not None:
        blocks.append("NOTE\n" + "\n".join(_note(transcript.provenance)))
    blocks += _cues(transcript)
    return "\n\n".join(blocks) + "\n"


def text_hash(segments: Iterable[Segment]) -> str:
    """Return the SHA-256 of what `segments` say, as `Provenance.text_sha256` keeps it."""
    text = "\n\n".join(_cues(Transcript(tuple(segments))))
    return hashlib.sha256(text.encode()).hexdigest()


def edited(transcript: Transcript) -> bool:
    """Whether people have changed the cues since the machine wrote them, or wrote them all."""
    provenance = transcript.provenance
    return provenance is None or text_hash(transcript.segments) != provenance.text_sha256


def _note(provenance: Provenance) -> Iterator[str]:
    yield _MARK
    yield f"engine: {provenance.engine}"
    yield f"model: {provenance.model}"
    yield f"date: {provenance.date}"
    yield f"audio_sha256: {provenance.audio_sha256}"
    yield f"text_sha256: {provenance.text_sha256}"
    for key, value in sorted(provenance.options.items()):
        yield f"option {key}: {value}"
    for name in provenance.vocabulary:
        # A NOTE may not hold the arrow of a timing line.
        yield f"vocabulary: {name.replace('-->', '->')}"


def _cues(transcript: Transcript) -> list[str]:
    said = columns(transcript)
    # Escaped all at once: three searches for a transcript, not for each of its cues.
    texts = _escape("\0".join(said.texts)).split("\0") if said.texts else ()
    voices = {name: f"<v {_escape(name)}>" if name else "" for name in set(said.speakers)}
    cells = zip(said.spans, said.speakers, texts, strict=True)
    return [f"{span}\n{voices[speaker]}{text}" for span, speaker, text in cells]


def _escape(text: str) -> str:
    # "-->" inside a cue would be read as a timing line; "&gt;" prevents that too.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse(text: str) -> tuple[Transcript, list[Fault]]:
    """Return the transcript in `text`, and every fault with its line.

    Cue settings, identifiers, styles and regions are passed over; tags but `<v>` are dropped.
    A cue without text is left out: apps that read transcripts stumble on an empty one.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\0", "\ufffd")
    plain = _parse_plain(text)
    if plain is not None:
        return plain, []
    lines = text.split("\n")
    faults: list[Fault] = []
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        faults.append((1, _("the first line must be WEBVTT")))
    provenance: Provenance | None = None
    segments: list[Segment] = []
    for first, block in _blocks(lines):
        if block[0].startswith("NOTE"):
            provenance = provenance or _read_note(block)
        elif first == 1 and not any("-->" in line for line in block):
            pass  # the file's first line, right or not
        elif not block[0].startswith(("WEBVTT", "STYLE", "REGION")):
            segment = _read_cue(first, block, segments, faults)
            if segment is not None:
                segments.append(segment)
    return Transcript(tuple(segments), provenance=provenance), faults


def from_srt(text: str) -> str:
    """Return SubRip `text` with WebVTT's times, line for line; `parse` misses only the header.

    >>> from_srt("00:00:01,000 --> 00:00:02,500")
    '00:00:01.000 --> 00:00:02.500'
    """
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        re.sub(r"(\d),(\d{3})", r"\1.\2", row) if "-->" in row else row for row in rows
    )


def _parse_plain(text: str) -> Transcript | None:
    """Return the transcript when `text` is all as `render` writes it; a third of the time."""
    head = _HEAD.match(text)
    if head is None:
        return None
    note = _read_note(head[1].split("\n")) if head[1] else None
    cues = _CUE.findall(text, head.end())
    if _length(cues) - (not text.endswith("\n\n")) != len(text) - head.end():
        return None  # between them stands something else
    # Times have all the same length, so they rise as their text does.
    starts, ends = [cue[0] for cue in cues], [cue[1] for cue in cues]
    if not all(map(lt, starts, ends)) or not all(map(ge, starts[1:], ends)):
        return None
    if "&" in text:
        cues = [(*cue[:3], unescape(cue[3])) for cue in cues]
    return file_transcript(cues, text.count("\n", 0, head.end()) + 1, note)


def _length(cues: list[tuple[str, ...]]) -> int:
    """Return how long the text of `cues` is, each with an empty line after it."""
    voices = sum([len(cue[2]) + 4 for cue in cues if cue[2]])
    return voices + sum([len(cue[3]) for cue in cues]) + 32 * len(cues)


def cue_lines(text: str) -> list[int]:
    """Return the line of each cue's timing in `text`, in the order that `parse` gives segments."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for first, block in _blocks(lines):
        timing = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
        if timing is not None and any(_plain(line) for line in block[timing + 1 :]):
            found.append(first + timing)
    return found


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _read_note(block: list[str]) -> Provenance | None:
    if _MARK not in block:
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


def _read_cue(
    first: int, block: list[str], before: list[Segment], faults: list[Fault]
) -> Segment | None:
    timing = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
    if timing is None:
        faults.append((first, _("a time such as 00:00:01.000 --> 00:00:04.000 was expected")))
        return None
    line = first + timing
    match = _TIMING.match(block[timing].strip())
    if match is None:
        faults.append(
            (
                line,
                _(
                    "times are written 00:00:01.000 --> 00:00:04.000, not “{text}”",
                    text=block[timing].strip(),
                ),
            )
        )
        return None
    start, end = _seconds(match, 1), _seconds(match, 5)
    if end <= start:
        faults.append((line, _("the cue ends before it starts")))
    elif before and start < before[-1].end - 0.0005:
        faults.append((line, _("the cue starts before the one above has ended")))
    speaker = ""
    voice = _VOICE.match(block[timing + 1]) if len(block) > timing + 1 else None
    if voice:
        speaker = unescape(voice[1]).strip()
    text = "\n".join(filter(None, (_plain(row) for row in block[timing + 1 :])))
    return Segment(start, end, text, speaker, line=line) if text else None


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, ms = match.group(group, group + 1, group + 2, group + 3)
    return ((int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(ms)) / 1000


def _plain(row: str) -> str:
    if "<" in row:
        row = _TAG.sub("", row)
    if "&" in row:
        row = unescape(row)
    return row.strip()
