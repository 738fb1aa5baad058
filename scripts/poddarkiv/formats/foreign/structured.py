"""JSON of Whisper, WhisperX, whisper.cpp, aTrain, Podcasting 2.0 and their like; tables too."""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from poddarkiv.formats.foreign.turns import Turn, clean_speaker
from poddarkiv.transcript import Word

_LISTS = ("segments", "transcription", "utterances", "cues", "chunks")
_TEXTS = ("text", "body", "transcript")
_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,2}):)?(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)


def read_json(data: Any) -> list[Turn] | None:
    """Return what the file says, or None when it is no transcript."""
    rows = _rows(data)
    if rows is None:
        return None
    unit = 1000 if _counts_milliseconds(data) else 1
    turns = [turn for row in rows for turn in _turns(row, unit)]
    return _with_ends(turns) or None


def _rows(data: Any) -> Sequence[Mapping[str, Any]] | None:
    lists = [data.get(key) for key in _LISTS] if isinstance(data, dict) else [data]
    for rows in lists:
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
            return [part for row in rows for part in _items(row)]
    return None


def _items(row: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the rows of what one says in a row, as Podlove groups them; else the row itself."""
    items = row.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return [row]
    whose = {key: row[key] for key in ("speaker", "voice") if key in row}
    return [{**whose, **item} for item in items]


def _counts_milliseconds(data: Any) -> bool:
    """Whether it is AssemblyAI's, which gives the recording's length in seconds and times not."""
    return isinstance(data, dict) and "utterances" in data and "audio_duration" in data


def _turns(row: Mapping[str, Any], unit: int) -> list[Turn]:
    text = next((row[key] for key in _TEXTS if isinstance(row.get(key), str)), None)
    if text is None or not text.strip():
        return []
    start, end = _times(row, unit)
    words = list(_words(row.get("words"), unit))
    known = tuple(Word(word.text, *word.span, 1.0) for word in words if word.span is not None)
    whole = Turn(" ".join(text.split()), _speaker(row), start, end, known)
    return (
        _by_speaker(whole, words) if len({word.speaker for word in words} - {""}) > 1 else [whole]
    )


def _speaker(row: Mapping[str, Any]) -> str:
    # Podlove has the name beside the number of a speaker.
    given = row.get("voice") or row.get("speaker")
    return clean_speaker(given) if isinstance(given, str) else ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: tuple[float, float] | None
    """None where the file gives none: WhisperX has no times for numbers."""
    speaker: str


def _words(rows: Any, unit: int) -> Iterator[_Word]:
    for row in rows if isinstance(rows, list) else ():
        text = row.get("word", row.get("text")) if isinstance(row, dict) else None
        if isinstance(text, str) and text.strip():
            start, end = _times(row, unit)
            span = (start, end) if start is not None and end is not None else None
            yield _Word(text.strip(), span, _speaker(row))


def _by_speaker(turn: Turn, words: Sequence[_Word]) -> list[Turn]:
    """Return what each says of a turn whose words are several people's, as WhisperX gives them."""
    speaker = next(word.speaker for word in words if word.speaker)
    groups: list[tuple[str, list[_Word]]] = []
    for word in words:
        # One that nobody is given belongs to who speaks.
        speaker = word.speaker or speaker
        if not groups or groups[-1][0] != speaker:
            groups.append((speaker, []))
        groups[-1][1].append(word)
    found: list[Turn] = []
    for at, (speaker, said) in enumerate(groups):
        timed = [Word(word.text, *word.span, 1.0) for word in said if word.span is not None]
        start = turn.start if at == 0 or not timed else timed[0].start
        end = turn.end if at == len(groups) - 1 or not timed else timed[-1].end
        text = " ".join(word.text for word in said)
        found.append(Turn(text, speaker, start, end, tuple(timed)))
    return found


def _times(row: Mapping[str, Any], unit: int) -> tuple[float | None, float | None]:
    offsets = row.get("offsets")
    if isinstance(offsets, dict):
        # whisper.cpp counts milliseconds.
        return _seconds(offsets.get("from"), 1000), _seconds(offsets.get("to"), 1000)
    span = row.get("timestamp")
    if isinstance(span, list) and len(span) == 2:
        return _seconds(span[0]), _seconds(span[1])
    start = row.get("startTime", row.get("start"))
    return _seconds(start, unit), _seconds(row.get("endTime", row.get("end")), unit)


def _seconds(value: Any, unit: int = 1) -> float | None:
    if isinstance(value, str):
        return _written(value)
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return max(0.0, round(value / unit, 3)) if known else None


def _written(text: str) -> float | None:
    """Return the seconds of a time that is written as text: `1.5` or `00:00:01.500`."""
    match = _CLOCK.fullmatch(text.strip().replace(",", "."))
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds), 3)


def _with_ends(turns: Sequence[Turn]) -> list[Turn]:
    """Return turns whose end, where the file leaves it out, is the next one's start."""
    found = []
    for turn, following in zip_longest(turns, turns[1:]):
        end = turn.end
        if end is None and following is not None:
            end = following.start
        found.append(Turn(turn.text, turn.speaker, turn.start, end, turn.words))
    return found


_TABLE = re.compile(r"(\d+(?:\.\d+)?)\t(\d+(?:\.\d+)?)\t(.*)")


def read_table(rows: Sequence[str]) -> list[Turn]:
    """Return what stands in Whisper's `.tsv` (milliseconds) or Audacity's labels (seconds)."""
    head = rows[0].split("\t") if rows else []
    unit = 1000 if head == ["start", "end", "text"] else 1
    found = (_TABLE.fullmatch(row) for row in rows)
    return [
        Turn(m[3].strip(), "", float(m[1]) / unit, float(m[2]) / unit)
        for m in found
        if m is not None and m[3].strip()
    ]


def read_csv(rows: Sequence[str]) -> list[Turn]:
    """Return what stands in whisper.cpp's `.csv`, which counts milliseconds."""
    head = rows[0].strip().split(",") if rows else []
    if head[:2] != ["start", "end"] or head[-1] != "text":
        return []
    try:
        read = list(csv.DictReader(rows))
        given = [{**row, "start": int(row["start"]), "end": int(row["end"])} for row in read]
    except (csv.Error, ValueError, TypeError):
        return []
    return [turn for row in given for turn in _turns(row, 1000)]
