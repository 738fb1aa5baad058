"""The wrapper of the W3C's validator, with a validator that says one thing of each kind."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VALIDATOR = {
    "feedvalidator/__init__.py": """
from feedvalidator import logging
def validateString(xml, base):
    kinds = (logging.Error, logging.ValidElement, logging.Info, logging.Warning)
    said = [(line, kind) for line, kind in enumerate(kinds, 1) if kind.__name__.encode() in xml]
    return {"loggedEvents": [kind({"line": line}) for line, kind in said]}
""",
    "feedvalidator/logging.py": """
class LoggedEvent:
    def __init__(self, params): self.params = params
class Info(LoggedEvent): pass
class Warning(LoggedEvent): pass
class Error(LoggedEvent): pass
class ValidationFailure(Exception): pass
class Success(LoggedEvent): pass
class ValidElement(Success): pass
""",
    "feedvalidator/formatter/__init__.py": "",
    "feedvalidator/formatter/text_plain.py": """
class Formatter:
    def __init__(self, events): pass
    def getMessage(self, event): return "said of " + type(event).__name__
""",
}


@pytest.fixture
def judge(tmp_path):
    """Return a function that gives the code and the lines of the wrapper for a feed."""
    for name, text in VALIDATOR.items():
        path = tmp_path / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(feed):
        (tmp_path / "feed.xml").write_text(feed, "utf-8")
        command = [
            sys.executable,
            "tools/w3c_validate.py",
            str(tmp_path),
            str(tmp_path / "feed.xml"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.replace(f"{tmp_path}/", "").splitlines()

    return run


def test_what_is_right_is_not_told(judge):
    assert judge("ValidElement") == (0, ["0 errors"])


def test_errors_warnings_and_notes_are_told(judge):
    assert judge("Error ValidElement Info Warning") == (
        1,
        [
            "feed.xml:1: error: said of Error",
            "feed.xml:3: note: said of Info",
            "feed.xml:4: warning: said of Warning",
            "1 errors",
        ],
    )
