"""Lock: what must not be guessed or change unseen (`episode.lock.yml`, written by `measure`)."""

from typing import Literal

from poddarkiv.model.fields import Line, Moment, Noun, Number, Url


class Audio(Noun):
    """The recording, as an RSS `<enclosure>` describes it."""

    path: Line | None = None
    """From the archive's root, as in `media/032.mp3`; None for a remote file."""
    url: Url | None = None
    bytes: Number
    duration: float
    """Seconds."""
    mime_type: Line
    sha256: Line | None = None
    """Of the whole file."""
    audio_sha256: Line | None = None
    """Of the audio packets alone: tagging the file does not change it."""
    bit_rate: Number | None = None
    """Bits a second."""
    source: Literal["file", "http", "feed"] = "file"
    loudness: float | None = None
    """LUFS of the whole recording (EBU R128); only advice rests on it."""


class Identity(Noun):
    """What subscribers' apps and other people's links remember."""

    guid: Line
    published: Moment | None = None
    """None for a page without a date, which has never been in the feed."""
    page: Line
    """The page's address from the site's root, as in `avsnitt/032-om-peer-support/`."""
    enclosure: Url | None = None
    former: tuple[Line, ...] = ()
    """Earlier pages, which become redirects."""


class Lock(Noun):
    """The whole file."""

    audio: Audio | None = None
    alternates: tuple[Audio, ...] = ()
    """The recording's other forms, in the order of `episode.yml`."""
    identity: Identity | None = None
