"""`poddarkiv import FOLDER`: each transcript goes to the episode that its name means."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from commands.running import poddarkiv
from poddarkiv.archive import Archive
from poddarkiv.commands._import_folder import import_folder
from poddarkiv.commands._match_names import EpisodeNames
from poddarkiv.errors import UsageError
from poddarkiv.formats import vtt
from poddarkiv.load import load_archive
from poddarkiv.model import Appearance, Episode, Guest, Show

SAMPLES = Path(__file__).parents[1] / "formats" / "samples"
FEED = Path(__file__).parents[1] / "feeds" / "samples" / "odd.xml"
SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"

HOPP, SORG, SORG2, TVA, SOMMAR, TRAILER = (
    *("032-om-hopp-och-tro", "005-om-sorg", "006-om-sorg-del-2", "s2-032-aterhamtning"),
    *("sommarspecial", "trailer"),
)


def episode(slug: str, title: str, day: str, **more: object) -> Episode:
    values = {"guid": f"g-{slug}", "summary": "s", "status": "published", **more}
    moment = datetime.fromisoformat(day).replace(hour=6, tzinfo=UTC)
    return Episode.model_validate({"slug": slug, "title": title, "published": moment, **values})


@pytest.fixture(scope="module")
def names():
    show = Show.model_validate(
        {
            "title": "Egen erfarenhet",
            "description": "d",
            "author": "a",
            "owner": {"name": "a", "email": "a@example.org"},
            "image": {"file": "a.png", "alt": "a"},
            "categories": [{"category": "Arts"}],
            "license": "CC-BY-4.0",
        }
    )
    ada = Guest.model_validate(
        {"slug": "ada-berg", "name": "Ada Berg", "consent": {"basis": "given"}}
    )
    guests = (Appearance(guest="ada-berg"),)
    episodes = (
        episode(HOPP, "Om hopp och tro", "2024-02-08", number=32, season=1, guests=guests),
        episode(SORG, "Avsnitt 5: Om sorg", "2023-05-01", number=5, season=1),
        episode(SORG2, "Om sorg, del 2", "2023-05-08", number=6, season=1),
        episode(TVA, "Återhämtning", "2025-01-02", number=32, season=2, audio="ee-ater.mp3"),
        episode(SOMMAR, "2024: sommarspecial", "2024-07-01"),
        episode(TRAILER, "Trailer", "2023-04-01", audio="https://a.example/f/hej%20hopp.mp3?x=1"),
    )
    return EpisodeNames(Archive(Path(), "https://podd.example.org/", show, episodes, guests=(ada,)))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("032-om-hopp-och-tro.srt", HOPP),
        ("032-om-hopp-och-tro.sv.vtt", HOPP),
        ("032-om-hopp-och-tro/transcript.vtt", HOPP),
        ("ee-ater.json", TVA),
        ("ee-ater.wav.whisperx.json", TVA),
        ("återhämtning_noScribe.html", TVA),
        ("5.m4a.txt", SORG),
        ("Riverside_trailer_transcript.srt", TRAILER),
        ("2024-02-08 recording.vtt", HOPP),
        ("hej hopp.txt", TRAILER),
        ("g-trailer.txt", TRAILER),
        ("S02E32.srt", TVA),
        ("s1 ep32.srt", HOPP),
        ("Säsong 2/Avsnitt 32.srt", TVA),
        ("5.srt", SORG),
        ("Avsnitt 5.srt", SORG),
        ("#5 transkript.txt", SORG),
        ("EP005_final.txt", SORG),
        ("2023/005.vtt", SORG),
        ("Egen erfarenhet 5 - Om sorg.srt", SORG),
        ("5 Om sorg.srt", SORG),
        ("6. om sorg del 2.srt", SORG2),
        ("Om sorg, del 2.srt", SORG2),
        ("Om sorg.srt", SORG),
        ("32 Ada Berg om hopp.srt", HOPP),
        ("2024-02-08.srt", HOPP),
        ("20240208T060000.srt", HOPP),
        ("240208.srt", HOPP),
        ("2024-01-30 Avsnitt 5.srt", SORG),
        ("A\u030aterha\u0308mtning.vtt", TVA),
        ("2024 sommarspecial.txt", SOMMAR),
        ("Intervju om hopp och tro med Ada.txt", HOPP),
    ],
)
def test_a_name_tells_surely(names, name, slug):
    guess = names.guess(PurePosixPath(name))

    assert [each.slug for each in guess.likely] == [slug]
    assert guess.sure


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        # Two seasons have it.
        ("32.srt", {HOPP, TVA}),
        ("avsnitt 32.srt", {HOPP, TVA}),
        # What follows the number means nothing.
        ("5 intervju.srt", {SORG}),
        # The number is of one, the title of another.
        ("avsnitt 6 Återhämtning.srt", {SORG2, TVA}),
        ("6. om sorg.srt", {SORG, SORG2}),
        ("2023-05-01 Trailer.srt", {SORG, TRAILER}),
        ("032-om-hopp-och-tro/5.srt", {HOPP, SORG}),
        # Not here.
        ("avsnitt 77 Återhämtning.srt", {TVA}),
        ("77.srt", set()),
        ("S03E05.srt", set()),
        ("2022-01-01.srt", set()),
        ("Om sorg del 3.srt", {SORG}),
        # A part of a title.
        ("om hopp.srt", {HOPP}),
        ("intervju.srt", set()),
    ],
)
def test_a_name_that_may_mean_another_is_not_sure(names, name, likely):
    guess = names.guess(PurePosixPath(name))

    assert {each.slug for each in guess.likely} == likely
    assert not guess.sure


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("flyttat") / "arkiv"
    run = poddarkiv("init", root, "--from", FEED, "--language", "en")
    assert run.returncode == 0, run.stderr
    return root


@pytest.fixture
def root(made, tmp_path):
    return shutil.copytree(made, tmp_path / "arkiv")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "transkript"
    (folder / "mer").mkdir(parents=True)
    shutil.copy(SAMPLES / "zoom.vtt", folder / "Avsnitt 7.vtt")
    (folder / "Avsnitt 7.txt").write_text("Hej och välkommen.\n", "utf-8")
    (folder / "mer" / "2024-02-01.srt").write_text(SRT.format("Samma."), "utf-8")
    (folder / "intervju.srt").write_text(SRT.format("Vem är det?"), "utf-8")
    (folder / "77.srt").write_text(SRT.format("Finns inte."), "utf-8")
    (folder / "LÄSMIG.txt").write_text("Här ligger alla transkript.\n", "utf-8")
    (folder / "Avsnitt 6.docx").write_bytes(b"PK\x03\x04")
    (folder / "._Avsnitt 7.vtt").write_bytes(b"\0")
    return folder


def written(root):
    return {path.parent.name for path in root.glob("episodes/*/transcript.vtt")}


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_each_file_has_one_line_and_only_what_is_sure_comes(root, folder):
    before = snapshot(root)

    dry = poddarkiv("import", folder, "--root", root, "--dry-run")
    assert snapshot(root) == before
    run = poddarkiv("import", folder, "--root", root)

    assert run.returncode == dry.returncode == 1
    assert dry.stdout == run.stdout
    assert run.stdout.splitlines() == [
        "episodes/006-samma-guid/transcript.vtt: 1 cue from 2024-02-01.srt",
        (
            "episodes/007-om-hopp-tro/transcript.vtt: 4 cues from Avsnitt 7.vtt "
            "(Speakers: Ada Berg, Bo Ek)"
        ),
    ]
    assert run.stderr.splitlines() == [
        "77.srt: the name tells of no episode that is here",
        "LÄSMIG.txt: is no transcript",
        "intervju.srt: the name tells of no episode that is here",
        "Avsnitt 7.txt: passed over: Avsnitt 7.vtt says more",
        "Avsnitt 6.docx: save it as text (.txt) first",
        "2 transcripts brought",
        "3 files are left to look at – bring one with: poddarkiv import FILE --episode NUMBER",
    ]
    assert dry.stderr == run.stderr + "Nothing was written.\n"
    assert written(root) == {"006-samma-guid", "007-om-hopp-tro"}


def test_again_brings_nothing_and_what_people_changed_stays(root, folder):
    for name in ("77.srt", "intervju.srt", "Avsnitt 6.docx"):
        (folder / name).unlink()
    poddarkiv("import", folder, "--root", root)
    edited = root / "episodes" / "007-om-hopp-tro" / "transcript.vtt"
    edited.write_text(edited.read_text("utf-8").replace("välkommen", "välkomna"), "utf-8")
    before = snapshot(root)

    run = poddarkiv("import", folder, "--root", root)

    assert run.returncode == 0
    assert snapshot(root) == before
    assert run.stdout == ""
    assert "mer/2024-02-01.srt: is there already: 006-samma-guid" in run.stderr
    stays = "Avsnitt 7.vtt: 007-om-hopp-tro has a transcript that people have written: it stays"
    assert stays in run.stderr


def test_one_that_cannot_be_read_does_not_stop_the_others(root, folder):
    (folder / "mer" / "2024-02-01.srt").write_text("1\n00:00:09,000 --> 00:00:02\n", "utf-8")

    run = poddarkiv("import", folder, "--root", root)

    assert run.returncode == 1
    assert "mer/2024-02-01.srt: no cue could be read" in run.stderr
    assert written(root) == {"007-om-hopp-tro"}


def test_two_files_for_one_episode_are_left_to_a_person(root, folder):
    (folder / "7.srt").write_text(SRT.format("En annan."), "utf-8")

    run = poddarkiv("import", folder, "--root", root)

    assert "7.srt: 007-om-hopp-tro may have this one or Avsnitt 7.txt, Avsnitt 7.vtt" in run.stderr
    assert written(root) == {"006-samma-guid"}


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_before_anything_is_written(root, folder, monkeypatch, capsys):
    # An answer for 77.srt, a slip and an answer for intervju.srt.
    monkeypatch.setattr("sys.stdin", Terminal("-\n999\nbara-en-sida\n"))
    with pytest.raises(SystemExit) as ended:
        import_folder(root, folder, {}, dry_run=False)

    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "Whose transcript is 77.srt?" in said.out
    assert "no episode is called “999”" in said.out
    assert "episodes/bara-en-sida/transcript.vtt: 1 cue from intervju.srt" in said.out
    text = (root / "episodes" / "bara-en-sida" / "transcript.vtt").read_text("utf-8")
    assert vtt.parse_vtt(text)[0].segments[0].text == "Vem är det?"


def test_a_person_who_leaves_has_nothing_written(root, folder, monkeypatch):
    before = snapshot(root)
    monkeypatch.setattr("sys.stdin", Terminal("-\n"))

    with pytest.raises(UsageError, match=r"there was no answer: nothing has been written"):
        import_folder(root, folder, {}, dry_run=False)

    assert snapshot(root) == before


@pytest.mark.parametrize("arguments", [("--replace",), ("--name", "x")])
def test_misuse_is_told(root, folder, arguments):
    before = snapshot(root)

    assert poddarkiv("import", folder, "--root", root, *arguments).returncode == 2
    assert snapshot(root) == before


def test_a_folder_without_transcripts_is_misuse(root, tmp_path):
    (tmp_path / "tom").mkdir()

    run = poddarkiv("import", tmp_path / "tom", "--root", root)

    assert run.returncode == 2
    assert "there is no transcript here" in run.stderr


def test_the_archive_stays_readable(root, folder):
    poddarkiv("import", folder, "--root", root)

    assert len(load_archive(root).transcripts) == 2
    assert poddarkiv("check", "--root", root).returncode == 0
