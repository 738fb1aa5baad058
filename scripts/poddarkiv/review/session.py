"""The transcript that is being reviewed: read, saved and marked. Its file is the only truth."""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from poddarkiv.errors import system_reason
from poddarkiv.formats import vtt
from poddarkiv.formats.low_confidence import LowConfidence
from poddarkiv.formats.vttedit import Edits, replace_cues
from poddarkiv.formats.yamledit import Value, read_keys, set_key
from poddarkiv.i18n import _
from poddarkiv.review.words import time_words
from poddarkiv.transcript import Transcript, Word


class ChangedError(Exception):
    """The file is another than the one that the page was made from."""


class UnusableError(Exception):
    """The file can't be read or changed; the message says why."""


@dataclass(frozen=True)
class ReviewSession:
    """The review of one episode's transcript, and what its reviewer needs beside it."""

    transcript: Path
    episode: Path
    """The episode's YAML."""
    shown: str
    """The transcript's path as messages show it."""
    write: Callable[[Path, bytes], bool]
    """Puts a file in place whole or not at all."""
    today: Callable[[], date]
    find_doubts: Callable[[Transcript], Sequence[LowConfidence]]
    """Returns the doubtful places, worst first."""
    audio: Path | str | None = None
    """The recording: a file, or an address elsewhere."""
    no_waveform: str = ""
    """Why `audio` is no file, for a person; empty when it is one."""
    machine_words: Sequence[Word] = ()
    """Every word as the machine wrote it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the page shows as it is: the title, the guests' names, the names known."""
    hold_lock: Callable[[], AbstractContextManager[object]] = nullcontext
    """Keeps other runs from writing the same files meanwhile."""
    _saving: threading.Lock = field(default_factory=threading.Lock)

    def state(self) -> dict[str, Any]:
        """Return all that the page shows, with the hash of the file that it comes from.

        Raises:
            UnusableError: The file is gone or broken.
        """
        content = self._content(self.transcript)
        transcript = self._parsed(_decoded(content))
        reviewed = self._reviewed()
        spans = _cue_spans(transcript)
        return {
            **self.facts,
            "path": self.shown,
            "audio": "audio" if isinstance(self.audio, Path) else self.audio,
            "noWaveform": self.no_waveform,
            "reviewed": reviewed,
            "hash": _hash(content),
            "cues": [
                {
                    "start": segment.start,
                    "end": segment.end,
                    "within": spans[segment.line],
                    "speaker": segment.speaker,
                    "text": segment.text,
                    "words": [
                        [round(a, 3), round(b, 3)]
                        for a, b in time_words(segment, self.machine_words)
                    ],
                }
                for segment in transcript.segments
            ],
            "doubts": [
                {
                    "start": doubt.time,
                    "end": doubt.end,
                    "cue": doubt.cue_index,
                    "reason": doubt.reason,
                    "text": doubt.text,
                }
                # A person has listened to it all: the text is right, whatever the confidence.
                for doubt in (self.find_doubts(transcript) if reviewed is None else ())
            ],
        }

    def save(self, edits: Edits, *, expected: str) -> None:
        """Write the cues of `edits` into the transcript.

        Raises:
            ChangedError: The file's hash is not `expected`.
            UnusableError: The file is gone or broken, or the change would break it.
        """
        with self._saving, self.hold_lock():
            content = self._content(self.transcript)
            if _hash(content) != expected:
                raise ChangedError
            text = _decoded(content)
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            try:
                changed = mark + replace_cues(text.removeprefix(mark), edits)
            except ValueError as error:
                raise UnusableError(str(error)) from error
            self._write_segments(self.transcript, changed)

    def mark_reviewed(self, by: str, *, expected: str) -> str:
        """Write into the episode's YAML that `by` has reviewed the transcript; return the date.

        Raises:
            ChangedError: The transcript's hash is not `expected`: something else was reviewed.
            UnusableError: A file is gone or broken.
        """
        with self._saving, self.hold_lock():
            if _hash(self._content(self.transcript)) != expected:
                raise ChangedError
            day = self.today()
            text = _decoded(self._content(self.episode))
            status: dict[str, Value] = {"status": "reviewed", "by": by, "date": day}
            try:
                changed = set_key(text, "transcript", status)
            except ValueError as error:
                raise UnusableError(str(error)) from error
            self._write_segments(self.episode, changed)
            return day.isoformat()

    def _reviewed(self) -> dict[str, object] | None:
        try:
            status = read_keys(_decoded(self._content(self.episode))).get("transcript")
        except ValueError as error:
            raise UnusableError(f"{self.episode.name}: {error}") from error
        if not isinstance(status, dict) or status.get("status") != "reviewed":
            return None
        if status.get("ranges"):
            return None  # parts of it
        return {"by": status.get("by", ""), "date": status.get("date", "")}

    def _content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise _trouble(path, error) from error

    def _write_segments(self, path: Path, text: str) -> None:
        try:
            self.write(path, text.encode())
        except OSError as error:
            raise _trouble(path, error) from error

    def _parsed(self, text: str) -> Transcript:
        transcript, faults = vtt.parse_vtt(text)
        if faults:
            line, message = faults[0]
            raise UnusableError(f"{self.shown}:{line}: {message}")
        return transcript


def _cue_spans(transcript: Transcript) -> dict[int, tuple[float, float]]:
    """Return from when to when each cue of the file stands, by its line, with all its voices."""
    spans: dict[int, tuple[float, float]] = {}
    for segment in transcript.segments:
        start, end = spans.get(segment.line, (segment.start, segment.end))
        spans[segment.line] = min(start, segment.start), max(end, segment.end)
    return spans


def _trouble(path: Path, error: OSError) -> UnusableError:
    return UnusableError(f"{path.name}: {system_reason(error)}")


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UnusableError(
            _("the file isn't UTF-8 (byte 0x{byte})", byte=f"{content[error.start]:02x}")
        ) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
