"""Recognise Whisper's hallucinations: subtitle credits, loops, near-empty text.

Known from public Swedish transcripts. A phrase alone proves nothing, since people do say
“Tack så mycket”; only credits that name a subtitling firm count by themselves.
"""

import re
from collections.abc import Sequence
from itertools import groupby

_FIRMS = (
    r"(?:svensk|under)?textning(?:ar)?\.nu",
    r"undertext(?:er|ning|ning(?:en)?)?\s+(?:från|av|till)\s+amara",
    r"amara\.org",
    r"btistudios",
    r"stina\s+hedin",
    r"iyuno\s+media",
    r"textat\s+av\s+karin\s+schill",
    r"vsi\s+ordkedjan",
    r"ordkedjan\s+undertext",
    r"undertexter?:?\s+(?:av\s+)?\S+\s+\S+,?\s+(?:sdi|svt|vsi|bti|iyuno)\b",
    r"tack\s+till\s+elever\s+och\s+personal\s+vid",
    r"subtitles?\s+by\s+the\s+amara",
    r"untertitel(?:ung)?\s+(?:von|des)\s+(?:zdf|ard|amara)",
)
_CREDIT = re.compile("|".join(_FIRMS), re.IGNORECASE)

_SUSPECTS = frozenset(
    {
        "tack för att du tittade",
        "tack för att ni tittade",
        "tack för att du har tittat",
        "tack för att ni har tittat",
        "tack för nu",
        "tack till",
        "vi ses i nästa video",
        "glöm inte att prenumerera",
        "prenumerera på kanalen",
        "musik musik",
        "musik",
        "för",
        "men",
        "den",
        "jag har en",
        "textning",
        "undertexter",
        "svensktextning",
        "thank you for watching",
        "thanks for watching",
    }
)
"""What people say too; a hallucination only where it is alone in a long stretch."""

LOOP = 4
"""Equal cues or phrases in a row that are a loop."""
_SPARSE = 0.5
"""Words a second under which text does not cover the speech."""
_STAMMER = re.compile(r"(\w{3,12}?)\1{3}|([\w.]{2}?)\2{7}", re.IGNORECASE)
"""A syllable four times within a word, or a short one eight times (“hahaha” is said)."""
_LONG = 15.0
"""Seconds of a cue from which few words are suspicious."""


def is_credit_line(text: str) -> bool:
    """Whether `text` holds a credit line that no one says in a podcast.

    >>> is_credit_line("Svensktextning.nu"), is_credit_line("Läs undertexter på webbplatsen.")
    (True, False)
    """
    return bool(_CREDIT.search(text))


def is_suspect_phrase(text: str, seconds: float, probability: float = 0.0) -> bool:
    """Whether `text`, alone in `seconds` of sound, is an often hallucinated phrase.

    Args:
        text: All words of the chunk.
        seconds: How long the stretch is.
        probability: The mean of its words; a sure one was most likely said.
    """
    plain = " ".join(re.findall(r"\w+", text.lower()))
    words = len(plain.split())
    return plain in _SUSPECTS and probability < 0.7 and words < _SPARSE * seconds


def find_loop_ranges(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return where `LOOP` or more equal texts follow one another: first, and one after the last.

    >>> find_loop_ranges(["Hej.", "ja", "Ja!", "Ja.", "ja", "Nej."])
    [(1, 5)]
    """
    plain = [" ".join(re.findall(r"\w+", text.lower())) for text in texts]
    found, at = [], 0
    for key, row in groupby(plain):
        length = sum(1 for _ in row)
        if key and length >= LOOP:
            found.append((at, at + length))
        at += length
    return found


def has_loop(words: Sequence[str]) -> bool:
    """Whether the end or the middle of `words` says one thing over and over.

    >>> has_loop("det är det är det är det är det är det är".split())
    True
    >>> has_loop(["håndhåndhåndhånd"]), has_loop(["hahahaha"])
    (True, False)
    """
    plain = [re.sub(r"\W", "", word.lower()) for word in words]
    return any(_repeats_every(plain, length) for length in range(1, 9)) or any(
        _STAMMER.search(word) for word in words
    )


def _repeats_every(words: Sequence[str], length: int) -> bool:
    # People repeat a word or two ("ja, ja, ja"); a loop goes on.
    wanted = max(LOOP * length, 8) - length
    run = 0
    for i in range(length, len(words)):
        run = run + 1 if words[i] == words[i - length] and words[i] else 0
        if run >= wanted:
            return True
    return False


def is_near_empty(words: int, seconds: float) -> bool:
    """Whether a cue of `seconds` holds so few words that speech was most likely lost in it."""
    return seconds >= _LONG and words < _SPARSE * seconds
