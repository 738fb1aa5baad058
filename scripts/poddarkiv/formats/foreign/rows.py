"""Text with names and perhaps times: Otter, Descript, oTranscribe, aTrain, noScribe, by hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poddarkiv.formats.foreign.turns import (
    Turn,
    clean_speaker,
    find_speakers,
    split_by_speaker,
    split_label,
)

_CLOCK = r"(?:\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3}|[:;]\d{2})?)(?!\d|:\d)"
"""Minutes and seconds, hours before them, decimals or frames after them."""
_SECONDS = r"\d+(?:\.\d+)?s"
_TO = r"\s*(?:-{1,2}>|[-–—])\s*"
_IN_BRACKETS = (
    rf"[\[(]\s*(?P<a>{_CLOCK}|{_SECONDS})(?:{_TO}(?P<a_end>{_CLOCK}|{_SECONDS}))?\s*[\])]"
)
_TIME = rf"(?:{_IN_BRACKETS}|(?P<b>{_CLOCK})(?:{_TO}(?P<b_end>{_CLOCK}))?)"
_NAME = r"(?P<name>[^\W\d_][^\n:]{0,60}?)"
_ALONE = re.compile(rf"\W*?{_TIME}\W*$")
_HEADER = re.compile(rf"{_NAME}[\s|•·,]+{_TIME}:?\s*$")
_INLINE = re.compile(rf"{_NAME}\s*{_IN_BRACKETS}(?P<b>)(?P<b_end>):\s+(?=\S)")
_BEFORE = re.compile(rf"\s*{_TIME}(?:\s*[-–—:|\t]\s*|\s+)")
_BRACKETED = re.compile(rf"\s*{_IN_BRACKETS}(?P<b>)(?P<b_end>)\s*(?:[-–—:|]\s+)?")
_AT_TIMES = re.compile(r"(?<=\S)[ \t]+(?=\[\d{1,2}:\d\d:\d\d\])(?<!:\*\*[ \t])(?<!:[ \t])")
"""Before a time within a row, as aTrain writes for MAXQDA; not the one after a name's colon."""
_AT_ROUND_TIMES = re.compile(r"(?<=\S)[ \t]+(?=\(\d{1,2}:\d\d(?::\d\d)?\)[ \t])")
"""The same with round brackets, where a row begins so too (TurboScribe)."""
_PAUSE = re.compile(r"\((?:\.+|…)\)|(?<!:)//")
_ID = re.compile(r"(?i)(?:SPEAKER[_ ]?\d{1,3}|speaker undefined|unknown speaker)\s*$")
_ABOUT_ITSELF = re.compile(
    r"(?i)^\(?(?:transcription for |transcribed (?:by|with) |transkribiert |audio(?: \w+)?: )"
    r"|^[^\n.:]{1,60} (?:started|stopped|påbörjade|startade|stoppade|avslutade) "
    r"(?:the )?(?:transcription|transkribering(?:en)?)\.?$"
)
"""Rows that programs write about themselves (aTrain, noScribe, Otter, TurboScribe, Teams)."""
_SPOKEN_CLOCK = re.compile(
    rf"(?m)^(?P<name>.{{1,60}})\n(?P<words>\d.{{1,60}}?)(?P<time>{_CLOCK})\n(?P=name) (?P=words)$"
)
"""A name, and its time in words and in figures, as people copy it from Teams."""


@dataclass(slots=True)
class _Row:
    text: str
    time: float | None = None
    name: str = ""
    end: float | None = None


def read_rows(rows: Sequence[str], known: Iterable[str] = ()) -> tuple[list[Turn], list[str]]:
    """Return the turns of a text, and the rows before the first of them that were left out.

    Where nobody is named and no time given, each paragraph is a turn.
    """
    rows = _prepared(rows)
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
    speakers = find_speakers([*stripped, *headed], openers, known)
    read = [
        _row(part, speakers, bare=bare) if part else _Row("")
        for row in rows
        for part in split_by_speaker(row, speakers)
    ]
    if not any(row.name or row.time is not None for row in read):
        return [Turn(text) for text in _paragraphs(rows)], []
    return _turns(read)


