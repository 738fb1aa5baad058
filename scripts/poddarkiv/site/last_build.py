"""The record of a site's last build, so that one where nothing has changed ends at once.

The record names everything that the site's bytes and the messages of the build depend on: sources,
settings, the program and its libraries, options, environment and the span of time in which it is
right; and what the site looked like. Where any of it is unknown, or different, all is built.
"""

import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv import i18n
from poddarkiv.errors import Problem, Severity
from poddarkiv.output import write_if_changed
from poddarkiv.output.userkey import keyed_checksum, user_key
from poddarkiv.site.build_environment import build_day, describe_environment, program_files
from poddarkiv.site.kept_pages import KeptPages
from poddarkiv.site.snapshot import Snapshot, disk_clock

if TYPE_CHECKING:
    from poddarkiv.archive import Archive

FOLDER = ".poddarkiv/builds"
"""From the archive's root: a record for each site that is built of it."""
_FORMAT = f"{FOLDER} 2"
"""Goes into the checksum: a record of another form is none."""
_SOURCES = ("mkdocs.yml", "episodes", "content", "overrides", "media")
"""What an archive is read from."""
TRANSCRIPT_FILE = "transcript.vtt"
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class BuildMessages:
    """The messages of a build, which one that changes nothing repeats."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]
    """The engine's warnings."""
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
        self._key = _digest(options, describe_environment())
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
        self._texts = self._sources.files_called(TRANSCRIPT_FILE)
        self._digest = self._sources.digest(self._young)
        self._base = self._sources.digest(self._young, besides=self._texts)
        self._each = self._sources.digests(self._texts, self._young)

    def find_messages(self, as_of: datetime) -> BuildMessages | None:
        """Return the last build's messages; None where a build at `as_of` may give another site."""
        record = self._record
        if (
            not record
            or record["day"] != build_day()
            or not record["from"] <= as_of.timestamp() < record["until"]
            or self._sources.digest(record["young"]) != record["sources"]
            or not self._is_as_built(as_of)
        ):
            return None
        problems = tuple(
            Problem(path, line, name, message, remedy, Severity(severity), rule)
            for path, line, name, message, remedy, severity, rule in record["problems"]
        )
        return BuildMessages(problems, tuple(record["lines"]), record["language"])

    def kept_pages(self, as_of: datetime) -> KeptPages | None:
        """Return what can be kept of the site, where nothing but transcripts has changed."""
        record = self._record
        if (
            not record
            or not record["from"] <= as_of.timestamp() < record["pages_until"]
            or self._sources.digest(record["young"], besides=self._texts) != record["base"]
            or not self._is_as_built(as_of)
        ):
            return None
        now = self._sources.digests(self._texts, record["young"])
        changed = (path for path in self._texts if now[path] != record["texts"].get(path))
        slugs = frozenset(Path(path).parent.name for path in changed)
        return KeptPages(self._site, slugs, record["reads"])

    def _is_as_built(self, as_of: datetime) -> bool:
        record = self._record
        same = record["key"] == self._key and record["offset"] == _offset(as_of)
        return bool(same and self._site_and_program)

    @cached_property
    def _site_and_program(self) -> bool:
        """Whether the same program would find the site that it left."""
        record = self._record
        return bool(
            Snapshot(record["files"], deep=False).digest() == record["program"]
            and Snapshot([self._site]).digest(record["site_young"]) == record["site"]
        )

    def write_record(
        self,
        archive: "Archive",
        as_of: datetime,
        problems: Iterable[Problem],
        lines: Iterable[str] = (),
        reads: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Write the record of this build, now that its site is in place.

        Nothing is kept where somebody else than us has a say in the site, or where the program was
        changed under the build.

        Args:
            archive: What was built.
            as_of: The moment that it was built for.
            problems: The problems reported.
            lines: The engine's warnings.
            reads: Of which transcripts, besides their own episode's, pages were drawn.
        """
        from poddarkiv.consent.withheld import list_withheld
        from poddarkiv.load.closed import is_closed

        # `site.redaction` reports in each build whom it has left out.
        if not self._clock or list_withheld(archive, as_of) or not is_closed(self._root):
            return
        files = sorted(program_files())
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
                    "day": build_day(),
                    "reads": reads or {},
                    "pages_until": _pages_last_until(archive, as_of).timestamp(),
                    "base": self._base,
                    "texts": self._each,
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
        checksum = keyed_checksum(self._secret, _FORMAT, content[32:])
        if not hmac.compare_digest(content[:32], checksum):
            return {}
        # It was written by us, for this user: whole.
        record: dict[str, Any] = json.loads(content[32:])
        return record

    def _write(self, record: Mapping[str, object]) -> None:
        data = json.dumps(record, separators=(",", ":")).encode()
        write_if_changed(self._path, keyed_checksum(self._secret, _FORMAT, data) + data)


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _offset(moment: datetime) -> float:
    offset = moment.utcoffset()
    return offset.total_seconds() if offset else 0.0


def _lasts_until(archive: "Archive", as_of: datetime) -> datetime:
    """Return until when nothing of the archive comes out, and no day begins that counts anywhere.

    Consent runs out, and texts are old, by days: of `as_of` as it was given, and of the makers.
    """
    moments = list(_coming(archive, as_of))
    for local in (as_of, as_of.astimezone(archive.zone), as_of.astimezone(UTC)):
        tomorrow = local.date() + timedelta(days=1)
        moments.append(datetime.combine(tomorrow, clock_time(), local.tzinfo))
    return min(moments)


def _pages_last_until(archive: "Archive", as_of: datetime) -> datetime:
    """Return until when the pages of the archive are right: what they show knows no day."""
    ends = [guest.consent.until for guest in archive.guests]
    moments = [
        datetime.combine(end + timedelta(days=1), clock_time(), as_of.tzinfo)
        for end in ends
        if end is not None and end >= as_of.date()
    ]
    return min([*_coming(archive, as_of), *moments], default=_NEVER)


def _coming(archive: "Archive", as_of: datetime) -> Iterator[datetime]:
    """Give the moments at which something comes out."""
    texts: list[datetime | None] = [episode.published for episode in archive.episodes]
    texts += [article.published for article in archive.articles]
    yield from (moment for moment in texts if moment and moment > as_of)
