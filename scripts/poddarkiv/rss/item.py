"""What an item carries besides plain RSS: itunes, podcast and psc elements."""

from collections.abc import Iterator

from poddarkiv.archive import Archive
from poddarkiv.formats.published import published_files
from poddarkiv.model import Audio, Chapter, Episode
from poddarkiv.rss.addresses import episode_url, picture_url
from poddarkiv.rss.alternates import alternate_tags
from poddarkiv.rss.channel import common_tags, format_flag, image_tag
from poddarkiv.rss.people import episode_people
from poddarkiv.rss.tags import Tag, make_tag
from poddarkiv.timecode import format_timecode


def item_tags(archive: Archive, episode: Episode, audio: Audio) -> Iterator[Tag]:
    """Return the elements of the item for `episode`, whose recording is `audio`."""
    yield from _itunes(archive, episode, audio)
    yield from _numbers(episode)
    if episode.image:
        yield image_tag(picture_url(archive, episode.image.file), episode.image.alt)
    yield from alternate_tags(archive, episode)
    yield from _files(archive, episode)
    yield from episode_people(archive, episode)
    for bite in episode.soundbites:
        yield make_tag(
            "podcast:soundbite",
            bite.title,
            {"startTime": _soundbite_start(bite.start), "duration": f"{bite.duration:.1f}"},
        )
    yield from common_tags(
        episode.license or archive.show.license,
        episode.funding,
        episode.locations,
        episode.txt,
        episode.social,
    )
    for place in episode.listen:
        yield make_tag("podcast:contentLink", place.platform, {"href": place.url})
    if episode.chapters:
        chapters = (_psc(archive, chapter) for chapter in episode.chapters)
        yield make_tag("psc:chapters", attributes={"version": "1.2"}, children=chapters)


def _itunes(archive: Archive, episode: Episode, audio: Audio) -> Iterator[Tag]:
    yield make_tag("itunes:title", episode.title)
    yield make_tag("itunes:author", archive.show.author)
    # Whole seconds: some apps read no decimals.
    if audio.duration:
        yield make_tag("itunes:duration", max(1, round(audio.duration)))
    if episode.image:
        yield make_tag(
            "itunes:image", attributes={"href": picture_url(archive, episode.image.file)}
        )
    yield make_tag("itunes:explicit", format_flag(episode.explicit))
    yield make_tag("itunes:episodeType", episode.type)
    if episode.season:
        yield make_tag("itunes:season", episode.season)
    if episode.number:
        yield make_tag("itunes:episode", episode.number)
    if episode.block:
        yield make_tag("itunes:block", "Yes")


def _numbers(episode: Episode) -> Iterator[Tag]:
    if episode.season is not None:
        yield make_tag("podcast:season", episode.season, {"name": episode.season_name})
    if episode.number is not None:
        yield make_tag("podcast:episode", episode.number, {"display": episode.display})


def _files(archive: Archive, episode: Episode) -> Iterator[Tag]:
    page = episode_url(archive, episode)
    language = episode.language or archive.show.language
    for name, mime_type in published_files(archive, episode):
        if name == "chapters.json":
            yield make_tag("podcast:chapters", attributes={"url": page + name, "type": mime_type})
        else:
            attributes = {"url": page + name, "type": mime_type, "language": language}
            if name.endswith((".vtt", ".srt")):
                attributes["rel"] = "captions"
            yield make_tag("podcast:transcript", attributes=attributes)


def _soundbite_start(seconds: float) -> str:
    # Podcast Index's reader drops a start of 0.
    return f"{max(seconds, 0.1):.1f}"


def _psc(archive: Archive, chapter: Chapter) -> Tag:
    image = picture_url(archive, chapter.image.file) if chapter.image else None
    return make_tag(
        "psc:chapter",
        attributes={
            "start": format_timecode(chapter.start),
            "title": chapter.title,
            "href": chapter.url,
            "image": image,
        },
    )
