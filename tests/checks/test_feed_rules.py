"""The feed's rules: enough of them, each broken somewhere, each in the documents."""

import re
from pathlib import Path

import pytest
import yaml

from checks.faults import AS_OF
from poddarkiv.checks import check
from poddarkiv.model import Audio, Lock

ROOT = Path(__file__).parents[2]
MODULES = (
    *("published_feed", "chapters", "feed_episode", "feed_parts", "feed_show"),
    *("identity", "media", "pictures", "place", "replaced"),
)
RULE = re.compile(
    r"(?:\.error|\.warning|\.too_long|\.numeric)\(\s*\"([a-z-]+)\""
    r"|rule=\"([a-z-]+)\""
    r"|ascii_name\([^)]*\"([a-z-]+)\""
)


def rules():
    """Return the name of every rule that a feed's checks can report."""
    names = {"identity-guid", "identity-published", "identity-page", "identity-enclosure"}
    for module in MODULES:
        text = (ROOT / f"scripts/poddarkiv/checks/{module}.py").read_text("utf-8")
        names |= {next(filter(None, match)) for match in RULE.findall(text)}
    return names


def test_every_rule_is_in_the_documents_and_every_documented_rule_exists():
    table = (ROOT / "docs/feed.md").read_text("utf-8").partition("## Rules")[2]
    documented = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)` (?:[EW]\b|\(a note\))", table))

    assert documented == rules()


def test_at_least_sixty_feed_faults_are_broken_one_at_a_time():
    rows = yaml.safe_load((ROOT / "tests/checks/faults_feed.yml").read_text("utf-8"))

    assert len(rows) >= 60
    assert all(re.match(r"\S+:\d+: ", row["says"]) for row in rows)


def long(seconds=3600.0):
    """Return the lock of a long recording."""
    return Lock(
        audio=Audio(
            path="media/001-start.mp3", bytes=9_000_000, duration=seconds, mime_type="audio/mpeg"
        )
    )


def chapters(*starts):
    return [{"start": start, "title": f"Kapitel {i}"} for i, start in enumerate(starts, 1)]


UNUSUAL = {
    "show-author": lambda show, _episode: {"show": show(author="a" * 256)},
    "show-copyright": lambda show, _episode: {"show": show(copyright="c" * 256)},
    "new-feed-url": lambda show, _episode: {"show": show(new_feed_url="https://ny.example.org/f")},
    "complete": lambda show, episode: {
        "show": show(complete="true"),
        "episodes": (episode(published="2031-01-01T06:00:00+01:00"),),
    },
    "serial-number": lambda show, episode: {
        "show": show(type="serial"),
        "episodes": (episode(slug="start", number=None),),
    },
    "display": lambda _show, episode: {
        "episodes": (episode(slug="start", number=None, display="Ett"),)
    },
    "location": lambda _show, episode: {"episodes": (episode(locations=[{"name": "o" * 129}]),)},
    "chapter-short": lambda _show, episode: {
        "episodes": (episode(chapters=chapters("0:00", "0:29", "30:00")),),
        "locks": {"001-start": long()},
    },
    "chapters-many": lambda _show, episode: {
        "episodes": (episode(chapters=chapters(*(f"{m}:00" for m in range(40)))),),
        "locks": {"001-start": long()},
    },
    "recording-address": lambda _show, episode: {
        "episodes": (episode(audio="https://example.org/a b.mp3"),)
    },
    "recording-name": lambda _show, episode: {"episodes": (episode(audio="Mitt ljud å.mp3"),)},
    "https": lambda _show, episode: {"episodes": (episode(audio="http://example.org/a.mp3"),)},
    "alternate-title": lambda _show, episode: {
        "episodes": (episode(alternates=[{"file": "a.opus", "title": "t" * 33}]),)
    },
    "repeated-date": lambda _show, episode: {
        "episodes": (episode(), episode(slug="002-b", number="2", guid="b", audio="b.mp3"))
    },
}
"""Rules that take more than one edit: what the archive is then, by the rule's name."""


@pytest.mark.parametrize("rule", UNUSUAL)
def test_what_takes_more_than_one_edit_is_found_too(make_archive, make_show, make_episode, rule):
    sound = make_archive()
    broken = make_archive(**UNUSUAL[rule](make_show, make_episode))

    found = [problem for problem in check(broken, AS_OF) if problem.rule == rule]

    assert [problem.rule for problem in check(sound, AS_OF)].count(rule) == 0
    assert len(found) == 1
    assert found[0].message
    assert found[0].remedy
