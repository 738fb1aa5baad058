"""Change some cues of a WebVTT text and leave every other line of it as it was.

The header, comments, styles, identifiers, settings, the voices of a cue that nobody touched, and
line endings keep their bytes, so that a correction is a small change in git and the header still
tells what the machine wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import inf
from operator import itemgetter

from poddarkiv.formats import vtt
from poddarkiv.formats.cuetext import edge_times, read_parts
from poddarkiv.formats.vttblocks import (
    Block,
    block_times,
    collect_blocks,
    read_settings,
    text_lines,
)
from poddarkiv.formats.vttlines import Lines, insert_cue, remove_block
from poddarkiv.i18n import _
from poddarkiv.timecode import format_timecode
from poddarkiv.transcript import Provenance, Segment, Transcript

Edits = Mapping[int, Sequence[Segment]]
"""By place among the segments of `parse_vtt`: what stands there instead (nothing: it is removed).

What is equal to the segment that stands there keeps its bytes.
"""
_Timed = tuple[float, list[str]]
"""When a cue begins, and its rows."""


def replace_cues(text: str, edits: Edits) -> str:
    """Return the WebVTT `text` with the cues of `edits` replaced.

    Raises:
        ValueError: There is no such cue, or what came out would not be a right transcript.
    """
    cues = list(_located(text))
    places = _places([segment for _block, _start, segments in cues for segment in segments])
    for index in edits:
        if not 0 <= index < len(places):
            raise ValueError(_("there is no cue {number}", number=index + 1))
    lines = Lines(text)
    late: list[_Timed] = []
    last, following = len(places), inf
    for block, start, segments in reversed(cues):
        here = places[last - len(segments) : last]
        last -= len(segments)
        new = [edits.get(place, (each,)) for place, each in zip(here, segments, strict=True)]
        if any(list(cues) != [each] for cues, each in zip(new, segments, strict=True)):
            late += _replace(lines, block, segments, new, following)
        following = start
    for start, rows in sorted(late, key=itemgetter(0)):
        insert_cue(lines, start, rows)
    changed = lines.text
    _transcript, faults = vtt.parse_vtt(changed)
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


def _located(text: str) -> Iterator[tuple[Block, float, list[Segment]]]:
    """Yield each cue of `text`, when it begins, and what is said in it."""
    for block in collect_blocks(text_lines(text)):
        times = block_times(block)
        if times is not None:
            yield block, times[0], vtt.cue_segments(block, times)


def _places(segments: Sequence[Segment]) -> list[int]:
    """Return the place of each, in the order of the file, among the segments of `parse_vtt`."""
    places = [0] * len(segments)
    for place, at in enumerate(sorted(range(len(segments)), key=lambda at: segments[at].start)):
        places[at] = place
    return places


def _replace(
    lines: Lines,
    block: Block,
    segments: Sequence[Segment],
    new: Sequence[Sequence[Segment]],
    following: float,
) -> list[_Timed]:
    """Put `new` in place of a cue; return those of its cues that belong after the next one.

    Where people speak at once a cue goes on while the next begins, at `following`.
    """
    if not any(new):
        remove_block(lines, block)
        return []
    unmoved = all(
        len(cues) <= 1 and all(_times(cue) == _times(segment) for cue in cues)
        for segment, cues in zip(segments, new, strict=True)
    )
    assert block.timing is not None
    if unmoved:
        rows = [*block.rows[: block.timing + 1], *_rewritten(block, segments, new)]
        lines.put(block.line - 1, block.end - 1, rows)
        return []
    cues = list(_apart(block, segments, [cue for cues in new for cue in cues]))
    here = [["", *rows] for start, rows in cues if start <= following]
    if here:
        lines.put(block.line - 1, block.end - 1, list(chain.from_iterable(here))[1:])
    else:
        remove_block(lines, block)
    return [cue for cue in cues if cue[0] > following]


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
    first, next_one = edge_times(raw)
    said = f"{before}{first}{_closed(cues[0])}" if cues else ""
    return f"{said}{after}{next_one}"


def _closed(cue: Segment) -> str:
    text = "\n".join(_text(cue))
    return f"{text}</v>" if cue.speaker else text


def _apart(block: Block, segments: Sequence[Segment], cues: Sequence[Segment]) -> Iterator[_Timed]:
    """Yield a cue for each of `cues`, with the settings of the one that stood there."""
    timing = block.timing or 0
    settings = read_settings(block.rows[timing])
    whole = list(block.rows[timing:]) if len(segments) == 1 else []
    named = next((cue for cue in cues if cue == segments[0]), cues[0])
    for cue in cues:
        name = block.rows[:timing] if cue is named else []
        if whole and cue == segments[0]:
            yield cue.start, [*name, *whole]
            continue
        same = whole and _times(cue) == _times(segments[0])
        times = " --> ".join(_times(cue))
        row = block.rows[timing] if same else f"{times} {settings}".rstrip()
        yield cue.start, [*name, row, *_text(cue)]


def _text(cue: Segment) -> list[str]:
    """Return the rows of a cue's text, with its voice."""
    # An empty line would end the cue.
    rows = (" ".join(row.split()) for row in cue.text.split("\n"))
    text = "\n".join(row for row in rows if row)
    if not text:
        raise ValueError(_("a cue needs text"))
    tidy = Segment(cue.start, cue.end, text, " ".join(cue.speaker.split()))
    return vtt.render_vtt(Transcript((tidy,))).split("\n")[3:-1]


def _times(cue: Segment) -> tuple[str, str]:
    return format_timecode(cue.start), format_timecode(cue.end)
