"""The recording was replaced: every time that was written for the old one may be wrong."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.texts import texts
from poddarkiv.errors import Origin, Problem, Severity, SourceError
from poddarkiv.i18n import _
from poddarkiv.model import Audio, Episode, Status
from poddarkiv.references import find_episodes, find_moments
from poddarkiv.transcript import Transcript


def times_are_of_the_recording(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Transcript, chapters and other times were made from the recording that is measured."""
    for episode in archive.episodes:
        lock = archive.locks.get(episode.slug)
        if lock is None or lock.audio is None or episode.status is Status.WITHDRAWN:
            continue
        if is_of_another(lock.audio, episode, find_transcript(archive, episode)):
            yield _problem(Origin(f"episodes/{episode.slug}/transcript.vtt"), "", episode)
        elif lock.audio.replaced is not None and has_times(archive, episode, lock.audio):
            key = next(_timed_keys(episode), "audio")
            yield _problem(archive.episode_origin(episode.slug), key, episode)


def _problem(origin: Origin, key: str, episode: Episode) -> Problem:
    return origin.problem(
        *([key] if key else ()),
        message=replaced_message(),
        remedy=replaced_remedy(episode),
        severity=Severity.WARNING,
        rule="replaced-recording",
    )


def replaced_message() -> str:
    """Return what is wrong."""
    return _("the recording has been replaced, so every time may be wrong")


def replaced_remedy(episode: Episode) -> str:
    """Return what a person does when the recording is another: listens, then one of three."""
    return _(
        "listen: where it was cut, run poddarkiv shift {slug} +15.2 (seconds; minus when it "
        "was cut shorter); where the times are right, poddarkiv shift {slug} 0; where all is new, "
        "poddarkiv transcribe {slug} --again",
        slug=episode.slug,
    )


def find_transcript(archive: Archive, episode: Episode) -> Transcript | None:
    """Return the episode's transcript; None when there is none that can be read."""
    if episode.slug not in archive.transcripts:
        return None
    try:
        return archive.transcripts[episode.slug]
    except SourceError:
        return None


def is_of_another(audio: Audio, episode: Episode, transcript: Transcript | None) -> bool:
    """Whether the machine made `transcript` from another sound than `audio`, as far as is known."""
    made_of = transcribed_sound(episode, transcript)
    return bool(made_of and audio.audio_sha256 and made_of != audio.audio_sha256)


def transcribed_sound(episode: Episode, transcript: Transcript | None) -> str:
    """Return the hash of the sound that the transcript was made from; empty when none is known."""
    if transcript is None or transcript.provenance is None:
        return ""
    # Of several recordings the hash is of their hashes, which no lock holds.
    if {track.file or episode.audio for track in episode.tracks} - {episode.audio}:
        return ""
    return transcript.provenance.audio_sha256


def has_times(archive: Archive, episode: Episode, audio: Audio) -> bool:
    """Whether anything but a transcript of `audio` itself points into the recording."""
    transcript = find_transcript(archive, episode)
    is_old = transcript is not None and transcribed_sound(episode, transcript) != audio.audio_sha256
    if is_old or any(_timed_keys(episode)):
        return True
    return any(
        moment.clock is not None and episode in find_episodes(archive, moment.name)
        for text in texts(archive)
        for moment in find_moments(text.body)
    )


def _timed_keys(episode: Episode) -> Iterator[str]:
    if episode.chapters:
        yield "chapters"
    if any(note.start is not None for note in episode.content_notes):
        yield "content_notes"
    if episode.soundbites:
        yield "soundbites"
    if episode.transcript is not None and episode.transcript.ranges:
        yield "transcript"


RULES = (times_are_of_the_recording,)
