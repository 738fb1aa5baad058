"""What publishing needs beyond a faultless archive: `check --publish` asks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks import numbers, starter
from poddarkiv.consent import publishable_archive
from poddarkiv.errors import Loc, Problem, Severity, SourceError
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Status

PROTECTING = frozenset({"unchecked-contacts", numbers.RULE, starter.RULE})
"""Rules whose advice protects people: who is in need, and in whose name something is said."""
_MODEL_LINE = 6
"""Where `formats.vtt.note_rows` writes the model, below `WEBVTT` and an empty line."""


def raise_severity(problem: Problem) -> Problem:
    """Return `problem` as publishing takes it: an error, where the advice protects people."""
    return replace(problem, severity=Severity.ERROR) if problem.rule in PROTECTING else problem


def recordings_are_at_hand(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """What is published, also later by its date, will not stop the site for want of a recording."""
    archive = publishable_archive(archive, as_of)
    published = (each for each in archive.episodes if each.status is Status.PUBLISHED)
    return absent_recordings(archive, published)


def absent_recordings(archive: Archive, episodes: Iterable[Episode]) -> Iterator[Problem]:
    """Every recording that listeners are to fetch from the site lies in `media/`.

    What `measure` wrote says that it once did, on some machine; the forge that publishes has only
    what is in git. Recordings at an address of their own, or all below `media_url`, are elsewhere.
    """
    if archive.show.media_url is not None:
        return
    for episode in episodes:
        for loc, name in list_local_recordings(episode):
            if name not in archive.media:
                yield archive.episode_origin(episode.slug).problem(
                    *loc,
                    message=_(
                        "the recording {file} isn't here, and the site would be without its sound",
                        file=f"media/{name}",
                    ),
                    remedy=_(
                        "keep it with the texts: git add --force {file} – or write an address that "
                        "begins with https://",
                        file=f"media/{name}",
                    ),
                    rule="absent-recording",
                )


def list_local_recordings(episode: Episode) -> Iterator[tuple[Loc, str]]:
    """Give the recordings of `episode` that lie in `media/`, each with the place that names it."""
    if episode.audio is not None and "://" not in episode.audio:
        yield ("audio",), episode.audio
    for i, alternate in enumerate(episode.alternates):
        yield ("alternates", i, "file"), alternate.file


def no_trial_is_published(archive: Archive, as_of: datetime) -> Iterator[Problem]:  # noqa: ARG001
    """What the packaged trial model wrote is reviewed, or transcribed again by a better one."""
    for episode in archive.episodes:
        if episode.status is not Status.PUBLISHED or episode.slug not in archive.transcripts:
            continue
        try:
            made = archive.transcripts[episode.slug].provenance
        except SourceError:
            continue  # `transcripts_fit` tells of it
        whole = episode.reviewed and not (episode.transcript and episode.transcript.ranges)
        if made is not None and made.by_trial_model and not whole:
            yield Problem(
                f"episodes/{episode.slug}/transcript.vtt",
                _MODEL_LINE,
                "model",
                _("{model} is for trying: what it hears is wrong too often", model=made.model),
                _(
                    "run poddarkiv transcribe {slug} --again with another model; or read it "
                    "through and write transcript: {{status: reviewed, …}}",
                    slug=episode.slug,
                ),
                rule="trial-model",
            )


RULES = (recordings_are_at_hand, no_trial_is_published)
