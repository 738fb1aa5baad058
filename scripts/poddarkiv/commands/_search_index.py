"""The index of `poddarkiv search`: kept from one search to the next, in `.poddarkiv/search.db`.

It is used where nothing has changed that it was made of: then not even the archive is loaded. Else
it is made anew; where it can't be kept, the answer is the same.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv.i18n import language
from poddarkiv.output.partfile import PartFile, write_part_file
from poddarkiv.search.index import SearchIndex, index_parts

if TYPE_CHECKING:
    from poddarkiv.archive import Archive

FILE = ".poddarkiv/search.db"
_READ = frozenset((".md", ".vtt", ".yaml", ".yml"))
"""Of other files in the archive's folders, only their names say what is found."""
_SOURCES = ("content", "episodes", "media")
_SETTINGS = ("mkdocs.yml",)
_HEAD = "about"


@dataclass(frozen=True)
class Opened:
    """What a search needs to know of an archive."""

    index: SearchIndex
    language: str
    needs: tuple[str, ...]
    """Words of somebody in need."""
    urgent: tuple[dict[str, str], ...]
    """Whom to call then."""


def kept_index(root: Path, as_of: datetime, *, drafts: bool) -> Opened | None:
    """Return the index that an earlier search has kept; None when it is another archive's by now.

    Raises:
        DamagedError: From here on whenever a part is read that is not as it was written.
    """
    parts = PartFile(root / FILE)
    about = json.loads(parts[_HEAD])
    now = _key(root, drafts), *_passed(about["published"], about["until"], as_of)
    if tuple(about["made_of"]) != now:
        parts.close()
        return None
    return Opened(
        SearchIndex(parts), about["language"], tuple(about["needs"]), tuple(about["urgent"])
    )


def make_index(root: Path, as_of: datetime, *, drafts: bool) -> Opened:
    """Read the archive and make its index; keep it if that can be done.

    Raises:
        SourceError: With every fault of the archive's files.
    """
    from poddarkiv.load import load_archive
    from poddarkiv.search import Corpus

    # Before anything is read: what changes meanwhile is read by the next search.
    key = _key(root, drafts)
    with contextlib.suppress(OSError):
        # It may hold words of somebody who has taken them back.
        (root / FILE).unlink(missing_ok=True)
    archive = load_archive(root)
    corpus = Corpus(archive, as_of=as_of, drafts=drafts)
    parts = dict(index_parts(corpus))
    about = _about(archive)
    made_of = key, *_passed(about["published"], about["until"], as_of)
    parts[_HEAD] = json.dumps(about | {"made_of": made_of}, ensure_ascii=False).encode()
    with contextlib.suppress(OSError):
        write_part_file(root / FILE, parts.items())
    return Opened(
        SearchIndex(parts), about["language"], tuple(about["needs"]), tuple(about["urgent"])
    )


def _about(archive: "Archive") -> dict[str, Any]:
    from poddarkiv.pages.contacts import list_contacts

    published = (episode.published for episode in archive.episodes)
    until = (guest.consent.until for guest in archive.guests)
    return {
        "language": archive.show.language,
        "needs": archive.contacts.needs,
        "urgent": list_contacts(archive)["urgent"],
        "published": sorted(moment.timestamp() for moment in published if moment),
        "until": sorted(day.isoformat() for day in until if day),
    }


def _passed(published: list[float], until: list[str], as_of: datetime) -> tuple[int, int]:
    """Return how many episodes are out, and how many consents have run out: the rest follows."""
    moment, day = as_of.timestamp(), as_of.date()
    return (
        sum(one <= moment for one in published),
        sum(date.fromisoformat(one) < day for one in until),
    )


def _key(root: Path, drafts: bool) -> str:
    """Return a digest of all that an index is made of, except for the moment."""
    digest = hashlib.blake2b(f"{sys.version} {sys.byteorder} {language()} {drafts}".encode())
    for line in _program():
        digest.update(line.encode())
    for folder in _SOURCES:
        for path in _files(root / folder):
            name = path.relative_to(root).as_posix()
            digest.update(f"\0{name}\0{path.is_symlink()}".encode("utf-8", "surrogateescape"))
            if path.suffix.lower() in _READ and folder != "media":
                digest.update(_content(path))
    for name in _SETTINGS:
        digest.update(_content(root / name))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        # A pipe would be waited for: nothing that is not a file is read.
        return hashlib.blake2b(path.read_bytes()).digest() if path.is_file() else b"unread"
    except OSError:
        return b"unread"


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(where, name) for name in sorted((*names, *folders)))


def _program() -> Iterator[str]:
    """Yield what this very version of the package is made of."""
    package = Path(__file__).parents[1]
    for path in _files(package):
        if path.suffix in {".json", ".mo", ".py"}:
            stat = path.stat()
            yield f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n"
