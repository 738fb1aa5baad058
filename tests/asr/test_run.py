"""Runs that are killed, that meet, that share the work, and that meet bad input."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from asr.conftest import SENTENCES, speech
from asr.fakes import FakeEngine, crew, hearing
from poddarkiv.asr import rerun
from poddarkiv.asr.crew import Choice
from poddarkiv.asr.plan import plan, share
from poddarkiv.asr.run import Runner
from poddarkiv.asr.work import Work, work_key
from poddarkiv.audio.decode import RATE, sound_of
from poddarkiv.errors import UsageError
from poddarkiv.formats import vtt
from poddarkiv.formats.cues import spoken_words
from poddarkiv.load import load_archive

pytest.importorskip("faster_whisper")
TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture
def long_speech(tmp_path):
    """Return a recording of some fourteen minutes: four batches."""
    said = np.concatenate([sound_of(speech(name)) for name in SENTENCES] * 34)
    return write_wav(tmp_path / "lång.wav", said[:, None])


def write_wav(path, rows):
    """Write `rows` (samples, channels) as 16-bit sound."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(rows.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(rows, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def transcribe(root, engine=None, *, again=False, named=True, names=(), dry_run=False):
    """Run in this process with a fake engine; return outcomes and what was said."""
    archive = load_archive(root)
    episodes = [e for e in archive.episodes if not names or e.slug in names]
    work = plan(archive, episodes, named=named, again=again)
    said = []
    runner = Runner(archive, Choice("fake", "fake", "sv"), dry_run=dry_run)
    outcomes = runner.run(
        work.todo, lambda *_: lambda _done: None, said.append, crew(engine or FakeEngine())
    )
    return outcomes, [*work.faults, *work.notes, *said]


def start(root, pause):
    return subprocess.Popen(
        [sys.executable, "-m", "asr.slow_run", str(root), str(pause)],
        cwd=TESTS,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )


