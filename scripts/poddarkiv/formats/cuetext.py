"""What a WebVTT cue says, and who says it: its text without tags, by voice. No I/O."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from poddarkiv.formats.vttblocks import read_time

_TAG = re.compile(r"<(?:/?[A-Za-z0-9.][^>]*|/)?>")
"""May go on over rows. A sign before a space, as in `3 < 5`, is what somebody says."""
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>")
_VOICE_END = re.compile(r"</v\s*>")
_TIME = re.compile(r"<((?:\d{2,9}:)?[0-5]\d:[0-5]\d\.\d{3})>", re.ASCII)
_FIRST = re.compile(r"(?:[\s–—-]|<[^>]*>)*")
_LAST = re.compile(r"(?:\s|<[^>]*>)*\Z")
_DASH = re.compile(r"\n[ \t]*[-–—][ \t]*\Z")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Part:
    """What one speaker says in a cue."""

    speaker: str
    """Empty where no voice is given."""
    text: str
    """Rows without space at their ends; none is empty."""
    start: int
    """Where it begins in the cue's text, with the tags before it."""
    end: int
    times: tuple[tuple[int, float], ...] = ()
    """The times that stand in it, each with how many characters of `text` are before it."""


def read_parts(text: str) -> list[Part]:
    """Return what is said in a cue's `text`, in its order; nothing where it has no letter.

    A voice holds to its end tag or the next voice. What stands before a voice on its row without
    a letter, as a dash, belongs to it.

    >>> [(part.speaker, part.text) for part in read_parts("- <v Ada>Hej! <v Bo>Hej<i> du</i>.")]
    [('Ada', 'Hej!'), ('Bo', 'Hej du.')]
    """
    if "<" not in text:
        said = plain_rows(unescape(text) if "&" in text else text)
        return [Part("", said, 0, len(text))] if said else []
    return _joined(list(_runs(text)))


def edge_times(text: str) -> tuple[str, str]:
    """Return the tags of times before and behind what is said in a part's `text`.

    >>> edge_times("<v Bo><00:04.000>Ja <00:05.000>ja.</v> <00:08.000>")
    ('<00:04.000>', '<00:08.000>')
    """
    first, last = _FIRST.match(text), _LAST.search(text)
    assert first is not None
    assert last is not None
    return "".join(_tags(first[0])), "".join(_tags(last[0])) if last.start() else ""


def _tags(text: str) -> Iterator[str]:
    return (tag[0] for tag in _TIME.finditer(text))


def plain_rows(text: str) -> str:
    """Return `text` without empty rows, and without space at the ends of the others."""
    return "\n".join(filter(None, map(str.strip, text.replace("\r", "\n").split("\n"))))


@dataclass(slots=True)
class _Run:
    speaker: str
    said: str
    start: int
    end: int
    voiced: bool
    times: list[tuple[int, float]] = field(default_factory=list)
    """Places in `said`, and seconds."""

    def add(self, said: str, times: Iterable[tuple[int, float]] = ()) -> None:
        """Let something more be said."""
        self.times += ((len(self.said) + place, seconds) for place, seconds in times)
        self.said += said


def _runs(text: str) -> Iterator[_Run]:
    """Yield the text between voice tags, each with the tags before it."""
    voices: list[str] = []
    start = at = 0
    said: list[str] = []
    times: list[tuple[int, float]] = []
    for tag in _TAG.finditer(text):
        said.append(text[at : tag.start()])
        at = tag.end()
        if (time := _TIME.fullmatch(tag[0])) and (seconds := read_time(time[1])) is not None:
            times.append((sum(map(len, said)), seconds))
        voice, closes = _VOICE.fullmatch(tag[0]), _VOICE_END.fullmatch(tag[0])
        if voice is None and closes is None:
            continue
        # The end tag belongs to what it ends, a beginning to what follows.
        cut = tag.end() if closes else tag.start()
        heard = "".join(said)
        if voice:
            # A dash alone on the row of the next voice is that voice's.
            heard = _DASH.sub("\n", heard)
        yield _Run(voices[-1] if voices else "", heard, start, cut, bool(voices), times)
        start, said, times = cut, [], []
        if voice:
            voices.append(" ".join(unescape(voice[1] or "").split()))
        elif voices:
            voices.pop()
    said.append(text[at:])
    yield _Run(voices[-1] if voices else "", "".join(said), start, len(text), bool(voices), times)


def _joined(runs: Sequence[_Run]) -> list[Part]:
    """Return the runs that say something, those of one speaker in a row as one."""
    kept: list[_Run] = []
    waiting: int | None = None
    for run in runs:
        if not run.said.strip() or (not run.voiced and not _WORD.search(run.said)):
            if kept:
                kept[-1].end = run.end
                # A full stop after the end tag is the speaker's; a dash is the next one's.
                mark = run.said.split("\n")[0].strip()
                kept[-1].add(mark if mark not in {"-", "–", "—"} else "")
                kept[-1].add("\n" if "\n" in run.said else " ", run.times)
            elif waiting is None:
                waiting = run.start
        elif kept and kept[-1].speaker == run.speaker:
            kept[-1].add(run.said, run.times)
            kept[-1].end = run.end
        else:
            run.start = run.start if waiting is None else waiting
            kept.append(run)
            waiting = None
    if not kept and runs:
        # A note or a dash, and nobody's voice.
        kept = [_Run("", "".join(run.said for run in runs), 0, runs[-1].end, voiced=False)]
    return [part for part in map(_part, kept) if part.text]


def _part(run: _Run) -> Part:
    times = ((len(plain_rows(unescape(run.said[:place]))), seconds) for place, seconds in run.times)
    return Part(run.speaker, plain_rows(unescape(run.said)), run.start, run.end, tuple(times))
