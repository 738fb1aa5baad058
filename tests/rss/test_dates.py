"""Dates of feeds: whatever hosts write, one moment."""

from datetime import UTC, datetime

import pytest

from poddarkiv.feeds.dates import read_date

SIX_IN_STOCKHOLM = datetime(2025, 3, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 01 Mar 2025 06:00:00 +0100",
        "Sat, 1 Mar 2025 06:00 +0100",
        "1 Mar 25 06:00:00 +0100",
        "Saturday, 01 March 2025 06:00:00 CET",
        "Sat, 01 Mar 2025 06:00:00 cet",
        "Sat, 01 Mar 2025 07:00:00 CEST",
        "Sat, 01 Mar 2025 06:00:00 MEZ",
        "Sat, 01 Mar 2025 00:00:00 EST",
        "Fri, 28 Feb 2025 21:00:00 PST",
        "Sat, 01 Mar 2025 14:30:00 ACST",
        "Sat, 01 Mar 2025 06:00:00 +01:00",
        "Sat, 01 Mar 2025 06:00:00 +1",
        "Sat, 01 Mar 2025 06:00:00 +100",
        "Sat, 01 Mar 2025 06:00:00+0100",
        "Sat, 01 Mar 2025 06:00:00 GMT+1",
        "Sat, 01 Mar 2025 06:00:00 UTC+01:00",
        "Sat, 01 Mar 2025 02:00:00 \u22120300",
        "Sat, 01 Mar 2025 06:00:00 +0100 (CET)",
        "Sat, 01 Mar 2025 06:00:00 (CET)",
        "Sat, 01 Mar 2025 06:00:00 +0100 CET",
        "Sat, 01 Mar 2025 06:00:00 Europe/Stockholm",
        "Sat, 01 Mar 2025 06:00:30 +010030",
        "Sat, 01 Mar 2025 05:00:00",
        "Sat, 01 Mar 2025 05:00:00 -0000",
        "Sat, 01 Mar 2025 05:00:00 Z",
        "Sat, 01 Mar 2025 05:00:00 UT",
        "Sat, 01 Mar 2025 05:00:00 Nowhere/Nothing",
        "Sat Mar  1 06:00:00 CET 2025",
        "Mar 1, 2025 6:00:00 AM CET",
        "2025-03-01T06:00:00+01:00",
        "2025-03-01T05:00:00.000Z",
        "2025-03-01 05:00:00",
        "  Sat,  01 Mar 2025\n06:00:00  +0100 ",
    ],
)
def test_a_date_is_a_moment_whatever_its_zone(text):
    assert read_date(text) == SIX_IN_STOCKHOLM


def test_summer_and_the_end_of_a_day_are_reckoned_with():
    assert read_date("Tue, 01 Jul 2025 06:00:00 Europe/Stockholm") == datetime(
        2025, 7, 1, 4, tzinfo=UTC
    )
    assert read_date("Fri, 28 Feb 2025 24:00:00 GMT") == datetime(2025, 3, 1, tzinfo=UTC)
    assert read_date("Fri, 28 Feb 2025 23:59:60 GMT") == datetime(2025, 3, 1, tzinfo=UTC)
    assert read_date("Fri, 28 Feb 2025 12:30:00 PM GMT") == datetime(
        2025, 2, 28, 12, 30, tzinfo=UTC
    )
    assert read_date("Fri, 28 Feb 2025 12:30:00 AM GMT") == datetime(2025, 2, 28, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i går",
        "12:30",
        "Sat, 31 Feb 2025 06:00:00 +0100",
        "Sat, 01 Mar 2025 25:00:00 +0100",
        "Sat, 01 Mar 2025 06:70:00 +0100",
        "Sat, 01 Mar 2025 06:00:00 +9900",
        "Fri, 31 Dec 9999 24:00:00 GMT",
        "Sat, 01 Mar 99999 06:00:00 GMT",
    ],
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None
