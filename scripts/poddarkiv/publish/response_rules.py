"""Check responses for what apps need, with a remedy for each fault. No I/O."""

from collections.abc import Iterator

from poddarkiv.connect import is_this_machine
from poddarkiv.errors import Severity
from poddarkiv.i18n import _
from poddarkiv.publish.findings import Finding
from poddarkiv.publish.http_client import Response
from poddarkiv.publish.live_feed import PublishedFile

_SAME = (
    {"audio/x-m4a", "audio/mp4", "audio/m4a"},
    {"audio/mpeg", "audio/mp3"},
    {"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"},
    {"audio/flac", "audio/x-flac"},
    {"audio/ogg", "audio/opus", "application/ogg"},
    {"application/x-subrip", "application/srt", "text/srt"},
    {"application/json+chapters", "application/json"},
)
"""Types that apps take for one another."""
FEED_TYPES = {"application/rss+xml"}
_ALSO_XML = {"application/xml", "text/xml"}
_SMALL_TEXT = 1000
"""Bytes below which compressing saves nothing."""


def is_same_type(one: str, other: str) -> bool:
    """Whether apps take two MIME types for one.

    >>> is_same_type("audio/mp4", "audio/x-m4a"), is_same_type("text/html", "audio/mpeg")
    (True, False)
    """
    one, other = (each.partition(";")[0].strip().lower() for each in (one, other))
    return one == other or any({one, other} <= kind for kind in _SAME)


def check_reachable(
    group: str, asked: str, response: Response, *, wanted: int = 200
) -> Iterator[Finding]:
    """Tell why nothing is at an address, and whether the way there can be listened to."""
    if response.fault:
        rule = "redirect" if response.hops else "answer"
        yield Finding(group, asked, response.fault, _look_at_host(response), rule=rule)
    elif response.status != wanted:
        yield Finding(
            group,
            asked,
            _("the host answers {code}", code=response.status),
            _remedy_of(response.status),
            rule="answer",
        )
    for url in (asked, response.url):
        if url.startswith("http:") and not is_this_machine(url):
            message = _("is not https: others can read and change it on the way")
            yield Finding(group, asked, message, _("publish it at an https address"), rule="https")
            break


def _look_at_host(response: Response) -> str:
    if response.hops:
        way = " → ".join(f"{hop.status} {hop.target}" for hop in response.hops[:4])
        return _("mend the redirect: {way}", way=way)
    return _("see that the host is up and the address right")


def _remedy_of(status: int) -> str:
    if status in {404, 410}:
        return _("upload it, or take it out of the feed")
    if status in {401, 403}:
        return _("let everybody read it")
    if status in {405, 501}:
        return _("let the host answer HEAD, as Apple asks")
    return _("look at the host's log")


def check_recording(file: PublishedFile, head: Response, part: Response) -> Iterator[Finding]:
    """Check a recording by the answers to HEAD and to a range of two bytes."""
    faults = list(check_reachable("recordings", file.url, head))
    if not any(each.rule in {"answer", "redirect"} for each in faults):
        faults += [*_length(file, head), *_type("recordings", file, head)]
    yield from faults
    if not head.fault and head.status not in {404, 410}:
        # A wrong length is reported once.
        known = file.length if not any(each.rule == "length" for each in faults) else None
        yield from _ranges(file, part, known)


def _length(file: PublishedFile, head: Response) -> Iterator[Finding]:
    if file.length is not None and head.length != file.length:
        yield Finding(
            "recordings",
            file.url,
            _(
                "the feed says {n} bytes, the host {m}",
                n=file.length,
                m="–" if head.length is None else head.length,
            ),
            _("upload the recording again, or run: poddarkiv measure, then publish"),
            rule="length",
        )


def _type(group: str, file: PublishedFile, head: Response) -> Iterator[Finding]:
    if file.mime_type and not is_same_type(head.mime_type, file.mime_type):
        yield Finding(
            group,
            file.url,
            _(
                "the feed says {kind}, the host {other}",
                kind=file.mime_type,
                other=head.mime_type or "–",
            ),
            _("let the host say Content-Type: {kind}", kind=file.mime_type),
            rule="type",
        )


def _ranges(file: PublishedFile, part: Response, length: int | None) -> Iterator[Finding]:
    content_range = part.headers.get("content-range", "")
    first, _slash, whole = content_range.partition("/")
    # Some hosts answer 206 with the whole file, or with another range.
    right = first.removeprefix("bytes").strip() == "0-1" and len(part.body) == 2
    remedy = _("choose a host that gives byte ranges: players can't seek without them")
    if part.fault:
        message = _("where a part is asked for: {reason}", reason=part.fault)
    elif part.status == 200:
        message = _("the host gives the whole recording where a part was asked for")
    elif part.status != 206 or not right:
        message = _("the host answers {code} to a byte range", code=part.status)
    elif whole.isdecimal() and length is not None and int(whole) != length:
        message = _("in byte ranges the recording has {m} bytes, not {n}", m=whole, n=length)
        remedy = _("upload the recording again, or run: poddarkiv measure, then publish")
    else:
        return
    yield Finding("recordings", file.url, message, remedy, rule="ranges")


def check_withdrawn(url: str, head: Response) -> Iterator[Finding]:
    """Check the recording of an episode that was withdrawn, or of somebody who may not be heard."""
    if head.status in {200, 206}:
        message = _("was taken back, and can still be fetched")
        remedy = _("remove it there; what publish has put there: publish --delete-recordings")
        yield Finding("recordings", url, message, remedy, rule="taken-back")


def check_text_file(
    group: str, file: PublishedFile, head: Response, origin: str
) -> Iterator[Finding]:
    """Check a transcript or chapters: type, and whether players on the web may read it."""
    faults = list(check_reachable(group, file.url, head))
    yield from faults
    if any(each.rule in {"answer", "redirect"} for each in faults):
        return
    yield from _type(group, file, head)
    if head.headers.get("access-control-allow-origin", "").strip() not in {"*", origin}:
        yield Finding(
            group,
            file.url,
            _("players on the web may not read it (no CORS)"),
            _("let the host say Access-Control-Allow-Origin: *"),
            rule="cors",
        )


def check_feed_headers(url: str, response: Response) -> Iterator[Finding]:
    """Check the headers of the feed: type, validators, compression."""
    if response.mime_type not in FEED_TYPES:
        wrong = response.mime_type not in _ALSO_XML
        yield Finding(
            "feed",
            url,
            _("comes as {kind}", kind=response.mime_type or "–"),
            _("let the host say Content-Type: application/rss+xml"),
            Severity.ERROR if wrong else Severity.WARNING,
            "feed-type",
        )
    if not {"etag", "last-modified"} & response.headers.keys():
        yield Finding(
            "feed",
            url,
            _("has neither ETag nor Last-Modified: every app fetches all of it each time"),
            _("let the host say when the file was changed"),
            Severity.WARNING,
            "feed-etag",
        )
    yield from check_compression("feed", url, response)


def check_compression(group: str, url: str, response: Response) -> Iterator[Finding]:
    """Check that text which was requested with gzip came compressed."""
    encoded = response.headers.get("content-encoding", "identity").strip().lower()
    if encoded == "identity" and len(response.body) > _SMALL_TEXT:
        advice = _("let the host compress text (gzip)")
        yield Finding(group, url, _("comes uncompressed"), advice, rule="compressed")
