"""Word and character error rate of a machine's text against a reviewed one, by jiwer.

Before counting, both are normalized: lower case, no punctuation, a space in place of a hyphen,
Unicode NFC. Numbers, abbreviations and fillers stay as they are written; å, ä, ö and é are letters
of their own.
"""

import re
import unicodedata
from dataclasses import dataclass

from poddarkiv.errors import TranscriptionError
from poddarkiv.formats.cues import spoken_words
from poddarkiv.i18n import _
from poddarkiv.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of one text, or of several together."""

    words: int
    """In the reference."""
    word_errors: int
    """Replaced, missing and added."""
    lost_words: int
    """Missing words alone."""
    characters: int
    character_errors: int

    @property
    def wer(self) -> float:
        """Word errors per word of the reference."""
        return self.word_errors / self.words if self.words else float(self.word_errors > 0)

    @property
    def cer(self) -> float:
        """Character errors per character of the reference."""
        return (
            self.character_errors / self.characters
            if self.characters
            else float(self.character_errors > 0)
        )

    def __add__(self, other: "Score") -> "Score":
        """Return both texts' errors together."""
        return Score(
            self.words + other.words,
            self.word_errors + other.word_errors,
            self.lost_words + other.lost_words,
            self.characters + other.characters,
            self.character_errors + other.character_errors,
        )


def transcript_text(transcript: Transcript) -> str:
    """Return the words of `transcript`, normalized, without speakers and times."""
    return normalize_text(" ".join(each.word.text for each in spoken_words(transcript.segments)))


def normalize_text(text: str) -> str:
    """Return `text` normalized for comparison.

    >>> normalize_text("Hej – och Välkommen, t.ex. till 1177!")
    'hej och välkommen t ex till 1177'
    """
    # `å` may be one code point or two; both are the same letter to a reader.
    composed = unicodedata.normalize("NFC", text).lower()
    return " ".join(re.findall(r"[^\W_]+(?:['’:][^\W_]+)*", composed))


def score_text(reference: str, hypothesis: str) -> Score:
    """Return the errors of a hypothesis against a reference; both must be normalized.

    Raises:
        TranscriptionError: jiwer isn't installed.
    """
    try:
        import jiwer
    except ModuleNotFoundError as error:
        raise TranscriptionError(
            _("--evaluate needs jiwer: pip install 'poddarkiv[evaluate]'")
        ) from error
    if not reference:
        return Score(0, len(hypothesis.split()), 0, 0, len(hypothesis))
    words = jiwer.process_words(reference, hypothesis)
    characters = jiwer.process_characters(reference, hypothesis)
    return Score(
        len(reference.split()),
        words.substitutions + words.deletions + words.insertions,
        words.deletions,
        len(reference),
        characters.substitutions + characters.deletions + characters.insertions,
    )