def _prepared(rows: Sequence[str]) -> list[str]:
    """Return the rows without what programs write about themselves, each with one time at most."""
    text = "\n".join(row.strip(" \t\ufeff") for row in rows)
    rows = _SPOKEN_CLOCK.sub(r"\g<name>  \g<time>", text).split("\n")
    rows = [part for row in _with_names_beside_times(rows) for part in _at_times(row)]
    pauses = any("noscribe" in row.casefold() for row in rows)
    rows = [_PAUSE.sub(" ", row) if pauses else row for row in rows]
    return [row.strip() for row in rows if not _ABOUT_ITSELF.match(row)]


def _with_names_beside_times(rows: Sequence[str]) -> list[str]:
    """Return `rows` with each name and the time on the row below or above it on one row.

    Only where most times stand so: below a name that an empty row stands above, or above a name
    that words stand below.
    """
    times = dict.fromkeys(at for at, row in enumerate(rows) if _ALONE.match(row))
    padded = ["", *rows, "", ""]
    above = [at for at in times if not padded[at - 1] and _is_name(padded[at])]
    below = [at for at in times if _is_name(padded[at + 2]) and padded[at + 3]]
    name_at = (
        {at: at - 1 for at in above}
        if len(above) >= len(below)
        else {at: at + 1 for at in below if at + 2 not in times}
    )
    if len(name_at) < 2 or 2 * len(name_at) < len(times):
        return list(rows)
    joined = [
        f"{rows[name_at[at]]}  {row}" if at in name_at else row for at, row in enumerate(rows)
    ]
    beside = set(name_at.values())
    return [row for at, row in enumerate(joined) if at not in beside]


def _is_name(row: str) -> bool:
    return split_label(f"{row}:") is not None


def _at_times(row: str) -> list[str]:
    """Return a row in parts that begin with times, as aTrain writes one for MAXQDA."""
    if _HEADER.match(row):
        return [row]
    at_times = _AT_ROUND_TIMES if row.startswith("(") and _BRACKETED.match(row) else _AT_TIMES
    return at_times.sub("\n", row).split("\n")


def _row(row: str, speakers: frozenset[str], *, bare: bool) -> _Row:
    if alone := _ALONE.match(row):
        return _Row("", _start(alone), end=_end(alone))
    if _ID.match(row):
        return _Row("", None, row)
    for form in (_HEADER, _INLINE):
        header = form.match(row)
        if header and (label := split_label(f"{header['name']}:")):
            return _Row(row[header.end() :], _start(header), label[0], _end(header))
    timed = _timed(row, bare=bare)
    if timed.time is not None and timed.text in speakers:
        return _Row("", timed.time, timed.text, timed.end)
    label = split_label(timed.text)
    if label is not None and label[0] in speakers:
        after = _timed(label[1], bare=False)
        of_row = timed if timed.time is not None else after
        return _Row(after.text, of_row.time, label[0], of_row.end)
    return timed


def _timed(row: str, *, bare: bool) -> _Row:
    match = (_BEFORE if bare else _BRACKETED).match(row) or _BRACKETED.match(row)
    return _Row(row[match.end() :], _start(match), end=_end(match)) if match else _Row(row)


def _start(match: re.Match[str]) -> float:
    return _seconds(match["a"] or match["b"])


def _end(match: re.Match[str]) -> float | None:
    text = match["a_end"] or match["b_end"]
    return _seconds(text) if text else None


def _seconds(text: str) -> float:
    if text.endswith("s"):
        return round(float(text[:-1]), 3)
    clock, _dot, decimals = text.replace(",", ".").partition(".")
    # Frames are parts of a second, and nobody says how long one is.
    parts = clock.partition(";")[0].split(":")[:3]
    whole = 0
    for part in parts:
        whole = whole * 60 + int(part)
    return whole + (float(f"0.{decimals}") if decimals else 0.0)


def _turns(read: Sequence[_Row]) -> tuple[list[Turn], list[str]]:
    turns: list[Turn] = []
    left: list[str] = []
    speaker = ""
    time: tuple[float | None, float | None] = (None, None)
    begun = False
    parts: list[str] = []

    def finish() -> None:
        text = " ".join(" ".join(parts).split())
        if text:
            turns.append(Turn(text, clean_speaker(speaker), *time))
        parts.clear()

    for row in read:
        if row.name or row.time is not None:
            if parts:
                finish()
                time = (None, None)
            begun = True
            speaker = row.name or speaker
            time = (row.time, row.end) if row.time is not None else time
        if not begun:
            left += [row.text] if row.text else []
        elif row.text:
            parts.append(row.text)
    finish()
    return turns, left


def _paragraphs(rows: Sequence[str]) -> list[str]:
    text = "\n".join(rows)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
