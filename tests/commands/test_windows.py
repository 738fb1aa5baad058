"""What editors use works where there are no POSIX locks, no symlinks, and other line endings."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import poddarkiv as poddarkiv_package
from checks import faults
from commands.running import poddarkiv
from poddarkiv.output import write_if_changed
from poddarkiv.review.session import ReviewSession
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
ABSENT = ("fcntl", "grp", "pwd", "termios", "tty", "pty", "resource", "syslog", "readline")
"""Modules that Python for Windows does not have."""
AS_ON_WINDOWS = f"""
import os, sys
sys.modules.update(dict.fromkeys({ABSENT!r}))
for name in ("symlink", "fork", "getuid", "geteuid", "chown", "mkfifo", "link"):
    delattr(os, name)
from poddarkiv.cli import main
main()
"""


@pytest.fixture
def root(tmp_path):
    return faults.copy_base(tmp_path / "Mina dokument (åäö)")


def as_on_windows(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS, *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def digests(folder: Path) -> dict[str, str]:
    # Pagefind writes filters in another order at each run, and names files by what they hold.
    by_chance = ("pagefind/filter/", "pagefind/pagefind")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(by_chance)
    }


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["check", "new", "review", "build", "measure"])
def test_the_commands_of_editors_need_nothing_that_windows_lacks(verb, root):
    arguments = {
        "check": [*AT],
        "new": [*AT, "--yes", "--title", "Nytt", "--summary", "Nytt."],
        "review": ["1", "--list"],
        "build": [*AT, "--quiet"],
        "measure": [],
    }

    run = as_on_windows(root, verb, *arguments[verb])

    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_line_endings_of_windows_build_the_same_bytes(root):
    poddarkiv("build", *AT, "--quiet", cwd=root)
    before = digests(root / "site")
    shutil.move(root / "site", root.parent)
    faults.write_as_windows(root)
    run = poddarkiv("build", *AT, "--quiet", "--clean", cwd=root)

    assert run.returncode == 0, run.stderr
    after = digests(root / "site")
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert before.keys() == after.keys()


@pytest.mark.slow
def test_each_command_of_editors_reads_the_line_endings_of_windows(root):
    faults.write_as_windows(root)

    for arguments in (
        ["check", *AT],
        ["new", *AT, "--yes", "--title", "Nytt", "--summary", "Nytt.", "--guest", "Bo Ek"],
        ["review", "1", "--list"],
        ["check", *AT],
    ):
        run = poddarkiv(*arguments, cwd=root)
        assert run.returncode == 0, run.stdout + run.stderr
    faults.write_as_windows(root)
    shown = served(root)

    assert "Ada Berg" in shown["/avsnitt/001-start/"]
    assert "I dag pratar vi om att börja." in shown["/avsnitt/001-start/"]
    assert not any("\r" in text for text in shown.values())


def served(root: Path) -> dict[str, str]:
    """Return pages as `serve` shows them."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "poddarkiv", "serve", "--port", "0"],
        cwd=root,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        return {
            path: urllib.request.urlopen(found[0] + path, timeout=60).read().decode()
            for path in ("/", "/avsnitt/001-start/", "/gaster/ada-berg/", "/feed.xml")
        }
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_a_mark_as_reviewed_keeps_the_line_endings_of_windows(root):
    faults.write_as_windows(root)
    path = root / "episodes/001-start/episode.yml"
    before = path.read_bytes()
    review = ReviewSession(
        transcript=path.with_name("transcript.vtt"),
        episode=path,
        shown="transcript.vtt",
        write=write_if_changed,
        today=lambda: date(2026, 6, 1),
        find_doubts=lambda _transcript: [],
    )

    review.mark_reviewed("Ada Berg", expected=review.state()["hash"])

    after = path.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n")
    changed = set(after.split(b"\r\n")) ^ set(before.split(b"\r\n"))
    assert all(line.startswith(b"transcript: ") for line in changed), changed
    assert poddarkiv("check", *AT, cwd=root).stdout == ""


