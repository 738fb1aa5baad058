"""Write the locks that a new archive gets: what the package needs, as `requirements/` pins it.

Run: `python tools/starter_lock.py` (writes) or `python tools/starter_lock.py --check` (exit 1 when
behind). Nothing is resolved here, so what forges install is what `make test` has tried.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "scripts/poddarkiv/starter"
INSTALLER = "pip"
"""Of `requirements/build.lock`; the rest builds what comes as source, and the package itself, and
nothing else does: a build in isolation would fetch the newest, unseen by `--require-hashes`."""
HEAD = """\
# @@{what}@@
# @@LOCK_PAIR@@
"""
"""`poddarkiv init` fills the marks in, in the archive's language."""


def main() -> int:
    """Write the locks; return the exit code."""
    wanted = {STARTER / name: text.encode() for name, text in starter_locks().items()}
    if "--check" in sys.argv:
        behind = [
            path for path, text in wanted.items() if not path.is_file() or path.read_bytes() != text
        ]
        for path in behind:
            print(f"{path.relative_to(ROOT)} is behind: run python tools/starter_lock.py")
        return 1 if behind else 0
    for path, text in wanted.items():
        path.write_bytes(text)
    return 0


def starter_locks() -> dict[str, str]:
    """Return the pins, with hashes, of all that the package and its extra `transcribe` need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["transcribe"]]
    kept = {_name(each) for each in direct}
    blocks = _blocks(ROOT / "requirements/site.lock")
    while more := {_name(pin) for pin, users in blocks if users & kept} - kept:
        kept |= more
    needed = [pin for pin, _users in blocks if _name(pin) in kept]
    builds = [pin for pin, _users in _blocks(ROOT / "requirements/build.lock")]
    return {
        "requirements.lock": _text("LOCK_NEEDS", needed),
        "requirements-build.lock": _text(
            "LOCK_BUILDS", [pin for pin in builds if _name(pin) != INSTALLER]
        ),
    }


def _text(what: str, pins: list[str]) -> str:
    return HEAD.format(what=what) + "".join(f"{pin}\n" for pin in sorted(pins, key=_name))


def _blocks(path: Path) -> list[tuple[str, set[str]]]:
    """Return each pin of a lock with its hashes, and the names of those that need it."""
    found = []
    for block in re.split(r"(?m)^(?=[a-z0-9])", path.read_text("utf-8"))[1:]:
        lines = block.rstrip().splitlines()
        notes = [line.strip(" #") for line in lines if line.lstrip().startswith("#")]
        pin = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        found.append((pin, {_name(note.removeprefix("via ")) for note in notes}))
    return found


def _name(text: str) -> str:
    match = re.match(r"[a-z0-9._-]+", text.lower())
    return re.sub(r"[._-]+", "-", match[0]) if match else ""


if __name__ == "__main__":
    sys.exit(main())
