"""`transcript.machine.json`: what the machine wrote, word by word, as the base for people's work.

JSON with a line for each cue, so that git shows what a new run changed. Words are
`[text, start, end, probability]`, times are seconds.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from poddarkiv.transcript import Provenance, Segment, Transcript, Word

VERSION = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the recording that was heard as one, and how that went."""

    start: float
    """Seconds from the recording's start."""
    end: float
    speech: float
    """Seconds in which somebody speaks."""
    words: int
    failed: tuple[str, ...] = ()
    """What was wrong with the first hearing; empty when nothing was."""
    remaining: tuple[str, ...] = ()
    """What still is wrong after hearing it again."""


@dataclass(frozen=True)
class Machine:
    """All that a machine made of one recording."""

    transcript: Transcript
    """With words; its provenance is not None."""
    stretches: tuple[Stretch, ...] = ()
    seconds: float = 0.0
    """Length of the recording."""


def render(machine: Machine) -> str:
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


def parse(text: str) -> Machine:
    """Return what the file holds.

    Raises:
        ValueError: It isn't such a file.
    """
    try:
        data = json.loads(text)
        provenance = Provenance(
            engine=data["engine"],
            model=data["model"],
            date=data["date"],
            audio_sha256=data["audio_sha256"],
            text_sha256=data["text_sha256"],
            options=data["options"],
            vocabulary=tuple(data["vocabulary"]),
        )
        segments = tuple(_segments(data["segments"]))
        stretches = tuple(_stretches(data["stretches"]))
        return Machine(
            Transcript(segments, data["language"], provenance), stretches, data["seconds"]
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not what `transcribe` writes: {error!r}") from error


def _segments(rows: list[dict[str, Any]]) -> Iterator[Segment]:
    for row in rows:
        words = tuple(Word(*word) for word in row["words"])
        yield Segment(row["start"], row["end"], row["text"], row.get("speaker", ""), words)


def _stretches(rows: list[dict[str, Any]]) -> Iterator[Stretch]:
    for row in rows:
        yield Stretch(
            row["start"],
            row["end"],
            row["speech"],
            row["words"],
            tuple(row.get("failed", ())),
            tuple(row.get("remaining", ())),
        )
