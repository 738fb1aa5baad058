"""Builds side by side: this checkout, plain Material, and another checkout of ours (`--before`).

    git worktree add ../before main-before
    python bench/builds.py --before ../before --work /dev/shm/bench --rounds 3      every row
    python bench/builds.py --only small -n 60 --rounds 5                             one row, small

Each row builds its kinds in turn and prints the medians with their ratio and the goal. Two cores
with nothing else on them; `--work` in memory keeps the disk out of it. `--before` is a folder with
`scripts/poddarkiv` in it, run with the same Python and packages as this checkout, in an archive of
its own: neither finds what the other has kept.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from archives import archive
from processes import Run, run
from wire import Wire, measure_wire, print_wire

HERE = Path(__file__).resolve().parent
OURS, BEFORE, MATERIAL = "poddarkiv", "before", "mkdocs"
_FIRST = datetime(2300, 1, 1, tzinfo=UTC)
"""When all of the synthetic episodes are out: the last of 10,000 in 2201."""
_SECONDS = count()


@dataclass(frozen=True)
class Bench:
    """What is measured, and where."""

    work: Path
    n: int | None
    """Episodes, instead of each row's own number."""
    rounds: int
    before: Path | None
    """The other checkout."""
    missed: list[str] = field(default_factory=list)
    """Rows whose goal was not met."""

    def size(self, usual: int) -> int:
        """Return how many episodes a row has."""
        return self.n or usual

    def folder(self, kind: str, n: int) -> Path:
        """Return the archive that `kind` builds."""
        return archive(self.work, n, MATERIAL if kind == MATERIAL else OURS, kind)

    def build(self, kind: str, n: int, *, clean: bool) -> Run:
        """Build once; return what it cost."""
        folder = self.folder(kind, n)
        if kind == MATERIAL:
            return run([sys.executable, "-m", "mkdocs", "build", "-q", "-c"], folder)
        # The clock goes on between two builds of a person too.
        as_of = _FIRST + timedelta(seconds=next(_SECONDS))
        command = [sys.executable, "-m", "poddarkiv", "build", "--quiet"]
        extra = ["--clean"] if clean else []
        path = {"PYTHONPATH": str(self.scripts(kind))}
        return run([*command, "--as-of", as_of.isoformat(), *extra], folder, path)

    def scripts(self, kind: str) -> Path:
        """Return the folder that the package of `kind` is in."""
        return (self.before if kind == BEFORE and self.before else HERE.parent) / "scripts"

    def in_turn(self, kinds: tuple[str, ...], build: Callable[[str], Run]) -> list[list[Run]]:
        """Build each of `kinds` in each round; return the builds of each."""
        found: list[list[Run]] = [[] for _kind in kinds]
        for number in range(1, self.rounds + 1):
            for kind, runs in zip(kinds, found, strict=True):
                one = build(kind)
                runs.append(one)
                figures = f"{one.wall:.2f} s, cpu {one.cpu:.2f} s, {one.memory / 1e6:.0f} MB"
                print(f"  round {number}, {kind}: {figures}", flush=True)
        return found

    def judge(self, row: str, found: float, goal: float, words: str) -> None:
        """Print a figure beside its goal, and note it when it is missed."""
        met = found <= goal
        print(f"{row}: {words} = {found:.3f} (goal {goal}){'' if met else ' MISSED'}", flush=True)
        if not met:
            self.missed.append(row)

    def compare(self, row: str, measure: str, *runs: list[Run], goal: float) -> None:
        """Judge the ratio of two medians."""
        ours, theirs = (statistics.median(getattr(one, measure) for one in each) for each in runs)
        self.judge(row, ours / theirs, goal, f"{measure} {ours:.2f} / {theirs:.2f} s")


def small(bench: Bench) -> None:
    """Clean build, 60 episodes, with index: CPU beside plain Material's."""
    n = bench.size(60)
    kinds = (OURS, MATERIAL, *((BEFORE,) if bench.before else ()))
    found = bench.in_turn(kinds, lambda kind: bench.build(kind, n, clean=True))
    bench.compare(f"clean {n}", "cpu", found[0], found[1], goal=1.0)
    if bench.before:
        bench.compare(f"clean {n}, beside before", "cpu", found[0], found[2], goal=1.0)


def large(bench: Bench) -> None:
    """Clean build, 1,000 episodes, with index: time beside plain Material's."""
    n = bench.size(1000)
    kinds = (OURS, MATERIAL, *((BEFORE,) if bench.before else ()))
    found = bench.in_turn(kinds, lambda kind: bench.build(kind, n, clean=True))
    bench.compare(f"clean {n}", "wall", found[0], found[1], goal=0.18)


def changed(bench: Bench) -> None:
    """Build after one word of one transcript has changed, beside before."""
    _again(bench, "changed", goal=0.12, most=2.5, edit=_change_word)


