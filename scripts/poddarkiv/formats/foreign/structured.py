"""JSON of Whisper, WhisperX, whisper.cpp, aTrain, Podcasting 2.0 and their like; tables too."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from poddarkiv.formats.foreign.turns import Turn, named
from poddarkiv.transcript import Word

_LISTS = ("segments", "transcription", "utterances", "cues", "chunks")
_TEXTS = ("text", "body", "transcript")


def read_json(data: Any) -> list[Turn] | None:
    """Return what the file says, or None when it is no transcript."""
    rows = _rows(data)
    if rows is None:
        return None
    turns = [turn for row in rows if (turn := _turn(row)) is not None]
    return _with_ends(turns) or None


def _rows(data: Any) -> Sequence[Mapping[str, Any]] | None:
    lists = [data.get(key) for key in _LISTS] if isinstance(data, dict) else [data]
    for rows in lists:
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
            return rows
    return None


def _turn(row: Mapping[str, Any]) -> Turn | None:
    text = next((row[key] for key in _TEXTS if isinstance(row.get(key), str)), None)
    if text is None or not text.strip():
        return None
    start, end = _times(row)
    speaker = row.get("speaker")
    return Turn(
        " ".join(text.split()),
        named(speaker) if isinstance(speaker, str) else "",
        start,
        end,
        tuple(_words(row.get("words"))),
    )


def _times(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    offsets = row.get("offsets")
    if isinstance(offsets, dict):
        # whisper.cpp counts milliseconds.
        return _seconds(offsets.get("from"), 1000), _seconds(offsets.get("to"), 1000)
    span = row.get("timestamp")
    if isinstance(span, list) and len(span) == 2:
        return _seconds(span[0]), _seconds(span[1])
    start = row.get("startTime", row.get("start"))
    return _seconds(start), _seconds(row.get("endTime", row.get("end")))


def _seconds(value: Any, unit: int = 1) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return max(0.0, round(value / unit, 3)) if known else None


def _words(rows: Any) -> Iterator[Word]:
    """Yield the words that have times: WhisperX gives numbers none."""
    for row in rows if isinstance(rows, list) else ():
        text = row.get("word", row.get("text")) if isinstance(row, dict) else None
        start, end = _times(row) if isinstance(row, dict) else (None, None)
        if isinstance(text, str) and text.strip() and start is not None and end is not None:
            yield Word(text.strip(), start, end, 1.0)


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
