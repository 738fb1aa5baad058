"""The interface of a Whisper engine: sounds in, words out. The pipeline does everything else."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from poddarkiv.transcript import Word

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

MARKS_BEFORE = "\"'“¿([{-"
"""Marks that belong to the word after them."""
MARKS_AFTER = "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the word before them."""


@dataclass(frozen=True, slots=True)
class Request:
    """How to decode a batch of sounds."""

    language: str
    """ISO 639-1, as in `sv`."""
    hotwords: tuple[str, ...] = ()
    """Names to expect. Only ever for sounds with speech: over silence the model repeats them."""
    beam_size: int = 5
    temperature: float = 0.0
    """Above 0 the decoder samples, with a fixed seed."""
    no_repeats: bool = False
    """Whether no 4-gram of tokens may come twice: for sounds in which the model loops."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the model decoded from one sound."""

    words: tuple[Word, ...]
    """Times from the sound's start."""
    logprob: float
    """Mean log probability of the tokens."""
    compression: float = field(default=0.0)
    """zlib compression ratio of the text: high where it repeats itself."""
    language: tuple[str, float] | None = None
    """Detected language and its probability; None where detecting would cost extra."""

    @property
    def text(self) -> str:
        """The words with a space between."""
        return " ".join(word.text for word in self.words)


class Engine(Protocol):
    """A model that is loaded and ready."""

    name: str
    """With its version, as in `faster-whisper 1.2.1`."""

    def transcribe(self, sounds: "Sequence[Sound]", request: Request) -> list[Hypothesis]:
        """Return a hypothesis for each of `sounds` (float32, 16 kHz, mono, at most 30 seconds)."""
        ...

    def detect_language(self, sound: "Sound") -> tuple[str, float]:
        """Return the detected language (ISO 639-1) and its probability."""
        ...


def compression_ratio(text: str) -> float:
    """Return `text`'s length over its zlib-compressed length; above 2.4 it loops.

    2.4 is OpenAI Whisper's `compression_ratio_threshold`.

    >>> compression_ratio("ja " * 100) > 2.4
    True
    """
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def join_words(
    parts: Iterable[tuple[str, float, float, float]], seconds: float
) -> tuple[Word, ...]:
    """Join aligned tokens to whole words.

    Args:
        parts: Text, start, end, probability. Text that begins without a space belongs to the word
            before, as “-stöd” after “peer”.
        seconds: How long the sound is; no word lasts beyond.
    """
    words: list[Word] = []
    for text, begins, ends, probability in parts:
        if not text.strip():
            continue
        start = min(float(begins), seconds)
        end = min(max(float(ends), start), seconds)
        sure = round(float(probability), 3)
        if words and not text.startswith(" "):
            last = words.pop()
            words.append(
                Word(last.text + text.strip(), last.start, end, min(last.probability, sure))
            )
        else:
            words.append(Word(text.strip(), start, end, sure))
    return tuple(words)
