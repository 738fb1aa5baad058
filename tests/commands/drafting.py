"""What tests of `poddarkiv new` share: when it is, and what the archive then says."""

from pathlib import Path

from commands.running import poddarkiv

AT = ("--as-of", "2026-06-01T12:00:00+02:00")
FOLDER = "episodes/003-om-att-motas"
CHAPTERS = [(0, "Välkommen"), (20_000, "Mötet"), (40_000, "Tack")]
YES = ("--yes", "--title", "Om att mötas", "--summary", "Två möts.")


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def check(root: Path) -> str:
    return poddarkiv("check", *AT, cwd=root).stdout
