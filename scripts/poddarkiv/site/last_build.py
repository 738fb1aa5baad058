"""What the last build of a site was made of, so that one where nothing has changed is over at once.

The record names everything that the site's bytes and the messages of the build depend on: sources,
settings, the program and its libraries, options, surroundings and the span of time in which it is
right; and what the site looked like. Where any of it is unknown, or different, all is built.
"""

import contextlib
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv import __version__, i18n
from poddarkiv.errors import Problem, Severity
from poddarkiv.output import write_if_changed
from poddarkiv.output.userkey import keyed_checksum, user_key
from poddarkiv.site.snapshot import Snapshot, disk_clock

if TYPE_CHECKING:
    from poddarkiv.archive import Archive

FOLDER = ".poddarkiv/builds"
"""From the archive's root: a record for each site that is built of it."""
_FORMAT = 1
_SOURCES = ("mkdocs.yml", "episodes", "content", "overrides", "media")
"""What an archive is read from."""
_PACKAGE = Path(__file__).parents[1]
_VARIABLES = ("LANG", "LC_", "MKDOCS", "PODDARKIV", "PYTHON", "SOURCE_DATE_EPOCH", "TZ")
"""How the names of those variables begin that a build, or what it says, may depend on."""
_LIBRARIES = {"site-packages", "dist-packages"}


@dataclass(frozen=True)
class Told:
    """What a build had to say, for one that changes nothing to say again."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]
    """What came while it was drawn."""
    language: str


class LastBuild:
    """The record of the last build of one site, and what the archive looks like now."""

    def __init__(self, root: Path, site: Path, options: Mapping[str, object]) -> None:
        """Look at the sources, before anything of them is read.

        Args:
            root: The archive's folder.
            site: The folder of the site.
            options: All that the build was asked for, except for the moment.
        """
        self._root = root
        self._site = site
        self._key = _digest(options, _surroundings())
        name = hashlib.sha256(os.fsencode(site)).hexdigest()[:16]
        self._path = root / FOLDER / f"{name}.json"
        self._clock = 0
        self._record: dict[str, Any] = {}
        with contextlib.suppress(OSError):
            self._secret = user_key("store.key")
            self._clock = disk_clock(self._path.parent)
            self._record = self._read()
        self._sources = Snapshot(root / name for name in _SOURCES)
        self._young = self._sources.young(self._clock)
        self._digest = self._sources.digest(self._young)

    def holds(self, as_of: datetime) -> Told | None:
        """Return what the last build told, if one at `as_of` would come to the same in all."""
        record = self._record
        if (
            not record
            or record["key"] != self._key
            or not record["from"] <= as_of.timestamp() < record["until"]
            or record["offset"] != _offset(as_of)
            or self._sources.digest(record["young"]) != record["sources"]
            or Snapshot(record["files"], deep=False).digest() != record["program"]
            or Snapshot([self._site]).digest(record["site_young"]) != record["site"]
        ):
            return None
        problems = tuple(
            Problem(path, line, name, message, remedy, Severity(severity), rule)
            for path, line, name, message, remedy, severity, rule in record["problems"]
        )
        return Told(problems, tuple(record["lines"]), record["language"])

    def forget(self) -> None:
        """Remove the record: the site is about to be another one."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def note(
        self,
        archive: "Archive",
        as_of: datetime,
        problems: Iterable[Problem],
        lines: Iterable[str] = (),
    ) -> None:
        """Keep what this build was made of, now that its site is in its place.

        Nothing is kept where somebody else than us has a say in the site, or where the program was
        changed under the build.
        """
        from poddarkiv.consent.withheld import list_withheld
        from poddarkiv.load.closed import is_closed

        # The last look through a site (`guard`) tells each time of whom it has left out.
        if not self._clock or list_withheld(archive, as_of) or not is_closed(self._root):
            return
        files = sorted(_program())
        program = Snapshot(files, deep=False)
        if program.young(self._clock):
            return
        with contextlib.suppress(OSError):
            clock = disk_clock(self._path.parent)
            site = Snapshot([self._site])
            site_young = site.young(clock)
            self._write(
                {
                    "key": self._key,
                    "from": as_of.timestamp(),
                    "until": _lasts_until(archive, as_of).timestamp(),
                    "offset": _offset(as_of),
                    "sources": self._digest,
                    "young": self._young,
                    "files": files,
                    "program": program.digest(),
                    "site": site.digest(site_young),
                    "site_young": site_young,
                    "problems": [astuple(problem) for problem in problems],
                    "lines": list(lines),
                    "language": i18n.language(),
                }
            )

    def _read(self) -> dict[str, Any]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        checksum = keyed_checksum(self._secret, FOLDER, content[32:])
        if not hmac.compare_digest(content[:32], checksum):
            return {}
        # It was written by us, for this user: whole.
        record: dict[str, Any] = json.loads(content[32:])
        return record

    def _write(self, record: Mapping[str, object]) -> None:
        data = json.dumps(record, separators=(",", ":")).encode()
        write_if_changed(self._path, keyed_checksum(self._secret, FOLDER, data) + data)


def _surroundings() -> list[object]:
    now = datetime.now(UTC)
    variables = sorted(item for item in os.environ.items() if item[0].startswith(_VARIABLES))
    return [
        _FORMAT,
        __version__,
        sys.version,
        sys.path,
        variables,
        # MkDocs gives its own pages the day of the build, and what is local depends on the zone.
        now.date().isoformat(),
        time.tzname,
        _offset(now.astimezone()),
    ]


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _offset(moment: datetime) -> float:
    offset = moment.utcoffset()
    return offset.total_seconds() if offset else 0.0


def _lasts_until(archive: "Archive", as_of: datetime) -> datetime:
    """Return until when nothing of the archive comes out, and no day begins that counts anywhere.

    Consent runs out, and texts are old, by days: of `as_of` as it was given, and of the makers.
    """
    published = [*(e.published for e in archive.episodes), *(a.published for a in archive.articles)]
    moments = [moment for moment in published if moment and moment > as_of]
    for local in (as_of, as_of.astimezone(archive.zone), as_of.astimezone(UTC)):
        tomorrow = local.date() + timedelta(days=1)
        moments.append(datetime.combine(tomorrow, clock_time(), local.tzinfo))
    return min(moments)


def _program() -> set[str]:
    """Return every file of the program, of what it has imported, and of installed themes."""
    files = {
        file for each in sys.modules.copy().values() if (file := getattr(each, "__file__", ""))
    }
    for folder in (_PACKAGE, *_theme_folders()):
        files.update(_all_below(folder))
    for folder in map(Path, sys.path):
        if folder.name in _LIBRARIES:
            files |= {str(folder), *(str(path / "RECORD") for path in folder.glob("*.dist-info"))}
    return files


def _theme_folders() -> Iterator[Path]:
    spec = find_spec("material")
    for place in spec.submodule_search_locations or () if spec else ():
        yield Path(place)


def _all_below(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        # Material brings 13,000 icons, which change with the rest of it.
        folders[:] = [name for name in folders if name not in {"__pycache__", ".icons"}]
        yield from (where, *(f"{where}{os.sep}{name}" for name in names))
