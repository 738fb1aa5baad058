"""`poddarkiv upgrade`: the tool that the forge installs, and the locks that belong to it."""

import pytest

from commands.upgrading import archive_before, edit, files, upgrade
from poddarkiv.commands._shipped import RECORD, read_record
from poddarkiv.commands._starter import tool_files

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WHERE = f"git+https://a.example/poddarkiv.git@{COMMIT}"
OLD = "git+https://a.example/poddarkiv.git@" + 40 * "f"
LINE = "poddarkiv==0.1.0\n"


@pytest.fixture
def root(tmp_path):
    """Return an archive whose lock is of an earlier version, as its record says."""
    root = archive_before(tmp_path)
    assert upgrade(root).returncode == 0
    edit(root, "requirements.lock", "annotated-types==0.8.0", "annotated-types==0.7.0")
    from poddarkiv.commands._shipped import digest

    old = digest("requirements.lock", (root / "requirements.lock").read_bytes())
    edit(root, RECORD, read_record(root).files["requirements.lock"], old)
    return root


def last(root):
    return (root / "requirements.txt").read_text("utf-8").splitlines()[-1]


def is_todays(root):
    return (root / "requirements.lock").read_bytes() == tool_files("sv")["requirements.lock"]


@pytest.mark.parametrize(
    "before",
    [LINE, f"poddarkiv @ {OLD}\n", "./verktyg/poddarkiv-0.0.9-py3-none-any.whl\n"],
)
def test_the_line_and_its_locks_are_changed_at_once(before, root):
    edit(root, "requirements.txt", f"\n{LINE}", f"\n{before}")

    run = upgrade(root, "--package", WHERE)

    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["ändrade requirements.lock", "ändrade requirements.txt"]
    assert last(root) == f"poddarkiv @ {WHERE}"
    assert is_todays(root)


def test_a_comment_on_the_line_stays(root):
    edit(root, "requirements.txt", f"\n{LINE}", f"\npoddarkiv @ {OLD}#egg=a  # vår egen\r\n")

    upgrade(root, "--package", WHERE)

    text = (root / "requirements.txt").read_bytes().decode()
    assert text.endswith(f"\npoddarkiv @ {WHERE}  # vår egen\r\n")


def test_a_version_of_an_index_is_the_version_that_runs(root):
    edit(root, "requirements.txt", f"\n{LINE}", "\npoddarkiv==0.0.9\n")

    upgrade(root)

    assert last(root) == "poddarkiv==0.1.0"
    assert is_todays(root)


def test_where_nobody_knows_what_runs_here_neither_is_changed(root):
    edit(root, "requirements.txt", f"\n{LINE}", f"\npoddarkiv @ {OLD}\n")
    before = files(root)

    run = upgrade(root)

    assert run.returncode == 1
    number = len(before["requirements.txt"].splitlines())
    assert run.stderr.startswith(f"requirements.txt:{number}: varning: ”poddarkiv @ {OLD}”")
    assert "--package git+https://" in run.stderr
    assert files(root) == before


def test_a_lock_that_somebody_has_edited_is_listed_and_the_pair_stays(root):
    edit(root, "requirements.lock", "annotated-types==0.7.0", "annotated-types==0.6.0")
    before = files(root)

    run = upgrade(root, "--package", WHERE)

    assert run.returncode == 1
    assert run.stderr.startswith("requirements.lock:3: varning: någon har ändrat i filen")
    assert files(root) == before


def test_where_no_line_names_the_tool_it_is_said(root):
    edit(root, "requirements.txt", f"\n{LINE}", "\n")

    run = upgrade(root)

    assert run.returncode == 1
    assert run.stderr.startswith("requirements.txt:1: varning: ingen rad")


def test_who_needs_no_locks_gets_none(root):
    for name in ("requirements.txt", "requirements.lock", "requirements-build.lock"):
        (root / name).unlink()

    assert upgrade(root, "--package", WHERE).returncode == 0

    assert not list(root.glob("requirements*"))
