"""`poddarkiv new`: what is asked, what is written, and what is refused."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest

from commands.drafting import AT, CHAPTERS, FOLDER, YES, check, files
from commands.running import poddarkiv
from poddarkiv.commands._draft import EpisodePlan
from poddarkiv.commands._write_draft import write_episode
from poddarkiv.formats.drafts import NewEpisode, NewGuest, next_moment
from poddarkiv.load import load_archive


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
    _out, err = process.communicate(timeout=60)

    assert shown.startswith(b"Titel")
    assert (process.returncode, err.strip()) == (1, "Avbrutet: inget har skrivits.")
    assert files(root) == before


def test_a_write_that_fails_takes_back_what_was_written(root, tmp_path):
    before = files(root)
    guest = NewGuest("eva", "Eva", "given", datetime(2026, 5, 1).date(), scope=("namn",))  # noqa: DTZ001
    episode = NewEpisode("003-ny", "g", "Ny", "Ny.", 3, audio="003-ny.mp3", new_guests=(guest,))

    with pytest.raises(FileNotFoundError):
        write_episode(root, EpisodePlan(episode, tmp_path / "saknas.mp3"))

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


def test_lines_of_windows_in_the_archive_make_no_difference(root, recording):
    for path in [*root.rglob("*.yml"), *root.rglob("*.md")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    run = poddarkiv("new", recording, *AT, *YES, "--guest", "ada-berg", cwd=root)

    assert run.returncode == 0
    assert check(root) == ""


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
