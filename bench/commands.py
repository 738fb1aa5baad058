"""How long the commands take that people run all the time, on the sample archive.

Each is a whole process, several times; the median counts. Goals: `--help` and `check` below 0.5 s,
`build` below 10 s, and nothing heavy imported by `build`.
Run: `python bench/commands.py`
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOALS = {("--help",): 0.5, ("check",): 0.5, ("build", "--quiet"): 10.0}
HEAVY = ("torch", "ctranslate2", "av", "whisper", "faster_whisper", "onnxruntime", "numpy")


def median(arguments: tuple[str, ...], runs: int = 5) -> float:
    """Return the median wall time in seconds of `poddarkiv` with `arguments`, after one warm-up."""
    times = []
    for _run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "poddarkiv", *arguments],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def heavy_modules() -> list[str]:
    """Return what `build` imports of the libraries that only other commands need."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom datetime import UTC, datetime\n"
        "from poddarkiv.commands.build import build\n"
        f"build(Path({str(ROOT)!r}), datetime.now(UTC))\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def main() -> int:
    """Print each figure beside its goal; return 1 when one is missed."""
    missed = 0
    for arguments, goal in GOALS.items():
        taken = median(arguments)
        missed |= taken > goal
        print(f"poddarkiv {' '.join(arguments):<16} {taken:6.2f} s   goal {goal:4.1f} s")
    heavy = heavy_modules()
    print("imported by build though not needed:", ", ".join(heavy) or "nothing")
    return int(missed or bool(heavy))


if __name__ == "__main__":
    sys.exit(main())
