"""Look at what is published as podcast apps do, and say what they would stumble over."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit

from poddarkiv.archive import Archive
from poddarkiv.checks.published_feed import compare_with_feed
from poddarkiv.consent import publishable_archive
from poddarkiv.errors import Severity
from poddarkiv.feeds.xml import LARGEST
from poddarkiv.i18n import _, quoted
from poddarkiv.model import Status
from poddarkiv.publish import picture_rules, response_rules
from poddarkiv.publish.feed_diff import compare_feeds
from poddarkiv.publish.findings import Finding, Report, finding_of_problem
from poddarkiv.publish.http_client import Request, Response
from poddarkiv.publish.live_feed import LiveFeed, PublishedFile, read_live_feed
from poddarkiv.rss.published import read_published_feed

SendAll = Callable[[Sequence[Request]], list[Response]]
"""Asks all questions and gives the answers in their order."""
ORIGIN = "https://player.example"
"""The page that a player on the web would be in: some hosts speak of CORS only to whoever asks."""
_PAGE = 4 * 1024 * 1024
"""Bytes of a page or a picture that are read at most."""
_PICTURE = 20 * 1024 * 1024


def check_published(
    archive: Archive, url: str, ours: bytes, as_of: datetime, send: SendAll
) -> Report:
    """Return what apps would find at `url`, the address of the feed or of the site.

    Every address is asked once by HEAD, and a recording once more for two bytes of it.

    Args:
        archive: What should be there.
        url: The feed, or the site with a slash at its end.
        ours: The feed that the archive would write.
        as_of: The moment at which the archive was published.
        send: Asks the hosts.
    """
    url = feed_url_of(url)
    report = Report(url)
    found = fetch_feed(url, report, send)
    if found is None:
        return report
    xml, published = found
    report.note_checked("feed", compare_feeds(url, xml, ours), len(published.entries))
    problems = compare_with_feed(archive, read_published_feed(xml), url, as_of)
    report.note_checked("archive", map(finding_of_problem, problems), len(published.entries))
    check_recordings(unique_recordings(published), report, send)
    _check_withdrawn(archive, as_of, report, send)
    _check_texts(published, report, send)
    _check_pictures(archive, published, report, send)
    _check_pages(archive, url, report, send)
    return report


def feed_url_of(url: str) -> str:
    """Return where the feed is, of an address of the feed or of the site.

    >>> feed_url_of("https://podd.example"), feed_url_of("https://podd.example/rss")
    ('https://podd.example/feed.xml', 'https://podd.example/rss')
    """
    site = url.endswith("/") or not urlsplit(url).path
    return urljoin(url, "feed.xml") if site else url


def fetch_feed(url: str, report: Report, send: SendAll) -> tuple[bytes, LiveFeed] | None:
    """Return the feed at `url` and what it promises; None, with a finding, where there is none."""
    # Some networks that keep copies then ask the host whether there is a newer one.
    asked = {"Accept-Encoding": "gzip", "Cache-Control": "no-cache"}
    request = Request(url, headers=asked, max_bytes=LARGEST)
    (response,) = send([request])
    if (
        not report.note_checked("feed", response_rules.check_reachable("feed", url, response))
        and response.status != 200
    ):
        return None
    report.note_checked("feed", response_rules.check_feed_headers(url, response), 0)
    try:
        xml = decompress_body(response)
        return xml, read_live_feed(xml)
    except ValueError as error:
        advice = _("see what the host sends instead of the feed")
        report.note_checked(
            "feed", [Finding("feed", url, str(error), advice, rule="feed-broken")], 0
        )
        return None


def decompress_body(response: Response) -> bytes:
    """Return the body as it was before the host compressed it.

    Raises:
        ValueError: It is larger than a feed can be, or broken.
    """
    too_large = ValueError(_("the feed is larger than {n} bytes", n=LARGEST))
    if response.truncated:
        raise too_large
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        return response.body
    if encoding not in {"gzip", "x-gzip"}:
        raise ValueError(_("is compressed as {kind}, which nobody asked for", kind=encoding))
    # Bounded: a few kilobytes of gzip may unpack to gigabytes.
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(response.body, LARGEST)
    except zlib.error as error:
        reason = quoted("zlib", error)
        raise ValueError(_("can't be uncompressed ({reason})", reason=reason)) from error
    if unpacker.unconsumed_tail:
        raise too_large
    return content


def unique_recordings(published: LiveFeed) -> list[PublishedFile]:
    """Return each recording of the feed once."""
    found = (entry.recording for entry in published.entries if entry.recording)
    return list({file.url: file for file in found}.values())


def check_recordings(files: Sequence[PublishedFile], report: Report, send: SendAll) -> None:
    """Ask each recording by HEAD and for a range."""
    # Apple asks by HEAD, players by ranges: a host may do the one and not the other.
    heads = [Request(file.url, "HEAD") for file in files]
    parts = [Request(file.url, headers={"Range": "bytes=0-1"}, max_bytes=2) for file in files]
    responses = send([*heads, *parts])
    for file, head, part in zip(files, responses, responses[len(files) :], strict=False):
        report.note_checked("recordings", response_rules.check_recording(file, head, part))


def _check_withdrawn(archive: Archive, as_of: datetime, report: Report, send: SendAll) -> None:
    """See that nobody can fetch what was taken back: no page or feed needs to name it for that."""
    view = publishable_archive(archive, as_of)
    public = {episode.slug for episode in view.feed_episodes(as_of)}
    kept = {episode.slug for episode in archive.feed_episodes(as_of)}
    urls = [
        url
        for episode in archive.episodes
        if episode.slug not in public
        and (episode.status is Status.WITHDRAWN or episode.slug in kept)
        and (url := archive.audio_url(episode)) is not None
    ]
    for url, response in zip(urls, send([Request(url, "HEAD") for url in urls]), strict=True):
        report.note_checked("recordings", response_rules.check_withdrawn(url, response))


def _check_texts(published: LiveFeed, report: Report, send: SendAll) -> None:
    rows = [("transcripts", file) for file in published.transcripts]
    rows += [("chapters", file) for file in published.chapters]
    asked = {"Origin": ORIGIN}
    responses = send([Request(file.url, "HEAD", asked) for _group, file in rows])
    for (group, file), response in zip(rows, responses, strict=True):
        report.note_checked(group, response_rules.check_text_file(group, file, response, ORIGIN))


def _check_pictures(archive: Archive, published: LiveFeed, report: Report, send: SendAll) -> None:
    if published.cover:
        (response,) = send([Request(published.cover, max_bytes=_PICTURE)])
        report.note_checked("pictures", picture_rules.check_cover(published.cover, response))
    responses = send([Request(file.url, "HEAD") for file in published.pictures])
    here = f"{archive.site_url}media/"
    for file, response in zip(published.pictures, responses, strict=True):
        name = unquote(file.url.removeprefix(here)) if file.url.startswith(here) else ""
        report.note_checked(
            "pictures", picture_rules.check_picture(file.url, response, archive.media.get(name))
        )


def _check_pages(archive: Archive, url: str, report: Report, send: SendAll) -> None:
    site = archive.site_url if url == archive.feed_url else urljoin(url, ".")
    absent = f"poddarkiv-{hashlib.sha256(site.encode()).hexdigest()[:12]}"
    page, missing = f"{site}{absent}/", f"{archive.media_url}{absent}.mp3"
    home, gone, sound = send(
        [
            Request(site, headers={"Accept-Encoding": "gzip"}, max_bytes=_PAGE),
            Request(page),
            Request(missing, "HEAD"),
        ]
    )
    report.note_checked("pages", _home(site, home))
    report.note_checked("pages", _absent(page, gone))
    report.note_checked("pages", _absent(missing, sound))


def _home(url: str, response: Response) -> Iterator[Finding]:
    faults = list(response_rules.check_reachable("pages", url, response))
    yield from faults
    if not faults:
        yield from response_rules.check_compression("pages", url, response)


def _absent(url: str, response: Response) -> Iterator[Finding]:
    # A host that refuses HEAD is reported with its recordings.
    if response.fault or response.status in {404, 405, 410}:
        return
    # S3 answers 403 for what is not there, to whoever may not list the bucket: apps take it so.
    refused = response.status in {401, 403}
    yield Finding(
        "pages",
        url,
        _("is not there, and the host answers {code}", code=response.status),
        _("let the host answer 404 for what it does not have"),
        Severity.WARNING if refused else Severity.ERROR,
        "soft-404",
    )
