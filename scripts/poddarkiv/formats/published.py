"""The files beside an episode's page: VTT, SRT, JSON, text and chapters."""

from collections.abc import Iterator
from dataclasses import replace

from poddarkiv.archive import Archive
from poddarkiv.direction import mark_direction, text_direction
from poddarkiv.formats import chapters, plain, srt, transcript_json, vtt
from poddarkiv.model import Episode
from poddarkiv.transcript import Transcript

MIME_TYPES = {
    "transcript.json": "application/json",
    "transcript.vtt": "text/vtt",
    "transcript.srt": "application/x-subrip",
    "transcript.txt": "text/plain",
    "chapters.json": "application/json+chapters",
}
"""By name; JSON first, since Podverse takes the first and shows the tags of VTT as text. The other
apps choose by type (`docs/feed.md`)."""


def published_files(archive: Archive, episode: Episode) -> Iterator[tuple[str, str]]:
    """Return name and MIME type of what `episode_files` gives, without reading the transcript."""
    for name, mime_type in MIME_TYPES.items():
        if episode.chapters if name == "chapters.json" else episode.slug in archive.transcripts:
            yield name, mime_type


def episode_files(archive: Archive, episode: Episode) -> dict[str, bytes]:
    """Return the content of each file beside the page of `episode`, by name."""
    return {name: text.encode() for name, text in _texts(archive, episode).items()}


def _texts(archive: Archive, episode: Episode) -> dict[str, str]:
    texts: dict[str, str] = {}
    if episode.slug in archive.transcripts:
        language = episode.language or archive.show.language
        transcript = _directed(archive.transcripts[episode.slug], language)
        # How the machine was set is for editors, not for listeners' apps.
        texts["transcript.json"] = transcript_json.render_transcript_json(transcript)
        texts["transcript.vtt"] = vtt.render_vtt(transcript, note=False)
        texts["transcript.srt"] = srt.render_srt(transcript)
        texts["transcript.txt"] = plain.render_plain_text(transcript)
    if episode.chapters:
        base = f"{archive.site_url}media/"
        texts["chapters.json"] = chapters.render_chapters(archive.show, episode, base)
    return texts


def _directed(transcript: Transcript, language: str) -> Transcript:
    if text_direction(language) == "ltr":
        return transcript
    segments = (replace(s, text=mark_direction(s.text, language)) for s in transcript.segments)
    return replace(transcript, segments=tuple(segments))
