"""Change some cues of a WebVTT text and leave every other line of it as it was.

The header, comments, styles, identifiers, settings, the voices of a cue that nobody touched, and
line endings keep their bytes, so that a correction is a small change in git and the header still
tells what the machine wrote.
"""

from collections.abc import Iterator, Mapping, Sequence

from poddarkiv.formats import vtt
from poddarkiv.formats.cuetext import read_parts
from poddarkiv.formats.vttblocks import (
    Block,
    collect_blocks,
    read_settings,
    read_timing,
    text_lines,
)
from poddarkiv.formats.vttlines import Lines, remove_block
from poddarkiv.i18n import _
from poddarkiv.timecode import format_timecode
from poddarkiv.transcript import Provenance, Segment, Transcript

Edits = Mapping[int, Sequence[Segment]]
"""By place among the segments of `vtt.parse`: what stands there instead (nothing: it is removed).

What is equal to the segment that stands there keeps its bytes.
"""


def replace_cues(text: str, edits: Edits) -> str:
    """Return the WebVTT `text` with the cues of `edits` replaced.

    Raises:
        ValueError: There is no such cue, or what came out would not be a right transcript.
    """
    cues = list(_located(text))
    places = _places([segment for _block, segments in cues for segment in segments])
    for index in edits:
        if not 0 <= index < len(places):
            raise ValueError(_("there is no cue {number}", number=index + 1))
    lines = Lines(text)
    last = len(places)
    for block, segments in reversed(cues):
        here = places[last - len(segments) : last]
        last -= len(segments)
        new = [edits.get(place, (each,)) for place, each in zip(here, segments, strict=True)]
        if any(list(cues) != [each] for cues, each in zip(new, segments, strict=True)):
            _replace(lines, block, segments, new)
    changed = lines.text
    _transcript, faults = vtt.parse(changed)
    if faults:
        raise ValueError(faults[0][1])
    return changed


def replace_all(text: str, before: Sequence[Segment], after: Sequence[Segment]) -> str:
    """Return `text`, whose segments are `before`, with those of `after`.

    Segments of `after` that are the very objects of `before` keep their bytes; so does all that
    is no cue. `before` may not be empty.

    Raises:
        ValueError: What came out would not be a right transcript.
    """
    return replace_cues(text, _edits(before, after))


def replace_note(text: str, provenance: Provenance) -> str:
    """Return `text` with the header's note of how a machine made it: a new one, or its first."""
    lines = Lines(text)
    rows = ["NOTE", *vtt.note_rows(provenance)]
    for block in collect_blocks(text_lines(text)):
        if block.is_aside and vtt.is_note_of_machine(block.rows):
            lines.put(block.line - 1, block.end - 1, rows)
            return lines.text
    header = next((at for at, row in enumerate(lines.rows) if at and (not row or "-->" in row)), 1)
    lines.put(header, header, ["", *rows] + ([""] if lines.holds(header) else []))
    return lines.text


def _edits(before: Sequence[Segment], after: Sequence[Segment]) -> dict[int, list[Segment]]:
    """Return the edits that make `after` of `before`: what is new stands where others went."""
    place = {id(segment): index for index, segment in enumerate(before)}
    edits: dict[int, list[Segment]] = {}
    kept, new = -1, list[Segment]()
    for segment in after:
        at = place.get(id(segment))
        if at is None:
            new.append(segment)
            continue
        _put(edits, before, range(kept + 1, at), new)
        kept, new = at, []
    _put(edits, before, range(kept + 1, len(before)), new)
    return edits


def _put(
    edits: dict[int, list[Segment]], before: Sequence[Segment], gone: range, new: list[Segment]
) -> None:
    edits.update((index, []) for index in gone)
    if gone:
        edits[gone.start] = new
    elif new and gone.start:
        above = gone.start - 1
        edits[above] = [*edits.get(above, [before[above]]), *new]
    elif new:
        edits[0] = [*new, before[0]]


