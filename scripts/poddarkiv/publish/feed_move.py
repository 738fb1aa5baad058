"""Whether a show that has moved takes its subscribers along: the old address, and the new feed.

Sources, read on 2026-11-29: a redirect must be permanent, or apps keep the old address
(AntennaPod #2132, #3733); `itunes:new-feed-url` in the old feed stands in for it in few apps, and
in the new feed lets Apple confirm the move (podcast-namespace #3, #82).
"""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.errors import Severity
from poddarkiv.feeds.xml import LARGEST
from poddarkiv.i18n import _
from poddarkiv.publish import response_rules
from poddarkiv.publish.findings import Finding, Report
from poddarkiv.publish.http_client import Request, Response
from poddarkiv.publish.live_check import (
    SendAll,
    decompress_body,
    feed_url_of,
    fetch_feed,
    unique_recordings,
)
from poddarkiv.publish.live_feed import LiveFeed, read_live_feed
from poddarkiv.rss.published import PublishedItem, read_published_feed

_PERMANENT = {301, 308}


def check_move(old: str, new: str, before: bytes, send: SendAll) -> Report:
    """Return what subscribers at `old` would lose on the way to `new`.

    Args:
        old: The address that apps have.
        new: The address that they should have.
        before: The feed as subscribers knew it, used where the old address shows it no longer.
        send: Asks the hosts.
    """
    old, new = feed_url_of(old), feed_url_of(new)
    report = Report(old)
    request = Request(old, headers={"Accept-Encoding": "gzip"}, max_bytes=LARGEST)
    (response,) = send([request])
    found = fetch_feed(new, report, send)
    if found is None:
        return report
    xml, after = found
    seen = _seen(response)
    report.note_checked("move", _way(old, new, response, seen))
    if seen is not None:
        before = seen
    try:
        known = read_live_feed(before)
    except ValueError as error:
        report.note_checked("move", [Finding("move", old, str(error), rule="move-feed")])
        return report
    lost = list(_items(new, read_published_feed(before).items, read_published_feed(xml).items))
    report.note_checked("move", lost, len(known.entries))
    report.note_checked("move", _identity(new, known, after))
    report.note_checked(
        "move", _locked(old, new, known if seen is not None else None, after, bool(lost))
    )
    report.note_checked("move", _confirmed(new, after))
    _old_recordings(known, report, send)
    return report


def _seen(response: Response) -> bytes | None:
    """Return the feed that the old address still shows; None where it leads on, or shows none."""
    if response.hops or response.status != 200:
        return None
    try:
        xml = decompress_body(response)
        read_live_feed(xml)
    except ValueError:
        return None
    return xml


def _way(old: str, new: str, response: Response, seen: bytes | None) -> Iterator[Finding]:
    remedy = _("let the old address answer 301 with Location: {new}", new=new)
    if response.fault:
        yield Finding("move", old, response.fault, remedy, rule="move-redirect")
    elif response.hops:
        yield from _redirects(old, new, response, remedy)
    elif seen is None:
        message = _("answers {code} and no feed", code=response.status)
        yield Finding("move", old, message, remedy, rule="move-redirect")
    else:
        yield from _told(old, new, read_live_feed(seen), remedy)


def _redirects(old: str, new: str, response: Response, remedy: str) -> Iterator[Finding]:
    targets = [hop.target for hop in response.hops]
    arrives = new in targets
    # Where the new address itself leads on is its own affair.
    way = response.hops[: targets.index(new) + 1] if arrives else response.hops
    temporary = [hop.status for hop in way if hop.status not in _PERMANENT]
    if temporary:
        message = _(
            "answers {code}: a temporary redirect, apps keep the old address", code=temporary[0]
        )
        yield Finding("move", old, message, remedy, rule="move-temporary")
    if not arrives:
        message = _("leads to {target}, not to {new}", target=response.url, new=new)
        yield Finding("move", old, message, remedy, rule="move-elsewhere")


def _told(old: str, new: str, feed: LiveFeed, remedy: str) -> Iterator[Finding]:
    if feed.new_feed_url == new:
        yield Finding(
            "move",
            old,
            _("names the new address, but does not redirect: only some apps will follow"),
            remedy,
            Severity.WARNING,
            "move-redirect",
        )
        return
    yield Finding(
        "move",
        old,
        _("neither redirects nor names the new address (itunes:new-feed-url)"),
        f"{remedy} – " + _("or write new_feed_url: {new} in show.yml there", new=new),
        rule="move-redirect",
    )


def _items(
    new: str, before: tuple[PublishedItem, ...], after: tuple[PublishedItem, ...]
) -> Iterator[Finding]:
    known = {item.guid: item for item in after}
    trimmed = {item.guid.strip() for item in after}
    for item in before:
        if not item.enclosure:
            continue
        if item.guid not in known and item.guid.strip() not in trimmed:
            yield Finding(
                "move",
                new,
                _("“{title}” ({guid}) is not in the new feed", title=item.title, guid=item.guid),
                _("keep its guid to the letter: with another one every app takes it for new"),
                rule="move-guid",
            )
        elif item.guid in known and _moved(item.published, known[item.guid].published):
            yield Finding(
                "move",
                new,
                _("“{title}” has another date in the new feed", title=item.title),
                _("give it its old date: {date}", date=item.date),
                rule="move-date",
            )


def _moved(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and one != other


def _identity(new: str, before: LiveFeed, after: LiveFeed) -> Iterator[Finding]:
    if before.guid and before.guid != after.guid:
        yield Finding(
            "move",
            new,
            _(
                "has podcast:guid {after}, was {before}",
                after=after.guid or "–",
                before=before.guid,
            ),
            _("write guid: {guid}", guid=before.guid),
            rule="move-podcast-guid",
        )


def _locked(
    old: str, new: str, before: LiveFeed | None, after: LiveFeed, incomplete: bool
) -> Iterator[Finding]:
    if before is not None and before.locked == "yes" and incomplete:
        yield Finding(
            "move",
            old,
            _("is locked: the new host may refuse to bring it"),
            _("write locked: false in show.yml until the new host has all episodes"),
            rule="move-locked",
        )
    if after.locked != "yes":
        yield Finding(
            "move",
            new,
            _("is not locked: anybody may bring it to another host"),
            _("lock it when the move is done"),
            Severity.WARNING,
            "move-unlocked",
        )


def _confirmed(new: str, after: LiveFeed) -> Iterator[Finding]:
    if after.new_feed_url == new:
        return
    wrong = bool(after.new_feed_url)
    message = (
        _("sends apps on to {target} (itunes:new-feed-url)", target=after.new_feed_url)
        if wrong
        else _("does not name itself (itunes:new-feed-url), by which Apple confirms a move")
    )
    remedy = _("write itunes:new-feed-url: {new} in the new feed", new=new)
    severity = Severity.ERROR if wrong else Severity.WARNING
    yield Finding("move", new, message, remedy, severity, "move-confirmed")


def _old_recordings(before: LiveFeed, report: Report, send: SendAll) -> None:
    """See that what apps have not fetched yet can still be fetched where they look for it."""
    files = unique_recordings(before)
    responses = send([Request(file.url, "HEAD") for file in files])
    for file, response in zip(files, responses, strict=True):
        report.note_checked(
            "recordings", response_rules.check_reachable("recordings", file.url, response)
        )
