"""What the channel carries besides plain RSS: itunes, atom and podcast elements."""

from collections.abc import Iterable, Iterator
from email.utils import format_datetime

from poddarkiv import spec
from poddarkiv.archive import Archive
from poddarkiv.model import (
    Block,
    Episode,
    Funding,
    License,
    Location,
    RemoteFeed,
    SocialInteract,
    Txt,
    UpdateFrequency,
)
from poddarkiv.rss.addresses import enclosure_url, picture_url
from poddarkiv.rss.people import show_people
from poddarkiv.rss.tags import Tag, make_tag


def channel_tags(archive: Archive, episodes: Iterable[Episode]) -> Iterator[Tag]:
    """Return the channel's elements for a feed that holds `episodes`."""
    show = archive.show
    if show.hub:
        yield make_tag("atom:link", attributes={"rel": "hub", "href": show.hub})
    yield from _itunes(archive)
    yield make_tag("podcast:guid", show.guid or spec.podcast_guid(archive.feed_url))
    yield make_tag("podcast:locked", _yes(show.locked), {"owner": show.owner.email})
    yield make_tag("podcast:medium", show.medium)
    yield image_tag(picture_url(archive, show.image.file), show.image.alt)
    yield from common_tags(show.license, show.funding, show.locations, show.txt, show.social)
    yield from show_people(archive)
    yield from (_trailer(archive, episode) for episode in episodes if episode.type == "trailer")
    yield from (_block(block) for block in show.blocks)
    if show.podroll:
        yield make_tag("podcast:podroll", children=(_remote_item(feed) for feed in show.podroll))
    if show.update_frequency:
        yield _update_frequency(show.update_frequency)


def _itunes(archive: Archive) -> Iterator[Tag]:
    show = archive.show
    yield make_tag("itunes:author", show.author)
    yield make_tag("itunes:image", attributes={"href": picture_url(archive, show.image.file)})
    for category in show.categories:
        sub = (
            [make_tag("itunes:category", attributes={"text": category.sub})] if category.sub else []
        )
        yield make_tag("itunes:category", attributes={"text": category.category}, children=sub)
    yield make_tag("itunes:explicit", format_flag(show.explicit))
    yield make_tag("itunes:type", show.type)
    owner = (make_tag("itunes:name", show.owner.name), make_tag("itunes:email", show.owner.email))
    yield make_tag("itunes:owner", children=owner)
    if show.new_feed_url:
        yield make_tag("itunes:new-feed-url", show.new_feed_url)
    if any(block.id is None and block.block for block in show.blocks):
        yield make_tag("itunes:block", "Yes")
    if show.complete:
        yield make_tag("itunes:complete", "Yes")


def common_tags(
    license_: License | None,
    funding: Iterable[Funding],
    locations: Iterable[Location],
    txts: Iterable[Txt],
    social: Iterable[SocialInteract],
) -> Iterator[Tag]:
    """Return the podcast elements that a channel and an item write alike."""
    if license_ is not None:
        url = license_.url or spec.licenses().get(license_.id.upper())
        yield make_tag("podcast:license", license_.id, {"url": url})
    for gift in funding:
        yield make_tag("podcast:funding", gift.text, {"url": gift.url})
    for place in locations:
        yield make_tag(
            "podcast:location",
            place.name,
            {"rel": place.rel, "geo": place.geo, "osm": place.osm, "country": place.country},
        )
    for txt in txts:
        yield make_tag("podcast:txt", txt.text, {"purpose": txt.purpose})
    for i, comments in enumerate(social, 1):
        yield _social(comments, i)


def _social(comments: SocialInteract, priority: int) -> Tag:
    if comments.protocol == "disabled":
        return make_tag("podcast:socialInteract", attributes={"protocol": "disabled"})
    return make_tag(
        "podcast:socialInteract",
        attributes={
            "protocol": comments.protocol,
            "uri": comments.uri,
            "accountId": comments.account_id,
            "priority": priority,
        },
    )


def image_tag(href: str, alt: str) -> Tag:
    """Return the cover with its text, for those who can't see it."""
    attributes = {"href": href, "alt": alt, "aspect-ratio": "1/1", "purpose": "artwork"}
    return make_tag("podcast:image", attributes=attributes)


def _trailer(archive: Archive, episode: Episode) -> Tag:
    audio = archive.locks[episode.slug].audio
    assert audio is not None
    assert episode.published is not None
    return make_tag(
        "podcast:trailer",
        episode.title[:128],
        {
            "pubdate": format_datetime(episode.published),
            "url": enclosure_url(archive, episode),
            "length": audio.bytes,
            "type": audio.mime_type,
            "season": episode.season,
        },
    )


def _block(block: Block) -> Tag:
    return make_tag("podcast:block", _yes(block.block), {"id": block.id})


def _remote_item(feed: RemoteFeed) -> Tag:
    return make_tag(
        "podcast:remoteItem",
        attributes={"feedGuid": feed.guid, "feedUrl": feed.url, "title": feed.title},
    )


def _update_frequency(frequency: UpdateFrequency) -> Tag:
    return make_tag(
        "podcast:updateFrequency",
        frequency.text,
        {
            "complete": "true" if frequency.complete else None,
            "dtstart": frequency.dtstart.isoformat() if frequency.dtstart else None,
            "rrule": frequency.rrule,
        },
    )


def format_flag(value: bool) -> str:
    """Return `true` or `false`, as Apple wants it."""
    return "true" if value else "false"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
