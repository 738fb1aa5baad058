"""Episode: one programme, an RSS `<item>` and a page on the site."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from poddarkiv.model.fields import (
    Day,
    Flag,
    Guid,
    Line,
    Moment,
    Noun,
    Number,
    Seconds,
    Slug,
    Text,
    Url,
)
from poddarkiv.model.recordings import MediaFile, Recording


class Status(StrEnum):
    """How far an episode or an article has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Image(Noun):
    """A picture in `media/`, and what it shows in words."""

    file: MediaFile
    alt: Line


class Listen(Noun):
    """Where an episode can be heard elsewhere."""

    platform: Slug
    url: Url


class Appearance(Noun):
    """A guest in one episode, with the role, title and organisation of that day."""

    guest: Slug
    role: Line = "guest"
    """A role of the Podcasting 2.0 taxonomy, in English or Swedish."""
    title: Line | None = None
    organisation: Line | None = None


class Chapter(Noun):
    """A part of the recording that has a name."""

    start: Seconds
    title: Line
    url: Url | None = None
    image: Image | None = None
    hidden: Flag = False
    """Left out of the table of contents (`toc: false` in the JSON)."""


class ContentNote(Noun):
    """What a listener may want to know beforehand, or skip."""

    start: Seconds | None = None
    end: Seconds | None = None
    text: Line


class TranscriptStatus(Noun):
    """What people say of the transcript."""

    status: Literal["reviewed", "none"]
    by: Line | None = None
    date: Day | None = None
    reason: Line | None = None
    """Why there is none."""
    ranges: tuple[tuple[Seconds, Seconds], ...] = ()
    """The reviewed parts, when not all of it is; these are never changed by a machine."""


class Soundbite(Noun):
    """A part that invites to the whole."""

    start: Seconds
    duration: Number
    """Seconds; 15 to 120 is advised."""
    title: Line | None = None


def _or_text(schema: dict[str, Any]) -> None:
    described = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"type": "string"}, described]


class Location(Noun):
    """A place that an episode is about or was made in; never finer than a town."""

    name: Line
    rel: Literal["subject", "creator"] = "subject"
    geo: Line | None = None
    osm: Line | None = None
    country: Line | None = None


class License(Noun):
    """The terms for using the recording. In YAML also just its identifier."""

    model_config = ConfigDict(json_schema_extra=_or_text)

    id: Line
    url: Url | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value


class Funding(Noun):
    """Where a listener can give."""

    url: Url
    text: Line


class Txt(Noun):
    """A `podcast:txt`: a free text with a purpose, as `verify` or `ai-content`."""

    purpose: Line | None = None
    text: Line


class SocialInteract(Noun):
    """Where comments are; `disabled` alone says that there are none."""

    protocol: Line
    uri: Line | None = None
    account_id: Line | None = None


class Track(Noun):
    """One speaker's own recording, or channel of the recording."""

    speaker: Line
    """The name as shown in the transcript."""
    file: MediaFile | None = None
    """In `media/`; the episode's own audio when absent."""
    channel: Number | None = None
    """Counted from 1."""


class Alternate(Noun):
    """The same recording in another form: smaller, or in another codec."""

    file: MediaFile
    """In `media/`."""
    title: Line | None = None
    """What a listener chooses by, at most 32 characters, as in “Liten fil”."""


class Episode(Noun):
    """One programme."""

    slug: Slug = Field(json_schema_extra={"from_folder": True})
    """The folder's name: the last part of the page's address."""
    guid: Guid | None = None
    """Never changes once published: podcast apps use it to tell episodes apart."""
    permalink: Flag = False
    """Whether the guid is said to be an address, as a feed that was brought here said."""
    number: Number | None = None
    """Unique within a season; absent for trailers."""
    season: Number | None = None
    season_name: Line | None = None
    display: Line | None = None
    """How the number is shown when not as a number, at most 32 characters."""
    type: Literal["full", "trailer", "bonus"] = "full"
    title: Line
    """Without the show's name and the number."""
    published: Moment | None = None
    """Time-zone aware. May lie in the future. Absent: listed by number, never in the feed."""
    status: Status = Status.DRAFT
    summary: Line
    """One or two sentences, plain text."""
    notes: Text = ""
    """Markdown, shown on the page and in `content:encoded`."""
    audio: Recording | None = None
    """A file in `media/` or an https address; absent: a page only."""
    alternates: tuple[Alternate, ...] = ()
    image: Image | None = None
    listen: tuple[Listen, ...] = ()
    guests: tuple[Appearance, ...] = ()
    topics: tuple[Slug, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    content_notes: tuple[ContentNote, ...] = ()
    transcript: TranscriptStatus | None = None
    """None: a `transcript.vtt` is machine text, and shown as such."""
    soundbites: tuple[Soundbite, ...] = ()
    explicit: Flag = False
    language: Line | None = None
    """Another language than the show's."""
    license: License | None = None
    funding: tuple[Funding, ...] = ()
    locations: tuple[Location, ...] = ()
    txt: tuple[Txt, ...] = ()
    social: tuple[SocialInteract, ...] = ()
    tracks: tuple[Track, ...] = ()
    """One recording for each voice: makes speakers exact without a model."""
    block: Flag = False

    @property
    def reviewed(self) -> bool:
        """Whether a person has read the whole transcript."""
        return self.transcript is not None and self.transcript.status == "reviewed"

    def is_public(self, as_of: datetime) -> bool:
        """Whether readers may see its page at `as_of`."""
        if self.status is not Status.PUBLISHED:
            return False
        return self.published is None or self.published <= as_of
