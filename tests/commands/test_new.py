import os
import resource
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, TIT2
from PIL import Image

from checks import faults
from commands.running import poddarkiv
from poddarkiv.commands._draft import Plan
from poddarkiv.commands._write_draft import write
from poddarkiv.formats.drafts import NewEpisode, NewGuest, bare_title, next_moment
from poddarkiv.load import load_archive
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
FOLDER = "episodes/003-om-att-motas"
CHAPTERS = [(0, "Välkommen"), (20_000, "Mötet"), (40_000, "Tack")]
YES = ("--yes", "--title", "Om att mötas", "--summary", "Två möts.")


@pytest.fixture
def root(tmp_path):
    return faults.copy_base(tmp_path)


@pytest.fixture
def recording(tmp_path):
    """Return a recording with tags, named as a person names files."""
    path = write_tone(tmp_path / "Inspelning från Västerås.mp3", seconds=60.0)
    tags = ID3()
    tags.add(TIT2(encoding=3, text="Testpodden: Avsnitt 3 – Om att mötas"))
    tags.add(COMM(encoding=3, lang="swe", desc="", text="Två personer möts."))
    for i, (start, title) in enumerate(CHAPTERS):
        chapter = [TIT2(encoding=3, text=title)]
        tags.add(
            CHAP(element_id=f"c{i}", start_time=start, end_time=start + 20_000, sub_frames=chapter)
        )
    tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c0", "c1", "c2"], sub_frames=[]))
    tags.save(path)
    return path


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def check(root: Path) -> str:
    return poddarkiv("check", *AT, cwd=root).stdout


def test_a_recording_becomes_an_episode_that_passes(root, recording):
    before = files(root)

    run = poddarkiv("new", recording, *AT, "--yes", cwd=root)

    assert (run.returncode, run.stderr) == (0, "")
    assert files(root) - before == {
        FOLDER,
        f"{FOLDER}/episode.yml",
        "media/003-om-att-motas.mp3",
    }
    assert check(root) == ""
    assert recording.read_bytes() == (root / "media/003-om-att-motas.mp3").read_bytes()


def test_what_the_tags_say_is_not_asked(root, recording):
    poddarkiv("new", recording, *AT, "--yes", cwd=root)

    [episode] = [e for e in load_archive(root).episodes if e.number == 3]
    assert episode.title == "Om att mötas"
    assert episode.summary == "Två personer möts."
    assert [(c.start * 1000, c.title) for c in episode.chapters] == CHAPTERS
    assert episode.status == "draft"


def test_the_next_commands_are_said_last(root, recording):
    run = poddarkiv("new", recording, *AT, "--yes", cwd=root)

    assert "git add --force media/003-om-att-motas.mp3" in run.stdout
    assert run.stdout.splitlines()[-5:] == [
        "  poddarkiv transcribe 3",
        "  poddarkiv review 3",
        "  poddarkiv measure 3",
        "  poddarkiv check",
        "  poddarkiv serve --drafts",
    ]


def test_the_file_has_the_schema_and_comments_in_the_archives_language(root):
    poddarkiv("new", *AT, *YES, cwd=root)

    text = (root / FOLDER / "episode.yml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schema/episode.schema.json\n")
    assert "status: draft  # skriv published när det är klart\n" in text
    assert "# content_notes:\n" in text


def test_what_stands_in_comments_is_right_when_the_marks_are_taken_away(root):
    poddarkiv("new", *AT, *YES, cwd=root)
    path = root / FOLDER / "episode.yml"
    lines = path.read_text("utf-8").splitlines()
    keys = [line for line in lines if line.startswith(("# notes", "# chapters", "# content_notes"))]

    path.write_text(
        "\n".join(
            line.removeprefix("# ") if line in keys or line.startswith("#   ") else line
            for line in lines
        ),
        "utf-8",
    )

    assert len(keys) == 3
    assert [line for line in check(root).splitlines() if "varning" not in line] == []


def test_a_person_is_asked_in_swedish_and_enter_takes_what_is_likely(root, recording):
    answers = [
        "",  # title
        "",  # number
        "",  # address
        "",  # summary
        "nej",  # published
        "ada, Eva Lind",
        "j",  # Ada Berg is meant
        "peer supporter",
        "Föreningen",
        "1",  # has said yes
        "2026-05-20",
        "",  # scope
        "hop",
        "Hopp",  # as it is shown; its file is hopp.md
        "j",
    ]

    run = poddarkiv("new", recording, *AT, cwd=root, typed="\n".join(answers) + "\n")

    assert (run.returncode, run.stderr) == (0, "")
    assert "Titel, utan poddens namn och nummer: (Om att mötas)" in run.stdout
    assert "”hop” finns inte – menade du ”hopp”?" in run.stdout
    [episode] = [e for e in load_archive(root).episodes if e.number == 3]
    assert [g.guest for g in episode.guests] == ["ada-berg", "eva-lind"]
    assert episode.topics == ("hopp",)
    assert episode.published is None
    eva = load_archive(root).guest_by_slug["eva-lind"]
    assert eva.consent.scope == ("namn", "röst", "text")
    assert eva.titles[0].organisation == "Föreningen"
    assert check(root) == ""


def test_no_at_the_end_writes_nothing(root, recording):
    before = files(root)

    run = poddarkiv("new", recording, *AT, cwd=root, typed="\n\n\n\n\n\n\nn\n")

    assert (run.returncode, run.stderr.strip()) == (1, "Avbrutet: inget har skrivits.")
    assert files(root) == before


