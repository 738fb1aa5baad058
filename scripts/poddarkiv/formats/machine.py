"""`transcript.machine.json`: the machine's words with times, as the base of later merges.

JSON with a line for each cue, so that git shows what a new run changed. Words are
`[text, start, end, probability]`, times are seconds.
"""

import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn

from poddarkiv.i18n import _
from poddarkiv.reasons import InvalidContentError, file_reason
from poddarkiv.transcript import Provenance, Segment, Transcript, Word

VERSION = 1
_UNLIKE = (TypeError, LookupError, OverflowError, ValueError)
"""What Python raises where values are of other kinds, or too many."""
UNHEARD = "unheard"
"""Fault of a stretch that sounds like speech and got no words."""


class _WrongKindError(Exception):
    """Says which kind of value was wanted, and what was there."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the recording that was decoded as one chunk, and what the quality gate said."""

    start: float
    """Seconds from the recording's start."""
    end: float
    speech: float
    """Seconds in which somebody speaks."""
    words: int
    failed: tuple[str, ...] = ()
    """Faults of the first attempt; empty when it passed the gate."""
    remaining: tuple[str, ...] = ()
    """Faults that remain after the retries."""


@dataclass(frozen=True)
class MachineTranscript:
    """All that a machine made of one recording."""

    transcript: Transcript
    """With words; its provenance is not None."""
    stretches: tuple[Stretch, ...] = ()
    seconds: float = 0.0
    """Length of the recording."""


def render_machine_transcript(machine: MachineTranscript) -> str:
    """Return the text of the file."""
    provenance = machine.transcript.provenance
    assert provenance is not None
    rows = ",\n".join(map(_line, machine.transcript.segments))
    stretches = ",\n".join(_dump(_stretch(stretch)) for stretch in machine.stretches)
    head = {
        "version": VERSION,
        "language": machine.transcript.language,
        "seconds": round(machine.seconds, 2),
        "engine": provenance.engine,
        "model": provenance.model,
        "date": provenance.date,
        "audio_sha256": provenance.audio_sha256,
        "text_sha256": provenance.text_sha256,
        "options": dict(sorted(provenance.options.items())),
        "vocabulary": list(provenance.vocabulary),
    }
    fields = ",\n".join(f"{_dump(key)}: {_dump(value)}" for key, value in head.items())
    return f'{{\n{fields},\n"segments": [\n{rows}\n],\n"stretches": [\n{stretches}\n]\n}}\n'


def _line(segment: Segment) -> str:
    values: dict[str, Any] = {"start": segment.start, "end": segment.end}
    if segment.speaker:
        values["speaker"] = segment.speaker
    values["text"] = segment.text
    values["words"] = [
        [word.text, round(word.start, 3), round(word.end, 3), round(word.probability, 3)]
        for word in segment.words
    ]
    return _dump(values)


def _stretch(stretch: Stretch) -> dict[str, Any]:
    values: dict[str, Any] = {
        "start": stretch.start,
        "end": stretch.end,
        "speech": stretch.speech,
        "words": stretch.words,
    }
    if stretch.failed:
        values["failed"] = list(stretch.failed)
    if stretch.remaining:
        values["remaining"] = list(stretch.remaining)
    return values


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def parse_machine_transcript(text: str) -> MachineTranscript:
    """Return what the file holds.

    Raises:
        ValueError: It isn't such a file, or a value in it is of another kind.
    """
    try:
        data = _keys(json.loads(text, parse_constant=_refuse))
        provenance = Provenance(
            engine=_text(data["engine"]),
            model=_text(data["model"]),
            date=_text(data["date"]),
            audio_sha256=_text(data["audio_sha256"]),
            text_sha256=_text(data["text_sha256"]),
            options={_text(key): _text(value) for key, value in _keys(data["options"]).items()},
            vocabulary=_texts(data["vocabulary"]),
        )
        segments = tuple(map(_segment, _list(data["segments"])))
        stretches = tuple(map(_stretch_of, _list(data["stretches"])))
        transcript = Transcript(segments, _text(data["language"]), provenance)
        return MachineTranscript(transcript, stretches, _number(data["seconds"]))
    except (KeyError, json.JSONDecodeError, UnicodeError) as error:
        raise InvalidContentError(file_reason(error)) from error
    except (_WrongKindError, RecursionError) as error:
        reason = str(error) if isinstance(error, _WrongKindError) else file_reason(error)
        raise InvalidContentError(
            _("not what “transcribe” writes: {reason}", reason=reason)
        ) from error
    except _UNLIKE as error:
        raise InvalidContentError(_("it is not what “transcribe” writes")) from error


def _segment(value: object) -> Segment:
    row = _keys(value)
    words = tuple(map(_word, _list(row["words"])))
    speaker = _text(row.get("speaker", ""))
    return Segment(_number(row["start"]), _number(row["end"]), _text(row["text"]), speaker, words)


def _word(row: list[Any]) -> Word:
    text, start, end, probability = _list(row)
    return Word(_text(text), _number(start), _number(end), _number(probability))


def _stretch_of(value: object) -> Stretch:
    row = _keys(value)
    return Stretch(
        _number(row["start"]),
        _number(row["end"]),
        _number(row["speech"]),
        int(_number(row["words"])),
        _texts(row.get("failed", [])),
        _texts(row.get("remaining", [])),
    )


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _WrongKindError(_("a list was expected, not {value}", value=_shown(value)))
    return value


def _keys(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        shown = _shown(value)
        raise _WrongKindError(_("keys and values were expected, not “{value}”", value=shown))
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongKindError(_("a text was expected, not {value}", value=_shown(value)))
    # Half a character of UTF-16, as "\ud800", could be written nowhere.
    value.encode()
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise _WrongKindError(_("a number was expected, not {value}", value=_shown(value)))
    return value


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


def _refuse(name: str) -> NoReturn:
    # `NaN` and `Infinity` are no JSON.
    raise _WrongKindError(_("a number was expected, not {value}", value=name))
