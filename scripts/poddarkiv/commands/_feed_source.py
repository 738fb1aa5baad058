"""Fetch a feed from a file or an address, with the pages that follow it."""

from pathlib import Path

from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.feeds.show import Feed, join, read_feed
from poddarkiv.feeds.xml import LARGEST
from poddarkiv.i18n import _

_MOST_PAGES = 1000


def load_feed(source: str, *, allow_local: bool) -> Feed:
    """Return the whole feed at `source`.

    Raises:
        PoddarkivError: It can't be fetched or read, or its pages never end.
        UsageError: There is no such file.
    """
    feed = _page(source, allow_local=allow_local)
    pages, seen = [feed], {source}
    while pages[-1].next_page:
        address = pages[-1].next_page
        if address in seen or len(pages) == _MOST_PAGES:
            raise PoddarkivError(
                _(
                    "{source}: its pages lead round, or never end: {page}",
                    source=source,
                    page=address,
                )
            )
        seen.add(address)
        pages.append(_page(address, allow_local=allow_local))
    whole = join(pages)
    if not whole.items and not whole.values.get("title"):
        raise PoddarkivError(_("{source}: there is nothing in this feed", source=source))
    return whole


def _page(source: str, *, allow_local: bool) -> Feed:
    try:
        return read_feed(_content(source, allow_local=allow_local))
    except ValueError as error:
        raise PoddarkivError(f"{source}: {error}") from error


def _content(source: str, *, allow_local: bool) -> bytes:
    if "://" in source:
        from poddarkiv.remote import stream

        return b"".join(stream(source, LARGEST, allow_local=allow_local))
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST:
            raise PoddarkivError(f"{source}: " + _("the feed is larger than {n} bytes", n=LARGEST))
        return path.read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(
            _("{name}: can't be read: {reason}", name=source, reason=reason)
        ) from error
