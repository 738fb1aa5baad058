"""Make the tags of a recording from its episode, whatever the kind of file. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poddarkiv.archive import Archive
from poddarkiv.formats import plain
from poddarkiv.formats.description import render_description
from poddarkiv.model import Chapter, Episode
from poddarkiv.rss.addresses import episode_url

_THREE_LETTERS: Mapping[str, str] = {
    "ar": "ara", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "et": "est", "fa": "fas",
    "fi": "fin", "fr": "fra", "is": "isl", "it": "ita", "ku": "kur", "lt": "lit", "lv": "lav",
    "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "ru": "rus",
    "se": "sme", "so": "som", "sv": "swe", "tr": "tur", "uk": "ukr", "yi": "yid",
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A cover, as its file holds it."""

    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Tags:
    """What a player shows of a file that has left the feed behind."""

    title: str
    show: str
    author: str
    number: int | None
    season: int | None
    date: str
    """The day it was published, as in 2026-11-20; empty before."""
    language: str
    """Three letters of ISO 639-2; `und` when we don't know them."""
    comment: str
    """Summary and content notes."""
    lyrics: str
    """The transcript as plain text; empty when there is none."""
    page: str
    """Address of the episode's page."""
    chapters: tuple[Chapter, ...]
    cover: Picture | None = None
    replace: bool = False
    """Whether to take away what a recording has that the archive does not know."""
    left_out: tuple[str, ...] = ()
    """Names of people who may not be named: nothing stays that names them."""


def make_tags(
    archive: Archive, episode: Episode, cover: Picture | None, *, replace: bool = False
) -> Tags:
    """Return what the recording of `episode` should carry, and alone if `replace`."""
    transcript = archive.transcripts.get(episode.slug)
    language = (episode.language or archive.show.language).partition("-")[0].lower()
    return Tags(
        title=episode.title,
        show=archive.show.title,
        author=archive.show.author,
        number=episode.number,
        season=episode.season,
        date=episode.published.date().isoformat() if episode.published else "",
        language=_THREE_LETTERS.get(language, "und"),
        comment=render_description(episode.model_copy(update={"chapters": ()})),
        lyrics=plain.render_plain_text(transcript) if transcript else "",
        page=episode_url(archive, episode),
        chapters=episode.chapters,
        cover=cover,
        replace=replace,
    )


def chapter_ends(starts: Sequence[float], duration: float) -> list[float]:
    """Return when each chapter ends: where the next begins, the last with the recording."""
    return [*starts[1:], max(duration, 0.0)][: len(starts)]
