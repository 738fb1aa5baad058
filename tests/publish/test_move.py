"""`publish --check OLD --moved-to NEW`: does everybody come along?"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from poddarkiv.publish.feed_move import check_move
from publish.hosted import GOOD, Hosted, ask, lines, moved
from running import poddarkiv
from sample import AS_OF
from webhosts import nginx

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"


@pytest.fixture(scope="module")
def moving(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """Give the show at its new place, whose host has old places that lead there in each way."""
    new = moved(built, tmp_path_factory.mktemp("moving"), GOOD)
    feed, address = new.root / "site/feed.xml", f"{new.address}feed.xml"
    named = f"<itunes:new-feed-url>{address}</itunes:new-feed-url>\n    <item>"
    old = feed.read_text("utf-8")
    text = old.replace("<item>", named, 1)
    feed.write_text(text, "utf-8")
    for name, content in {
        "old": old,
        "named": text,
        "other-guids": re.sub(r'(<guid isPermaLink="false">)(\w)', r"\1x\2", text, count=1),
        "later": re.sub(
            r"(<item>.*?<pubDate>.*?)\d\d:00 ", r"\g<1>09:09 ", text, count=1, flags=re.S
        ),
        "another-show": text.replace(GUID, GUID.replace("9", "8")),
        "unlocked": text.replace(">yes</podcast:locked>", ">no</podcast:locked>"),
        "sent-on": text.replace(address, "https://elsewhere.example/feed.xml"),
    }.items():
        (feed.parent / f"{name}.xml").write_text(content, "utf-8")
    ways = "".join(
        f"location = /{way} {{ return {code} {target}; }}\n"
        for way, code, target in (
            ("for-ever", 301, address),
            ("for-now", 302, address),
            ("further", 308, f"{new.address}for-now"),
            ("away", 301, f"{new.address}nytt.xml"),
        )
    )
    host = Hosted(new.root, type(new.host)(new.host.site, ways + GOOD, new.host.port))
    with nginx(host.host):
        yield host


def check(moving: Hosted, old: str, new: str = "feed.xml") -> list[str]:
    before = (moving.root / "site/old.xml").read_bytes()
    report = check_move(moving.address + old, moving.address + new, before, ask)
    assert report.looked_at["recordings"] == 4
    return lines(report.found, moving.address)


def test_a_permanent_redirect_to_the_whole_show_is_right(moving: Hosted):
    assert check(moving, "for-ever") == []


def test_a_new_address_may_itself_lead_on(moving: Hosted):
    found = check(moving, "further", "for-now")

    assert not [line for line in found if "redirect" in line or "leads to" in line]


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("for-now", "/for-now: answers 302: a temporary redirect, apps keep the old address"),
        ("away", "/away: leads to /nytt.xml, not to /feed.xml"),
        ("gone.xml", "/gone.xml: answers 404 and no feed"),
        ("index.html", "/index.html: answers 200 and no feed"),
        ("old.xml", "/old.xml: neither redirects nor names the new address (itunes:new-feed-url)"),
        (
            "named.xml",
            "/named.xml: names the new address, but does not redirect: only some apps will follow",
        ),
    ],
)
def test_another_answer_at_the_old_place_is_told(moving: Hosted, old: str, told: str):
    assert check(moving, old) == [f"move: {told}"]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("another-show.xml", f"has podcast:guid {GUID.replace('9', '8')}, was {GUID}"),
        ("unlocked.xml", "is not locked: anybody may bring it to another host"),
        (
            "later.xml",
            "“Uppläst: För dig som är anhörig (syntetisk röst)” has another date in the new feed",
        ),
        (
            "sent-on.xml",
            "sends apps on to https://elsewhere.example/feed.xml (itunes:new-feed-url)",
        ),
    ],
)
def test_another_feed_at_the_new_place_is_told(moving: Hosted, new: str, told: str):
    found = check(moving, "for-ever", new)

    assert f"move: /{new}: {told}" in found


def test_an_episode_with_another_guid_is_told(moving: Hosted):
    found = check(moving, "for-ever", "other-guids.xml")
    (told,) = (line for line in found if line.endswith("is not in the new feed"))

    assert told.startswith("move: /other-guids.xml: “Uppläst: För dig som är anhörig")


def test_a_locked_show_that_has_not_come_whole_must_be_unlocked_first(moving: Hosted):
    found = check(moving, "named.xml", "other-guids.xml")

    assert "move: /named.xml: is locked: the new host may refuse to bring it" in found


def test_what_people_type_says_so(moving: Hosted):
    words = ("--allow-local", "--as-of", AS_OF, "--moved-to", f"{moving.address}feed.xml")
    saved = str(moving.root / "site/old.xml")

    right = poddarkiv(moving.root, "publish", "--check", f"{moving.address}for-ever", *words)
    wrong = poddarkiv(
        moving.root, "publish", "--check", f"{moving.address}for-now", *words, "--old-feed", saved
    )

    assert (right.returncode, wrong.returncode) == (0, 1)
    assert "The move: 8 right" in right.stdout
    assert "answers 302: a temporary redirect" in wrong.stdout
