"""Change episodes of a large archive while `poddarkiv serve` shows it: seconds until each is seen.

    python bench/serve.py -n 1000 --work FOLDER    the archive is `site.py`'s

A change is one sentence in an episode's YAML, or one word in its transcript. Between two changes
the search index catches up in the background, as it does when a person writes; how long that takes
is told too.
"""

import argparse
import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archives import archive

SHOWN = 2.0
"""Seconds until one changed episode is shown, at most."""
FOUND = 5.0
"""Seconds until the search finds what has changed in a transcript, at most."""
PATIENCE = 300


def until(condition: Callable[[], bool]) -> float:
    """Return the seconds until `condition` holds."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > PATIENCE:
            sys.exit("it never came")
        time.sleep(0.02)
    return time.monotonic() - began


def fetch(address: str) -> str:
    """Return what stands at `address`, or nothing."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            text: str = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    return text


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Give the address of the preview of `root`."""
    command = [sys.executable, "-u", "-m", "poddarkiv", "serve", "--root", root, "--port", "0"]
    with tempfile.NamedTemporaryFile("wb") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log)

        def address() -> str:
            said = Path(log.name).read_text(encoding="utf-8")
            if process.poll() is not None:
                sys.exit(f"the preview ended:\n{said[-2000:]}")
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            return found[0] if found else ""

        try:
            print(f"first shown after {until(lambda: bool(address())):.1f} s", flush=True)
            yield address()
        finally:
            process.terminate()
            process.wait()


def change(folder: Path, address: str, name: str) -> tuple[float, float]:
    """Change the file `name` of an episode, and put it back afterwards.

    Returns:
        Seconds until its page shows the change, and until the search finds it.
    """
    path = folder / name
    before = path.read_text(encoding="utf-8")
    word = f"Nyskrivet{time.monotonic_ns()}"
    # The summary's first word, or the transcript's last.
    mark = 'summary: "' if name.endswith(".yml") else ""
    at = before.index(mark) + len(mark) if mark else len(before.rstrip())
    page = f"{address}/avsnitt/{folder.name}/"
    indexed = fetch(f"{address}/pagefind/indexed.txt")
    path.write_text(f"{before[:at]} {word} {before[at:]}", encoding="utf-8")
    try:
        seconds = until(lambda: word in fetch(page))
        follows = until(lambda: fetch(f"{address}/pagefind/indexed.txt") not in ("", indexed))
    finally:
        path.write_text(before, encoding="utf-8")
    print(f"{name}: shown after {seconds:.2f} s, found {follows:.1f} s later", flush=True)
    until(lambda: fetch(f"{address}/pagefind/indexed.txt") == indexed)
    return seconds, seconds + follows


def main() -> int:
    """Return 1 when a change is shown or found too late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="episodes of 36 minutes")
    parser.add_argument("--work", type=Path, help="a folder to keep what was made")
    parser.add_argument("--name", default="", help="the archive's folder, as `builds.py` has two")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-serve-"))
    work.mkdir(parents=True, exist_ok=True)
    root = archive(work, given.n, "poddarkiv", given.name)
    episodes = sorted((root / "episodes").glob("0*"))
    some = [episodes[len(episodes) * share // 20] for share in (1, 4, 7)]
    with serving(root) as address:
        until(lambda: bool(fetch(f"{address}/pagefind/indexed.txt")))
        texts = [change(folder, address, "episode.yml") for folder in some]
        spoken = [change(folder, address, "transcript.vtt") for folder in some]
    shown = [seconds for seconds, _found in (*texts, *spoken)]
    found = [seconds for _shown, seconds in spoken]
    print(f"shown: median {statistics.median(shown):.2f} s, most {max(shown):.2f} s")
    print(f"a transcript found: median {statistics.median(found):.2f} s, most {max(found):.2f} s")
    return int(max(shown) > SHOWN or statistics.median(found) > FOUND)


if __name__ == "__main__":
    sys.exit(main())