def _located(text: str) -> Iterator[tuple[Block, list[Segment]]]:
    for block in collect_blocks(text_lines(text)):
        times = read_timing(block.rows[block.timing]) if block.timing is not None else None
        segments = vtt.cue_segments(block, times) if times is not None else []
        if segments:
            yield block, segments


def _places(segments: Sequence[Segment]) -> list[int]:
    """Return the place of each, in the order of the file, among the segments of `vtt.parse`."""
    places = [0] * len(segments)
    for place, at in enumerate(sorted(range(len(segments)), key=lambda at: segments[at].start)):
        places[at] = place
    return places


def _replace(
    lines: Lines, block: Block, segments: Sequence[Segment], new: Sequence[Sequence[Segment]]
) -> None:
    if not any(new):
        remove_block(lines, block)
        return
    unmoved = all(
        len(cues) <= 1 and all(_times(cue) == _times(segment) for cue in cues)
        for segment, cues in zip(segments, new, strict=True)
    )
    assert block.timing is not None
    if unmoved:
        rows = [*block.rows[: block.timing + 1], *_rewritten(block, segments, new)]
    else:
        rows = _apart(block, segments, [cue for cues in new for cue in cues])
    lines.put(block.line - 1, block.end - 1, rows)


def _rewritten(
    block: Block, segments: Sequence[Segment], new: Sequence[Sequence[Segment]]
) -> list[str]:
    """Return the text of a cue whose voices keep their times; those not touched their bytes."""
    alone = len(segments) == 1
    parts: list[str] = []
    for part, segment, cues in zip(read_parts(block.text), segments, new, strict=True):
        raw = block.text[part.start : part.end]
        parts.append(raw if list(cues) == [segment] else _changed_part(raw, cues, alone=alone))
    text = "".join(parts).strip("\n")
    wanted = [cue for cues in new for cue in cues]
    if not alone and _voices(text) != _voices("\n".join(map(_closed, wanted))):
        # A voice above was never closed.
        text = "\n".join(map(_closed, wanted))
    return text.split("\n")


def _voices(text: str) -> list[tuple[str, list[str]]]:
    return [(part.speaker, part.text.split()) for part in read_parts(text)]


def _changed_part(raw: str, cues: Sequence[Segment], *, alone: bool) -> str:
    """Return one voice of a cue as `cues` say (one, or none), in the space where it stood."""
    if alone:
        return "\n".join(_text(cues[0]))
    before, after = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
    return f"{before}{_closed(cues[0])}{after}" if cues else after


def _closed(cue: Segment) -> str:
    text = "\n".join(_text(cue))
    return f"{text}</v>" if cue.speaker else text


def _apart(block: Block, segments: Sequence[Segment], cues: Sequence[Segment]) -> list[str]:
    """Return a cue for each of `cues`, with the settings of the one that stood there."""
    timing = block.timing or 0
    settings = read_settings(block.rows[timing])
    whole = list(block.rows[timing:]) if len(segments) == 1 else []
    named = next((cue for cue in cues if cue == segments[0]), cues[0])
    rows: list[str] = []
    for number, cue in enumerate(cues):
        rows += [""] if number else []
        rows += block.rows[:timing] if cue is named else []
        if whole and cue == segments[0]:
            rows += whole
            continue
        same = whole and _times(cue) == _times(segments[0])
        times = " --> ".join(_times(cue))
        rows += [block.rows[timing] if same else f"{times} {settings}".rstrip(), *_text(cue)]
    return rows


def _text(cue: Segment) -> list[str]:
    """Return the rows of a cue's text, with its voice."""
    # An empty line would end the cue.
    rows = (" ".join(row.split()) for row in cue.text.split("\n"))
    text = "\n".join(row for row in rows if row)
    if not text:
        raise ValueError(_("a cue needs text"))
    tidy = Segment(cue.start, cue.end, text, " ".join(cue.speaker.split()))
    return vtt.render(Transcript((tidy,))).split("\n")[3:-1]


def _times(cue: Segment) -> tuple[str, str]:
    return format_timecode(cue.start), format_timecode(cue.end)
