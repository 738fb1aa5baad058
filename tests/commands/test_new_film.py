"""`poddarkiv new --sound`: a video becomes a recording, and is offered beside it."""

import av
import numpy as np
import pytest
import yaml

from commands.drafting import AT, FOLDER, YES, check
from commands.running import poddarkiv


def film(path, codec="aac", *, rate=44_100, seconds=12):
    with av.open(str(path), "w") as file:
        sound = file.add_stream(codec, rate=rate)
        sound.layout = "mono"
        picture = file.add_stream("mpeg4" if path.suffix == ".mp4" else "libvpx", rate=5)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for number in range(seconds * 5):
            shade = np.full((48, 64, 3), number % 255, np.uint8)
            frame = av.VideoFrame.from_ndarray(shade, format="rgb24")
            file.mux(picture.encode(frame))
        file.mux(picture.encode(None))
        wave = 0.3 * np.sin(2 * np.pi * 220 * np.arange(seconds * rate) / rate)
        frame = av.AudioFrame.from_ndarray(wave.astype("f4")[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        size = sound.codec_context.frame_size or 1024
        resampler = av.AudioResampler(sound.format, "mono", rate, size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(sound.encode(piece))
        file.mux(sound.encode(None))
    return path


def packets(path):
    with av.open(str(path)) as container:
        return [bytes(p) for p in container.demux(container.streams.audio[0]) if p.size]


def test_the_sound_is_the_recording_and_the_video_an_alternative(root, tmp_path):
    path = film(tmp_path / "Samtal.mp4")

    run = poddarkiv("new", path, "--sound", *AT, *YES, cwd=root)

    assert run.returncode == 0, run.stderr
    written = yaml.safe_load((root / FOLDER / "episode.yml").read_text("utf-8"))
    assert written["audio"] == "003-om-att-motas.m4a"
    assert [row["file"] for row in written["alternates"]] == ["003-om-att-motas.mp4"]
    sound = root / "media/003-om-att-motas.m4a"
    with av.open(str(sound)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
    assert packets(sound) == packets(path)
    assert (root / "media/003-om-att-motas.mp4").read_bytes() == path.read_bytes()
    measured = poddarkiv("measure", "3", cwd=root)
    assert measured.returncode == 0, measured.stderr
    lock = yaml.safe_load((root / FOLDER / "episode.lock.yml").read_text("utf-8"))
    assert lock["audio"]["mime_type"] == "audio/x-m4a"
    assert [row["mime_type"] for row in lock["alternates"]] == ["video/mp4"]
    assert "video" not in check(root)


def test_another_codec_becomes_mp3_and_another_container_is_not_offered(root, tmp_path):
    path = film(tmp_path / "Samtal.webm", "libopus", rate=48_000)

    run = poddarkiv("new", path, "--sound", *AT, *YES, cwd=root)

    assert run.returncode == 0, run.stderr
    written = yaml.safe_load((root / FOLDER / "episode.yml").read_text("utf-8"))
    assert written["audio"] == "003-om-att-motas.mp3"
    assert "alternates" not in written
    assert len(run.stderr.splitlines()) == 2
    with av.open(str(root / "media/003-om-att-motas.mp3")) as container:
        assert container.duration / av.time_base == pytest.approx(12, abs=0.2)


def test_a_video_as_the_recording_is_said(root, tmp_path):
    poddarkiv("new", film(tmp_path / "Samtal.mp4"), *AT, *YES, cwd=root)

    measured = poddarkiv("measure", "3", cwd=root)

    assert "--sound" in measured.stderr
    assert "--sound" in check(root)


def test_without_a_video_it_is_one_line(root):
    run = poddarkiv("new", "--sound", *AT, *YES, cwd=root)

    assert run.returncode == 2
    assert "film.mp4 --sound" in run.stderr
    assert len(run.stderr.splitlines()) == 1


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 123\n".format("a" * 64)


def test_a_pointer_of_git_lfs_is_called_one_by_all(root, recording):
    poddarkiv("new", recording, *AT, *YES, cwd=root)
    (root / "media/003-om-att-motas.mp3").write_text(POINTER)
    cover = yaml.safe_load((root / "episodes/show.yml").read_text("utf-8"))["image"]["file"]
    (root / "media" / cover).write_text(POINTER)

    found = check(root)

    assert f"media/{cover} är bara en pekare från Git LFS" in found
    assert "media/003-om-att-motas.mp3 är bara en pekare från Git LFS" in found
    assert "är ingen bild" not in found
    for command in (["measure", "3"], ["tag", "3"]):
        run = poddarkiv(*command, cwd=root)
        assert "git lfs pull" in run.stderr, command
    recording.write_text(POINTER)
    again = poddarkiv("new", recording, *AT, *YES, "--number", "9", cwd=root)
    assert again.returncode == 2
    assert "git lfs pull" in again.stderr
