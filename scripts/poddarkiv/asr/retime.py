"""Give people's words the times of the machine's equal words. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poddarkiv.asr.align import match_words
from poddarkiv.formats.cues import SpokenWord, cue_words
from poddarkiv.transcript import Word

SpeakerText = tuple[str, str]
"""Who says it, and what."""


@dataclass(frozen=True)
class TimedWords:
    """People's words with times."""

    spoken: tuple[SpokenWord, ...]
    share: float
    """Share of them that the machine has too, 0 to 1: few mean another recording."""


def align_times(
    said: Iterable[SpeakerText], machine_words: Sequence[Word], seconds: float
) -> TimedWords:
    """Align `said` with `machine_words` and take their times.

    Words that only people have share the time between their neighbours by length.

    Args:
        said: Who says what, in order.
        machine_words: Every word as the machine wrote it.
        seconds: Length of the recording.
    """
    words = [(speaker, word) for speaker, text in said for word in cue_words(text)]
    texts = [Word(word, 0.0, 0.0, 1.0) for _speaker, word in words]
    known = dict(match_words(texts, machine_words))
    spoken: list[SpokenWord] = []
    end = 0.0
    for at, (speaker, text) in enumerate(words):
        if at in known:
            word = machine_words[known[at]]
            start, end = max(end, word.start), max(end, word.end)
        else:
            following = next((at2 for at2 in range(at, len(words)) if at2 in known), len(words))
            until = (
                machine_words[known[following]].start if following in known else max(seconds, end)
            )
            left = sum(len(words[i][1]) for i in range(at, following))
            start, end = end, end + max(0.0, until - end) * len(text) / left
        spoken.append(SpokenWord(Word(text, round(start, 3), round(end, 3), 1.0), speaker))
    return TimedWords(tuple(spoken), len(known) / max(1, len(words)))