def unchanged(bench: Bench) -> None:
    """Build where nothing has changed, beside before."""
    _again(bench, "unchanged", goal=0.06, most=None, edit=lambda _folder: None)


def _again(
    bench: Bench, name: str, *, goal: float, most: float | None, edit: Callable[[Path], None]
) -> None:
    n = bench.size(1000)
    kinds = (OURS, BEFORE) if bench.before else (OURS,)
    for kind in kinds:
        bench.build(kind, n, clean=False)

    def build(kind: str) -> Run:
        edit(bench.folder(kind, n))
        return bench.build(kind, n, clean=False)

    found = bench.in_turn(kinds, build)
    if bench.before:
        bench.compare(f"{name} {n}", "wall", *found, goal=goal)
    if most is not None:
        seconds = statistics.median(one.wall for one in found[0])
        bench.judge(f"{name} {n}, seconds", seconds, most, "median")


def _change_word(folder: Path) -> None:
    """Change the last word of a transcript in the middle of the archive."""
    episodes = sorted((folder / "episodes").glob("0*"))
    path = episodes[len(episodes) // 2] / "transcript.vtt"
    text = path.read_text(encoding="utf-8").rstrip().rpartition(" Nyskrivet")
    path.write_text(f"{text[0] or text[2]} Nyskrivet{time.monotonic_ns()}\n\n", encoding="utf-8")


def serve(bench: Bench) -> None:
    """A changed transcript in `serve`: seconds until the search finds it (`serve.py`)."""
    n = bench.size(1000)
    for kind in (BEFORE, OURS) if bench.before else (OURS,):
        bench.folder(kind, n)
        command = [sys.executable, HERE / "serve.py", "-n", str(n), "--work", bench.work]
        environment = os.environ | {"PYTHONPATH": str(bench.scripts(kind))}
        print(f"  {kind}:", flush=True)
        done = subprocess.run([*map(str, command), "--name", kind], env=environment, check=False)
        if done.returncode and kind == OURS:
            bench.missed.append(f"serve {n}")


def huge(bench: Bench) -> None:
    """Clean build, 10,000 episodes: time beside that of a tenth as many, and memory."""
    n = bench.size(10_000)
    found: dict[int, list[Run]] = {}
    for many in (n // 10, n):
        [found[many]] = bench.in_turn(
            (OURS,), lambda kind, m=many: bench.build(kind, m, clean=True)
        )
    bench.compare(f"clean {n}, beside {n // 10}", "wall", found[n], found[n // 10], goal=11)
    memory = statistics.median(one.memory for one in found[n])
    bench.judge(f"clean {n}, largest process in GB", memory / 1e9, 2.0, "median")


def wire(bench: Bench) -> None:
    """Bytes of a first search, of further results and of a page: no more than before."""
    n = bench.size(1000)
    found: dict[str, Wire] = {}
    for kind in (OURS, BEFORE) if bench.before else (OURS,):
        site = bench.folder(kind, n) / "site"
        if not site.exists():
            bench.build(kind, n, clean=True)
        data = bench.work / f"archive-{n}.json"
        found[kind] = measure_wire(site, data, bench.scripts(kind) / "poddarkiv")
        print(f"  {kind}:")
        print_wire(found[kind], 200_000)
    if BEFORE in found:
        for name, ours, theirs in zip(_WIRE, *map(_wire_figures, found.values()), strict=True):
            bench.judge(f"{name}, bytes beside before", ours / theirs, 1.0, f"{ours} / {theirs}")


_WIRE = ("first search, median", "first search, most", "further result, mean", "page")


def _wire_figures(wire: Wire) -> Iterator[int]:
    yield round(statistics.median(wire.firsts))
    yield wire.firsts[-1]
    yield round(statistics.mean(wire.each))
    yield wire.page


ROWS = {row.__name__: row for row in (small, large, changed, unchanged, serve, huge, wire)}


def main() -> int:
    """Return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, help="episodes of 36 minutes, instead of each row's own")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is built")
    parser.add_argument("--only", action="append", choices=ROWS, help="these rows alone")
    parser.add_argument("--before", type=Path, help="another checkout of ours, to compare with")
    parser.add_argument("--work", type=Path, help="a folder to keep what was made")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-builds-"))
    work.mkdir(parents=True, exist_ok=True)
    before = given.before.resolve() if given.before else None
    bench = Bench(work.resolve(), given.n, given.rounds, before)
    for kind in (OURS, BEFORE):
        # As pip leaves a package.
        compiling = [sys.executable, "-m", "compileall", "-q", str(bench.scripts(kind))]
        subprocess.run(compiling, check=True)
    for name in given.only or ROWS:
        print(f"== {name}: {ROWS[name].__doc__}", flush=True)
        ROWS[name](bench)
    print("missed:", ", ".join(bench.missed) or "nothing")
    return int(bool(bench.missed))


if __name__ == "__main__":
    sys.exit(main())
