"""Times within an episode, and where a link to each of them leads."""

from poddarkiv.i18n import _
from poddarkiv.model import Chapter, Episode
from poddarkiv.pages.transcript import fragment_at
from poddarkiv.timecode import format_clock, fragment_seconds
from poddarkiv.transcript import Transcript


def moment_data(seconds: float, said: Transcript | None) -> dict[str, str]:
    """Return a time as it is shown, and what a link to it needs, with a player and without."""
    return {
        "clock": format_clock(seconds),
        "second": fragment_seconds(seconds),
        "fragment": fragment_at(said, seconds),
    }


def chapter_data(chapter: Chapter, said: Transcript | None) -> dict[str, str]:
    """Return what the list shows of a chapter; `said` is what the page holds."""
    return moment_data(chapter.start, said) | {
        "title": chapter.title,
        "url": chapter.url or "",
    }


def note_data(episode: Episode, said: Transcript | None) -> list[dict[str, str]]:
    """Return the notes before the player, with links past what they warn of."""
    notes = []
    for note in episode.content_notes:
        start = format_clock(note.start) if note.start is not None else ""
        end = format_clock(note.end) if note.end is not None else ""
        notes.append(
            {
                "text": note.text,
                "when": f"{start}–{end}" if start and end else start,
                "skip": _("Skip to {clock}", clock=end) if end else "",
                "second": fragment_seconds(note.end) if note.end is not None else "",
                "fragment": fragment_at(said, note.end, after=True) if note.end is not None else "",
            }
        )
    return notes
