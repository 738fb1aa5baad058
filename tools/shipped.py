"""Write `shipped.json`: what `init` wrote before it kept a record of that, file by file.

An archive made since then has a `poddarkiv.lock.yml`, so this table does not grow any more. It is
made of this repository's history up to `LAST`, the last commit whose `init` kept no record.
Run: `python tools/shipped.py` (writes) or `python tools/shipped.py --check` (exit 1 when behind).
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from poddarkiv.commands._shipped import TABLE, digest, is_ours

ROOT = Path(__file__).resolve().parent.parent
LAST = "578e0ad0112d5eced211defee231c050f2cd779f"
HANDBOOK = "docs/redaktor"
STARTERS = {"sv": ("scripts/poddarkiv/starter",), "en": ("scripts/poddarkiv/starter_en",)}
TEMPLATES = "scripts/poddarkiv/templates"
INIT = "scripts/poddarkiv/commands/_starter.py"

Digests = dict[str, dict[str, list[str]]]


def main() -> int:
    """Write the table; return the exit code."""
    text = json.dumps(shipped(), indent=1, sort_keys=True) + "\n"
    if "--check" not in sys.argv:
        TABLE.write_text(text, "utf-8")
        return 0
    if TABLE.read_text("utf-8") != text:
        print(f"{TABLE.relative_to(ROOT)} is behind: run python tools/shipped.py")
        return 1
    return 0


def shipped() -> Digests:
    """Return the digests of every version of each file, by language and path in the archive.

    Under `templates`, those of the templates at `LAST`, which archives may hold copies of.
    """
    found: dict[str, dict[str, set[str]]] = {each: defaultdict(set) for each in STARTERS}
    for commit in _git("log", "--format=%H", LAST, "--", HANDBOOK, *_folders()).split():
        for language, name, blob in _files(commit):
            if is_ours(name):
                found[language][name].add(digest(name, _content(blob)))
    for row in _git("ls-tree", "-r", LAST, "--", TEMPLATES).splitlines():
        blob, path = row.split(maxsplit=2)[2].split("\t")
        name = f"templates/{path.removeprefix(f'{TEMPLATES}/')}"
        found.setdefault("templates", defaultdict(set))[name].add(digest(name, _content(blob)))
    return {
        language: {name: sorted(digests) for name, digests in files.items()}
        for language, files in found.items()
    }


def _folders() -> list[str]:
    return [folder for folders in STARTERS.values() for folder in folders]


def _files(commit: str) -> Iterator[tuple[str, str, str]]:
    """Give the language, the path in the archive and the object of each file of `commit`."""
    brought = "handbok/" in _git("show", f"{commit}:{INIT}", check=False)
    for row in _git("ls-tree", "-r", commit, "--", HANDBOOK, *_folders()).splitlines():
        blob, path = row.split(maxsplit=2)[2].split("\t")
        if brought and path.startswith(f"{HANDBOOK}/"):
            yield "sv", f"handbok/{path.removeprefix(f'{HANDBOOK}/')}", blob
        for language, folders in STARTERS.items():
            for folder in folders:
                if path.startswith(f"{folder}/"):
                    name = path.removeprefix(f"{folder}/")
                    yield language, re.sub(r"(^|/)dot_", r"\1.", name), blob


_KEPT: dict[str, bytes] = {}


def _content(blob: str) -> bytes:
    if blob not in _KEPT:
        command = ["git", "cat-file", "blob", blob]
        _KEPT[blob] = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return _KEPT[blob]


def _git(*words: str, check: bool = True) -> str:
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=check)
    return run.stdout.decode()


if __name__ == "__main__":
    sys.exit(main())
