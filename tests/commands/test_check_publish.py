"""`poddarkiv check --publish`: what would stop the publishing is found before it is taken in."""

import re
from dataclasses import replace

import pytest

from checks import faults
from commands.running import poddarkiv
from poddarkiv.formats import vtt
from poddarkiv.transcript import Provenance

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
EPISODE = "episodes/001-start/episode.yml"
BEFORE = "2020-01-01T12:00:00+01:00"
"""When none of the episodes has come out yet."""


@pytest.fixture
def recorded(root):
    """Return an archive whose one published recording is in `media/`, as measured."""
    (root / "media/001-start.mp3").write_bytes(bytes(3_600_000))
    return root


def publish(root, *words):
    return poddarkiv("check", "--publish", *words, cwd=root)


def test_a_published_recording_that_is_not_in_git_is_an_error(recorded):
    assert publish(recorded, *AT).returncode == 0
    (recorded / "media/001-start.mp3").unlink()

    run = publish(recorded, *AT)

    assert poddarkiv("check", *AT, cwd=recorded).returncode == 0
    assert run.returncode == 1
    assert run.stdout == (
        f"{EPISODE}:9: audio: inspelningen media/001-start.mp3 finns inte här, så webbplatsen "
        "skulle sakna ljudet – lägg den med texterna: git add --force media/001-start.mp3 – eller "
        "skriv en adress som börjar med https://\n"
    )


def test_what_comes_out_later_is_looked_at_today(recorded):
    (recorded / "media/001-start.mp3").unlink()

    assert "001-start.mp3 finns inte här" in publish(recorded, "--as-of", BEFORE).stdout


def test_a_draft_may_lack_its_recording(recorded):
    (recorded / "media/001-start.mp3").unlink()
    faults.apply(
        recorded, {"file": EPISODE, "replace": "status: published", "with": "status: draft"}
    )

    assert "finns inte här" not in publish(recorded, *AT).stdout


def test_recordings_that_are_published_elsewhere_need_not_be_here(recorded):
    (recorded / "media/001-start.mp3").unlink()
    show = recorded / "episodes/show.yml"
    show.write_text(show.read_text("utf-8") + "media_url: https://ljud.example.org/\n", "utf-8")

    assert "finns inte här" not in publish(recorded, *AT).stdout


def test_a_smaller_form_that_is_not_in_git_is_an_error_too(recorded):
    path = recorded / EPISODE
    path.write_text(path.read_text("utf-8") + "alternates: [{file: 001-start.opus}]\n", "utf-8")
    lock = recorded / "episodes/001-start/episode.lock.yml"
    audio = re.search(r"(?ms)^audio:\n(.*?)(?=^\w)", lock.read_text("utf-8"))
    form = re.sub("(?m)^  ", "    ", audio[1]).replace(".mp3", ".opus").replace("mpeg", "ogg")
    lock.write_text(f"{lock.read_text('utf-8')}alternates:\n  -{form[3:]}", "utf-8")
    (recorded / "media/001-start.opus").write_bytes(bytes(3_600_000))
    assert publish(recorded, *AT).returncode == 0
    poddarkiv("build", "--with-media", *AT, cwd=recorded)
    assert (recorded / "site/media/001-start.opus").is_file()
    (recorded / "media/001-start.opus").unlink()

    run = publish(recorded, *AT)

    assert run.returncode == 1
    assert "alternates.0.file: inspelningen media/001-start.opus finns inte här" in run.stdout


CONTACTS = "content/kontakter.yml"


def test_contacts_that_nobody_has_checked_are_an_error_before_publishing(recorded):
    faults.apply(recorded, {"file": CONTACTS, "replace": "checked: 2026-02-01", "with": "checked:"})

    run = publish(recorded, *AT)

    assert poddarkiv("check", *AT, cwd=recorded).returncode == 0
    assert run.returncode == 1
    assert run.stdout == (
        f"{CONTACTS}:2: checked: ingen har kontrollerat numren – läs på varje tjänsts egen "
        "webbplats eller ring (aldrig ett nödnummer), och skriv sedan dagen i checked\n"
    )


def test_contacts_that_an_earlier_init_called_checked_are_not(recorded):
    path = recorded / CONTACTS
    path.write_text(path.read_text("utf-8").replace("Redaktionen", "Poddarkiv"), "utf-8")

    assert "ingen har kontrollerat numren" in publish(recorded, *AT).stdout


def test_contacts_that_were_checked_long_ago_stop_no_publishing_one_day(recorded):
    faults.apply(
        recorded,
        {"file": CONTACTS, "replace": "checked: 2026-02-01", "with": "checked: 2024-02-01"},
    )

    run = publish(recorded, *AT)

    assert run.returncode == 0
    assert f"{CONTACTS}:2: varning: checked: numren kontrollerades för" in run.stdout


def heard_by(root, model):
    """Let a machine have written the episode's transcript, with `model`."""
    path = root / "episodes/001-start/transcript.vtt"
    text, _faults = vtt.parse_vtt(path.read_text("utf-8"))
    made = Provenance("faster-whisper 1.2.1", model, "2026-05-01", "a" * 64, "b" * 64)
    path.write_text(vtt.render_vtt(replace(text, provenance=made)), "utf-8", newline="\n")
    episode = root / EPISODE
    said = "".join(
        line for line in episode.read_text("utf-8").splitlines(keepends=True)
        if not line.startswith("transcript:")
    )  # fmt: skip
    episode.write_text(said, "utf-8", newline="\n")


def test_what_a_trial_model_heard_is_an_error_before_publishing(recorded):
    heard_by(recorded, "packaged:base@0123456789ab")

    run = publish(recorded, *AT)

    assert poddarkiv("check", *AT, cwd=recorded).returncode == 0
    assert run.returncode == 1
    assert (
        "episodes/001-start/transcript.vtt:6: model: packaged:base@0123456789ab är till för att "
        "prova: det den hör är fel för ofta – kör poddarkiv transcribe 001-start --again med en "
        "annan modell, eller läs igenom texten och skriv transcript: {status: reviewed, …}\n"
    ) in run.stdout
    line = (recorded / "episodes/001-start/transcript.vtt").read_text("utf-8").splitlines()[5]
    assert line == "model: packaged:base@0123456789ab"


def test_what_a_person_has_read_through_or_another_model_heard_may_be_published(recorded):
    heard_by(recorded, "KBLab/kb-whisper-small@0123abc")
    assert "är till för att prova" not in publish(recorded, *AT).stdout

    heard_by(recorded, "packaged:base@0123456789ab")
    path = recorded / EPISODE
    read = "transcript: {status: reviewed, by: Ada, date: 2026-05-02}\n"
    path.write_text(path.read_text("utf-8") + read, "utf-8")
    assert "är till för att prova" not in publish(recorded, *AT).stdout


def test_a_draft_may_be_a_trial(recorded):
    heard_by(recorded, "packaged:base@0123456789ab")
    faults.apply(
        recorded, {"file": EPISODE, "replace": "status: published", "with": "status: draft"}
    )

    assert "är till för att prova" not in publish(recorded, *AT).stdout
