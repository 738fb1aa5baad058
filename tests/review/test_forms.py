"""What the command says of transcripts that are empty, missing, or as other programs write them."""

import pytest

from running import poddarkiv


def test_a_transcript_in_another_form_is_told_how_to_read_in(root):
    folder = root / "episodes/007-start"
    (folder / "transcript.vtt").unlink()
    (folder / "ute inne.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHej.\n", "utf-8")
    command = "poddarkiv import 'episodes/007-start/ute inne.srt' --episode 007-start"

    listed = poddarkiv(root, "review", "7", "--list")
    examined = poddarkiv(root, "transcribe", "7", "--doctor")

    assert (listed.returncode, examined.returncode) == (2, 1)
    assert listed.stderr.endswith(f"no transcript.vtt to review. Read it in with: {command}\n")
    assert examined.stderr.endswith(f"no transcript.vtt to examine. Read it in with: {command}\n")


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 2, "007-start has an empty transcript.vtt."),
        (b" \r\n\n", 2, "007-start has an empty transcript.vtt."),
        (b"WEBVTT\n", 1, "episodes/007-start/transcript.vtt: the transcript has no cue with text."),
    ],
)
def test_a_file_that_says_nothing_is_told_what_to_run(root, content, code, said):
    folder = root / "episodes/007-start"
    (folder / "transcript.machine.json").unlink()
    (folder / "transcript.vtt").write_bytes(content)

    done = poddarkiv(root, "review", "7", "--list")

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == f"{said} Write it with: poddarkiv transcribe 007-start\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nDå.\r\n".encode(),
            "nothing could be judged",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nDå.\n".encode("utf-16"), ":1: the file isn't UTF-8"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nDå.\n".encode("cp1252"), ":4: the file isn't UTF-8"),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nHej\n", ":3: times are written"),
    ],
)
def test_a_list_of_what_other_programs_write_is_made_or_says_why_not(root, content, said):
    folder = root / "episodes/007-start"
    (folder / "transcript.machine.json").unlink()
    (folder / "transcript.vtt").write_bytes(content)

    done = poddarkiv(root, "review", "7", "--list")

    assert done.returncode == (0 if "judged" in said else 1)
    assert said in done.stderr