def kept(root):
    """Return the batches that were kept whole; a file under way begins with a dot."""
    return sorted(root.glob(".poddarkiv/transcribe/*/[0-9]*.json"))


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was_and_gives_the_same_bytes(make_recordings, long_speech):
    root = make_recordings(language="sv", lang=long_speech)
    run = start(root, 1.0)
    deadline = time.monotonic() + 90
    while len(kept(root)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    batches = len(kept(root))
    assert 2 <= batches < 4
    assert not list((root / "episodes/lang").glob("transcript*"))
    (root / "heard.log").unlink()

    again = start(root, 0.0)
    assert again.communicate(timeout=120)[0].splitlines()[-1] == "lang True "

    text = (root / "episodes/lang/transcript.machine.json").read_text()
    total = -(-len(json.loads(text)["stretches"]) // 8)
    assert len((root / "heard.log").read_text().splitlines()) == total - batches
    assert kept(root) == []
    (root / "episodes/lang/transcript.vtt").unlink()
    (root / "episodes/lang/transcript.machine.json").unlink()
    transcribe(root)
    assert (root / "episodes/lang/transcript.machine.json").read_text() == text


@pytest.mark.slow
def test_two_runs_at_once_hear_each_episode_once(make_recordings):
    root = make_recordings(
        language="sv", **{f"del{i}": speech(name) for i, name in enumerate(SENTENCES)}
    )

    runs = [start(root, 0.4), start(root, 0.4)]
    lines = [line for run in runs for line in run.communicate(timeout=120)[0].splitlines()]

    written = [line.split()[0] for line in lines if line.endswith(" True ")]
    assert sorted(written) == [f"del{i}" for i in range(5)]
    assert len((root / "heard.log").read_text().splitlines()) == 5


def test_a_claim_of_a_process_that_died_is_taken_over_at_once(tmp_path):
    work = Work(tmp_path, "abc")
    work.folder.mkdir(parents=True)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = os.uname().nodename
    (work.folder / "claim.7").write_text(f"{host} {dead.pid}")

    with work.claimed() as ours:
        assert ours
        assert [path.name for path in work.folder.glob("claim.*")] == ["claim.8"]
        with Work(tmp_path, "abc").claimed() as theirs:
            assert not theirs

    assert list(work.folder.glob("claim.*")) == []


def test_a_claim_that_a_full_disk_leaves_empty_stops_nobody(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(socket, "gethostname", full)
    with pytest.raises(OSError, match="No space"), Work(tmp_path, "abc").claimed():
        pass
    monkeypatch.undo()

    with Work(tmp_path, "abc").claimed() as ours:
        assert ours


def test_a_silent_claim_from_another_machine_runs_out(tmp_path):
    work = Work(tmp_path, "abc")
    work.folder.mkdir(parents=True)
    claim = work.folder / "claim.1"
    claim.write_text("another-machine 1")

    with work.claimed() as ours:
        assert not ours
    os.utime(claim, (time.time() - 600,) * 2)
    with work.claimed() as ours:
        assert ours


def test_a_batch_that_was_kept_in_part_is_heard_again(tmp_path):
    work = Work(tmp_path, "abc")
    work.folder.mkdir(parents=True)
    (work.folder / "00-00000.json").write_text('[{"words": [["a", 0')

    assert work.get("00-00000") is None


def test_the_key_follows_recording_model_and_settings():
    keys = {
        work_key("a", {"model": "x", "beam": "5"}),
        work_key("b", {"model": "x", "beam": "5"}),
        work_key("a", {"model": "y", "beam": "5"}),
        work_key("a", {"model": "x", "beam": "1"}),
    }

    assert len(keys) == 4
    assert work_key("a", {"beam": "5", "model": "x"}) in keys


def test_shards_share_all_the_work_evenly_and_none_twice(make_recordings):
    root = make_recordings(**{f"del{i}": speech(name) for i, name in enumerate(SENTENCES)})
    todo = plan(load_archive(root), load_archive(root).episodes, named=False).todo

    parts = [share(todo, i, 3) for i in (1, 2, 3)]

    slugs = [each.episode.slug for part in parts for each in part]
    assert sorted(slugs) == [f"del{i}" for i in range(5)]
    assert [each.size for each in todo] == sorted((each.size for each in todo), reverse=True)
    loads = [sum(each.size for each in part) for part in parts]
    assert max(loads) <= 1.5 * sum(loads) / 3


def test_tracks_give_each_word_its_speaker(make_recordings, tmp_path):
    one, other = sound_of(speech("0870")), sound_of(speech("0890"))
    rows = np.zeros((len(one) + len(other) + RATE, 2), dtype=np.float32)
    rows[: len(one), 0] = one
    rows[len(one) + RATE :, 1] = other
    stereo = write_wav(tmp_path / "stereo.wav", rows)
    root = make_recordings(
        samtal=stereo,
        more="tracks: [{speaker: Ada Berg, channel: 1}, {speaker: Bo Ek, channel: 2}]",
    )

    [outcome], _said = transcribe(root)

    assert outcome.written
    transcript, _faults = vtt.parse((root / "episodes/samtal/transcript.vtt").read_text())
    assert [s.speaker for s in transcript.segments] == sorted(
        s.speaker for s in transcript.segments
    )
    assert {s.speaker for s in transcript.segments} == {"Ada Berg", "Bo Ek"}
    assert "<v Ada Berg>" in (root / "episodes/samtal/transcript.vtt").read_text()


def test_hearing_anew_keeps_what_people_corrected_and_shows_conflicts(make_recordings):
    root = make_recordings(ettan=speech("0870"))
    transcribe(root)
    path = root / "episodes/ettan/transcript.vtt"
    path.write_text(path.read_text().replace("ord3", "Ekman"))
    machine_before = (root / "episodes/ettan/transcript.machine.json").read_bytes()

    other = FakeEngine(
        lambda s, r: hearing(f"ord{i}" if i not in {3, 9} else "nytt" for i in range(14))
    )
    other_crew = crew(other)
    archive = load_archive(root)
    todo = plan(archive, archive.episodes, named=True, again=True).todo
    said = []
    runner = Runner(archive, Choice("fake", "other", "sv", beam_size=1))
    runner.run(todo, lambda *_: lambda _d: None, said.append, other_crew)

    transcript, _faults = vtt.parse(path.read_text())
    words = [each.word.text for each in spoken_words(transcript.segments)]
    assert words == [{3: "Ekman", 9: "nytt"}.get(i, f"ord{i}") for i in range(14)]
    assert vtt.edited(transcript)
    assert "ettan: 0:01: yours “Ekman” stands; before “ord3”, now heard “nytt”" in said
    assert (root / "episodes/ettan/transcript.machine.json").read_bytes() != machine_before


def test_the_same_settings_again_change_no_byte(make_recordings):
    root = make_recordings(ettan=speech("0870"))
    transcribe(root)
    files = {path: path.read_bytes() for path in (root / "episodes/ettan").iterdir()}
    engine = FakeEngine()

    [outcome], said = transcribe(root, engine, again=True)

    assert not outcome.written
    assert engine.heard == []
    assert said == ["ettan: was made in just this way; nothing to do"]
    assert {path: path.read_bytes() for path in (root / "episodes/ettan").iterdir()} == files


def test_peoples_own_transcript_is_left_as_it_is(make_recordings):
    root = make_recordings(ettan=speech("0870"))
    path = root / "episodes/ettan/transcript.vtt"
    path.write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n")

    _outcomes, said = transcribe(root, again=True)

    assert said == ["ettan: people wrote the transcript; it is left as it is"]
    assert path.read_text() == "WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n"


def test_a_dry_run_shows_the_difference_and_writes_nothing(make_recordings):
    root = make_recordings(ettan=speech("0930"))

    _outcomes, said = transcribe(root, dry_run=True)

    assert "+ord0 ord1 ord2 ord3 ord4 ord5" in said[-1]
    assert not (root / "episodes/ettan/transcript.vtt").exists()


def test_a_recording_where_nobody_speaks_gives_an_empty_transcript_and_says_so(
    make_recordings, tmp_path
):
    quiet = write_wav(tmp_path / "tyst.wav", np.zeros((20 * RATE, 1)))
    root = make_recordings(tyst=quiet)

    [outcome], said = transcribe(root)

    assert outcome.written
    assert "tyst: nobody speaks in the recording; the transcript is empty" in said
    assert vtt.parse((root / "episodes/tyst/transcript.vtt").read_text())[0].segments == ()


@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_any_number_of_channels_is_heard(make_recordings, tmp_path, channels):
    said = sound_of(speech("0890"))
    many = write_wav(tmp_path / "m.wav", np.repeat(said[:, None], channels, axis=1))

    [outcome], _said = transcribe(make_recordings(m=many))

    assert outcome == outcome.__class__("m", written=True)


def test_a_recording_of_one_second_is_no_trouble(make_recordings, tmp_path):
    short = write_wav(tmp_path / "kort.wav", sound_of(speech("0890"))[:RATE, None])

    [outcome], _said = transcribe(make_recordings(kort=short))

    assert outcome.written


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(make_recordings, monkeypatch):
    def full(_path, _content):
        raise OSError(28, "No space left on device")

    root = make_recordings(a=speech("0890"), b=speech("0930"))
    monkeypatch.setattr(rerun, "write_if_changed", full)

    outcomes, _said = transcribe(root)

    assert sorted(outcome.fault for outcome in outcomes) == [
        "a: can't write (No space left on device)",
        "b: can't write (No space left on device)",
    ]
    assert not list(root.glob("episodes/*/transcript*"))


def test_the_remarks_tell_of_another_language_than_told(make_recordings):
    engine = FakeEngine()
    engine.language = lambda sound: ("en", 0.99)

    _outcomes, said = transcribe(make_recordings(ettan=speech("0890")), engine)

    assert "ettan: heard as sv, but it sounds like en (--language en)" in said


def test_an_episode_that_shall_have_no_transcript_is_passed_over(make_recordings):
    root = make_recordings(
        ettan=speech("0890"), more="transcript: {status: none, reason: Ingen rätt.}"
    )
    archive = load_archive(root)

    assert plan(archive, archive.episodes, named=False).todo == ()
    assert plan(archive, archive.episodes, named=True).notes == (
        "ettan: episode.yml says that there shall be no transcript",
    )


def test_a_language_that_is_no_code_is_misuse(make_recordings):
    archive = load_archive(make_recordings(ettan=speech("0890")))
    given = {"engine": None, "model": None, "language": "svenska språket", "beam": 5}

    with pytest.raises(UsageError, match="--language wants a code such as sv, or auto, not “svens"):
        Choice.of(archive, given)


def test_a_model_that_fails_is_one_line_and_others_go_on(make_recordings):
    class Failing(FakeEngine):
        def hear(self, sounds, request):
            if len(sounds[0]) > 5 * RATE:
                raise RuntimeError("unable to allocate")
            return super().hear(sounds, request)

    outcomes, _said = transcribe(make_recordings(a=speech("0870"), b=speech("0930")), Failing())

    assert {outcome.slug: outcome.fault for outcome in outcomes} == {
        "a": "a: the model failed: unable to allocate",
        "b": "",
    }


def test_a_detector_that_cannot_be_loaded_is_one_line_an_episode(make_recordings, monkeypatch):
    def refuse():
        # As faster-whisper says it when a machine is out of memory.
        raise RuntimeError("no VAD") from ImportError("failed to map segment")

    monkeypatch.setattr("faster_whisper.vad.get_vad_model", refuse)
    root = make_recordings(ett=speech("0930"), tva=speech("0880"))

    outcomes, _said = transcribe(root)

    assert {outcome.fault for outcome in outcomes} == {
        "ett: the voice detector can't be loaded (failed to map segment)",
        "tva: the voice detector can't be loaded (failed to map segment)",
    }
    assert not list(root.glob("episodes/*/transcript*"))