def test_answers_that_end_too_soon_are_misuse(root):
    before = files(root)

    run = poddarkiv("new", *AT, cwd=root, typed="")

    assert run.returncode == 2
    assert "--yes" in run.stderr
    assert files(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_a_keyboard_interrupt_leaves_nothing(root, recording):
    before = files(root)
    process = subprocess.Popen(
        [sys.executable, "-m", "poddarkiv", "new", str(recording), *AT],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    shown = os.read(process.stdout.fileno(), 20)
    time.sleep(0.2)

    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=20)

    assert shown.startswith(b"Titel")
    assert (process.returncode, err.strip()) == (1, "Avbrutet: inget har skrivits.")
    assert files(root) == before


def test_a_write_that_fails_takes_back_what_was_written(root, tmp_path):
    before = files(root)
    guest = NewGuest("eva", "Eva", "given", datetime(2026, 5, 1).date(), scope=("namn",))  # noqa: DTZ001
    episode = NewEpisode("003-ny", "g", "Ny", "Ny.", 3, audio="003-ny.mp3", new_guests=(guest,))

    with pytest.raises(FileNotFoundError):
        write(root, Plan(episode, tmp_path / "saknas.mp3"))

    assert files(root) == before


def test_a_number_that_is_taken_is_refused(root):
    run = poddarkiv("new", *AT, *YES, "--number", "2", cwd=root)

    assert run.returncode == 2
    assert run.stderr == "--number: nummer 2 är redan upptaget av 002-mitt\n"


def test_a_folder_that_cannot_be_read_keeps_its_number(root):
    (root / "episodes/003-trasig").mkdir()
    (root / "episodes/003-trasig/episode.yml").write_text("title: [", "utf-8")

    poddarkiv("new", *AT, *YES, cwd=root)

    assert (root / "episodes/004-om-att-motas/episode.yml").is_file()


def test_a_trailer_has_no_number(root):
    poddarkiv("new", *AT, *YES, "--number", "0", cwd=root)

    assert "type: trailer\n" in (root / "episodes/om-att-motas/episode.yml").read_text("utf-8")
    assert check(root) == ""


def test_a_new_guest_needs_consent(root):
    run = poddarkiv("new", *AT, *YES, "--guest", "Eva Lind", cwd=root)

    assert run.returncode == 2
    assert run.stderr.startswith("Eva Lind är en ny gäst: skriv --consent given")


def test_a_guest_from_a_public_source_is_written_with_it(root):
    source = ("--consent", "public_source", "--source", "https://example.org/eva")

    poddarkiv("new", *AT, *YES, "--guest", "Eva Lind", *source, cwd=root)

    assert load_archive(root).guest_by_slug["eva-lind"].consent.source == "https://example.org/eva"
    assert check(root) == ""


def test_a_misspelt_guest_is_not_made_anew(root):
    run = poddarkiv("new", *AT, *YES, "--guest", "Ada Bergh", "--consent", "given", cwd=root)

    assert (run.returncode, run.stderr) == (
        2,
        "ingen gäst heter ”Ada Bergh” – menade du ”ada-berg”?\n",
    )


def test_a_misspelt_topic_is_not_taken(root):
    run = poddarkiv("new", *AT, *YES, "--topic", "hop", cwd=root)

    assert (run.returncode, run.stderr) == (
        2,
        "--topic: inget ämne heter ”hop” – menade du ”hopp”?\n",
    )


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


def test_lines_of_windows_in_the_archive_make_no_difference(root, recording):
    for path in [*root.rglob("*.yml"), *root.rglob("*.md")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    run = poddarkiv("new", recording, *AT, *YES, "--guest", "ada-berg", cwd=root)

    assert run.returncode == 0
    assert check(root) == ""


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
    assert bare_title(tag, "Testpodden") == title


def test_the_next_moment_keeps_the_pace_and_the_local_time_of_day(make_archive, make_episode):
    dates = ["2026-03-04T06:00:00+01:00", "2026-03-18T06:00:00+01:00"]
    episodes = tuple(
        make_episode(slug=f"00{i}-a", number=str(i), published=when, guid=str(i))
        for i, when in enumerate(dates, 1)
    )

    moment = next_moment(make_archive(episodes=episodes), datetime.fromisoformat(dates[-1]))

    assert moment.isoformat() == "2026-04-01T06:00:00+02:00"


def test_the_next_moment_is_never_in_the_past(make_archive):
    now = datetime.fromisoformat("2026-11-21T12:00:00+01:00")

    moment = next_moment(make_archive(), now)

    assert moment.isoformat() == "2026-11-28T06:00:00+01:00"


@pytest.mark.parametrize(
    ("moment", "comment"),
    [
        ("2026-06-02T06:00:00+02:00", "i framtiden: det kommer ut av sig självt"),
        (
            "2026-05-02T06:00:00+02:00",
            "tiden har redan varit: det kommer ut så snart status är published",
        ),
    ],
)
def test_the_comment_knows_whether_the_time_has_been(root, moment, comment):
    poddarkiv("new", *AT, *YES, "--published", moment, cwd=root)

    text = (root / FOLDER / "episode.yml").read_text("utf-8")
    assert f"published: {moment}  # {comment}\n" in text


def test_a_guest_has_the_role_that_the_handbook_shows(root):
    poddarkiv("new", *AT, *YES, "--guest", "Bo Ek", cwd=root)

    text = (root / FOLDER / "episode.yml").read_text("utf-8")
    assert "guests:\n  - {guest: bo-ek, role: gäst}\n" in text
    assert check(root) == ""


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
