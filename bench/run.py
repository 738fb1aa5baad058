"""Run every benchmark in turn; each also runs by itself. Takes about an hour on two quiet cores."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCHMARKS = ("commands", "feed", "site", "builds", "serve", "check", "moving_in", "transcription")


def main() -> int:
    """Return 1 when one of them misses a goal or fails."""
    failed = [
        name
        for name in BENCHMARKS
        if print(f"== {name}", flush=True)
        or subprocess.run([sys.executable, str(HERE / f"{name}.py")]).returncode
    ]
    print("missed:", ", ".join(failed) or "nothing")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
