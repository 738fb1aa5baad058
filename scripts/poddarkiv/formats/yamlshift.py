"""Move the times of an `episode.yml`; comments, order and all else stay as they were.

Text in, text out. A change that would say anything else than was meant is refused.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from poddarkiv.formats.shift import Outside, Shift, describe_outside, format_like
from poddarkiv.formats.yamledit import read_keys, remove_key
from poddarkiv.i18n import _
from poddarkiv.timecode import parse_timecode

Loc = tuple[str | int, ...]
Item = Any
"""What YAML holds in one place of a list: keys and values, or a pair of clocks."""


@dataclass
class _Moved:
    """What becomes of one list."""

    items: list[Item | None]
    """None for what is removed."""
    outside: list[tuple[int, str, float, float]] = field(default_factory=list)
    """Place, name, and seconds as they were."""


def shift_times(text: str, shift: Shift) -> tuple[str, list[Outside]]:
    """Return the YAML `text` of an episode with its times moved, and what falls outside.

    Raises:
        ValueError: A time can't be changed safely.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    found: list[Outside] = []
    for loc, move in TIMED.items():
        body = _shift_list(body, loc, move, shift, found)
    return mark + body, found


def _shift_list(text: str, loc: Loc, move: "Move", shift: Shift, found: list[Outside]) -> str:
    items = _at(read_keys(text), loc)
    if not isinstance(items, list) or not items:
        return text
    moved = move(items, shift)
    found += [
        describe_outside(_line(text, (*loc, i)), what, shift, start, end)
        for i, what, start, end in moved.outside
    ]
    if all(item is None for item in moved.items):
        # Ranges that are gone may not become “all of it is reviewed”.
        return remove_key(text, str(loc[0]))
    result = text
    for i, (before, after) in enumerate(zip(items, moved.items, strict=True)):
        for key in _keys(before):
            if after is not None and after[key] != before[key]:
                result = _replaced(result, (*loc, i, key), after[key])
    for i in reversed([i for i, item in enumerate(moved.items) if item is None]):
        result = _removed(result, loc, i)
    if _at(read_keys(result), loc) != [item for item in moved.items if item is not None]:
        raise ValueError(_("the key “{key}” can't be changed safely here", key=loc[0]))
    return result


def _keys(item: Item) -> Sequence[str | int]:
    return list(item) if isinstance(item, dict) else range(len(item))


Move = Callable[[list[Item], Shift], _Moved]


def _chapters(items: list[Item], shift: Shift) -> _Moved:
    """Move chapters: each lasts until the next; the first stays at the beginning."""
    starts = [parse_timecode(item["start"]) for item in items]
    moved = _Moved([])
    for i, (item, start) in enumerate(zip(items, starts, strict=True)):
        end = starts[i + 1] if i + 1 < len(starts) else math.inf
        to = max(shift.point(start), 0.0)
        if i == 0 and start == 0 and shift.point(end) > 0:
            # What was put before the recording belongs to its first chapter.
            to = 0.0
        elif shift.span(start, end) is None or shift.point(start) < 0:
            moved.outside.append((i, item["title"], start, end))
        kept = shift.point(end) > 0 and to < shift.end
        moved.items.append(_with(item, start=to) if kept else None)
    return moved


def _notes(items: list[Item], shift: Shift) -> _Moved:
    """Move content notes; one without a time is about the whole episode."""
    moved = _Moved([])
    for i, item in enumerate(items):
        if not _is_written(item, "start"):
            moved.items.append(item)
            continue
        ends = _is_written(item, "end")
        start = parse_timecode(item["start"])
        end = parse_timecode(item["end"]) if ends else math.inf
        span = _told(moved, i, item["text"], start, end, shift)
        times = zip(("start", "end") if ends else ("start",), span or (), strict=False)
        moved.items.append(_with(item, **dict(times)) if span else None)
    return moved


def _soundbites(items: list[Item], shift: Shift) -> _Moved:
    """Move soundbites; they last whole seconds."""
    moved = _Moved([])
    for i, item in enumerate(items):
        start, duration = parse_timecode(item["start"]), int(item["duration"])
        span = _told(moved, i, item.get("title", ""), start, start + duration, shift)
        left = math.floor(span[1] - span[0] + 0.001) if span else 0
        kept = _with(item, start=span[0]) | {"duration": str(left)} if span and left else None
        moved.items.append(kept)
    return moved


def _ranges(items: list[Item], shift: Shift) -> _Moved:
    """Move the parts that people have reviewed."""
    moved = _Moved([])
    for i, item in enumerate(items):
        start, end = map(parse_timecode, item)
        span = _told(moved, i, f"{item[0]}–{item[1]}", start, end, shift)
        moved.items.append(list(map(_clock, span, item)) if span else None)
    return moved


def _told(
    moved: _Moved, i: int, what: str, start: float, end: float, shift: Shift
) -> tuple[float, float] | None:
    if shift.cuts(start, end):
        moved.outside.append((i, what, start, end))
    return shift.span(start, end)


def _with(item: Item, **times: float) -> Item:
    return item | {key: _clock(seconds, item[key]) for key, seconds in times.items()}


def _clock(seconds: float, before: str) -> str:
    # A time that stays is left as it is written.
    return before if parse_timecode(before) == seconds else format_like(seconds, before)


def _is_written(item: Item, key: str) -> bool:
    return item.get(key, "") not in {"", "~", "null"}


TIMED: dict[Loc, Move] = {
    ("chapters",): _chapters,
    ("content_notes",): _notes,
    ("soundbites",): _soundbites,
    ("transcript", "ranges"): _ranges,
}
"""Every list of an episode that holds times; `tests/formats` holds it against the model."""


def _at(data: Any, loc: Loc) -> Any:
    for part in loc:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _node(text: str, loc: Loc) -> Any:
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in loc:
        if isinstance(part, int):
            node = node.value[part]
        else:
            node = next(value for name, value in node.value if name.value == part)
    return node


def _line(text: str, loc: Loc) -> int:
    return int(_node(text, loc).start_mark.line) + 1


def _replaced(text: str, loc: Loc, value: str) -> str:
    node = _node(text, loc)
    if node.style not in {None, '"', "'"}:
        raise ValueError(_("the key “{key}” can't be changed safely here", key=loc[0]))
    quote = node.style or ""
    return f"{text[: node.start_mark.index]}{quote}{value}{quote}{text[node.end_mark.index :]}"


def _removed(text: str, loc: Loc, i: int) -> str:
    sequence = _node(text, loc)
    items = sequence.value
    if not sequence.flow_style:
        dash = text.rindex("-", 0, items[i].start_mark.index)
        start = text.rfind("\n", 0, dash) + 1
        # A text of several lines ends with the line after it.
        end = text.find("\n", len(text[: _last(items[i])].rstrip()))
        return text[:start] + (text[end + 1 :] if end >= 0 else "")
    if i + 1 < len(items):
        return text[: items[i].start_mark.index] + text[items[i + 1].start_mark.index :]
    return text[: items[i - 1].end_mark.index] + text[items[i].end_mark.index :]


def _last(node: Any) -> int:
    """Return where the last value of `node` ends; comments after it are not its."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)
