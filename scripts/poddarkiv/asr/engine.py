"""What a Whisper engine is to the rest: sounds in, words out. The pipeline does everything else."""

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
    """How to listen."""

    language: str
    """ISO 639-1, as in `sv`."""
    hotwords: tuple[str, ...] = ()
    """Names to expect. Only ever for sounds in which somebody speaks: else they are invented."""
    beam_size: int = 5
    temperature: float = 0.0
    """Above 0 the model draws by lot, with a fixed seed."""
    no_repeats: bool = False
    """Whether no four tokens may come twice: for sounds in which the model loops."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the model made of one sound."""

    words: tuple[Word, ...]
    """Times from the sound's start."""
    logprob: float
    """Mean log probability of the tokens."""
    compression: float = field(default=0.0)
    """How many times smaller the text becomes when compressed: text that repeats itself, more."""
    spoken: tuple[str, float] | None = None
    """The language that it sounds like and how likely; None where finding out would cost."""

    @property
    def text(self) -> str:
        """The words with a space between."""
        return " ".join(word.text for word in self.words)


class Engine(Protocol):
    """A model that is loaded and ready."""

    name: str
    """With its version, as in `faster-whisper 1.2.1`."""

    def hear(self, sounds: "Sequence[Sound]", request: Request) -> list[Hearing]:
        """Return what is said in each of `sounds` (at most 30 seconds long)."""
        ...

    def language(self, sound: "Sound") -> tuple[str, float]:
        """Return the language that is spoken, and how likely it is."""
        ...


def compression(text: str) -> float:
    """Return the text's length against its length when compressed; over 2.4 it loops.

    >>> compression("ja " * 100) > 2.4
    True
    """
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def joined(parts: Iterable[tuple[str, float, float, float]], seconds: float) -> tuple[Word, ...]:
    """Return aligned parts of text as words.

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
