"""What to run for an episode that has no transcript to read."""

import shlex

from poddarkiv.archive import Archive
from poddarkiv.i18n import _
from poddarkiv.model import Episode


def transcript_advice(archive: Archive, episode: Episode) -> str:
    """Return how a transcript comes about: of a file beside the episode, or of its sound."""
    for slug, name in archive.foreign:
        if slug == episode.slug:
            path = shlex.quote(f"episodes/{slug}/{name}")
            return _(
                "Read it in with: poddarkiv import {path} --episode {slug}", path=path, slug=slug
            )
    if episode.audio is None:
        return _("The episode has no recording to transcribe either.")
    return _("Write it with: poddarkiv transcribe {name}", name=episode.slug)
