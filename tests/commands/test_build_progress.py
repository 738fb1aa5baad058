"""What a person at a terminal sees of a build, and nobody else."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands.running import poddarkiv
from poddarkiv.commands._build_progress import WorkCounter
from poddarkiv.site.build_observer import BuildObserver
from sample import AS_OF, copy_archive

PAGE, STEP = b"p", b"s"
BUILD = """
import sys
from poddarkiv.cli import main
from poddarkiv.commands import _build_progress
from poddarkiv.site import drawing, index
from poddarkiv.site.workers import worker_count

many = int(sys.argv.pop(1))
_build_progress._EVERY = 0.0
drawing.FEW, drawing.worker_count = 0, lambda: many
index.worker_count = lambda: min(many, worker_count())
main()
"""


def on_a_screen(root: Path, many: int, *words: str, **env: str) -> tuple[int, str]:
    """Run `poddarkiv build WORDS` with so many processes on a terminal; give code and output."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", BUILD, str(many), "build", "--as-of", AS_OF, *words]
    environment = {k: v for k, v in os.environ.items() if k not in {"CI", "NO_COLOR"}}
    environment |= {"TERM": "xterm", "COLUMNS": "80"} | env
    with os.fdopen(ours, "rb", buffering=0) as screen:
        run = subprocess.Popen(command, cwd=root, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)
        shown = b""
        try:
            while part := screen.read(65536):
                shown += part
        except OSError:
            pass  # the other end was closed
    return run.wait(timeout=60), shown.decode()


def frames(shown: str) -> list[str]:
    """Return what stood in the line, one after the other, without colours and the bar."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    return [re.sub(r" *[━╸╺]+ *", " ", each).strip() for each in re.split(r"[\r\n]+", plain)]


def left_on(shown: str) -> list[str]:
    """Return the lines that are there at the end: no line is written over another."""
    rows: list[str] = [""]
    for part in re.split(r"(\r\n|\r|\x1b\[2K|\x1b\[1A)", shown):
        match part:
            case "\r\n":
                rows.append("")
            case "\r":
                pass
            case "\x1b[2K":
                rows[-1] = ""
            case "\x1b[1A":
                rows.pop()
            case _:
                text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", part)
                assert not (text and rows[-1]), f"{text!r} after {rows[-1]!r}"
                rows[-1] += text
    return [row for row in rows if row]


def built(root: Path) -> dict[Path, bytes]:
    site = root / "site"
    return {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return copy_archive(tmp_path_factory.mktemp("arkiv"))


@pytest.fixture(scope="module")
def piped(archive):
    """Return the site as it is built where nobody looks, and what that printed."""
    run = poddarkiv("build", "--clean", "--as-of", AS_OF, cwd=archive)
    assert run.returncode == 0, run.stderr
    return built(archive), run


@pytest.mark.parametrize("many", [1, 3])
def test_a_person_sees_the_phases_the_pages_the_index_and_the_time_left(archive, piped, many):
    code, shown = on_a_screen(archive, many, "--clean")

    seen = frames(shown)
    assert code == 0, shown
    order = [seen.index(text) for text in ("Läser arkivet", "Kontrollerar 5 avsnitt")]
    first = next(i for i, text in enumerate(seen) if text.startswith("Sida "))
    order += [seen.index("Bygger sidorna"), first, seen.index("Lägger webbplatsen på plats")]
    assert order == sorted(order)
    counts = [m for m in map(re.compile(r"Sida (\d+) av (\d+), sökindex (\d+) %").match, seen) if m]
    assert [int(m[1]) for m in counts] == sorted(int(m[1]) for m in counts)
    assert counts[-1][1] == counts[-1][2]
    assert counts[-1][3] == "100"
    assert any(re.search(r" (\d:\d\d kvar|strax klart)$", text) for text in seen)
    assert built(archive) == piped[0]


def test_nothing_of_it_stays_or_stands_among_the_warnings(archive, piped):
    (archive / ".poddarkiv/warnings.json").unlink(missing_ok=True)
    _code, shown = on_a_screen(archive, 3, "--clean")

    told = piped[1].stderr.splitlines()
    assert any("varning: " in line for line in told)
    assert left_on(shown) == [*told, f"Webbplatsen finns i {archive / 'site'}"]
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")


@pytest.fixture
def with_nav(archive):
    """Give the means to write a menu into the archive's settings, for one test."""
    settings = archive / "mkdocs.yml"
    text = settings.read_text("utf-8")
    yield lambda nav: settings.write_text(f"{text}nav: {nav}\n", "utf-8", newline="\n")
    settings.write_text(text, "utf-8", newline="\n")


