"""Load a feed from a file or a URL, with the pages that follow it."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

from poddarkiv.errors import PoddarkivError, UsageError, system_reason
from poddarkiv.feeds.show import Feed, join_pages, read_feed
from poddarkiv.feeds.xml import LARGEST
from poddarkiv.i18n import _

_MOST_PAGES = 1000


def load_feed(source: str, *, allow_local: bool) -> Feed:
    """Return the whole feed at `source`.

    Raises:
        PoddarkivError: It can't be fetched or read, or its pages never end.
        UsageError: There is no such file.
    """
    content = _content(source, LARGEST, allow_local=allow_local)
    pages, seen, left = [_read(source, content)], {source}, LARGEST - len(content)
    known = {item.guid for item in pages[0].items}
    while pages[-1].next_page:
        address = _next(source, pages)
        if address in seen or len(pages) == _MOST_PAGES:
            raise _endless(source, address)
        seen.add(address)
        content = _content(address, left, allow_local=allow_local)
        pages.append(_read(address, content))
        left -= len(content)
        found = {item.guid for item in pages[-1].items}
        if pages[-1].next_page and found <= known:
            # A page that is the same as those before it leads nowhere new.
            raise _endless(source, address)
        known |= found
    whole = join_pages(pages)
    if not whole.items and not whole.values.get("title"):
        raise PoddarkivError(_("{source}: there is nothing in this feed", source=source))
    return whole


def _next(source: str, pages: Sequence[Feed]) -> str:
    """Return the address of the page that follows the last of `pages`.

    A page is never a file: a feed from elsewhere names none of this machine's.

    Raises:
        PoddarkivError: It is no web address.
    """
    base = source if "://" in source else pages[0].address
    address = urljoin(base, pages[-1].next_page)
    if not address.startswith(("http://", "https://")):
        told = _("its next page has no address that can be fetched: {page}", page=address)
        raise PoddarkivError(f"{source}: {told}")
    return address


def _endless(source: str, page: str) -> PoddarkivError:
    return PoddarkivError(
        _("{source}: its pages lead round, or never end: {page}", source=source, page=page)
    )


def _read(source: str, content: bytes) -> Feed:
    try:
        return read_feed(content)
    except ValueError as error:
        raise PoddarkivError(f"{source}: {error}") from error


def _content(source: str, most: int, *, allow_local: bool) -> bytes:
    """Return what is at `source`, at most `most` bytes."""
    if "://" in source:
        from poddarkiv.remote import stream_url

        return b"".join(stream_url(source, most, allow_local=allow_local))
    path = Path(source)
    try:
        if path.stat().st_size > most:
            raise PoddarkivError(f"{source}: " + _("the feed is larger than {n} bytes", n=most))
        return path.read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise UsageError(
            _("{name}: can't be read: {reason}", name=source, reason=reason)
        ) from error
