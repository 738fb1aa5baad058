"""What a program's file says: turns of speech, with the times and names that it gives."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from poddarkiv.transcript import Segment, Word


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row."""

    text: str
    speaker: str = ""
    """As the file has it; empty when it names nobody."""
    start: float | None = None
    """Seconds from the recording's start; None when the file doesn't say."""
    end: float | None = None
    words: tuple[Word, ...] = ()
    """With times, where the file has them; probability is 1."""


_NOBODY = frozenset(("speaker undefined", "unknown speaker", "unknown", "speaker unknown", "none"))
_LABEL = re.compile(
    r"[>\s]*(?:[-–—]\s+)?\[?\*{0,2}"
    r"(?P<name>[^\W\d_][^:\[\]<>*\n]{0,48}?|SPEAKER_\d+)\s*\]?\*{0,2}(?::\*{0,2}(?:\s+|$)|：\s*)"
)
_ROLE = re.compile(r"\s*\([^()]*\)$|,[^,]{1,30}$")
"""What somebody is, after the name: `Bo Ek (gäst)`, `Ada Berg, programledare`."""
_AT_NAMES = re.compile(r"(?<=[.!?…\"”’)\]])[ \t]+(?=[^\s:]+(?: [^\s:]+){0,4}:[ \t])")
_PROGRAMS = re.compile(r"(?i)speaker[ _]?\w{1,3}|S\d\d")
_SMALL = frozenset(("von", "van", "de", "der", "den", "af", "av", "och", "and", "&", "di", "la"))


def clean_speaker(speaker: str) -> str:
    """Return the name that a file gives, or nothing when it says that it knows none."""
    speaker = " ".join(speaker.replace("//", "").split())
    return "" if speaker.casefold() in _NOBODY else speaker


def split_label(row: str) -> tuple[str, str] | None:
    """Return the name before a row's colon and what follows it, or None when no name may stand so.

    >>> split_label("Ada Berg: Hej!"), split_label("och då sa hon: hej")
    (('Ada Berg', 'Hej!'), None)
    """
    match = _LABEL.match(row)
    if match is None:
        return None
    name = match["name"].strip()
    parts = (_without_role(name) or name).split()
    small = [part for part in parts if not (part[0].isupper() or part[0].isdigit())]
    # Scripts without capitals: any short label may be a name.
    cased = any(part.lower() != part.upper() for part in parts)
    if len(parts) > 4 or (cased and any(part not in _SMALL for part in small)):
        return None
    return name, row[match.end() :].strip()


def _without_role(name: str) -> str:
    bare = _ROLE.sub("", name)
    # A sentence that addresses somebody has a comma too.
    return bare if " " in bare or name.endswith(")") else name


def find_speakers(
    rows: Iterable[str], openers: Iterable[str], known: Iterable[str] = ()
) -> frozenset[str]:
    """Return the labels that are speakers; a colon after a word may stand in any text.

    Args:
        rows: Every row of the text.
        openers: Those with which a paragraph or a cue begins.
        known: Names of people who may speak.
    """
    rows = tuple(rows)
    labels = Counter(label[0] for row in rows if (label := split_label(row)) is not None)
    names = {name.casefold() for name in known}
    found = {
        label
        for label, count in labels.items()
        if count > 1
        or (" " in label and "," not in label)
        or label.casefold() in names
        or _PROGRAMS.fullmatch(label)
    }
    # Within a row only who surely is a speaker begins to speak.
    within = {
        label[0]
        for row in rows
        for part in _AT_NAMES.split(row)[1:]
        if (label := split_label(part))
    }
    found |= {label for label in within if label.casefold() in names or _PROGRAMS.fullmatch(label)}
    begin = [split_label(row) for row in openers]
    # Where half of the paragraphs begin with a name, a name that stands once is one too: else its
    # words would be given to the one before. Not within a paragraph, where a colon explains.
    if 2 * sum(label is not None for label in begin) >= len(begin):
        found |= {label[0] for label in begin if label} if len(begin) > 1 else labels.keys()
    return frozenset(found)


def split_by_speaker(row: str, speakers: Collection[str]) -> list[str]:
    """Return `row` in parts, each of which one of the `speakers` begins.

    >>> split_by_speaker("Ada: Hej. Bo: Tack! Sen: slut.", {"Ada", "Bo"})
    ['Ada: Hej.', 'Bo: Tack! Sen: slut.']
    """
    parts: list[str] = []
    for part in _AT_NAMES.sub("\n", row).split("\n"):
        label = split_label(part)
        if parts and not (label and label[0] in speakers):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def apply_labels(turns: Sequence[Turn], known: Iterable[str] = ()) -> list[Turn]:
    """Return `turns` with the names that stand in their texts, as in `Ada: Hej!`.

    A program's own label (`S00`) is another word for the name that a person has put in its place.
    """
    texts = [turn.text for turn in turns]
    speakers = find_speakers("\n".join(texts).split("\n"), texts, known)
    also: dict[str, str] = {}
    found: list[Turn] = []
    for turn in [part for each in turns for part in _by_row(each, speakers)]:
        label = split_label(turn.text)
        if label is not None and (label[0] in speakers or label[0] == turn.speaker):
            also[turn.speaker] = label[0] if turn.speaker else ""
            found.append(replace(turn, speaker=clean_speaker(label[0]), text=label[1], words=()))
        else:
            speaker = also.get(turn.speaker) or turn.speaker
            found.append(replace(turn, speaker=clean_speaker(speaker)))
    return [turn for turn in found if turn.text.strip()]


def _by_row(turn: Turn, speakers: Collection[str]) -> list[Turn]:
    """Return a cue with several people as a turn for each, its time shared by length."""
    texts: list[str] = []
    rows = turn.text.split("\n")
    for row in [part for each in rows for part in split_by_speaker(each, speakers)]:
        label = split_label(row)
        if texts and not (label and label[0] in speakers):
            texts[-1] += f"\n{row}"
        else:
            texts.append(row)
    if len(texts) < 2 or turn.start is None or turn.end is None:
        return [turn]
    parts: list[Turn] = []
    start, whole = turn.start, sum(map(len, texts))
    for text in texts:
        end = round(start + (turn.end - turn.start) * len(text) / whole, 3)
        parts.append(replace(turn, text=text, start=start, end=min(end, turn.end), words=()))
        start = parts[-1].end or end
    return parts


def cues_to_turns(segments: Iterable[Segment]) -> list[Turn]:
    """Return the cues of a file as turns."""
    return [Turn(s.text, s.speaker, s.start, s.end, s.words) for s in segments]
