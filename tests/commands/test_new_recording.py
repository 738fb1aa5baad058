"""What `poddarkiv new` makes of a recording: its name, tags, chapters, picture, size."""

import resource
import subprocess
import sys

import pytest
from mutagen.id3 import APIC, ID3, TIT2
from PIL import Image

from commands.drafting import AT, FOLDER, YES, check, files
from commands.running import poddarkiv
from poddarkiv.formats.drafts import strip_title


def test_a_file_that_is_no_recording_is_refused(root, tmp_path):
    (tmp_path / "brev.mp3").write_text("Hej!")
    before = files(root)

    run = poddarkiv("new", tmp_path / "brev.mp3", *AT, *YES, cwd=root)

    assert run.returncode == 2
    assert run.stderr.startswith("brev.mp3: ")
    assert "Traceback" not in run.stderr
    assert files(root) == before


def test_a_file_that_is_not_there_is_one_line(root):
    run = poddarkiv("new", "saknas.mp3", *AT, *YES, cwd=root)

    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_why_a_recording_cannot_be_read_is_said_in_the_archives_language(root):
    missing = poddarkiv("new", "saknas.mp3", *AT, *YES, cwd=root)
    folder = poddarkiv("new", "media", *AT, *YES, cwd=root)

    assert missing.stderr == "saknas.mp3: inspelningen går inte att läsa (filen finns inte)\n"
    assert "det skulle vara en fil men är en mapp" in folder.stderr


def test_an_episode_that_is_not_there_is_answered_with_those_there_are(root):
    run = poddarkiv("measure", "99", cwd=root)
    slugs = ", ".join(sorted(path.parent.name for path in root.glob("episodes/*/episode.yml"))[-3:])

    assert run.returncode == 2
    assert run.stderr.startswith("inget avsnitt heter ”99” – de som finns är ")
    assert slugs in run.stderr


def test_a_recording_in_media_stays_where_it_is(root, recording):
    target = root / "media/003-bra-namn.mp3"
    recording.rename(target)

    poddarkiv("new", target, *AT, *YES, cwd=root)

    assert "003-bra-namn.mp3" in (root / FOLDER / "episode.yml").read_text("utf-8")
    assert target.exists()
    assert not (root / "media/003-om-att-motas.mp3").exists()


def test_a_recording_in_media_with_a_swedish_name_gets_an_ascii_one(root, recording):
    recording.rename(root / "media/Mötet.mp3")

    poddarkiv("new", root / "media/Mötet.mp3", *AT, *YES, cwd=root)

    assert {p.name for p in (root / "media").glob("*.mp3")} == {"003-om-att-motas.mp3"}
    assert check(root) == ""


def test_a_name_that_differs_only_in_capitals_is_taken(root, recording):
    (root / "media/003-OM-ATT-MOTAS.MP3").write_bytes(b"")
    before = files(root)

    run = poddarkiv("new", recording, *AT, *YES, cwd=root)

    assert run.returncode == 2
    assert "media/003-OM-ATT-MOTAS.MP3 finns redan" in run.stderr
    assert files(root) == before


def test_move_leaves_no_copy(root, recording):
    poddarkiv("new", recording, *AT, *YES, "--move", cwd=root)

    assert not recording.exists()
    assert (root / "media/003-om-att-motas.mp3").exists()


def test_the_recordings_picture_is_used_when_it_is_described(root, recording, tmp_path):
    Image.new("RGB", (1400, 1400), (9, 9, 9)).save(tmp_path / "bild.jpg")
    tags = ID3(recording)
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, data=(tmp_path / "bild.jpg").read_bytes()))
    tags.save(recording)

    poddarkiv("new", recording, *AT, *YES, "--alt", "En svart ruta", cwd=root)

    assert (root / "media/003-om-att-motas.jpg").read_bytes().startswith(b"\xff\xd8")
    assert check(root) == ""


def test_a_tag_in_the_wrong_encoding_is_read_as_it_was_meant(root, recording):
    wrong = "Återhämtning på väg".encode().decode("latin-1")
    tags = ID3(recording)
    tags.add(TIT2(encoding=0, text=wrong))
    tags.save(recording)

    poddarkiv("new", recording, *AT, "--yes", cwd=root)

    text = (root / "episodes/003-aterhamtning-pa-vag/episode.yml").read_text("utf-8")
    assert "title: Återhämtning på väg\n" in text


@pytest.mark.skipif(sys.platform == "win32", reason="limits memory the POSIX way")
def test_a_recording_of_two_gigabytes_is_not_read_into_memory(root, recording):
    target = root / "media/003-lang.mp3"
    recording.rename(target)
    with target.open("r+b") as file:
        file.truncate(2_100_000_000)  # a hole: takes no room on the disk

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (600_000_000, 600_000_000))

    run = subprocess.run(
        [sys.executable, "-m", "poddarkiv", "new", str(target), *AT, *YES],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
        timeout=60,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert "Inspelningen är 2100 MB: för stor för git." in run.stdout
    assert target.stat().st_size == 2_100_000_000


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("Testpodden: Avsnitt 12 – Om hopp", "Om hopp"),
        ("12. Om hopp", "Om hopp"),
        ("Avsnitt 12: Om hopp", "Om hopp"),
        ("Om hopp", "Om hopp"),
        ("1984", "1984"),
        ("7 myter: vad stämmer?", "7 myter: vad stämmer?"),
        ("Testpodden", "Testpodden"),
    ],
)
def test_a_title_loses_the_shows_name_and_the_number(tag, title):
    assert strip_title(tag, "Testpodden") == title


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1252", "utf-8"])
def test_a_tag_of_an_old_machine_keeps_its_letters(root, recording, encoding):
    tags = ID3(recording)
    tags.add(TIT2(encoding=0, text="Återhämtning på jobbet".encode(encoding).decode("latin-1")))
    tags.save(recording)

    run = poddarkiv("new", recording, *AT, cwd=root, typed="")

    assert "Titel, utan poddens namn och nummer: (Återhämtning på jobbet)" in run.stdout


def test_a_title_that_nobody_can_read_is_shown_and_not_taken(root, recording):
    tags = ID3(recording)
    tags.add(TIT2(encoding=0, text="\x81\x90\x9d hopp"))
    tags.save(recording)

    asked = poddarkiv("new", recording, *AT, cwd=root, typed="")
    alone = poddarkiv("new", recording, *AT, "--yes", "--summary", "Nytt.", cwd=root)

    assert "Titeln i inspelningen går inte att läsa: ��� hopp" in asked.stdout
    assert alone.returncode == 0
    assert "title: Inspelning från Västerås\n" in (
        root / "episodes/003-inspelning-fran-vasteras/episode.yml"
    ).read_text("utf-8")
