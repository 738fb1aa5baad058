"""Lock: what must not be guessed or change unseen (`episode.lock.yml`, written by `measure`)."""

from typing import Literal

from poddarkiv.model.fields import Guid, Line, Moment, Noun, Number, Url

_SLACK = 0.5
"""Seconds by which two measurements of one remote file may differ."""


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
    replaced: Line | None = None
    """The sound that the times in `episode.yml` were written for, where the recording is another
    now: its `audio_sha256`, or its seconds. `shift` takes it away."""

    @property
    def sound(self) -> str:
        """What tells this sound from another: the hash of its packets, else its seconds."""
        return self.audio_sha256 or f"{self.duration:.3f}"

    def is_sound_of(self, other: "Audio") -> bool:
        """Whether both are the same sound, as far as is known."""
        if self.audio_sha256 and other.audio_sha256:
            return self.audio_sha256 == other.audio_sha256
        return abs(self.duration - other.duration) <= _SLACK

    def replacing(self, before: "Audio | None") -> "Audio":
        """Return this with `replaced` said, when `before` was another sound."""
        if before is None:
            return self
        first = before.replaced or (None if self.is_sound_of(before) else before.sound)
        return self.model_copy(update={"replaced": None if first == self.sound else first})


class Identity(Noun):
    """What subscribers' apps and other people's links remember."""

    guid: Guid
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