def test_what_mkdocs_warns_of_comes_after_the_line(archive, with_nav):
    with_nav("[{Start: index.md}]\nsaknas: 1")

    code, shown = on_a_screen(archive, 3)

    assert code == 0
    *_before, warning, last = left_on(shown)
    assert warning == "mkdocs.yml: saknas: MkDocs känner inte till inställningen"
    assert last.startswith("Webbplatsen finns i ")


def test_an_error_leaves_the_message_alone(archive, with_nav):
    with_nav("3")

    code, shown = on_a_screen(archive, 3)

    words = "Expected nav to be a list, got a int: 3"
    assert code == 1
    assert left_on(shown)[-2:] == [
        f"mkdocs.yml: nav: MkDocs godtar inte värdet (MkDocs säger: {words})",
        "MkDocs kunde inte bygga webbplatsen: raderna ovanför säger varför",
    ]
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")


@pytest.mark.parametrize(
    ("words", "env"), [(["--quiet"], {}), ([], {"CI": "true"}), ([], {"TERM": "dumb"})]
)
def test_who_wants_quiet_a_forge_and_a_plain_terminal_see_no_line(archive, words, env):
    code, shown = on_a_screen(archive, 3, *words, **env)

    assert code == 0
    assert "\x1b" not in shown
    assert "\r\n\r\n" not in shown
    assert "Läser arkivet" not in shown


def test_a_pipe_gets_no_line(piped):
    assert "Läser arkivet" not in piped[1].stderr
    assert "\x1b" not in piped[1].stderr
    assert piped[1].stdout.startswith("Webbplatsen finns i ")


def tally(pages=100, steps=200, *, side_by_side=True):
    found = WorkCounter(pages, steps, 1000.0)
    found.side_by_side = side_by_side
    return found


def test_processes_side_by_side_are_done_when_the_slowest_is():
    work = tally()
    work.add(PAGE, 50, 1060.0)
    work.add(STEP, 50, 1060.0)

    # Half the pages in a minute, a quarter of the index.
    assert work.left(1060.0) == 180.0
    assert work.shown(1060.0) == {
        "description": "Page 50 of 100, search index 25 %",
        "completed": 150,
        "total": 400,
        "left": "3:00 left",
    }


def test_one_process_does_one_thing_after_the_other():
    work = tally(side_by_side=False)
    work.add(PAGE, 50, 1060.0)
    work.add(STEP, 50, 1060.0)

    # 150 of 400 in a minute; a page weighs as much as two steps.
    assert work.left(1060.0) == 100.0


@pytest.mark.parametrize("slower", [1, 60, 1000])
def test_a_slow_machine_is_told_how_long_it_takes(slower):
    work = tally()
    work.add(PAGE, 10, 1000.0 + 2 * slower)
    work.add(STEP, 20, 1000.0 + 2 * slower)

    assert work.left(1000.0 + 2 * slower) == 18.0 * slower


def test_while_nothing_is_told_the_time_goes_by():
    work = tally()
    work.add(PAGE, 50, 1060.0)
    work.add(STEP, 100, 1060.0)

    assert work.left(1090.0) == 30.0
    assert work.left(1200.0) == 0.0
    assert work.shown(1200.0)["left"] == "nearly done"


def test_nothing_is_foretold_before_enough_is_done():
    work = tally()
    work.add(PAGE, 50, 1001.0)
    work.add(STEP, 9, 1001.0)

    assert work.left(1001.0) is None
    assert work.shown(1001.0)["left"] == ""
    work.add(STEP, 1, 1001.0)
    assert work.left(1001.0) is not None


def test_an_archive_without_transcripts_has_pages_alone():
    work = tally(steps=0)
    work.add(STEP, 7, 1001.0)
    work.add(PAGE, 50, 1001.0)

    assert work.shown(1001.0)["description"] == "Page 50 of 100"
    assert work.left(1001.0) == 1.0


def test_what_is_drawn_again_is_not_counted_twice():
    work = tally()
    work.add(PAGE, 100, 1001.0)
    work.add(PAGE, 100, 1002.0)

    assert work.shown(1002.0)["description"].startswith("Page 100 of 100")


def test_who_shows_nothing_waits_for_the_process():
    number = os.fork()
    if number == 0:
        os._exit(7)

    assert os.waitstatus_to_exitcode(BuildObserver().wait(number)) == 7


def test_a_menu_that_leads_nowhere_is_no_site(archive, with_nav):
    before = built(archive)
    with_nav("[{Start: index.md}, {Bort: indx.md}]")

    code, shown = on_a_screen(archive, 3)

    assert code == 1
    assert left_on(shown)[-1].endswith("nav: sidan indx.md finns inte – menade du ”index.md”?")
    assert built(archive) == before
