"""Build the same archive with Poddarkiv and its peers, and print times as ratios.

    python bench/site.py -n 1000 --rounds 3        ours, without index, growth, Material, MaterialX
    python bench/site.py -n 4000 --only poddarkiv  growth and memory
    python bench/site.py -n 1000 --only wire       what a first search fetches, for many words

Everything is made below `--work` (default: a temporary folder): the prose from two Debian packages
(`apt-get download`, no root), the archives, and a virtual environment for MaterialX and ProperDocs.
Figures of machines differ, and so do those of a busy one, and of one minute from the next: read
the ratios of one run. With more rounds each kind is built once in each, and its median counts.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from archives import archive
from processes import Run, run
from wire import measure_wire, print_wire

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "poddarkiv"
PEER_PACKAGES = ("mkdocs-materialx==10.2.2", "properdocs==1.6.7")
KINDS = ("without index", "mkdocs", "poddarkiv", "growth", "again", "materialx", "wire")
GOALS = (
    ("poddarkiv", "mkdocs", 0.3),
    ("poddarkiv", "materialx", 0.25),
    ("without index", "mkdocs", 0.12),
    ("growth", "poddarkiv", 4.4),
)
"""A build, the one it is measured against, and the most it may take of its time."""
MEMORY = 1.5e9
"""Bytes of the largest process of a build of four times as many episodes."""
FIRST, FURTHER, PAGE = 200_000, 45_000, 60_000
"""Bytes of a first search, of a further result, and of an episode's page, at the most."""
AS_OF = "2100-01-01T00:00:00+00:00"
"""When all of the synthetic episodes are out: the last of 4,000 in 2086."""
WITHOUT_INDEX = """
from poddarkiv.cli import main
from poddarkiv.site.index import Indexer
Indexer.start = lambda self: None
Indexer.finish = lambda self: True
main()
"""


def peer_python(work: Path) -> Path:
    """Return the Python of an environment with MaterialX and ProperDocs, made once."""
    python = work / "peer" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", work / "peer"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEER_PACKAGES], check=True)
    return python


def build(work: Path, n: int, kind: str) -> Run:
    """Build once and return what it cost."""
    if kind == "mkdocs":
        folder = archive(work, n, "mkdocs")
        return run([sys.executable, "-m", "mkdocs", "build", "-q", "-c"], folder)
    if kind == "materialx":
        folder = archive(work, n, "materialx")
        return run([peer_python(work), "-m", "properdocs", "build", "-q", "-c"], folder)
    folder = archive(work, n * 4 if kind == "growth" else n, "poddarkiv")
    how = ["-c", WITHOUT_INDEX] if kind == "without index" else ["-m", "poddarkiv"]
    extra = [] if kind == "again" else ["--clean"]
    command = [sys.executable, *how, "build", "--quiet", "--as-of", AS_OF]
    return run([*command, *extra], folder)


def wire(work: Path, n: int) -> bool:
    """Return whether goals are met; print what first searches and further results fetch."""
    site = archive(work, n, "poddarkiv") / "site"
    found = measure_wire(site, work / f"archive-{n}.json", PACKAGE)
    print_wire(found, FIRST)
    return found.firsts[-1] <= FIRST and max(found.each) <= FURTHER and found.page <= PAGE


def main() -> int:
    """Return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="episodes of 36 minutes")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is built")
    parser.add_argument("--only", action="append", choices=KINDS, help="these alone")
    parser.add_argument("--work", type=Path, help="a folder to keep what was made")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-site-"))
    work.mkdir(parents=True, exist_ok=True)
    runs: dict[str, list[Run]] = defaultdict(list)
    kinds = given.only or KINDS
    for number in range(given.rounds):
        for kind in kinds:
            if kind != "wire":
                runs[kind].append(build(work, given.n, kind))
                one = runs[kind][-1]
                figures = f"{one.wall:.1f} s, cpu {one.cpu:.1f} s, {one.memory / 1e6:.0f} MB"
                print(f"round {number + 1}, {given.n} {kind}: {figures}", flush=True)
    met = [reached(runs, *goal) for goal in GOALS if goal[0] in runs and goal[1] in runs]
    if "growth" in runs:
        met.append(max(one.memory for one in runs["growth"]) <= MEMORY)
    if "wire" in kinds:
        met.append(wire(work, given.n))
    return int(not all(met))


def reached(runs: Mapping[str, Sequence[Run]], kind: str, peer: str, most: float) -> bool:
    """Return whether the median build takes at most `most` of the peer's; print it."""
    ours, theirs = (statistics.median(one.wall for one in runs[each]) for each in (kind, peer))
    ratio = ours / theirs
    print(f"{kind} / {peer}: {ours:.1f} / {theirs:.1f} s = {ratio:.3f}, the goal is {most}")
    return ratio <= most


if __name__ == "__main__":
    sys.exit(main())
