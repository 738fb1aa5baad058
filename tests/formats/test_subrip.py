"""SubRip as programs and people write it."""

import pytest

from poddarkiv.formats.encoding import decode_text
from poddarkiv.formats.subrip import parse_srt


def read(text):
    transcript, faults = parse_srt(text)
    return [(s.start, s.end, s.text) for s in transcript.segments], faults


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:01,000 --> 00:00:02,500", 1.0, 2.5),
        ("0:00:01,000 --> 0:00:02,500", 1.0, 2.5),
        ("1:02:03.5 --> 1:02:04.25", 3723.5, 3724.25),
        ("00:01 --> 00:02", 1.0, 2.0),
        ("00:00:01 --> 00:00:02", 1.0, 2.0),
        ("01:02,5-->01:03,5", 62.5, 63.5),
        ("00:00:01,000 --> 00:00:02,000 X1:10 X2:20 Y1:1 Y2:2", 1.0, 2.0),
        ("  00:00:01.000  -->  00:00:02.000  ", 1.0, 2.0),
        ("00:00:01,000\u00a0-->\u00a000:00:02,000", 1.0, 2.0),
        ("00:00:01,000 -> 00:00:02,000", 1.0, 2.0),
        ("00:00:01,000 –> 00:00:02,000", 1.0, 2.0),
        ("00:00:01.250000 --> 00:00:02.500000", 1.25, 2.5),
    ],
)
def test_times_are_read_in_every_form(times, start, end):
    assert read(f"1\n{times}\nHej!\n") == ([(start, end, "Hej!")], [])


def test_words_beside_the_times_are_kept():
    text = "1\n00:00:01,000 --> 00:00:02,000 Hej på\ndig\n\n2\n0:02 --> 0:03 du\n"

    assert read(text) == ([(1.0, 2.0, "Hej på\ndig"), (2.0, 3.0, "du")], [])


def test_many_colons_beside_the_times_take_no_time():
    colons = "1:" * 5000 + " ord"

    assert read(f"0:01 --> 0:02 {colons}\n")[0] == [(1.0, 2.0, colons)]


def test_files_may_be_joined_with_their_marks():
    text = "\ufeff1\n0:01 --> 0:02\nHej\n\n\ufeff2\n0:02 --> 0:03\ndu\n"

    assert [row[2] for row in read(text)[0]] == ["Hej", "du"]


def test_numbers_may_be_missing():
    text = "00:00:01,0 --> 00:00:02,0\nHej\n\n00:00:02,0 --> 00:00:03,0\ndu\n"

    assert read(text)[0] == [(1.0, 2.0, "Hej"), (2.0, 3.0, "du")]


def test_a_text_goes_on_over_empty_lines_and_may_be_a_number():
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nDet var\n\n1989\n\n2\n"
        "00:00:02,000 --> 00:00:03,000\n1990\n\n3\n00:00:03,000 --> 00:00:04,000\nvi --> oss\n"
    )

    assert read(text) == (
        [(1.0, 2.0, "Det var\n1989"), (2.0, 3.0, "1990"), (3.0, 4.0, "vi --> oss")],
        [],
    )


def test_numbers_directly_under_a_text_are_no_text():
    text = "1\n00:00:01,000 --> 00:00:02,000\nHej\n2\n00:00:02,000 --> 00:00:03,000\ndu\n"

    assert [row[2] for row in read(text)[0]] == ["Hej", "du"]


def test_marks_of_looks_are_left_out_and_other_signs_stay():
    said = "{\\an8}<i>Hej</i> &amp; <font color='#fff'>du</font> <3"
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{said}\n"

    assert read(text)[0] == [(1.0, 2.0, "Hej & du <3")]


def test_each_cue_that_cannot_be_read_is_told_with_its_line():
    text = "1\n00:00:99,000 --> 00:01:02,000\nHej\n\n2\n1 2 3 --> 4\ndu\n\n3\n0:01 --> 0:02\nigen\n"

    segments, faults = read(text)

    assert segments == [(1.0, 2.0, "igen")]
    assert faults == [
        (2, "times are written 00:00:01,000 --> 00:00:04,000, not “00:00:99,000 --> 00:01:02,000”"),
        (6, "times are written 00:00:01,000 --> 00:00:04,000, not “1 2 3 --> 4”"),
    ]


def test_a_numbered_cue_without_times_is_told_and_no_words_of_the_one_before():
    text = "1\n0:01 --> 0:02\nHej\n\n2\n--:--:-- --> --:--:--\ndu\n\n3\n0:03 --> 0:04\noch --> ni\n"

    segments, faults = read(text)

    assert [row[2] for row in segments] == ["Hej", "och --> ni"]
    assert [line for line, _why in faults] == [6]


TEXT = "Hör du? – Ja, “så” är det. 10 €"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
    ],
)
def test_the_encoding_is_told_and_the_text_is_the_same(content, encoding):
    assert decode_text(content) == (TEXT, encoding)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_letters_of_other_scripts_are_told_too(encoding):
    text = "1\n00:00:01,000 --> 00:00:02,000\nשלום לכולם, ברוכים הבאים לתוכנית שלנו היום\n" * 3

    assert decode_text(text.encode(encoding)) == (text, "UTF-16")


def test_what_is_no_text_is_no_wide_text():
    assert decode_text(b"ID3\x04\0\0\0\0\0\0\0\0\xff\xfb").encoding == "Windows-1252"
