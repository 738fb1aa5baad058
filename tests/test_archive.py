"""What an archive tells of itself as a whole."""

from datetime import UTC, datetime

import pytest

from poddarkiv.checks.episodes import published_have_dates

WINTER = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "offset"),
    [("sv", "+01:00"), ("sv-FI", "+02:00"), ("fi", "+02:00"), ("en-GB", "+00:00")],
)
def test_a_suggested_time_is_of_the_archives_zone(
    make_archive, make_episode, make_show, language, offset
):
    episode = make_episode(published=None)
    archive = make_archive(episodes=(episode,), show=make_show(language=language), locks={})

    [problem] = published_have_dates(archive, WINTER)

    day = "2026-12-24" if offset == "+00:00" else "2026-12-25"
    assert problem.remedy == f"write published: {day}T06:00:00{offset}"


def test_where_the_language_tells_no_zone_the_latest_episode_does(
    make_archive, make_episode, make_show
):
    moment = datetime.fromisoformat("2026-03-01T06:00:00-05:00")
    archive = make_archive(
        episodes=(make_episode(published=moment),), show=make_show(language="en")
    )

    assert WINTER.astimezone(archive.zone).isoformat() == "2026-12-24T18:30:00-05:00"
