"""One reading of an archive: its nouns, faults and places, and a cache of earlier readings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from poddarkiv.errors import Origin, Problem
from poddarkiv.filenames import is_passed_by
from poddarkiv.load.files import SourceFile
from poddarkiv.load.nouns import make_noun

NounT = TypeVar("NounT", bound=BaseModel)


Known = dict[Path, tuple[tuple[int, int], Any, "ArchiveReading"]]
"""What files held when they were read before: a preview reads thousands again and again."""


@dataclass
class ArchiveReading:
    """What one reading of an archive has gathered."""

    root: Path
    known: Known | None = None
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    out: frozenset[str] = frozenset()
    """Links out of the archive: what they lead to is not read."""

    def noun(self, model: type[NounT], file: SourceFile, /, **given: Any) -> NounT | None:
        """Return the noun in `file`; note its place and what is wrong."""
        self.origins[file.origin.path] = file.origin
        self.problems += file.problems
        noun = None
        if not file.problems or file.data is not None:
            noun, problems = make_noun(model, file.data, file.origin, **given)
            self.problems += problems
        if noun is None or file.problems:
            # Where only the case of a name is wrong, those that name it rightly are not.
            self.broken |= {file.origin.path, file.origin.path.lower()}
        return noun

    def once(self, path: Path, read: Callable[["ArchiveReading"], NounT | None]) -> NounT | None:
        """Return what `read` makes of the file at `path`, or made when the file was the same."""
        if self.known is None:
            return read(self)
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        if self.known.get(path, (None,))[0] != state:
            alone = ArchiveReading(self.root)
            self.known[path] = (state, read(alone), alone)
        _state, noun, found = self.known[path]
        self.problems += found.problems
        self.origins |= found.origins
        self.broken |= found.broken
        result: NounT | None = noun
        return result

    def refuse(self, problems: list[Problem]) -> None:
        """Note what is wrong with names and links, and read none of what leads out."""
        self.problems += problems
        self.out = frozenset(problem.path for problem in problems if problem.rule == "link-out")
        self.broken |= self.out

    def each(self, pattern: str) -> Iterator[Path]:
        """Go through the files that match, in an order that is the same everywhere."""
        for path in sorted(self.root.glob(pattern), key=lambda path: path.as_posix()):
            within = path.relative_to(self.root)
            names = (within.as_posix(), within.parent.as_posix())
            if not any(map(is_passed_by, within.parts)) and self.out.isdisjoint(names):
                yield path
