import pytest

from poddarkiv.formats import vtt
from poddarkiv.review.session import ChangedError, UnusableError
from poddarkiv.review.words import time_words
from poddarkiv.transcript import Segment, Word
from review.conftest import VTT, YML


def words(*rows):
    return [Word(text, start, end, 0.9) for text, start, end in rows]


def test_words_that_the_machine_wrote_have_its_times():
    spans = time_words(
        Segment(0, 3, "Hej, på dig!"), words(("hej", 0.2, 0.5), ("på", 1, 1.2), ("dig", 2, 2.4))
    )

    assert spans == [(0.2, 0.5), (1, 1.2), (2, 2.4)]


def test_words_that_people_wrote_share_the_time_between_their_neighbours():
    heard = words(("jag", 0, 1), ("heter", 1, 2), ("jidhag", 2, 5), ("nu", 5, 6))

    spans = time_words(Segment(0, 6, "Jag heter AB CD nu"), heard)

    assert spans == [(0, 1), (1, 2), (2, 3.5), (3.5, 5), (5, 6)]


def test_without_a_machine_the_cue_is_shared_by_length():
    assert time_words(Segment(10, 14, "a bcd"), []) == [(10, 11), (11, 14)]


def test_times_stay_within_a_cue_that_a_person_moved():
    spans = time_words(Segment(1, 2, "a b"), words(("a", 0.8, 1.2), ("b", 1.9, 2.6)))

    assert spans == [(1, 1.2), (1.9, 2)]


def test_a_correction_keeps_the_header_so_that_the_edit_is_recognised(review):
    state = review.state()
    review.save({0: [Segment(0, 2, "Hej och hjärtligt välkommen.", "Bo")]}, expected=state["hash"])

    text = review.transcript.read_text(encoding="utf-8")
    assert text == VTT.replace("Hej och välkommen.", "<v Bo>Hej och hjärtligt välkommen.")
    transcript, _faults = vtt.parse_vtt(text)
    assert vtt.is_edited(transcript)


def test_a_file_that_changed_is_not_written_over(review):
    before = review.state()["hash"]
    review.transcript.write_text(VTT.replace("Tack", "Tackar"), encoding="utf-8")

    with pytest.raises(ChangedError):
        review.save({0: []}, expected=before)
    with pytest.raises(ChangedError):
        review.mark_reviewed("Åsa", expected=before)
    assert "Tackar" in review.transcript.read_text(encoding="utf-8")
    assert review.episode.read_text(encoding="utf-8") == YML


def test_reviewed_is_written_into_the_yaml_and_nothing_else_moves(review):
    assert review.state()["reviewed"] is None

    day = review.mark_reviewed("Åsa Öberg", expected=review.state()["hash"])

    assert day == "2026-11-21"
    line = "transcript: {status: reviewed, by: Åsa Öberg, date: 2026-11-21}"
    assert review.episode.read_text(encoding="utf-8") == YML.replace("transcript:", line)
    assert review.state()["reviewed"] == {"by": "Åsa Öberg", "date": "2026-11-21"}


def test_half_resolved_merge_marks_are_told_with_their_line(make_review):
    review = make_review(
        vtt=VTT.replace("Tack för i dag.", "<<<<<<< HEAD\nTack") + "\n=======\nx\n"
    )

    with pytest.raises(UnusableError, match=r"episodes/001-start/transcript.vtt:\d+: "):
        review.state()


@pytest.mark.parametrize("name", ["transcript", "episode"])
def test_a_file_that_is_gone_is_told(review, name):
    getattr(review, name).unlink()

    with pytest.raises(UnusableError, match="the file is not there"):
        review.state()


def test_a_full_disk_is_told_and_the_old_file_stays(make_review):
    def fail(_path, _content):
        raise OSError(28, "No space left on device")

    review = make_review(write=fail)

    with pytest.raises(UnusableError, match="the disk is full"):
        review.save({0: []}, expected=review.state()["hash"])
    assert review.transcript.read_text(encoding="utf-8") == VTT


def test_windows_line_endings_and_a_byte_order_mark_stay(make_review):
    vtt_text = "\ufeff" + VTT.replace("\n", "\r\n")
    review = make_review(vtt=vtt_text, yml=YML.replace("\n", "\r\n"))

    review.save({3: [Segment(6, 8, "Tack!", "")]}, expected=review.state()["hash"])
    review.mark_reviewed("Bo", expected=review.state()["hash"])

    assert review.transcript.read_bytes().decode() == vtt_text.replace("Tack för i dag.", "Tack!")
    assert "\n" not in review.episode.read_bytes().decode().replace("\r\n", "")


def test_nothing_is_doubted_in_what_a_person_has_reviewed(make_review):
    line = "transcript: {status: reviewed, by: Åsa, date: 2026-11-21}"
    parts = line.replace("}", ', ranges: [["00:00", "00:04"]]}')

    assert len(make_review().state()["doubts"]) == 2
    assert make_review(yml=YML.replace("transcript:", line)).state()["doubts"] == []
    assert len(make_review(yml=YML.replace("transcript:", parts)).state()["doubts"]) == 2
