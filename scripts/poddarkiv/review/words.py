"""Give every word of a transcript a time: the machine's where it wrote that word. No I/O."""

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher

from poddarkiv.transcript import Segment, Word

Span = tuple[float, float]
"""When a word begins and ends, in seconds."""

_SLACK = 0.6
"""Seconds that a person may have moved a cue before its words are looked for elsewhere."""


def time_words(segment: Segment, machine_words: Sequence[Word]) -> list[Span]:
    """Return when each word of `segment.text` is said.

    Words that people wrote share the time between their neighbours by length.

    Args:
        segment: A cue, as it is now.
        machine_words: Every word of the machine's transcript, rising by start.
    """
    tokens = segment.text.split()
    exact = machine_words[_first(machine_words, segment.start) : _first(machine_words, segment.end)]
    if [word.text for word in exact] == tokens:
        return [_within(word, segment) for word in exact]
    near = machine_words[
        _first(machine_words, segment.start - _SLACK) : _first(machine_words, segment.end + _SLACK)
    ]
    matcher = SequenceMatcher(
        None, [_key(word.text) for word in near], [_key(token) for token in tokens], autojunk=False
    )
    known: list[Span | None] = [None] * len(tokens)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            word = near[block.a + offset]
            known[block.b + offset] = _within(word, segment)
    return _filled(known, [len(token) for token in tokens], segment)


def _first(machine_words: Sequence[Word], time: float) -> int:
    return bisect_left(machine_words, time, key=lambda word: word.start)


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()) or text


def _within(word: Word, segment: Segment) -> Span:
    start = min(max(word.start, segment.start), segment.end)
    return start, min(max(word.end, start), segment.end)


def _filled(known: list[Span | None], lengths: list[int], segment: Segment) -> list[Span]:
    spans: list[Span] = []
    for place, span in enumerate(known):
        if span is None:
            after = next((i for i in range(place, len(known)) if known[i]), len(known))
            begin = spans[-1][1] if spans else segment.start
            following = known[after] if after < len(known) else None
            end = following[0] if following else segment.end
            share = lengths[place] / sum(lengths[place:after])
            span = (begin, begin + max(end - begin, 0.0) * share)
        spans.append(span)
    return spans
