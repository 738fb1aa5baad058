"""Text with names and perhaps times: Otter, Descript, oTranscribe, aTrain, noScribe, by hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poddarkiv.formats.foreign.turns import Turn, label_of, named, speakers_of

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = rf"(?:[\[(]\s*(?P<a>{_CLOCK}|\d+(?:\.\d+)?s)\s*[\])]|(?P<b>{_CLOCK}))"
_ALONE = re.compile(rf"\W*{_TIME}\W*$")
_HEADER = re.compile(rf"(?P<name>[^\W\d_][^\n:]{{0,60}}?)[\s|•·,]+{_TIME}:?\s*$")
_BEFORE = re.compile(rf"\s*{_TIME}(?:\s*[-–—:|\t]\s*|\s+)")
_BRACKETED = re.compile(rf"\s*[\[(]\s*(?P<a>{_CLOCK}|\d+(?:\.\d+)?s)\s*[\])]\s*(?:[-–—:|]\s+)?")
_AT_TIMES = re.compile(r"(?<=\S)[ \t]+(?=\[\d{1,2}:\d\d:\d\d\])(?<!:\*\*[ \t])(?<!:[ \t])")
"""Before a time within a row, as aTrain writes for MAXQDA; not the one after a name's colon."""
_PAUSE = re.compile(r"\((?:\.+|…)\)")
_ID = re.compile(r"(?i)(?:SPEAKER[_ ]?\d{1,3}|speaker undefined|unknown speaker)\s*$")
_FOREWORD = re.compile(
    r"(?i)^(?:transcription for |transcribed (?:by|with) |transkribiert |audio(?: \w+)?: )"
)
"""Rows that programs write about themselves (aTrain, noScribe, Otter)."""


@dataclass(slots=True)
class _Row:
    text: str
    time: float | None = None
    name: str = ""


def read_rows(rows: Sequence[str], known: Iterable[str] = ()) -> tuple[list[Turn], list[str]]:
    """Return the turns of a text, and the rows before the first of them that were left out.

    Where nobody is named and no time given, each paragraph is a turn.
    """
    rows = [row.strip(" \t\ufeff") for row in rows]
    rows = [part for row in rows for part in _at_times(row)]
    pauses = any("noscribe" in row.casefold() for row in rows)
    rows = [_PAUSE.sub(" ", row) if pauses else row for row in rows if not _FOREWORD.match(row)]
    filled = [row for row in rows if row]
    bare = 2 * sum(_BEFORE.match(row) is not None for row in filled) >= len(filled) > 0
    stripped = [_timed(row, bare=bare).text for row in rows]
    openers = [
        row
        for row, given, above in zip(stripped, rows, ["", *rows], strict=False)
        if row and (not above or row != given)
    ]
    # Word writes a time and a name above what is said.
    headed = [
        f"{row}:"
        for row, given in zip(stripped, rows, strict=True)
        if row != given and ":" not in row
    ]
    speakers = speakers_of([*stripped, *headed], openers, known)
    read = [_row(row, speakers, bare=bare) if row else _Row("") for row in rows]
    if not any(row.name or row.time is not None for row in read):
        return [Turn(text) for text in _paragraphs(rows)], []
    return _turns(read)


def _at_times(row: str) -> list[str]:
    """Return a row in parts that begin with times, as aTrain writes one for MAXQDA."""
    return [row] if _HEADER.match(row) else _AT_TIMES.sub("\n", row).split("\n")


def _row(row: str, speakers: frozenset[str], *, bare: bool) -> _Row:
    if alone := _ALONE.match(row):
        return _Row("", _seconds(alone))
    if _ID.match(row):
        return _Row("", None, row)
    header = _HEADER.match(row)
    if header and (label := label_of(f"{header['name']}:")):
        return _Row("", _seconds(header), label[0])
    timed = _timed(row, bare=bare)
    if timed.time is not None and timed.text in speakers:
        return _Row("", timed.time, timed.text)
    label = label_of(timed.text)
    if label is not None and label[0] in speakers:
        after = _timed(label[1], bare=False)
        time = timed.time if timed.time is not None else after.time
        return _Row(after.text, time, label[0])
    return timed


def _timed(row: str, *, bare: bool) -> _Row:
    match = (_BEFORE if bare else _BRACKETED).match(row) or _BRACKETED.match(row)
    return _Row(row[match.end() :], _seconds(match)) if match else _Row(row)


def _seconds(match: re.Match[str]) -> float:
    text = match["a"] or match["b"]
    if text.endswith("s"):
        return round(float(text[:-1]), 3)
    clock, _dot, decimals = text.replace(",", ".").partition(".")
    whole = 0
    for part in clock.split(":"):
        whole = whole * 60 + int(part)
    return whole + (float(f"0.{decimals}") if decimals else 0.0)


def _turns(read: Sequence[_Row]) -> tuple[list[Turn], list[str]]:
    turns: list[Turn] = []
    left: list[str] = []
    speaker, time = "", None
    begun = False
    parts: list[str] = []

    def finish() -> None:
        text = " ".join(" ".join(parts).split())
        if text:
            turns.append(Turn(text, named(speaker), time))
        parts.clear()

    for row in read:
        if row.name or row.time is not None:
            if parts:
                finish()
                time = None
            begun = True
            speaker = row.name or speaker
            time = row.time if row.time is not None else time
        if not begun:
            left += [row.text] if row.text else []
        elif row.text:
            parts.append(row.text)
    finish()
    return turns, left


def _paragraphs(rows: Sequence[str]) -> list[str]:
    text = "\n".join(rows)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
