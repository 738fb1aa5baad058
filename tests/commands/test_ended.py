"""A verb that is told to end, as a service or a job's time limit does, leaves the screen usable."""

import os
import pty
import signal
import subprocess
import sys

import pytest

from sample import AS_OF, copy_archive

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
SLOW = """
import os, time
from importlib import import_module
from poddarkiv.cli import main

def slow(*_words, **_options):
    os.write(2, b"READY")
    time.sleep(60)

{patch}
main()
"""
VERBS = {
    "build": "import_module('poddarkiv.commands.build').check = slow",
    "publish": (
        "verb = import_module('poddarkiv.commands.publish')\n"
        "verb.problems_of_publishing = lambda *_: []\n"
        "verb.build_checked = lambda archive, *_, **__: archive.root\n"
        "verb.publish = slow"
    ),
    "transcribe": "import_module('poddarkiv.asr.run').Transcriber.run = slow",
}
WORDS = {
    "build": ["--as-of", AS_OF],
    "publish": ["ute", "--as-of", AS_OF],
    "transcribe": ["--again"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_cursor_comes_back(verb, tmp_path):
    root = copy_archive(tmp_path / "arkiv")
    code = SLOW.format(patch=VERBS[verb])
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in {"CI", "NO_COLOR"}}
    environment |= {"TERM": "xterm", "COLUMNS": "80"}
    with os.fdopen(ours, "rb", buffering=0) as screen:
        run = subprocess.Popen(
            [sys.executable, "-c", code, verb, *WORDS[verb]],
            cwd=root,
            stdout=theirs,
            stderr=theirs,
            env=environment,
        )
        os.close(theirs)
        shown, told = b"", False
        try:
            while part := screen.read(65536):
                shown += part
                if b"READY" in shown and not told:
                    run.send_signal(signal.SIGTERM)
                    told = True
        except OSError:
            pass  # the other end was closed

    assert run.wait(timeout=60) == 128 + signal.SIGTERM, shown.decode()
    assert shown.decode().rindex(SHOWN) > shown.decode().rindex(HIDDEN)
