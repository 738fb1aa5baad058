"""`feed.xml`: the show as podcast apps read it."""

from datetime import datetime
from typing import Any

from poddarkiv import __version__
from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.direction import mark_direction
from poddarkiv.formats.description import html_description
from poddarkiv.i18n import _
from poddarkiv.model import Audio, Episode
from poddarkiv.rss.addresses import enclosure_url, episode_url, picture_url
from poddarkiv.rss.channel import channel_tags
from poddarkiv.rss.item import item_tags
from poddarkiv.rss.notes import Notes
from poddarkiv.rss.tags import ChannelTags, ItemTags

GENERATOR = f"Poddarkiv {__version__}"


def render_feed(archive: Archive, *, as_of: datetime) -> bytes:
    """Return the feed at `as_of` as XML.

    Raises:
        ValueError: A recording has not been measured; `check` tells so first.
    """
    from feedgen.feed import FeedGenerator

    archive = publishable_archive(archive, as_of)
    show = archive.show
    episodes = archive.feed_episodes(as_of)
    feed = FeedGenerator()
    feed.register_extension("poddarkiv", ChannelTags, ItemTags, atom=False)
    feed.title(show.title)
    feed.description(mark_direction(show.description, show.language))
    feed.language(show.language.lower())
    page = show.link or archive.site_url
    feed.image(picture_url(archive, show.image.file), show.title, page)
    if show.copyright:
        feed.copyright(show.copyright)
    feed.poddarkiv.tags = channel_tags(archive, episodes)
    notes = Notes(archive, as_of)
    for episode in episodes:
        _add_item(feed, archive, episode, notes)
    newest = max((episode.published for episode in episodes if episode.published), default=None)
    return serialize_feed(feed, archive.feed_url, page, newest)


def serialize_feed(feed: Any, feed_url: str, page: str, newest: datetime | None) -> bytes:
    """Return a filled feedgen feed as XML that is the same for the same input.

    Args:
        feed: With the extension registered as `poddarkiv`.
        feed_url: The feed's own address.
        page: The web page that the feed belongs to.
        newest: The date of its newest item; the feed bears it, and never the time of the run.
    """
    # feedgen takes the last link for <link>, whatever its rel.
    feed.link(href=feed_url, rel="self", type="application/rss+xml")
    feed.link(href=page, rel="alternate")
    feed.generator(GENERATOR)
    feed.docs("")
    feed.poddarkiv.dated = newest is not None
    if newest is not None:
        feed.lastBuildDate(newest)
        feed.pubDate(newest)
    xml: bytes = feed.rss_str(pretty=True, xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + xml


def _add_item(feed: Any, archive: Archive, episode: Episode, notes: Notes) -> None:
    audio = _audio(archive, episode)
    item = feed.add_entry(order="append")
    item.title(episode.title)
    item.link(href=episode_url(archive, episode))
    language = episode.language or archive.show.language
    item.description(html_description(episode, language))
    item.content(notes.html(episode), type="CDATA")
    item.guid(episode.guid, permalink=episode.permalink)
    item.pubDate(episode.published)
    item.enclosure(enclosure_url(archive, episode), str(audio.bytes), audio.mime_type)
    item.poddarkiv.tags = item_tags(archive, episode, audio)


def _audio(archive: Archive, episode: Episode) -> Audio:
    lock = archive.locks.get(episode.slug)
    if lock is None or lock.audio is None:
        raise ValueError(
            _("{episode} has not been measured; run: poddarkiv measure", episode=episode.slug)
        )
    return lock.audio
