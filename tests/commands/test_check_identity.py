"""`check --against` and `--accept`: what subscribers know stays, unless somebody says otherwise."""

import pytest
import yaml
from click.testing import CliRunner

from checks.faults import copy_base
from poddarkiv.commands.check import command
from running import in_english, poddarkiv

FIRST = "episodes/001-start/episode.yml"
DAY = ("--as-of", "2026-06-01T12:00:00+02:00")


@pytest.fixture
def root(tmp_path):
    """Return an archive whose feed is published as `old.xml`."""
    root = in_english(copy_base(tmp_path))
    poddarkiv(root, "feed", *DAY)
    (root / "old.xml").write_bytes((root / "site/feed.xml").read_bytes())
    return root


def change(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def against(root):
    """Return exit code and messages; what the lock itself tells is left out."""
    (root / "episodes/001-start/episode.lock.yml").write_text(
        (root / "episodes/001-start/episode.lock.yml").read_text("utf-8").partition("identity")[0],
        "utf-8",
    )
    arguments = ["--root", str(root), "--against", str(root / "old.xml"), *DAY]
    result = CliRunner().invoke(command, arguments)
    lines = result.stdout.splitlines()
    return result.exit_code, [line for line in lines if "not written down yet" not in line]


def test_the_same_feed_takes_nothing_from_anybody(root):
    assert against(root) == (0, [])


def test_another_title_summary_or_text_takes_nothing_from_anybody(root):
    change(root, FIRST, "title: Vi börjar", "title: Helt annat")
    change(root, FIRST, "number: 1\n", "number: 1\nseason: 3\n")

    assert against(root) == (0, [])


def test_another_guid_would_come_again_to_everybody(root):
    change(root, FIRST, "7c01", "7c99")

    assert against(root) == (
        1,
        [
            (
                f"{FIRST}:1: guid: the guid is “0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c01” in the "
                "published "
                "feed, here “0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c99”: every subscriber would get "
                "it again "
                "as a new episode – write guid: 0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c01"
            )
        ],
    )


def test_another_date_would_move_it(root):
    change(root, FIRST, "published: 2026-03-01T06", "published: 2026-03-02T06")

    code, lines = against(root)

    assert code == 1
    assert lines == [
        (
            f"{FIRST}:4: published: the date is 2026-03-01T06:00:00+01:00 in the published feed, "
            "here "
            "2026-03-02T06:00:00+01:00: it would move in subscribers' lists – "
            "write published: 2026-03-01T06:00:00+01:00"
        )
    ]


@pytest.mark.parametrize(
    "date",
    ["Sun, 01 Mar 2026 07:00:00 CEST", "Sun, 01 Mar 2026 00:00:00 EST", "2026-03-01T05:00:00Z"],
)
def test_the_same_moment_in_another_zone_moves_nothing(root, date):
    redate(root, date)

    assert against(root) == (0, [])


def test_a_date_that_cannot_be_read_is_told(root):
    redate(root, "söndag morgon")

    code, [line] = against(root)

    assert code == 0
    assert "“söndag morgon” of “Vi börjar” is no date that can be read" in line
    assert line.startswith(f"{root / 'old.xml'}:")


def redate(root, date):
    """Write `date` as that of the published feed's only item."""
    head, item = (root / "old.xml").read_text("utf-8").split("<item>")
    old = "<pubDate>Sun, 01 Mar 2026 06:00:00 +0100</pubDate>"
    assert item.count(old) == 1
    new = head + "<item>" + item.replace(old, f"<pubDate>{date}</pubDate>")
    (root / "old.xml").write_text(new, "utf-8")


def test_another_place_of_the_recording_would_be_downloaded_again(root):
    change(root, "episodes/show.yml", "license:", "media_url: https://a.example.org/m/\nlicense:")

    code, lines = against(root)

    assert code == 1
    assert "https://a.example.org/m/001-start.mp3: apps may download it again" in lines[0]


def test_an_episode_that_is_gone_is_told_with_its_line_in_the_feed(root):
    text = (root / "old.xml").read_text("utf-8")
    item = text[text.index("    <item>") : text.index("  </channel>")]
    other = (
        item.replace("7c01", "7c55").replace("001-start", "000-forr").replace("Vi börjar", "Förr")
    )
    (root / "old.xml").write_text(text.replace("  </channel>", other + "  </channel>"), "utf-8")

    code, [line] = against(root)

    assert code == 1
    assert "“Förr” (0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c55) is not in the archive" in line
    assert line.startswith(
        f"{root / 'old.xml'}:{text[: text.index('  </channel>')].count(chr(10)) + 1}"
    )


def test_a_draft_of_what_is_published_would_be_lost(root):
    change(root, FIRST, "status: published", "status: draft")

    code, lines = against(root)

    assert code == 1
    assert f"{FIRST}:5: status: the episode is published, and here a draft" in lines[0]


def test_a_withdrawn_episode_is_meant_to_go(root):
    change(root, FIRST, "status: published", "status: withdrawn")

    code, lines = against(root)

    assert code == 0
    assert lines == [
        f"{FIRST}:5: note: status: the episode is withdrawn: it disappears from subscribers' lists"
    ]


def test_another_order_is_told(root):
    text = (root / "old.xml").read_text("utf-8")
    start, end = text.index("    <item>"), text.index("  </channel>")
    lock = (root / "episodes/001-start/episode.lock.yml").read_text("utf-8")
    new = root / "episodes/003-nytt"
    new.mkdir()
    (new / "episode.yml").write_text(
        (root / FIRST)
        .read_text("utf-8")
        .replace("7c01", "7c03")
        .replace("number: 1", "number: 3")
        .replace("2026-03-01", "2026-05-01")
        .replace("audio: 001-start", "audio: 003-nytt"),
        "utf-8",
    )
    (new / "transcript.vtt").write_bytes((root / "episodes/001-start/transcript.vtt").read_bytes())
    (new / "episode.lock.yml").write_text(
        lock.partition("identity")[0].replace("001-start", "003-nytt"), "utf-8"
    )
    second = (
        text[start:end]
        .replace("7c01", "7c03")
        .replace("001-start.mp3", "003-nytt.mp3")
        .replace("Sun, 01 Mar", "Fri, 01 May")
    )
    (root / "old.xml").write_text(text[:end] + second + text[end:], "utf-8")

    code, lines = against(root)

    assert code == 1
    assert lines == [
        (
            "episodes/003-nytt/episode.yml:4: published: the episode stands in another place "
            "than in "
            "the published feed – compare the dates of publishing with those in the feed"
        )
    ]


def test_what_is_no_feed_is_told(root):
    (root / "old.xml").write_text("<html/>")

    result = poddarkiv(root, "check", "--against", str(root / "old.xml"))

    assert result.returncode == 2
    assert "no RSS feed: the first element is <html>" in result.stderr


def lock_of(root, slug):
    return yaml.safe_load((root / f"episodes/{slug}/episode.lock.yml").read_text("utf-8"))


def test_a_renamed_page_stops_until_it_is_accepted_and_then_leaves_a_former_one(root):
    (root / "episodes/001-start").rename(root / "episodes/001-borjan")
    change(root, "content/artiklar/vad-ar-stod.md", "001-start", "001-borjan")

    stopped = poddarkiv(root, "check", *DAY)
    accepted = poddarkiv(root, "check", "--accept", "1", *DAY)

    assert stopped.returncode == 1
    assert stopped.stdout.splitlines() == [
        (
            "episodes/001-borjan/episode.yml:1: the page was avsnitt/001-start/ when the episode "
            "was published, now avsnitt/001-borjan/: other people's links would break – rename "
            "the folder to 001-start, or if it is meant: poddarkiv check --accept 001-borjan"
        )
    ]
    assert (accepted.returncode, accepted.stdout) == (0, "")
    assert lock_of(root, "001-borjan")["identity"]["page"] == "avsnitt/001-borjan/"
    assert lock_of(root, "001-borjan")["identity"]["former"] == ["avsnitt/001-start/"]


def test_going_back_to_a_former_page_does_not_lead_it_to_itself(root):
    for slug in ("001-borjan", "001-start"):
        [folder] = root.glob("episodes/001-*")
        folder.rename(root / "episodes" / slug)
        poddarkiv(root, "check", "--accept", "all", *DAY)

    assert lock_of(root, "001-start")["identity"]["former"] == ["avsnitt/001-borjan/"]


def test_nothing_but_the_named_episode_is_accepted(root):
    change(root, FIRST, "7c01", "7c99")

    result = poddarkiv(root, "check", "--accept", "2", *DAY)

    assert result.returncode == 1
    assert "the guid was" in result.stdout


def test_guids_stay_whatever_else_changes(root):
    def guids():
        poddarkiv(root, "check", "--accept", "all", *DAY)
        result = poddarkiv(root, "feed", *DAY)
        assert result.returncode == 0, result.stderr
        text = (root / "site/feed.xml").read_text("utf-8")
        return [line.strip() for line in text.splitlines() if "<guid" in line]

    before = guids()
    change(root, FIRST, "title: Vi börjar", "title: Helt annat")
    change(root, FIRST, "number: 1", "number: 7")
    (root / "episodes/001-start").rename(root / "episodes/007-annat")
    change(root, "content/artiklar/vad-ar-stod.md", "001-start", "007-annat")
    change(root, "mkdocs.yml", "https://podd.example.org/", "https://ny.example.org/")
    change(root, "episodes/007-annat/episode.yml", "audio: 001-start", "audio: 007-annat")
    change(
        root,
        "episodes/007-annat/episode.lock.yml",
        "path: media/001-start",
        "path: media/007-annat",
    )

    assert guids() == before


def test_a_withdrawn_guid_is_not_used_again(root):
    change(root, FIRST, "status: published", "status: withdrawn")
    change(root, "episodes/002-mitt/episode.yml", "7c02", "7c01")

    result = poddarkiv(root, "check", *DAY)

    assert result.returncode == 1
    assert "episodes/002-mitt/episode.yml:1: guid: the guid was published as that of 001-start" in (
        result.stdout
    )
