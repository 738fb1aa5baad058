"""Two branches that took the same number: the episode that others know keeps it."""

from datetime import UTC, datetime

from poddarkiv.checks.episodes import numbers_differ
from poddarkiv.model import Lock

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_episode_that_has_been_measured_keeps_its_number(make_archive, make_episode):
    new = make_episode(slug="001-annat", guid="b")
    old = make_episode(slug="001-start")

    archive = make_archive(episodes=(new, old), locks={"001-start": Lock()})

    [problem] = numbers_differ(archive, NOW)
    assert str(problem) == (
        "episodes/001-annat/episode.yml:1: number: number 1 is already taken by 001-start"
        " – write number: 2 and rename the folder to 002-annat"
    )
