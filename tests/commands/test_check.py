import json
import subprocess
import sys

import pytest

from checks import faults
from commands.running import poddarkiv

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
EPISODE = "episodes/001-start/episode.yml"
MISSPELT = {"file": EPISODE, "replace": "notes: |", "with": "note: |"}
FOUND = f"{EPISODE}:7: note: okänd nyckel ”note” – menade du ”notes”?\n"


@pytest.fixture
def broken(root):
    faults.apply(root, MISSPELT)
    return root


def test_a_whole_archive_passes(root):
    run = poddarkiv("check", *AT, cwd=root)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "Allt stämmer.\n")


def test_a_fault_is_printed_with_its_line_and_counted(broken):
    run = poddarkiv("check", *AT, "--root", broken)

    assert (run.returncode, run.stdout, run.stderr) == (1, FOUND, "1 fel, 0 varningar\n")


def test_the_archive_is_found_from_a_folder_within(broken):
    assert poddarkiv("check", *AT, cwd=broken / "episodes" / "001-start").stdout == FOUND


def test_outside_an_archive_the_line_says_what_to_do(tmp_path):
    run = poddarkiv("check", cwd=tmp_path, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert "poddarkiv init" in run.stderr
    assert "Traceback" not in run.stderr


def test_json_is_for_programs(broken):
    [row] = json.loads(poddarkiv("check", *AT, "--format", "json", cwd=broken).stdout)

    assert row == {
        "path": EPISODE,
        "line": 7,
        "field": "note",
        "severity": "error",
        "rule": "unknown-key",
        "message": "okänd nyckel ”note”",
        "remedy": "menade du ”notes”?",
    }


def test_github_shows_it_beside_the_line_of_a_pull_request(broken):
    run = poddarkiv("check", *AT, "--format", "github", cwd=broken)

    assert run.stdout == (
        f"::error file={EPISODE},line=7,title=note::okänd nyckel ”note” – menade du ”notes”?\n"
    )


def test_the_log_of_github_shows_what_a_terminal_would(broken):
    run = poddarkiv("check", *AT, "--format", "github", cwd=broken)

    assert run.stderr == FOUND + "1 fel, 0 varningar\n"


def test_a_show_with_the_other_ending_is_told(root):
    (root / "episodes/show.yml").rename(root / "episodes/show.yaml")

    run = poddarkiv("check", cwd=root, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert run.stderr == f"döp om {root / 'episodes/show.yaml'} till show.yml\n"


def test_annotations_count_paths_from_the_repository(broken):
    subprocess.run(["git", "init", "-q", broken.parent], check=True)

    run = poddarkiv("check", *AT, "--format", "github", cwd=broken)

    assert f"file=arkiv/{EPISODE}," in run.stdout


def test_gitlab_reads_a_code_quality_report(broken):
    [row] = json.loads(poddarkiv("check", *AT, "--format", "gitlab", cwd=broken).stdout)

    assert row["location"] == {"path": EPISODE, "lines": {"begin": 7}}
    assert row["severity"] == "major"
    assert row["description"] == "note: okänd nyckel ”note” – menade du ”notes”?"
    assert len(row["fingerprint"]) == 32


def test_a_whole_archive_gives_an_empty_report(root):
    assert json.loads(poddarkiv("check", *AT, "--format", "gitlab", cwd=root).stdout) == []


def test_a_warning_is_an_error_only_when_strict(root):
    faults.apply(root, {"remove": "episodes/001-start/transcript.vtt"})
    faults.apply(
        root,
        {
            "file": EPISODE,
            "replace": "transcript: {status: reviewed, by: Redaktionen, date: 2026-02-28}\n",
            "with": "",
        },
    )

    assert poddarkiv("check", *AT, cwd=root).returncode == 0
    assert poddarkiv("check", *AT, "--strict", cwd=root).returncode == 1


def test_a_scheduled_episode_is_good_to_know_and_never_an_error(root):
    run = poddarkiv("check", "--strict", "--as-of", "2026-03-15T12:00:00+01:00", cwd=root)

    assert run.returncode == 0
    assert run.stdout == (
        "episodes/002-mitt/episode.yml:4: upplysning: published: avsnittet är schemalagt: "
        "det kommer ut vid första bygget efter 2026-04-01 06:00+02:00\n"
    )


def test_messages_are_english_where_the_show_is(broken):
    faults.apply(
        broken, {"file": "episodes/show.yml", "replace": "language: sv", "with": "language: en"}
    )

    run = poddarkiv("check", *AT, cwd=broken)

    assert run.stdout == f"{EPISODE}:7: note: unknown key “note” – did you mean “notes”?\n"


def test_a_time_that_is_none_is_misuse(root):
    run = poddarkiv("check", "--as-of", "i morgon", cwd=root)

    assert run.returncode == 2
    assert "i morgon" in run.stderr


def test_line_endings_of_windows_make_no_difference(broken):
    for path in broken.rglob("*.*"):
        if path.suffix in {".yml", ".md", ".vtt"}:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert poddarkiv("check", *AT, cwd=broken).stdout == FOUND


def test_nothing_heavy_is_imported():
    code = (
        "import sys, poddarkiv.commands.check; "
        "print(sorted({'torch','ctranslate2','av','mkdocs','lxml','rich','mutagen','numpy'}"
        " & sys.modules.keys()))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
