"""Tell what form a transcript has, and read it."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poddarkiv.formats import vtt
from poddarkiv.formats.foreign import rolling
from poddarkiv.formats.foreign.markup import read_html, tidy_noscribe
from poddarkiv.formats.foreign.rows import read_rows
from poddarkiv.formats.foreign.structured import read_csv, read_json, read_table
from poddarkiv.formats.foreign.turns import Turn, apply_labels, cues_to_turns
from poddarkiv.formats.subrip import parse_srt
from poddarkiv.formats.vtt import Fault
from poddarkiv.i18n import _
from poddarkiv.reasons import json_reason

_NOSCRIBE = re.compile(r"(?://)?S\d\d")
_HTML = re.compile(
    r"(?i)<(?:!doctype|html|head|body|main|article|section|p|div|h[1-6]|span|cite|time)\b"
)
_SBV = re.compile(r"^(\d{1,2}:\d\d:\d\d\.\d{3}),(\d{1,2}:\d\d:\d\d\.\d{3})$", re.MULTILINE)
"""The times of YouTube's own form."""
_TIMING = re.compile(
    r"^\s*\d[\d:.,]*\s*-->\s*\d|^\s*(?:\d+:)+\d\d(?:[.,]\d+)?\s*(?:->|[–—=]>)\s*\d", re.MULTILINE
)


@dataclass(frozen=True)
class Foreign:
    """A transcript as a program wrote it."""

    kind: str
    """As people know it: `WebVTT`, `SubRip`, `JSON`, `HTML`, `oTranscribe`, `table` or `text`."""
    turns: Sequence[Turn]
    faults: Sequence[Fault] = ()
    """What could not be read, with its line."""
    left_out: Sequence[str] = ()
    """Rows before the first speaker or time, which nobody says."""
    rolling: bool = False
    """Whether rows were repeated, and are no more."""


def read_foreign(text: str, *, known: Iterable[str] = ()) -> Foreign:
    """Return what is said in `text`, whatever its form.

    Args:
        text: Of the file.
        known: Names of people who may speak.

    Raises:
        ValueError: It is JSON or a document, and no transcript that we know.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    known = tuple(known)
    head = text.lstrip()[:200]
    if head.startswith(("{", "[")) and (read := _json(text, known)) is not None:
        return read
    if head.startswith("WEBVTT"):
        transcript, faults = vtt.parse_vtt(text)
        read_cues = {segment.line for segment in transcript.segments}
        unread = [fault for fault in faults if fault[0] not in read_cues]
        return _cues("WebVTT", cues_to_turns(transcript.segments), unread, known)
    text = _SBV.sub(r"\1 --> \2", text)
    if _TIMING.search(text):
        transcript, faults = parse_srt(text)
        return _cues("SubRip", cues_to_turns(transcript.segments), faults, known)
    if _HTML.match(head):
        turns, rows = read_html(text)
        if turns:
            return Foreign("HTML", apply_labels(turns, known))
        said, left = read_rows(rows, known)
        return Foreign("HTML", said, left_out=left)
    if head.startswith(("%PDF", "PK\x03\x04", "{\\rtf")) or "\0" in text:
        raise ValueError(_("this is a document of another program: save it as text (.txt)"))
    rows = text.rstrip("\n").split("\n")
    table = read_csv(rows) or read_table(rows)
    if table and len(table) >= len(rows) - 1:
        return Foreign("table", apply_labels(table, known))
    said, left = read_rows(rows, known)
    return Foreign("text", said, left_out=left)


def transcript_kind(text: str) -> str | None:
    """Return what form of transcript `text` surely has; None where it may be something else."""
    try:
        read = read_foreign(text)
    except ValueError:
        return None
    if read.kind in {"text", "HTML"}:
        timed = sum(turn.start is not None for turn in read.turns)
        named = sum(bool(turn.speaker) for turn in read.turns)
        return read.kind if max(timed, named) >= 3 else None
    return read.kind if read.turns else None


def _json(text: str, known: Sequence[str]) -> Foreign | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") or isinstance(error, RecursionError):
            reason = json_reason(error)
            raise ValueError(_("this is no whole JSON file ({reason})", reason=reason)) from error
        return None  # a time in brackets
    if isinstance(data, dict) and isinstance(data.get("text"), str) and "<" in data["text"]:
        _turns, rows = read_html(data["text"])
        said, left = read_rows(rows, known)
        return Foreign("oTranscribe", said, left_out=left)
    turns = read_json(data)
    if turns is None:
        raise ValueError(_("this JSON holds no transcript that is known here"))
    return Foreign("JSON", apply_labels(turns, known))


def _cues(
    kind: str, turns: Sequence[Turn], faults: Sequence[Fault], known: Sequence[str]
) -> Foreign:
    rolls = rolling.is_rolling(turns)
    plain = rolling.flatten_rolling(turns) if rolls else turns
    if any(_NOSCRIBE.fullmatch(turn.speaker) for turn in turns):
        plain = [tidy_noscribe(turn) for turn in turns]
    return Foreign(kind, apply_labels(plain, known), faults, rolling=rolls)
