"""Show: the podcast as a whole, an RSS `<channel>`."""

from typing import Literal, get_args
from uuid import UUID

from pydantic import field_validator

from poddarkiv.model.episode import Funding, Image, License, Location, SocialInteract, Txt
from poddarkiv.model.fields import Flag, Line, Moment, Noun, Number, Slug, Text, Url
from poddarkiv.model.target import Target, check_names


class Owner(Noun):
    """Who answers for the show: a role address, never a person's."""

    name: Line
    email: Line


class Category(Noun):
    """One of Apple's categories."""

    category: Line
    sub: Line | None = None


class Person(Noun):
    """Somebody who makes the show: repeated on each episode of the feed."""

    name: Line
    role: Line = "host"
    guest: Slug | None = None
    """A guest page that tells more."""
    url: Url | None = None
    image: Url | None = None


class Platform(Noun):
    """A podcast app or directory where the show is."""

    name: Line
    url: Url


class UpdateFrequency(Noun):
    """How often an episode comes."""

    text: Line
    rrule: Line | None = None
    """A recurrence rule of RFC 5545."""
    dtstart: Moment | None = None
    complete: Flag = False


class Block(Noun):
    """A directory that should not list the show; without `id`, none should."""

    id: Line | None = None
    block: Flag = True


class RemoteFeed(Noun):
    """Another show that this one recommends."""

    guid: UUID
    url: Url | None = None
    title: Line | None = None


class TranscriptionSettings(Noun):
    """How `transcribe` works when no option says otherwise."""

    engine: Literal["faster-whisper", "openai-whisper"] = "faster-whisper"
    model: Line = "auto"
    language: Line | None = None
    vocabulary: tuple[Line, ...] = ()
    """Names and terms that the model should know, besides guests and topics."""


EngineName = Literal["mkdocs", "properdocs", "direct"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class Show(Noun):
    """The podcast."""

    schema_version: Number = 1
    title: Line
    description: Text
    """Plain text, at most 4,000 bytes."""
    language: Line = "sv"
    link: Url | None = None
    """The show's web page; `site_url` when absent."""
    author: Line
    owner: Owner
    image: Image
    categories: tuple[Category, ...]
    """Apple reads only the first."""
    explicit: Flag = False
    type: Literal["episodic", "serial"] = "episodic"
    copyright: Line | None = None
    license: License | None = None
    funding: tuple[Funding, ...] = ()
    medium: Literal[
        "podcast", "audiobook", "course", "newsletter", "blog", "music", "video", "film", "mixed"
    ] = "podcast"
    guid: UUID | None = None
    """`podcast:guid`; made from the feed's address once, then kept for ever."""
    locked: Flag = True
    """Whether other hosts may not import the feed."""
    feed_url: Url | None = None
    media_url: Url | None = None
    """Where recordings are published; `site_url` + `media/` when absent."""
    media_link: Flag = False
    """Whether `media/`, or files in it, may be links to elsewhere, such as another disk."""
    platforms: tuple[Platform, ...] = ()
    persons: tuple[Person, ...] = ()
    transcription: TranscriptionSettings = TranscriptionSettings()
    host_files: tuple[Literal["netlify", "apache"], ...] = ()
    """Files with types and times for the host that `build` writes into the site: `_headers`
    (Netlify, Cloudflare Pages) or `.htaccess` (Apache)."""
    engine: EngineName = "mkdocs"
    """What draws the site: MkDocs, its community fork ProperDocs, or `direct`, without either."""
    enclosure_prefix: Url | None = None
    """A measuring service that sends apps on to the recording."""
    new_feed_url: Url | None = None
    hub: Url | None = None
    """A WebSub hub that tells apps of news."""
    update_frequency: UpdateFrequency | None = None
    locations: tuple[Location, ...] = ()
    txt: tuple[Txt, ...] = ()
    social: tuple[SocialInteract, ...] = ()
    blocks: tuple[Block, ...] = ()
    podroll: tuple[RemoteFeed, ...] = ()
    targets: tuple[Target, ...] = ()
    """Where `poddarkiv publish` brings the site."""
    complete: Flag = False
    """No more episodes will come."""

    _named_apart = field_validator("targets")(check_names)
