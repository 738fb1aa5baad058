"""Times within a recording."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv import slugs, timecode
from poddarkiv.timecode import format_clock, format_timecode, parse_timecode


@given(st.integers(min_value=0, max_value=48 * 3_600_000))
def test_any_millisecond_survives_a_round_trip(ms):
    assert round(parse_timecode(format_timecode(ms / 1000)) * 1000) == ms


@given(st.integers(min_value=0, max_value=99 * 3600))
def test_any_second_survives_as_a_clock(seconds):
    assert parse_timecode(format_clock(seconds).rjust(4, "0")) == seconds


@pytest.mark.parametrize(
    "text", ["12", "12:60", "1:2:3", "-1:00", "1:00:00:00", "12.30", "१२:३०", ""]
)
def test_a_time_written_otherwise_is_refused(text):
    with pytest.raises(ValueError, match="a time such as 12:30"):
        parse_timecode(text)


def test_rounding_never_makes_sixty_seconds():
    assert format_timecode(59.9996) == "00:01:00.000"


def test_a_time_before_the_start_is_a_bug():
    with pytest.raises(ValueError, match="no time before its start"):
        format_timecode(-0.5)


@pytest.mark.parametrize("module", [timecode, slugs])
def test_examples_in_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0
