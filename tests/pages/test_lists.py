"""What lists hold, and in which order."""

import json

import pytest

from pages.conftest import AS_OF
from poddarkiv.addresses import year_path
from poddarkiv.pages import render_site


@pytest.fixture
def two_seasons(make_archive, make_episode, make_show):
    """Build an archive of a show of that type: a trailer, and two seasons of an episode each."""

    def build(kind):
        common = {"audio": "a.mp3"}
        first = {"number": 1, "season": 1, "season_name": "Hemma", "title": "Ett"}
        episodes = (
            make_episode(
                slug="trailer",
                number=None,
                type="trailer",
                title="Noll",
                published="2025-01-01T06:00:00+01:00",
                **common,
            ),
            make_episode(slug="001-ett", published="2025-02-01T06:00:00+01:00", **first, **common),
            make_episode(
                slug="001-tva",
                number=1,
                season=2,
                title="Två",
                published="2025-03-01T06:00:00+01:00",
                **common,
            ),
        )
        show = make_show(type=kind)
        return render_site(make_archive(show=show, episodes=episodes, locks={}), as_of=AS_OF)

    return build


def titles(cards):
    return [card["title"] for card in cards]


@pytest.mark.parametrize(
    ("kind", "order", "begins", "heading"),
    [
        ("episodic", ["Två", "Ett", "Noll"], "Två", "Senaste avsnittet"),
        ("serial", ["Noll", "Ett", "Två"], "Ett", "Börja med det första"),
    ],
)
def test_a_serial_begins_with_its_first(two_seasons, kind, order, begins, heading):
    site = two_seasons(kind)

    assert titles(site["avsnitt/"].data()["episodes"]) == order
    assert titles(site[year_path(2025)].data()["episodes"]) == order
    assert titles(json.loads(site["avsnitt/lista.json"].content())) == order
    home = site[""].data()
    assert (home["latest"]["title"], home["latest_heading"]) == (begins, heading)


def test_a_season_can_be_chosen(two_seasons):
    site = two_seasons("episodic")

    assert site["avsnitt/"].data()["filters"]["seasons"] == [
        {"value": "1", "name": "Säsong 1: Hemma"},
        {"value": "2", "name": "Säsong 2"},
    ]
    rows = json.loads(site["avsnitt/lista.json"].content())
    assert [row["season"] for row in rows] == ["2", "1", ""]


def test_one_season_is_no_choice(make_archive, make_episode):
    site = render_site(make_archive(episodes=(make_episode(season=1),)), as_of=AS_OF)

    assert site["avsnitt/"].data()["filters"]["seasons"] == []
