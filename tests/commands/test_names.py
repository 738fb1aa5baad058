"""Names whose letter case is wrong: said alike on a disk that forgives and on one that does not."""

import pytest

import forgiving
from checks import faults
from commands.running import poddarkiv
from poddarkiv.load.names import find_misnamed

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
DIFFER = "där webbplatsen byggs är det skillnad på stora och små bokstäver"
SLUG = "kan inte stå i en adress: bara a–z, 0–9 och bindestreck – döp om"
RENAMED = {
    "content": "Content",
    "content/gaster": "content/Gaster",
    "content/gaster/ada-berg.md": "content/gaster/ada-berg.MD",
    "content/index.md": "content/index.Md",
    "content/ordlista.yml": "content/Ordlista.yml",
    "episodes/001-start/episode.lock.yml": "episodes/001-start/episode.Lock.yml",
    "episodes/001-start/episode.yml": "episodes/001-start/Episode.yml",
    "episodes/001-start/transcript.vtt": "episodes/001-start/Transcript.VTT",
    "media": "Media",
    "mkdocs.yml": "Mkdocs.yml",
}
"""What a person called the files and folders that we read by these names."""


@pytest.fixture
def root(tmp_path):
    return faults.copy_base(tmp_path / "Mitt arkiv (åäö)")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "written"), RENAMED.items())
def test_a_file_of_ours_in_another_case_is_one_message_on_any_disk(root, name, written):
    (root / name).rename(root / written)

    here = poddarkiv("check", *AT, cwd=root)
    there = forgiving.poddarkiv(root, "check", *AT)

    wrong, right = written.rpartition("/")[2], name.rpartition("/")[2]
    assert here.stdout == f"{written}:1: {DIFFER} – döp om {wrong} till {right}\n"
    assert (there.stdout, there.returncode) == (here.stdout, here.returncode) == (here.stdout, 1)


def test_of_two_files_that_differ_in_case_one_is_to_be_kept(tmp_path):
    folder = tmp_path / "content" / "artiklar"
    folder.mkdir(parents=True)
    for name in ("om-hopp.md", "Om-Hopp.md"):
        (folder / name).touch()
    if len(list(folder.iterdir())) == 1:
        pytest.skip("a disk that forgives case holds only one")

    [problem] = find_misnamed(tmp_path)

    assert problem.path == "content/artiklar/Om-Hopp.md"
    assert problem.remedy == "keep one of Om-Hopp.md and om-hopp.md"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("episodes/001-start", "episodes/001-Start", f"”001-Start” {SLUG} mappen till 001-start"),
        (
            "content/gaster/ada-berg.md",
            "content/gaster/Ada-Berg.md",
            f"”Ada-Berg” {SLUG} filen till ada-berg.md",
        ),
        ("content/amnen/hopp.md", "content/amnen/Hopp.md", f"”Hopp” {SLUG} filen till hopp.md"),
        (
            "media/omslag.png",
            "media/Omslag.PNG",
            "image.file: media/omslag.png finns inte – menade du ”Omslag.PNG”?",
        ),
    ],
)
def test_a_name_in_another_case_than_others_write_it_is_said_on_any_disk(root, name, written, says):
    (root / name).rename(root / written)

    here = poddarkiv("check", *AT, cwd=root)
    there = forgiving.poddarkiv(root, "check", *AT)

    assert says in here.stdout
    assert len(here.stdout.splitlines()) == 1
    assert (there.stdout, there.returncode) == (here.stdout, 1)


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("episodes/show.yml", "episodes/Show.yml", "episodes/Show.yml till show.yml"),
        ("episodes/show.yml", "episodes/show.YAML", "episodes/show.YAML till show.yml"),
        ("episodes", "Episodes", "Episodes till episodes"),
    ],
)
def test_the_archive_itself_in_another_case_is_told(root, name, written, says):
    (root / name).rename(root / written)

    run = poddarkiv("check", *AT, cwd=root, LANG="sv_SE.UTF-8")

    assert run.returncode == 2
    assert run.stderr.startswith("döp om ")
    assert run.stderr.strip().endswith(says)


@pytest.mark.slow
def test_the_commands_of_editors_work_on_a_disk_that_forgives(root):
    assert forgiving.poddarkiv(root, "check", *AT).returncode == 0
    new = forgiving.poddarkiv(root, "new", *AT, "--yes", "--title", "Nytt", "--summary", "Nytt.")
    assert new.returncode == 0, new.stderr
    listed = forgiving.poddarkiv(root, "review", "1", "--list")
    assert listed.returncode == 0, listed.stderr
    built = forgiving.poddarkiv(root, "build", *AT, "--quiet")
    assert (built.returncode, built.stderr) == (0, "")
    assert (root / "site/avsnitt/001-start/index.html").is_file()


@pytest.mark.slow
def test_two_files_that_are_one_on_windows_and_macos_are_told(root):
    (root / "media/Omslag.png").write_bytes((root / "media/omslag.png").read_bytes())

    assert poddarkiv("check", *AT, cwd=root).stdout == (
        "media/omslag.png:1: varning: i Windows och macOS är detta samma fil som Omslag.png – "
        "döp om en av dem\n"
    )
