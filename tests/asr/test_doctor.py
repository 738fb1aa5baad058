"""Transcripts examined without audio or model."""

import subprocess
import sys

from asr.conftest import run, speech
from poddarkiv.asr.doctor import diagnose
from poddarkiv.transcript import Segment, Transcript

GOOD = "Vi pratade länge om hur det var att komma hem igen efter allt."


def found(*rows):
    segments = tuple(Segment(*row, line=number * 3) for number, row in enumerate(rows, 1))
    diagnosis = diagnose(Transcript(segments))
    return diagnosis, [(finding.start, finding.what) for finding in diagnosis.findings]


def test_a_credit_line_in_place_of_speech_is_worth_hearing_anew():
    diagnosis, rows = found((0, 29.9, "Svensktextning.nu"), (30, 35, GOOD))

    assert rows == [(0, "a subtitler's credit: Svensktextning.nu")]
    assert diagnosis.redo
    assert round(diagnosis.lost, 1) == 29.9
    assert diagnosis.findings[0].line == 3


def test_what_people_say_is_no_finding():
    diagnosis, rows = found(
        (0, 4, GOOD),
        (4, 6, "Tack så mycket."),
        (6, 10, "Utskriften finns på vår webbplats, podden punkt se."),
        (10, 11, "Ja."),
        (11, 12, "Ja."),
        (12, 13, "Ja, precis."),
    )

    assert rows == []
    assert not diagnosis.redo


def test_equal_cues_in_a_row_are_a_loop_of_which_one_was_said():
    diagnosis, rows = found(*((i * 5, i * 5 + 5, "Och så var det.") for i in range(6)))

    assert rows == [(0, "the same cue 6 times in a row: Och så var det.")]
    assert diagnosis.lost == 25


def test_a_long_cue_of_few_words_lost_speech():
    diagnosis, rows = found((0, 25, "Men."), (25, 29, GOOD))

    assert rows == [(0, "few words in 25 seconds: Men.")]
    assert diagnosis.redo


def test_a_long_gap_is_told_but_may_be_music():
    diagnosis, rows = found((0, 4, GOOD), (104, 108, GOOD))

    assert rows == [(4, "nothing for 100 seconds before this")]
    assert not diagnosis.redo


VTT = """WEBVTT

00:00.000 --> 00:29.980
Svensktextning.nu

00:30.000 --> 00:34.000
Hej och välkomna till podden.
"""


def test_the_command_names_the_line_and_what_to_run(make_recordings):
    root = make_recordings(bra=speech("0930"), trasig=speech("0930"))
    (root / "episodes/trasig/transcript.vtt").write_text(VTT)
    (root / "episodes/bra/transcript.vtt").write_text(VTT.replace("Svensktextning.nu", GOOD * 3))

    result = run(root, "--doctor")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "episodes/trasig/transcript.vtt:3: 0:00 a subtitler's credit: Svensktextning.nu",
        "poddarkiv transcribe --again trasig",
    ]
    assert "2 transcripts examined, about 0:29 of speech lost or invented" in result.stderr


def test_the_doctor_reads_srt_files_from_elsewhere(make_recordings, tmp_path):
    srt = tmp_path / "gammal.srt"
    rows = "".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nJa, det är så.\n\n" for i in range(1, 9)
    )
    srt.write_text("\ufeff" + rows, encoding="utf-8")

    result = run(make_recordings(bra=speech("0930")), "--doctor", str(srt))

    assert "the same cue 8 times in a row: Ja, det är så." in result.stdout


def test_the_doctor_tells_what_it_could_not_read(make_recordings, tmp_path):
    srt = tmp_path / "gammal.srt"
    rows = "1\n0:00:01,0 --> 0:00:03\nHör du?\n\n2\n0:00:99 --> 0:01:00\nJa.\n"
    srt.write_bytes(rows.encode("cp1252"))

    result = run(make_recordings(bra=speech("0930")), "--doctor", str(srt))

    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"{srt}:6: times are written")
    assert f"{srt}: read as Windows-1252, not UTF-8\n" in result.stderr
    assert f"{srt}: 1 cue could not be read\n" in result.stderr


def test_a_file_of_which_no_cue_is_read_is_an_error(make_recordings, tmp_path):
    srt, vtt = tmp_path / "trasig.srt", tmp_path / "tom.vtt"
    srt.write_text("1\n0:00:99 --> 0:01:00\nJa.\n")
    vtt.write_text("WEBVTT\n\n1\n00:00:01,0 --> 2\nJa.\n")

    result = run(make_recordings(bra=speech("0930")), "--doctor", str(srt), str(vtt))

    assert result.returncode == 1
    assert result.stderr.endswith(f"{srt}: no cue could be read\n{vtt}: no cue could be read\n")
    assert f"{vtt}:4: times are written" in result.stdout


def test_the_doctor_imports_no_model(make_recordings):
    root = make_recordings(bra=speech("0930"))
    code = (
        "import sys; from poddarkiv.commands._doctor import examine_transcripts; "
        "from poddarkiv.load import load_archive; from pathlib import Path; "
        f"examine_transcripts(load_archive(Path({str(root)!r})), ()); "
        "print(sorted({'av', 'numpy', 'ctranslate2', 'torch'} & set(sys.modules)))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert result.stdout.splitlines()[-1] == "[]"
