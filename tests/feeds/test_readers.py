"""What three other readers see in a feed, they see in ours after the move: item by item.

`samples/` are feeds of real shows, `hosts/` imitate how each host writes.
"""

import io
import json
import re
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import podcastparser
import pytest
from click.testing import CliRunner

from poddarkiv import spec
from poddarkiv.cli import command_group

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FEEDS = sorted([*HERE.glob("samples/*.xml"), *HERE.glob("hosts/*.xml")])
EVEN = [path for path in FEEDS if path.stem not in {"odd", "handmade"}]
"""Those whose oddities no reader takes differently: the others have tests of their own."""


def run(*arguments):
    return CliRunner().invoke(command_group(), [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """Return a function: a feed before the move and after it, as bytes, and what `check` found."""
    kept = {}

    def move(path):
        if path not in kept:
            root = tmp_path_factory.mktemp(path.stem) / "arkiv"
            made = run("init", root, "--from", path, "--language", "en")
            assert made.exit_code == 0, made.output
            checked = run("check", "--root", root, "--against", path, "--format", "json")
            assert run("feed", "--root", root).exit_code == 0
            after = (root / "site" / "feed.xml").read_bytes()
            kept[path] = path.read_bytes().lstrip(), after, checked
        return kept[path]

    return move


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_the_archive_passes_at_once_and_loses_nothing(path, moved):
    _before, _after, checked = moved(path)

    found = json.loads(checked.stdout)
    assert checked.exit_code == 0
    assert [row for row in found if row["severity"] == "error"] == []
    assert [row for row in found if row["rule"].startswith("against")] == []


def seconds(text):
    total = 0.0
    for part in re.split(":", str(text)):
        total = total * 60 + float(part)
    return total


def feedsmith(xml):
    judge = ["node", "tests/js/judges.mjs", "feedsmith"]
    done = subprocess.run(judge, input=xml, capture_output=True, cwd=ROOT, check=True)
    feed = json.loads(done.stdout)
    explicit = feed["itunes"].get("explicit", False)
    return [smith_row(item, explicit) for item in feed["items"] if item.get("enclosures")]


def smith_row(item, explicit):
    itunes, podcast = item.get("itunes", {}), item.get("podcast", {})
    kind = item["enclosures"][0]
    link = item["guid"].get("isPermaLink", item["guid"]["value"].startswith("http"))
    chapters = item.get("psc", {}).get("chapters", [])
    return {
        "guid": (item["guid"]["value"], link),
        "date": item["pubDate"],
        "title": item["title"],
        "enclosure": (plain(kind["url"]), kind["length"], kind["type"]),
        # It reads no clock with decimals, and 0 is as good as nothing.
        "duration": int(itunes.get("duration") or 0),
        "season": podcast.get("season", {}).get("number", itunes.get("season")),
        "number": whole(podcast.get("episode", {}).get("number", itunes.get("episode"))),
        "explicit": itunes.get("explicit", explicit),
        "persons": persons(podcast.get("persons", [])),
        "chapters": [(seconds(c["start"]), c["title"], plain(c.get("href", ""))) for c in chapters],
    }


def whole(number):
    """Return an episode's number; 1.5 is none for Apple."""
    return number if number is None or number == int(number) else None


def persons(found):
    return {
        (p["display"].casefold(), *role(p.get("role", "host"), p.get("group", ""))) for p in found
    }


def role(name, group):
    # A role without its group is the one of that name; one in a wrong group is nobody's.
    known = spec.find_role(f"{group}/{name}") or spec.find_role(name)
    return known.name, known.group


def plain(url):
    """Return an address as a browser asks for it."""
    return re.sub(r"[^\x21-\x7e]", lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)


@pytest.mark.parametrize("path", EVEN, ids=lambda path: path.stem)
def test_feedsmith_reads_the_same_of_every_item(path, moved):
    before, after = map(feedsmith, moved(path)[:2])

    assert len(before) == len(after) > 0
    ours = {row["guid"][0]: row for row in after}
    for row in before:
        found = ours[row["guid"][0]]
        zone = row["date"].rpartition(" ")[2]
        if zone.startswith(("+", "-")) or zone in {"GMT", "PDT", "EDT"}:
            theirs, now = parsedate_to_datetime(row["date"]), parsedate_to_datetime(found["date"])
            assert now.timestamp() == theirs.timestamp()
        assert found["title"] == " ".join(row["title"].replace("&amp;", "&").split())
        for key in ("guid", "enclosure", "season", "number", "explicit"):
            assert found[key] == row[key], key
        assert row["duration"] in (0, found["duration"])
        # Those of the show make what names nobody.
        if row["persons"]:
            assert found["persons"] == row["persons"]
        # Where the feed has none, the description may list them.
        assert found["chapters"] == row["chapters"] or not row["chapters"]


@pytest.mark.parametrize("path", EVEN, ids=lambda path: path.stem)
def test_gpodder_reads_the_same_of_every_item(path, moved):
    before, after = (
        podcastparser.parse("https://podd.example/", io.BytesIO(xml))["episodes"]
        for xml in moved(path)[:2]
    )

    ours = {item["guid"]: item for item in after}
    compared = [item for item in before if item["enclosures"]]
    assert len(compared) == len(after)
    for item in compared:
        found = ours[item["guid"]]
        assert found["title"] == item["title"].replace("&amp;", "&")
        assert plain(found["enclosures"][0]["url"]) == plain(item["enclosures"][0]["url"])
        for key in ("file_size", "mime_type"):
            assert found["enclosures"][0][key] == item["enclosures"][0][key]
        assert found["total_time"] == item["total_time"]
        # Our items say it where the show does not.
        assert bool(found.get("explicit")) == bool(item.get("explicit"))
        # It knows no podcast:episode, and 0 is no number for Apple.
        assert not item.get("number") or found["number"] == item["number"]
        if "chapters" in item:
            assert [(c["start"], c["title"]) for c in found["chapters"]] == [
                (c["start"], c["title"]) for c in item["chapters"]
            ]


@pytest.mark.parametrize("path", EVEN, ids=lambda path: path.stem)
def test_feedparser_reads_the_same_of_every_item(path, moved):
    before, after = (feedparser.parse(xml) for xml in moved(path)[:2])

    assert after.bozo == 0
    ours = {item.id: item for item in after.entries}
    compared = [item for item in before.entries if item.enclosures]
    assert len(compared) == len(ours)
    for item in compared:
        found = ours[item.id]
        # It knows no zones by their place.
        if "/" not in item.published:
            assert found.published_parsed == item.published_parsed
        assert found.title == " ".join(item.title.replace("&amp;", "&").split())
        assert plain(found.enclosures[0].href) == plain(item.enclosures[0].href)
        assert found.enclosures[0].type == item.enclosures[0].type
        assert found.enclosures[0].length == item.enclosures[0].length
        if item.get("itunes_duration") not in (None, "0"):
            assert int(found.itunes_duration) == round(seconds(item.itunes_duration))
        for key in ("itunes_season", "itunes_episode"):
            # Apple wants none that is 0; one that is no number is none.
            theirs = item.get(key) or ""
            number = int(theirs) if theirs.isdecimal() else 0
            assert not number or int(found[key]) == number
