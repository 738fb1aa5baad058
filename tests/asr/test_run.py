"""What a run hears, hears anew and leaves alone, and how it meets bad input."""

import numpy as np
import pytest

from asr.conftest import speech
from asr.fakes import FakeEngine, hearing, session
from asr.running import transcribe, write_wav
from poddarkiv.asr import update
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.audio.decode import RATE, decode_whole
from poddarkiv.errors import UsageError
from poddarkiv.formats import vtt
from poddarkiv.formats.cues import spoken_words
from poddarkiv.load import load_archive

pytest.importorskip("faster_whisper")


def test_tracks_give_each_word_its_speaker(make_recordings, tmp_path):
    one, other = decode_whole(speech("0870")), decode_whole(speech("0890"))
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
    transcript, _faults = vtt.parse_vtt((root / "episodes/samtal/transcript.vtt").read_text())
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
    other_crew = session(other)
    archive = load_archive(root)
    todo = plan_run(archive, archive.episodes, named=True, again=True).todo
    said = []
    runner = Transcriber(archive, TranscriptionOptions("fake", "other", "sv", beam_size=1))
    runner.run(todo, lambda *_: lambda *_told: None, said.append, other_crew)

    transcript, _faults = vtt.parse_vtt(path.read_text())
    words = [each.word.text for each in spoken_words(transcript.segments)]
    assert words == [{3: "Ekman", 9: "nytt"}.get(i, f"ord{i}") for i in range(14)]
    assert vtt.is_edited(transcript)
    assert "ettan: 0:01: yours “Ekman” stands; before “ord3”, now heard “nytt”" in said
    assert (root / "episodes/ettan/transcript.machine.json").read_bytes() != machine_before


def test_hearing_anew_keeps_the_bytes_of_what_is_not_text(make_recordings):
    root = make_recordings(ettan=speech("0870"))
    transcribe(root)
    path = root / "episodes/ettan/transcript.vtt"
    head, _empty, cues = path.read_text().partition("\n\n00:")
    row = cues.split("\n")[0]
    ours = f"{head}\n\nSTYLE\n::cue {{ color: red }}\n\nNOTE vår\n\nen\n00:{row} line:0\n"
    ours += f"<v Ada><i>Allt</i> annat.</v>\n<v Bo>Ja.{cues[len(row) :]}"
    path.write_bytes(ours.replace("\n", "\r\n").encode())
    other = FakeEngine(lambda s, r: hearing("nytt" if i == 9 else f"ord{i}" for i in range(14)))
    archive = load_archive(root)
    todo = plan_run(archive, archive.episodes, named=True, again=True).todo
    runner = Transcriber(archive, TranscriptionOptions("fake", "other", "sv", beam_size=1))

    runner.run(todo, lambda *_: lambda *_told: None, lambda _text: None, session(other))

    text = path.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    text = text.replace("\r\n", "\n")
    assert "ord8 nytt ord10" in text
    assert vtt.parse_vtt(text)[0].provenance.text_sha256 not in ours
    assert "\n\nSTYLE\n::cue { color: red }\n\nNOTE vår\n\n" in text
    assert "<v Ada><i>Allt</i> annat.</v>\n<v Bo>Ja. ord0 ord1" in text
    assert vtt.parse_vtt(text)[1] == []


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
    assert vtt.parse_vtt((root / "episodes/tyst/transcript.vtt").read_text())[0].segments == ()


@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_any_number_of_channels_is_heard(make_recordings, tmp_path, channels):
    said = decode_whole(speech("0890"))
    many = write_wav(tmp_path / "m.wav", np.repeat(said[:, None], channels, axis=1))

    [outcome], _said = transcribe(make_recordings(m=many))

    assert outcome == outcome.__class__("m", written=True)


def test_a_recording_of_one_second_is_no_trouble(make_recordings, tmp_path):
    short = write_wav(tmp_path / "kort.wav", decode_whole(speech("0890"))[:RATE, None])

    [outcome], _said = transcribe(make_recordings(kort=short))

    assert outcome.written


def test_what_people_write_while_it_is_heard_is_left_as_it_is(make_recordings):
    root = make_recordings(a=speech("0890"))
    path = root / "episodes/a/transcript.vtt"
    theirs = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nVårt eget.\n"

    class Slow(FakeEngine):
        def transcribe(self, sounds, request):
            path.write_text(theirs, "utf-8")
            return super().transcribe(sounds, request)

    outcomes, said = transcribe(root, Slow())

    assert path.read_text("utf-8") == theirs
    assert [outcome.written for outcome in outcomes] == [False]
    assert "a: people wrote the transcript; it is left as it is" in said


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(make_recordings, monkeypatch):
    def full(_path, _content):
        raise OSError(28, "No space left on device")

    root = make_recordings(a=speech("0890"), b=speech("0930"))
    monkeypatch.setattr(update, "write_aside", full)

    outcomes, _said = transcribe(root)

    assert sorted(outcome.fault for outcome in outcomes) == [
        "a: can't write (the disk is full)",
        "b: can't write (the disk is full)",
    ]
    assert not list(root.glob("episodes/*/transcript*"))


def test_the_remarks_tell_of_another_language_than_told(make_recordings):
    engine = FakeEngine()
    engine.detect_language = lambda sound: ("en", 0.99)

    _outcomes, said = transcribe(make_recordings(ettan=speech("0890")), engine)

    assert "ettan: heard as sv, but it sounds like en (--language en)" in said


def test_an_episode_that_shall_have_no_transcript_is_passed_over(make_recordings):
    root = make_recordings(
        ettan=speech("0890"), more="transcript: {status: none, reason: Ingen rätt.}"
    )
    archive = load_archive(root)

    assert plan_run(archive, archive.episodes, named=False).todo == ()
    assert plan_run(archive, archive.episodes, named=True).notes == (
        "ettan: episode.yml says that there shall be no transcript",
    )


def test_a_language_that_is_no_code_is_misuse(make_recordings):
    archive = load_archive(make_recordings(ettan=speech("0890")))
    given = {"engine": None, "model": None, "language": "svenska språket", "beam": 5}

    with pytest.raises(UsageError, match="--language wants a code such as sv, or auto, not “svens"):
        TranscriptionOptions.of(archive, given)


def test_a_model_that_fails_is_one_line_and_others_go_on(make_recordings):
    class Failing(FakeEngine):
        def transcribe(self, sounds, request):
            if len(sounds[0]) > 5 * RATE:
                raise RuntimeError("unable to allocate")
            return super().transcribe(sounds, request)

    outcomes, _said = transcribe(make_recordings(a=speech("0870"), b=speech("0930")), Failing())

    assert {outcome.slug: outcome.fault for outcome in outcomes} == {
        "a": "a: the model failed (Whisper says: unable to allocate)",
        "b": "",
    }


def test_a_detector_that_cannot_be_loaded_is_one_line_an_episode(make_recordings, monkeypatch):
    def refuse(*_arguments, **_options):
        # What is raised when a machine is out of memory.
        raise RuntimeError("no VAD") from ImportError("failed to map segment")

    monkeypatch.setattr("onnxruntime.InferenceSession", refuse)
    root = make_recordings(ett=speech("0930"), tva=speech("0880"))

    outcomes, _said = transcribe(root)

    assert {outcome.fault for outcome in outcomes} == {
        "ett: the voice detector can't be loaded (onnxruntime says: failed to map segment)",
        "tva: the voice detector can't be loaded (onnxruntime says: failed to map segment)",
    }
    assert not list(root.glob("episodes/*/transcript*"))
