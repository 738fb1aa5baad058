"""What an upgrade has to go by, and what it would write. No writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from poddarkiv.commands._shipped import Record, is_ours, likeliest_language
from poddarkiv.commands._starter import LANGUAGES, tool_files
from poddarkiv.errors import Problem, Severity
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.files import read_text
from poddarkiv.load.root import peek_language


@dataclass(frozen=True)
class Standing:
    """An archive as it is, and what the tool would write into a new one today."""

    root: Path
    record: Record
    language: str
    """One of `LANGUAGES`: of the tool's files in the archive."""
    wanted: Mapping[str, bytes]
    """The tool's files as they are at this version, by path."""
    replaced: frozenset[str] = frozenset()
    """Paths of edited files that are to be the tool's again."""
    kept: frozenset[str] = frozenset()
    """Paths of edited files that somebody has looked at, and that stay."""

    def read_bytes(self, path: str) -> bytes | None:
        """Return what is in the file at `path` from the root; None where there is none."""
        file = self.root / path
        return file.read_bytes() if file.is_file() else None


@dataclass
class Plan:
    """All that a run would do, and what it leaves to a person."""

    files: dict[str, bytes] = field(default_factory=dict)
    """What is to stand in each file that changes, by path from the root."""
    digests: dict[str, str] = field(default_factory=dict)
    """For the record: of each of the tool's files, the version that the archive has taken in."""
    listed: list[Problem] = field(default_factory=list)
    """What a person has to change, or decide."""
    notes: list[Problem] = field(default_factory=list)
    """Good to know: nothing has to be done."""

    def list_problem(self, path: str, line: int, name: str, message: str, remedy: str) -> None:
        """Leave to a person what stands at a line."""
        problem = Problem(path, line, name, message, remedy, severity=Severity.WARNING)
        self.listed.append(problem)

    def note(self, path: str, line: int, name: str, message: str, remedy: str = "") -> None:
        """Tell what is good to know about a line."""
        self.notes.append(Problem(path, line, name, message, remedy, severity=Severity.NOTE))


def read_written_text(archive: Standing, plan: Plan, path: str) -> str | None:
    """Return the text of a person's file, line endings as they are; None where there is none.

    One that can't be read is left to the person.
    """
    file = archive.root / path
    if not file.is_file():
        return None
    text, faults = read_text(file, path)
    conflict = merge_conflict(text, path) if text is not None else None
    plan.listed += [*faults, *([conflict] if conflict else [])]
    return None if text is None or conflict else file.read_bytes().decode()


def language_of(root: Path, record: Record) -> str:
    """Return the language of the tool's files in the archive at `root`, one of `LANGUAGES`.

    Archives of layout 1 do not say it: the starter that most files come from does.
    """
    if record.language in LANGUAGES:
        return record.language
    paths = sorted(path for path in tool_files(LANGUAGES[0]) if is_ours(path))
    contents = {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}
    show = peek_language(root).partition("-")[0]
    likely = likeliest_language(contents, LANGUAGES)
    return likely or (show if show in LANGUAGES else LANGUAGES[-1])
