"""Whether the published feed is the one that the archive would write now."""

from collections.abc import Iterator

from poddarkiv.i18n import _
from poddarkiv.publish.findings import Finding
from poddarkiv.publish.live_feed import FeedEntry, LiveFeed, read_live_feed

_PUBLISH = "poddarkiv publish"


def compare_feeds(url: str, theirs: bytes, ours: bytes) -> Iterator[Finding]:
    """Return what differs, item by item; nothing where every byte is the same.

    Args:
        url: Where the published feed is.
        theirs: The published feed, a feed that can be read.
        ours: The archive's own, as of now.
    """
    if theirs == ours:
        return
    there, here = read_live_feed(theirs), read_live_feed(ours)
    found = [*_channel(url, there, here), *_entries(url, there, here)]
    yield from found
    if not found:
        yield Finding(
            "feed",
            url,
            _("has other bytes than the archive's, though it says the same"),
            _("see what rewrites it on the way, or publish again: {command}", command=_PUBLISH),
            rule="feed-bytes",
        )


def _channel(url: str, there: LiveFeed, here: LiveFeed) -> Iterator[Finding]:
    if names := _differing(there.channel, here.channel):
        yield _finding(url, _("the show differs from the archive: {names}", names=names))


def _entries(url: str, there: LiveFeed, here: LiveFeed) -> Iterator[Finding]:
    published = {entry.guid: entry for entry in there.entries}
    wanted = {entry.guid: entry for entry in here.entries}
    for guid, entry in wanted.items():
        if guid not in published:
            yield _finding(url, _("“{title}” is not in the published feed", title=entry.title))
        elif names := _differing(published[guid].parts, entry.parts):
            text = _("“{title}” differs from the archive: {names}", title=entry.title, names=names)
            yield _finding(url, text)
    for guid, entry in published.items():
        if guid not in wanted:
            yield _extra(url, entry)
    common = [guid for guid in wanted if guid in published]
    if common != [guid for guid in published if guid in wanted]:
        yield _finding(url, _("the episodes stand in another order than in the archive"))


def _extra(url: str, entry: FeedEntry) -> Finding:
    text = _("“{title}” is published, and not in the archive's feed", title=entry.title)
    return _finding(url, text)


def _differing(one: dict[str, str], other: dict[str, str]) -> str:
    """Return the names of the elements that are not the same in both."""
    names = dict.fromkeys((*other, *one))
    return ", ".join(name for name in names if one.get(name) != other.get(name))


def _finding(url: str, message: str) -> Finding:
    remedy = _("publish again: {command}", command=_PUBLISH)
    return Finding("feed", url, message, remedy, rule="feed-differs")
