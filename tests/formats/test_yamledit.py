from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.formats.yamledit import format_flow, remove_key, replace_value, set_key

REVIEWED = {"status": "reviewed", "by": "Åsa Öberg", "date": date(2026, 11, 21)}
LINE = "transcript: {status: reviewed, by: Åsa Öberg, date: 2026-11-21}"

EPISODE = """\
# yaml-language-server: $schema=../../schema/episode.schema.json
number: 32   # as in the feed
title: "Om: peer support"

# What it is about.
topics: [peer-support]
notes: |
  # not a comment

  Slut.
chapters:
  - {start: "00:00", title: Välkommen}   # first
  # none after this
"""


def test_a_missing_key_is_added_last():
    assert set_key(EPISODE, "transcript", REVIEWED) == EPISODE + LINE + "\n"


def test_a_file_without_a_last_line_feed_gets_one_before_the_new_key():
    assert set_key("title: A", "number", 3) == "title: A\nnumber: 3\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\ntranscript: {status: none} # why\nb: 2\n", f"a: 1\n{LINE} # why\nb: 2\n"),
        ("transcript:\n  status: none\n  by: X\n\n# next\nb: 2\n", f"{LINE}\n\n# next\nb: 2\n"),
        ("transcript:\nb: 2\n", f"{LINE}\nb: 2\n"),
        ("transcript:   # not yet\nb: 2\n", f"{LINE}   # not yet\nb: 2\n"),
        ("transcript: {\n  status: none,\n}\nb: 2\n", f"{LINE}\nb: 2\n"),
        ("transcript: |\n  text\n  # text too\n\nb: 2\n", f"{LINE}\n\nb: 2\n"),
        ("b: 2\ntranscript:\n- x\n- y", f"b: 2\n{LINE}"),
        ("b: 2\ntranscript:", f"b: 2\n{LINE}"),
        ('"transcript": x\n', f"{LINE}\n"),
    ],
)
def test_only_the_key_itself_is_replaced(before, after):
    assert set_key(before, "transcript", REVIEWED) == after


def test_windows_line_endings_and_a_byte_order_mark_stay():
    before = "\ufefftitle: A\r\ntranscript:\r\n  status: none\r\nb: 2\r\n"

    assert set_key(before, "transcript", REVIEWED) == f"\ufefftitle: A\r\n{LINE}\r\nb: 2\r\n"
    assert set_key("title: A\r\n", "number", 3) == "title: A\r\nnumber: 3\r\n"


def test_a_key_is_removed_with_its_lines():
    assert remove_key(EPISODE, "notes") == EPISODE.replace(
        "notes: |\n  # not a comment\n\n  Slut.\n", ""
    )
    assert remove_key(EPISODE, "image") == EPISODE


@pytest.mark.parametrize("text", ["- a list\n", "{a: 1}\n", "a: 'open\n", "just text\n"])
def test_what_is_not_keys_and_values_is_refused(text):
    with pytest.raises(ValueError):
        set_key(text, "transcript", REVIEWED)


def test_a_change_that_would_mean_something_else_is_refused():
    # The new key would become a part of the document after the end mark.
    with pytest.raises(ValueError):
        set_key("a: 1\n...\n", "b", 2)


@given(st.text())
def test_any_text_is_read_back_as_it_was(text):
    assert yaml.load(f"key: {format_flow(text)}\n", Loader=yaml.BaseLoader) == {"key": text}
    assert yaml.load(f"key: {format_flow([text])}\n", Loader=yaml.BaseLoader) == {"key": [text]}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (
            "a: 1\nm:\n  # why\n  n: x/y  # so\n  o: []\n",
            'a: 1\nm:\n  # why\n  n: "x/y@1"  # so\n  o: []\n',
        ),
        ("m: {n: 'x/y', o: 1}\r\n", 'm: {n: "x/y@1", o: 1}\r\n'),
        ('\ufeffm:\n    n: "x/y"', '\ufeffm:\n    n: "x/y@1"'),
    ],
)
def test_a_value_further_in_is_replaced_and_nothing_else(text, changed):
    assert replace_value(text, ("m", "n"), "x/y@1") == changed


@pytest.mark.parametrize(
    "text", ["a: 1\n", "m: 1\n", "m:\n  n: [x]\n", "m:\n  n: |\n    x\n", "m:\n"]
)
def test_a_value_that_does_not_stand_on_a_line_is_left_alone(text):
    with pytest.raises(ValueError, match=r"“m\.n” can't be changed safely"):
        replace_value(text, ("m", "n"), "x")