FORBIDDEN = {"fcntl", "grp", "msvcrt", "posix", "pty", "pwd", "resource", "termios", "winreg"}
"""Modules that one system alone has."""
ONE_SYSTEM = {
    "os.fork",
    "os.forkpty",
    "os.getuid",
    "os.link",
    "os.lockf",
    "os.mkfifo",
    "os.symlink",
}
"""What one system alone has, or what takes a right that few have there."""
SHELLS = {"os.popen", "os.system", "subprocess.getoutput"}


def sources() -> Iterator[tuple[str, ast.AST]]:
    """Give each node of the package's code, and where it stands."""
    package = Path(poddarkiv_package.__file__).parent
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield f"{path.relative_to(package)}:{getattr(node, 'lineno', 0)}", node


def needs(node: ast.AST) -> set[str]:
    """Return what the node imports or names, as in `fcntl` or `os.fork`, and shells it begins."""
    match node:
        case ast.Import(names=names):
            return {alias.name.partition(".")[0] for alias in names}
        case ast.ImportFrom(module=str(module), names=names):
            return {module.partition(".")[0], *(f"{module}.{alias.name}" for alias in names)}
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return {f"{name}.{attribute}"}
        case ast.Attribute(attr="symlink_to" | "hardlink_to"):
            return {"os.symlink"}
        case ast.keyword(arg="shell"):
            return {"os.system"}
        case ast.Call(args=[ast.Constant(value="fork" | "forkserver")]):
            return {"os.fork"}
    return set()


def test_nothing_in_the_package_needs_one_system_or_a_shell():
    wanting = FORBIDDEN | ONE_SYSTEM | SHELLS

    found = [(place, needs(node) & wanting) for place, node in sources() if needs(node) & wanting]
    # Pages are drawn in workers where a process can be forked, else one after the other, and
    # files are copied where there are no links: the test above builds without.
    assert {(place.partition(":")[0], *names) for place, names in found} <= {
        ("site/workers.py", "os.fork"),
        ("output/links.py", "os.link"),
    }


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from os import fork",
        "os.fork()",
        "Path('a').symlink_to('b')",
        "subprocess.run('ls', shell=True)",
        "multiprocessing.get_context('fork')",
    ],
)
def test_the_test_above_sees_what_it_looks_for(code):
    found = set().union(*(needs(node) for node in ast.walk(ast.parse(code))))

    assert found & (FORBIDDEN | ONE_SYSTEM | SHELLS)


def test_every_text_is_read_and_written_as_utf_8():
    """Windows takes another encoding where none is said."""
    takes = {"read_text": 1, "write_text": 2}
    unsaid = [
        place
        for place, node in sources()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in takes
        and not any(keyword.arg == "encoding" for keyword in node.keywords)
        and len(node.args) < takes[node.func.attr]
    ]

    assert unsaid == []


def test_a_byte_order_mark_is_passed_over(root):
    path = root / "episodes/001-start/episode.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert poddarkiv("check", *AT, cwd=root).stdout == ""


def test_a_file_of_notepad_in_utf_16_is_named(root):
    path = root / "episodes/001-start/episode.yml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))

    assert poddarkiv("check", *AT, cwd=root).stdout == (
        "episodes/001-start/episode.yml:1: filen är inte UTF-8 (byte 0xff) – "
        "spara filen på nytt med kodningen UTF-8\n"
    )


def test_a_console_that_lacks_swedish_letters_is_no_crash(root):
    faults.apply(root, {"file": "episodes/show.yml", "replace": "explicit:", "with": "explict:"})

    run = subprocess.run(
        [sys.executable, "-m", "poddarkiv", "check", *AT],
        cwd=root,
        capture_output=True,
        check=False,
        env={"PATH": "", "PYTHONIOENCODING": "cp850"},
    )

    assert run.returncode == 1
    assert run.stdout.startswith(
        "episodes/show.yml:12: explict: okänd nyckel ?explict? ?".encode("cp850")
    )


def test_a_path_with_a_backslash_names_the_episode(root):
    write_tone(root / "media/001-start.mp3", seconds=450)

    run = poddarkiv("measure", "episodes\\001-start\\episode.yml", cwd=root)

    assert run.returncode == 0, run.stderr
