"""How much of the processor `poddarkiv search` takes, beside another checkout's.

    python bench/search.py ROOT [OTHER_SCRIPTS]

* ROOT           an archive, as `export.py` writes it; 134 episodes are 720,000 words
* OTHER_SCRIPTS  the folder `scripts` of another version, asked after ours each time

Each query is a whole process, user and system time together. The first makes the index that the
others use. Goals: at most 1.0 s at 720,000 words, 3.0 s at 5.4 million.
"""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

OURS = Path(__file__).resolve().parent.parent / "scripts"
QUERIES = ("återhämtning", "välja färg", '"välj en bild"', "bild", "hjälpsystm", "lager mask bild")


def cpu_seconds(scripts: Path, root: Path, query: str) -> float:
    """Return the processor's seconds of one search."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "poddarkiv", "search", query, "--root", root],
        env=os.environ | {"PYTHONPATH": str(scripts)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    root = Path(sys.argv[1])
    other = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    shutil.rmtree(root / ".poddarkiv", ignore_errors=True)
    print(f"{'the first, which makes the index':34}{cpu_seconds(OURS, root, QUERIES[0]):8.2f} s")
    for query in QUERIES:
        took = cpu_seconds(OURS, root, query)
        beside = cpu_seconds(other, root, query) if other else 0.0
        ratio = f"{beside:8.2f} s{beside / took:8.1f} times" if other else ""
        print(f"{query:34}{took:8.2f} s{ratio}")


if __name__ == "__main__":
    main()
