"""`episodes/imported.json`: what an import has brought, and what it found no place for."""

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
"""By guid: the episode's folder, its fingerprint, what has no place, and which links have been
brought."""
_SELDOM = 10.0
"""Seconds between two times that it is written while files come."""


def read_state(root: Path) -> State:
    """Return what earlier imports have written; empty where there was none.

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
    """The rows of an import that goes on, written now and then and at its end."""

    def __init__(self, root: Path, feed: Feed, source: str, rows: Rows) -> None:
        self._root = root
        self._feed = feed
        self._source = source
        self.rows = rows
        self._written = time.monotonic()
        self._unwritten = False

    def has(self, item: Item, link: Link) -> bool:
        """Whether the file that `link` leads to has been brought."""
        return is_imported(self.rows[item.guid], link)

    def bring(self, item: Item, link: Link, beside: tuple[str, ...] = ()) -> None:
        """Note that the file has been brought, and what in it has no place."""
        row = self.rows[item.guid]
        row["brought"] = [*dict.fromkeys((*row.get("brought", ()), *link.rows))]
        row["beside"] = [*dict.fromkeys((*row.get("beside", ()), *beside))]
        row["rest"] = remaining_rows(item.rest, row)
        self._unwritten = True
        if time.monotonic() - self._written >= _SELDOM:
            self.write()

    def write(self) -> None:
        """Write what has been brought since the last time."""
        if self._unwritten:
            write_if_changed(self._root / STATE, self.text().encode())
        self._written = time.monotonic()
        self._unwritten = False

    def text(self) -> str:
        """Return the file's text."""
        return render_state(self._feed, self._source, self.rows)


def is_imported(row: Mapping[str, Any], link: Link) -> bool:
    """Whether the file that `link` leads to has been brought, as `row` tells."""
    return any(each in row.get("brought", ()) for each in link.rows)


def remaining_rows(rest: tuple[str, ...], row: Mapping[str, Any]) -> list[str]:
    """Return what has no place: links that have been brought have one."""
    imported = set(row.get("brought", ()))
    return [*(each for each in rest if each not in imported), *row.get("beside", ())]
