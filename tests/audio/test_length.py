"""A recording lasts as long as its packets, whatever its header says, here and over HTTP."""

import pytest

from broken import as_rf64, tone, with_byte_rate, with_data_size, with_frames
from poddarkiv.audio.measure import measure_file
from poddarkiv.audio.measure_remote import measure_url
from poddarkiv.errors import AudioError

FRAGMENTED = {"movflags": "frag_keyframe+empty_moov", "frag_duration": "1000000"}
LONG_CHUNK = b"JUNK" + (2_000_000).to_bytes(4, "little") + bytes(range(250)) * 8000
ADTS_TAG = b"ID3\4\0\0\0\0\0\x10TIT2\0\0\0\6\0\0\3Hallo"


def varying(folder, **changes):
    return tone(folder, "a.mp3", quality=4, **changes)


def joined(folder):
    return tone(folder, "a.mp3") + tone(folder, "a.mp3", seconds=4)


CASES = {
    "frames too few": ("a.mp3", lambda f: with_frames(tone(f, "a.mp3"), 80), 6, "0:02"),
    "frames too many": ("a.mp3", lambda f: with_frames(tone(f, "a.mp3"), 2300), 6, "1:00"),
    "no frames": ("a.mp3", lambda f: with_frames(tone(f, "a.mp3"), 0), 6, "0:00"),
    "varying, too few": ("a.mp3", lambda f: with_frames(varying(f), 80), 6, "0:02"),
    "varying, too many": ("a.mp3", lambda f: with_frames(varying(f), 2300), 6, "1:00"),
    "varying, no frames": ("a.mp3", lambda f: with_frames(varying(f), 0), 6, "0:00"),
    "varying, no header": ("a.mp3", lambda f: varying(f, container={"write_xing": "0"}), 6, ""),
    "joined": ("a.mp3", joined, 10, "0:06"),
    "zeros before": ("a.mp3", lambda f: bytes(50_000) + tone(f, "a.mp3"), 6, None),
    "fragmented": ("a.m4a", lambda f: tone(f, "a.m4a", container=FRAGMENTED), 6, None),
    "adts": ("a.aac", lambda f: tone(f, "a.aac"), 6, None),
    "adts with id3": ("a.aac", lambda f: ADTS_TAG + tone(f, "a.aac"), 6, None),
    "pipe": ("a.wav", lambda f: with_data_size(tone(f, "a.wav"), 0xFFFFFFFF), 6, "27:0"),
    "pipe of sox": ("a.wav", lambda f: with_data_size(tone(f, "a.wav"), 0x7FFFF000), 6, "13:3"),
    "pipe without size": ("a.wav", lambda f: with_data_size(tone(f, "a.wav"), 0), 6, "0:00"),
    "size that stayed behind": (
        "a.wav",
        lambda f: with_data_size(tone(f, "a.wav"), 90_000),
        6,
        "0:0",
    ),
    "wav and a long chunk": ("a.wav", lambda f: tone(f, "a.wav") + LONG_CHUNK, 6, None),
    "rf64": ("a.wav", lambda f: as_rf64(tone(f, "a.wav")), 6, None),
    "chained": ("a.ogg", lambda f: tone(f, "a.ogg") + tone(f, "a.ogg", seconds=4), 10, "0:06"),
    "chained with one serial": ("a.opus", lambda f: 2 * tone(f, "a.opus"), 12, "0:06"),
    "wav joined": ("a.wav", lambda f: 2 * tone(f, "a.wav"), 12, "0:06"),
    "adpcm of ima": ("a.wav", lambda f: tone(f, "a.wav", codec="adpcm_ima_wav"), 6, None),
    "adpcm of microsoft": ("a.wav", lambda f: tone(f, "a.wav", codec="adpcm_ms"), 6, None),
    "mp3 in wav": ("a.wav", lambda f: tone(f, "a.wav", codec="libmp3lame"), 6, None),
    "wrong bytes a second": ("a.wav", lambda f: with_byte_rate(tone(f, "a.wav"), 11_025), 6, None),
    "flac joined": ("a.flac", lambda f: tone(f, "a.flac") + tone(f, "a.flac"), 12, "0:06"),
    "plain mp3": ("a.mp3", lambda f: tone(f, "a.mp3"), 6, None),
    "plain m4a": ("a.m4a", lambda f: tone(f, "a.m4a"), 6, None),
    "plain flac": ("a.flac", lambda f: tone(f, "a.flac"), 6, None),
    "plain opus": ("a.opus", lambda f: tone(f, "a.opus"), 6, None),
}


@pytest.mark.parametrize("case", CASES)
def test_the_length_is_that_of_the_packets_here_and_there(tmp_path, host, case):
    name, make, seconds, told = CASES[case]
    path = tmp_path / name
    path.write_bytes(make(tmp_path))

    near = measure_file(path, f"media/{name}")
    far = measure_url(f"{host[0]}/{name}", allow_local=True)

    assert near.audio.duration == pytest.approx(seconds, abs=0.15)
    assert far.audio.duration == pytest.approx(near.audio.duration, abs=0.06)
    assert far.audio.mime_type == near.audio.mime_type
    assert far.advice == near.advice
    advice = [text for text in near.advice if "save it again" in text]
    wanted = "no Xing header" if told == "" else f"its header says {told}"
    assert [wanted in text for text in advice] == ([] if told is None else [True])


def test_all_of_it_is_fetched_only_where_nothing_else_tells(tmp_path, host):
    base, handler = host
    said = []
    for name, options in (("a.mp3", {"bit_rate": 192_000}), ("b.mp3", {"quality": 4})):
        content = tone(tmp_path, "a.mp3", seconds=30, **options)
        (tmp_path / name).write_bytes(content)

    measure_url(f"{base}/a.mp3", None, said.append, allow_local=True)

    assert handler.sent < (tmp_path / "a.mp3").stat().st_size / 2
    assert said == []
    found = measure_url(f"{base}/b.mp3", None, said.append, allow_local=True).audio
    assert said == ["only all of it tells how long it is: 1 MB are fetched"]
    assert found.audio_sha256 == measure_file(tmp_path / "b.mp3", "b.mp3").audio.audio_sha256
    assert measure_url(f"{base}/b.mp3", found, said.append, allow_local=True).audio == found
    assert len(said) == 1


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.wav"])
def test_a_file_that_is_cut_off_is_refused_there_too(tmp_path, host, name):
    content = tone(tmp_path, name, seconds=12)
    (tmp_path / name).write_bytes(content[: len(content) // 2 + 1])

    for measure in (
        lambda: measure_file(tmp_path / name, name),
        lambda: measure_url(f"{host[0]}/{name}", allow_local=True),
    ):
        with pytest.raises(AudioError, match="cut off"):
            measure()


def test_a_file_cut_between_two_frames_is_measured_with_advice(tmp_path):
    content = tone(tmp_path, "a.mp3", seconds=12)
    frame = content.find(b"\xff\xfb", len(content) // 2)
    path = tmp_path / "a.mp3"
    path.write_bytes(content[:frame])

    found = measure_file(path, "a.mp3")

    assert found.audio.duration == pytest.approx(6, abs=0.2)
    assert [text for text in found.advice if "its header says 0:12" in text]
