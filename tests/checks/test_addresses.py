"""Addresses are taken as people write them, and what is missing is told in words."""

import pytest

from checks.faults import apply, copy_base, problems
from poddarkiv.load import load_archive
from poddarkiv.model.fields import check_url

EPISODE = "episodes/001-start/episode.yml"
SHOUTED = "HTTPS://podd.example.org/media/001-start.mp3"


def audio(tmp_path, line):
    root = copy_base(tmp_path)
    apply(root, {"file": EPISODE, "replace": "audio: 001-start.mp3\n", "with": line})
    return root


def test_a_scheme_in_capitals_is_the_same_address(tmp_path):
    root = audio(tmp_path, f"audio: {SHOUTED}\n")

    assert [problem.rule for problem in problems(root)] == ["not-measured"]
    assert load_archive(root).episode_by_slug["001-start"].audio == SHOUTED.replace(
        "HTTPS", "https"
    )


def test_every_other_address_is_read_so_too():
    assert check_url("Http://a.example/B") == "http://a.example/B"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("audio: 001-start.mp3\n", "ingen inspelning"),
        ("published: 2026-03-01T06:00:00+01:00\n", "inget datum"),
    ],
)
def test_what_was_taken_away_is_said_in_words(tmp_path, line, said):
    root = copy_base(tmp_path)
    apply(root, {"file": EPISODE, "replace": line, "with": ""})

    told = [str(problem) for problem in problems(root)]
    assert any(f", nu {said}: " in text for text in told)
    assert not any("None" in text for text in told)
