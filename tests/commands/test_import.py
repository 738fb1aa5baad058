"""`poddarkiv import FILE --episode 32`: the real command, as a person runs it."""

import shutil
from pathlib import Path

import pytest

from poddarkiv.formats import machine, vtt
from poddarkiv.transcript import Provenance, Segment, Transcript, Word
from running import poddarkiv

SAMPLES = Path(__file__).parents[1] / "formats" / "samples"
BASE = Path(__file__).parents[1] / "checks" / "base"
SLUG = "001-start"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "arkiv"
    shutil.copytree(BASE, root)
    show = root / "episodes" / "show.yml"
    text = show.read_text("utf-8")
    text = text.replace("language: sv\n", "") + "language: en\n"
    show.write_text(text, "utf-8")
    folder = root / "episodes" / SLUG
    (folder / "transcript.vtt").unlink()
    lines = (folder / "episode.yml").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("transcript:")]
    (folder / "episode.yml").write_text("".join(kept), "utf-8")
    return root


def bring(root: Path, name: str, *more: str):
    return poddarkiv(root, "import", str(SAMPLES / name), "--episode", "1", *more)


def said(root: Path) -> list[tuple[float, float, str, str]]:
    text = (root / "episodes" / SLUG / "transcript.vtt").read_text("utf-8")
    transcript, faults = vtt.parse_vtt(text)
    assert faults == []
    assert transcript.provenance is None
    return [(s.start, s.end, s.speaker, s.text) for s in transcript.segments]


def hear(root: Path, text: str) -> None:
    """Write what a machine would have written of `text`."""
    words = tuple(Word(w, i * 0.5, i * 0.5 + 0.4, 0.9) for i, w in enumerate(text.split()))
    segments = (Segment(0.0, words[-1].end, text, words=words),)
    made = Provenance("e", "m", "2026-11-28", "a", vtt.hash_text(segments))
    folder = root / "episodes" / SLUG
    transcript = Transcript(segments, "sv", made)
    written = machine.render_machine_transcript(machine.MachineTranscript(transcript, seconds=30.0))
    (folder / "transcript.machine.json").write_text(written, "utf-8")
    (folder / "transcript.vtt").write_text(vtt.render_vtt(transcript), "utf-8")


def test_a_file_with_times_becomes_peoples_transcript(root):
    done = bring(root, "zoom.vtt")

    assert done.returncode == 0, done.stderr
    assert done.stdout == f"episodes/{SLUG}/transcript.vtt: 4 cues from zoom.vtt\n"
    assert done.stderr == "Speakers: Ada Berg, Bo Ek\n"
    assert said(root)[0] == (0.0, 3.0, "Ada Berg", "Hej och välkommen.")


def test_a_speaker_is_called_what_a_person_says(root):
    bring(root, "atrain.json", "--name", "SPEAKER_00=Ada Berg")

    assert [row[2] for row in said(root)] == ["Ada Berg", ""]


def test_another_encoding_is_converted_and_told(root, tmp_path):
    path = tmp_path / "gammal fil.srt"
    path.write_bytes("1\n0:00:01 --> 0:00:02,5\nHör du – ja.\n".encode("cp1252"))

    done = poddarkiv(root, "import", str(path), "--episode", SLUG)

    assert f"{path}: read as Windows-1252, not UTF-8\n" in done.stderr
    assert said(root) == [(1.0, 2.5, "", "Hör du – ja.")]


def test_a_text_without_times_takes_those_that_the_machine_heard(root):
    hear(root, "Hej och välkomna. Vi börjar direkt. Tack! Så här är det jag är ny. Jaså sen när?")

    done = bring(root, "names.txt")

    assert done.returncode == 0, done.stderr
    rows = said(root)
    assert [row[2] for row in rows] == ["Ada Berg", "Bo Ek", "Ada Berg"]
    assert [row[0] for row in rows] == [0.0, 3.0, 7.0]
    assert " ".join(rows[1][3].split()) == "Tack! Så här är det: jag är ny."


def test_without_what_the_machine_heard_it_says_what_to_run_first(root):
    done = bring(root, "names.txt")

    assert done.returncode == 1
    assert f"run transcribe first: poddarkiv transcribe {SLUG}" in done.stderr
    assert not (root / "episodes" / SLUG / "transcript.vtt").exists()


def test_a_text_that_goes_on_after_the_recording_is_refused(root):
    late = "[00:00:01] Ada: Hej.\n\n[01:00:05] Bo: Tack!\n"
    (root / "late.txt").write_text(late, "utf-8")
    (root / "episodes" / SLUG / "transcript.machine.json").unlink(missing_ok=True)

    done = poddarkiv(root, "import", str(root / "late.txt"), "--episode", SLUG)

    assert done.returncode == 1
    assert "goes on at 1:00:05, and the recording ends at 7:30" in done.stderr


def test_another_recordings_text_is_refused(root):
    hear(root, "Ingenting av det som sägs här liknar vad någon annan har skrivit ned alls.")
    before = (root / "episodes" / SLUG / "transcript.vtt").read_bytes()

    done = bring(root, "names.txt")

    assert done.returncode == 1
    assert "is it another's?" in done.stderr
    assert (root / "episodes" / SLUG / "transcript.vtt").read_bytes() == before


def test_what_people_have_written_stays_unless_they_say_so(root):
    bring(root, "zoom.vtt")
    before = said(root)

    refused = bring(root, "podcasting20.json")

    assert refused.returncode == 1
    assert "with --replace it is overwritten" in refused.stderr
    assert said(root) == before
    assert bring(root, "podcasting20.json", "--replace", "--dry-run").returncode == 0
    assert said(root) == before
    assert bring(root, "podcasting20.json", "--replace").returncode == 0
    assert len(said(root)) == 2


@pytest.mark.parametrize("arguments", [(), ("--episode", "77"), ("--episode", "1", "--name", "x")])
def test_misuse_is_told(root, arguments):
    assert poddarkiv(root, "import", str(SAMPLES / "zoom.vtt"), *arguments).returncode == 2


def test_a_file_that_is_not_there_is_misuse(root):
    bring(root, "zoom.vtt")

    done = poddarkiv(root, "import", "finns-inte.srt", "--episode", "1")

    assert done.returncode == 2
    assert "finns-inte.srt: can't be read" in done.stderr


def test_check_names_the_command_that_reads_a_transcript_in_another_form(root):
    folder = root / "episodes" / SLUG
    for name in ("zoom.vtt", "otter.txt", "whisper.json", "noscribe.html", "otranscribe.otr"):
        shutil.copy(SAMPLES / name, folder / name)
    shutil.copy(SAMPLES / "descript.md", folder / "descript.md")
    (folder / "whispercpp.csv").write_text('start,end,text\n0,900," Hej."\n', "utf-8")
    (folder / "youtube.sbv").write_text("0:00:00.100,0:00:02.000\nHej.\n", "utf-8")
    (folder / "anteckningar.md").write_text("# Att göra\n\n- Ring Ada: hon vet.\n", "utf-8")
    (folder / "anteckningar.txt").write_text("Ring Ada: hon vet.\n", "utf-8")

    done = poddarkiv(root, "check")

    told = [line for line in done.stdout.splitlines() if "poddarkiv import" in line]
    assert [line.split(":")[0].rpartition("/")[2] for line in told] == [
        *("descript.md", "noscribe.html", "otranscribe.otr", "otter.txt", "whisper.json"),
        *("whispercpp.csv", "youtube.sbv", "zoom.vtt"),
    ]
    assert f"run: poddarkiv import episodes/{SLUG}/zoom.vtt --episode {SLUG};" in done.stdout
