"""Read and write `episodes/imported.json`: what was imported, and what has no key."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poddarkiv.errors import PoddarkivError
from poddarkiv.feeds.files import render_state
from poddarkiv.feeds.item import Item
from poddarkiv.feeds.links import Link
from poddarkiv.feeds.show import Feed
from poddarkiv.i18n import _
from poddarkiv.load.imported import STATE
from poddarkiv.output import write_if_changed
from poddarkiv.reasons import file_reason

State = Mapping[str, Any]
Rows = dict[str, dict[str, Any]]
"""By guid: the episode's folder, its fingerprints, what has no key, and which links were
imported."""
_SELDOM = 10.0
"""Seconds between writes while files are downloaded."""


def read_state(root: Path) -> State:
    """Return the state of earlier imports; empty where there was none.

    Raises:
        PoddarkivError: It can't be read.
    """
    path = root / STATE
    try:
        found = json.loads(path.read_bytes())
        rows = found["items"].values()
        if all(isinstance(row["seen"], dict) and isinstance(row["episode"], str) for row in rows):
            return dict(found)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(error) from error
    raise _unreadable(ValueError())


def _unreadable(error: Exception) -> PoddarkivError:
    return PoddarkivError(
        _("{file} can't be read ({reason})", file=STATE, reason=file_reason(error))
    )


class Record:
    """The rows of a running import, written now and then and at its end."""

    def __init__(self, root: Path, feed: Feed, source: str, rows: Rows) -> None:
        self._root = root
        self._feed = feed
        self._source = source
        self.rows = rows
        self._written = time.monotonic()
        self._unwritten = False

    def has(self, item: Item, link: Link) -> bool:
        """Whether the file at `link` has been imported."""
        return is_imported(self.rows[item.guid], link)

    def mark_imported(self, item: Item, link: Link, beside: tuple[str, ...] = ()) -> None:
        """Record that the file has been imported, and what in it has no key."""
        row = self.rows[item.guid]
        row["brought"] = [*dict.fromkeys((*row.get("brought", ()), *link.rows))]
        row["beside"] = [*dict.fromkeys((*row.get("beside", ()), *beside))]
        row["rest"] = remaining_rows(item.rest, row)
        self._unwritten = True
        if time.monotonic() - self._written >= _SELDOM:
            self.write()

    def write(self) -> None:
        """Write what has been imported since the last time."""
        if self._unwritten:
            write_if_changed(self._root / STATE, self.text().encode())
        self._written = time.monotonic()
        self._unwritten = False

    def text(self) -> str:
        """Return the file's text."""
        return render_state(self._feed, self._source, self.rows)


def is_imported(row: Mapping[str, Any], link: Link) -> bool:
    """Whether the file at `link` has been imported, by the state's `row`."""
    return any(each in row.get("brought", ()) for each in link.rows)


def remaining_rows(rest: tuple[str, ...], row: Mapping[str, Any]) -> list[str]:
    """Return what has no key, without the links that have been imported."""
    imported = set(row.get("brought", ()))
    return [*(each for each in rest if each not in imported), *row.get("beside", ())]
