"""Pages drawn by several processes: the same site, the same faults, and nobody left behind."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from poddarkiv.site.workers import start_in_worker, worker_count
from sample import AS_OF, copy_archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there processes are copied")

BUILD = """
import sys
from datetime import datetime
from pathlib import Path

import click

from poddarkiv.commands.build import build
from poddarkiv.errors import PoddarkivError
from poddarkiv.site import drawing
from poddarkiv.site.index import Indexer

root, many, as_of = sys.argv[1:]
Indexer.start = lambda self: None
Indexer.finish = lambda self: True
drawing.FEW, drawing.worker_count = 0, lambda: int(many)
run_in_workers = drawing.run_in_workers

def spy(*things, **choices):
    well = run_in_workers(*things, **choices)
    print("workers", well)
    return well

drawing.run_in_workers = spy
try:
    build(Path(root), datetime.fromisoformat(as_of))
except PoddarkivError as error:
    sys.exit(str(error))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_archive(tmp_path_factory.mktemp("arkiv"))


def build(root, many):
    command = [sys.executable, "-c", BUILD, str(root), str(many), AS_OF]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def built(root):
    site = root / "site"
    return {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_several_processes_draw_the_same_bytes_as_one(archive):
    alone = build(archive, 1)
    once = built(archive)
    shutil.rmtree(archive / "site")
    several = build(archive, 3)

    assert (alone.returncode, alone.stdout) == (0, "")
    assert (several.returncode, several.stdout) == (0, "workers True\n")
    assert built(archive) == once
    assert len(once) > 90


PAGE = "{% extends 'pod/base.html' %}\n{% block page %}\nHERE\n{% endblock %}"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("{% if %}", "overrides/pod/guest.html:3:"),
        (
            "{% if page.url == 'gaster/sofia-ekman/' %}{{ page.none.such }}{% endif %}",
            "gaster/sofia-ekman.md",
        ),
    ],
    ids=["in every page", "in one page"],
)
def test_a_fault_is_told_as_by_one_process_and_leaves_the_last_site(archive, fault, said):
    place = archive / "overrides/pod/guest.html"
    place.write_text(PAGE.replace("HERE", fault), "utf-8")
    before = built(archive)
    alone, several = build(archive, 1), build(archive, 3)
    place.unlink()

    assert said in alone.stderr
    assert several.stdout == "workers False\n"
    assert (several.returncode, several.stderr) == (alone.returncode, alone.stderr) != (0, "")
    assert built(archive) == before


def test_a_hook_that_looks_at_pages_sees_them_all_in_one_process(archive):
    settings = archive / "mkdocs.yml"
    before = settings.read_text("utf-8")
    settings.write_text(before + "hooks: [hook.py]\n", "utf-8")
    (archive / "hook.py").write_text(
        "seen = []\n"
        "def on_post_page(output, page, config):\n"
        "    seen.append(page.url)\n"
        "    return output + '<!-- seen -->'\n"
        "def on_post_build(config):\n"
        "    print('pages', len(seen))\n"
    )
    done = build(archive, 3)
    settings.write_text(before, "utf-8")
    pages = [name for name, text in built(archive).items() if text.endswith(b"<!-- seen -->")]

    assert "workers" not in done.stdout
    assert done.stdout == f"pages {len(pages)}\n"


ASIDE = """
import os, sys, time
from pathlib import Path
from poddarkiv.site import workers

folder, fails = Path(sys.argv[1]), sys.argv[2] == "fails"
workers.worker_count = lambda: 2
first = os.getpid()

def work():
    if fails and os.getpid() != first:
        raise OSError("no room")
    return os.getpid()

finish = workers.start_in_worker(work, folder / "told")
print("by a worker" if finish() != first else "here")
"""


@pytest.mark.parametrize(("how", "by"), [("works", "by a worker"), ("fails", "here")])
def test_a_task_runs_in_a_worker_and_else_here(tmp_path, how, by):
    command = [sys.executable, "-c", ASIDE, str(tmp_path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr, done.returncode) == (f"{by}\n", "", 0)


def test_a_process_with_threads_is_never_forked(tmp_path):
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert worker_count() == 1
        assert start_in_worker(threading.get_ident, tmp_path / "told")() == threading.get_ident()
        assert not (tmp_path / "told").exists()
    finally:
        end.set()
        thread.join()


WORK = """
import os, signal, sys, time
from pathlib import Path
from poddarkiv.site.workers import run_in_workers

folder = Path(sys.argv[1])
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

def do(thing):
    with (folder / str(os.getpid())).open("ab") as file:
        file.write(b".")
    time.sleep(0.01)

try:
    run_in_workers(range(10**6), do, workers=3)
finally:
    done = {path.name: path.stat().st_size for path in folder.iterdir()}
    print(len(done), flush=True)
    time.sleep(0.3)
    print(done == {path.name: path.stat().st_size for path in folder.iterdir()})
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nobody_works_on_when_the_first_process_is_ended(tmp_path, sign):
    command = [sys.executable, "-c", WORK, str(tmp_path)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    while len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.02)
    process.send_signal(sign)
    said, _errors = process.communicate(timeout=60)
    time.sleep(0.2)
    done = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    time.sleep(0.2)

    assert process.returncode != 0
    assert said == ("" if sign == signal.SIGKILL else "3\nTrue\n")
    assert done == {path.name: path.stat().st_size for path in tmp_path.iterdir()}
