"""What the waveform is drawn from, and what is said where there is none."""

import json
import wave

import numpy as np
import pytest
from playwright.sync_api import expect

from poddarkiv.errors import AudioError
from poddarkiv.review.app import make_application
from poddarkiv.review.waveform import PER_SECOND, compute_peaks
from review.conftest import TOKEN, write_tone
from review.test_app import ask, state

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 9\n"


def write_rows(path, rows, rate):
    """Write `rows` (n_samples, n_channels) as 16-bit sound."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(rows.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(rows, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def test_peaks_say_how_loud_each_moment_is(tmp_path):
    found = b"".join(compute_peaks(write_tone(tmp_path / "tone.wav", 3.5)))

    assert len(found) == 3.5 * PER_SECOND
    assert set(found[: PER_SECOND - 1]) == {0}
    assert min(found[PER_SECOND + 1 : -1]) >= 250


def test_peaks_come_in_parts(tmp_path):
    assert len(list(compute_peaks(write_tone(tmp_path / "tone.wav", 60)))) > 3


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
def test_the_side_that_is_heard_is_drawn_where_the_sides_cancel_each_other(tmp_path, rate):
    # What a miswired cable gives; then a moment in which nothing is wrong.
    tone = 0.5 * np.sin(np.arange(12 * rate) * 2 * np.pi * 300 / rate)
    cancelled = np.stack([tone, -tone], axis=1)
    path = write_rows(tmp_path / "ute.wav", cancelled, rate)

    found = b"".join(compute_peaks(path))

    assert len(found) == 12 * PER_SECOND
    assert min(found[2:-2]) > 120


def test_sides_that_do_not_cancel_each_other_are_mixed(tmp_path):
    tone = 0.5 * np.sin(np.arange(3 * 44_100) * 2 * np.pi * 300 / 44_100)
    path = write_rows(tmp_path / "inne.wav", np.stack([tone, 0 * tone], axis=1), 44_100)

    assert 55 < np.median(list(b"".join(compute_peaks(path)))) < 70


def write_kind(path, kind):
    """Write something that is no recording of any length to `path`; nothing when it is gone."""
    if kind == "no samples":
        write_rows(path, np.zeros((0, 1)), 8_000)
    elif kind != "gone":
        path.write_bytes({"pointer": POINTER, "empty": b"", "text": b"hej " * 500}[kind])


REASONS = {
    "pointer": "001.wav: only a Git LFS pointer is here, not the file itself; run: git lfs pull",
    "empty": "001.wav: the file is empty (0 bytes)",
    "text": "001.wav: can't be read as audio (it is damaged, or no sound)",
    "no samples": "001.wav: there is no sound in the file",
    "gone": "001.wav: can't be read as audio (the file is not there)",
}
ANEW = "When the right file is there, load this page anew."


@pytest.mark.parametrize("kind", REASONS)
def test_what_has_no_waveform_says_why(review, port, kind):
    review.audio.unlink()
    write_kind(review.audio, kind)

    with pytest.raises(AudioError) as raised:
        next(compute_peaks(review.audio))
    answer, content = ask(port, "GET", f"/{TOKEN}/peaks")

    assert str(raised.value) == REASONS[kind]
    assert answer.status == 422
    assert json.loads(content) == {"error": f"{REASONS[kind]}\n{ANEW}"}
    # The text can be read and corrected all the same.
    assert len(state(port)["cues"]) == 4


@pytest.mark.browser
def test_the_page_says_why_there_is_no_waveform_until_the_file_has_come(open_page, review):
    sound = review.audio.read_bytes()
    review.audio.write_bytes(POINTER)
    page = open_page()

    said = page.get_by_role("region", name="The recording").get_by_role("status")
    expect(said).to_contain_text("run: git lfs pull")
    expect(page.locator("#wave")).to_be_hidden()

    review.audio.write_bytes(sound)
    page.reload()
    expect(page.locator("#wave")).to_be_visible()
    expect(page.locator("#no-wave")).to_be_empty()


@pytest.mark.browser
def test_the_page_says_why_where_no_recording_is_here(open_page, make_review, server):
    current, _port = server
    why = "media/001.wav is not here."
    current.app = make_application(make_review(audio=None, no_waveform=why), TOKEN)
    page = open_page()

    expect(page.locator("#no-wave")).to_have_text(why)
    expect(page.locator("#wave")).to_be_hidden()
