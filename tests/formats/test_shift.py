"""Times are moved in every form that holds them."""

import re
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from poddarkiv.formats import vtt
from poddarkiv.formats.shift import Shift, format_like, parse_amount
from poddarkiv.formats.textshift import plain_clocks
from poddarkiv.formats.vttshift import shift_vtt
from poddarkiv.formats.yamlshift import TIMED, shift_times
from poddarkiv.model import Episode
from poddarkiv.model.fields import Seconds
from poddarkiv.timecode import parse_timecode

READ_CLOCK = get_args(Seconds)[1]


def test_every_time_that_an_episode_may_hold_is_moved():
    assert set(_timed(Episode, ())) == set(TIMED)


def _timed(model: type[BaseModel], loc: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the key of each list below `model` whose items hold times."""
    found: list[tuple[str, ...]] = []
    for name, info in model.model_fields.items():
        if READ_CLOCK in _parts((info.annotation, *info.metadata)):
            # Of a list's items the list is named; of a list of pairs, the list itself.
            found.append((*loc, name) if "tuple" in str(info.annotation) else loc)
        for part in _parts((info.annotation,)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found += _timed(part, (*loc, name))
    return found


def _parts(annotations: tuple[Any, ...]) -> list[Any]:
    """Return `annotations` and all that they are made of."""
    return [each for a in annotations for each in (a, *_parts(get_args(a)))]


@pytest.mark.parametrize(
    ("seconds", "like", "text"),
    [
        (765.2, "12:30", "12:45.2"),
        (5, "0:20", "0:05"),
        (3605, "59:50", "1:00:05"),
        (3595, "01:00:05", "00:59:55"),
        (4805, "80:00", "80:05"),
        (30.5, "00:45,700", "00:30,500"),
    ],
)
def test_a_time_is_written_as_it_was(seconds, like, text):
    assert format_like(seconds, like) == text


@settings(deadline=None)
@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_every_time_is_read_as_it_was_written(ms, other):
    minutes, rest = divmod(other // 1000, 60)

    assert round(parse_timecode(format_like(ms / 1000, f"{minutes}:{rest:02}")) * 1000) == ms


@pytest.mark.parametrize(
    ("text", "seconds"), [("+15.2", 15.2), ("−1:00", -60.0), ("-,5", -0.5), ("0", 0.0)]
)
def test_an_amount_is_read_as_people_write_it(text, seconds):
    assert parse_amount(text) == seconds


BLOCK = """\
chapters:
# först
- start: "00:00"
  title: Ett

- start: "00:10"  # två
  title: |
    Två
    rader
# inför tre
- {start: "00:30", title: Tre}
# slut
guid: a
"""


def test_an_item_of_a_block_goes_with_its_lines_alone():
    text, _outside = shift_times(BLOCK, Shift(-30, 100))

    assert (
        text
        == 'chapters:\n# först\n\n# inför tre\n- {start: "00:00", title: Tre}\n# slut\nguid: a\n'
    )


def test_an_item_of_a_list_on_one_line_goes_with_its_comma():
    text = (
        'chapters: [{start: "00:00", title: A}, {start: "00:10", title: B}, '
        "{start: 00:20, title: C}] # x\n"
    )

    assert shift_times(text, Shift(-10, 5))[0] == 'chapters: [{start: "00:00", title: B}] # x\n'


def test_a_list_of_which_nothing_is_left_goes_with_its_key():
    text = 'guid: a\nsoundbites:\n  - {start: "00:05", duration: 10}\n# y\n'

    assert shift_times(text, Shift(0, 3))[0] == "guid: a\n# y\n"


def test_what_nothing_was_put_before_begins_at_the_beginning():
    text = 'chapters:\n  - {start: "00:00", title: A}\n  - {start: "00:10", title: B}\n'

    moved, outside = shift_times(text, Shift(5, 100))

    assert (moved, outside) == (text.replace("00:10", "00:15"), [])


def test_an_empty_end_is_no_time():
    text = (
        'content_notes:\n  - {start: "00:05", end: , text: A}\n'
        '  - {start: "00:06", end: ~, text: B}\n'
    )

    assert shift_times(text, Shift(1, 100))[0] == text.replace("00:06", "00:07").replace(
        "00:05", "00:06"
    )


@settings(deadline=None)
@given(st.lists(st.integers(1, 5000), min_size=2, max_size=30), st.integers(-60_000, 60_000))
def test_cues_that_stay_within_are_moved_and_come_back(lengths, by):
    times = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    cues = [
        f"{_vtt(a + 60_000)} --> {_vtt(b + 60_000)}\n<v A>Ord {i}"
        for i, (a, b) in enumerate(pairwise(times))
    ]
    text = "WEBVTT\n\n" + "\n\n".join(cues) + "\n"

    moved, outside = shift_vtt(text, Shift(by / 1000, 10_000))

    before, after = vtt.parse_vtt(text)[0].segments, vtt.parse_vtt(moved)[0].segments
    assert not outside
    assert [round((a.start - b.start) * 1000) for a, b in zip(after, before, strict=True)] == [
        by for _cue in before
    ]
    assert shift_vtt(moved, Shift(-by / 1000, 10_000))[0] == text


def _vtt(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), max_size=8),
    st.integers(-300, 300),
    st.integers(1, 400),
)
def test_what_is_left_lies_within_the_recording(spans, by, end):
    rows = "".join(f'  - {{start: "{s // 60:02}:{s % 60:02}", duration: {d}}}\n' for s, d in spans)

    text, _outside = shift_times(f"soundbites:\n{rows}" if rows else "guid: a\n", Shift(by, end))

    for start, duration in re.findall(r'start: "([^"]+)", duration: (\d+)', text):
        assert parse_timecode(start) < end
        assert int(duration) > 0
        assert parse_timecode(start) + int(duration) <= end + 2


def test_times_that_are_only_text_are_found_with_their_line():
    text = "Klockan 09:30.\n\n[[avsnitt 1 @ 12:30]] `1:02`\n1:02:03 Om hopp"

    assert list(plain_clocks(text)) == [(1, "09:30"), (4, "1:02:03")]
