"""The page of an episode, and the files beside it."""

from typing import Any
from urllib.parse import quote

from poddarkiv import addresses
from poddarkiv.direction import text_direction
from poddarkiv.formats.richtext import render_simple_html
from poddarkiv.i18n import _, language
from poddarkiv.model import Episode
from poddarkiv.pages import cards, moments, structured
from poddarkiv.pages.frame import make_frame
from poddarkiv.pages.generated import Data, PageFile
from poddarkiv.pages.links import Links, Mention
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.transcript import render_transcript
from poddarkiv.pages.words import format_bytes, format_day, join_words
from poddarkiv.spec import find_role
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript

PLATFORMS = {
    "apple": "Apple Podcasts",
    "spotify": "Spotify",
    "youtube": "YouTube",
    "acast": "Acast",
    "sverigesradio": "Sveriges Radio",
    "overcast": "Overcast",
    "pocketcasts": "Pocket Casts",
}
"""Names of the places that `listen` may name; others are shown as written."""


def episode_page(
    scope: Scope, links: Links, renderer: MarkdownRenderer, episode: Episode
) -> PageFile:
    """Return the page of `episode`."""
    partials = {}
    if has_transcript(scope, episode):
        partials[partial_name(episode)] = lambda: render_transcript(
            scope.archive.transcripts[episode.slug]
        )
    return PageFile(
        "pod/episode.html",
        episode.title,
        lambda: _data(scope, links, renderer, episode),
        partials,
        episode_source(episode),
        episode.published.date() if episode.published else None,
    )


def episode_source(episode: Episode) -> str:
    """Return the file that describes the episode, from the archive's root."""
    return f"episodes/{episode.slug}/episode.yml"


def partial_name(episode: Episode) -> str:
    """Return the template name of the episode's transcript."""
    return f"gen/{episode.slug}.html"


def has_transcript(scope: Scope, episode: Episode) -> bool:
    """Whether the page holds the text of what is said."""
    said_none = episode.transcript is not None and episode.transcript.status == "none"
    return not said_none and episode.slug in scope.archive.transcripts


def transcript_data(scope: Scope, episode: Episode) -> Transcript | None:
    """Return what the page holds of what is said."""
    return scope.archive.transcripts[episode.slug] if has_transcript(scope, episode) else None


def _data(scope: Scope, links: Links, renderer: MarkdownRenderer, episode: Episode) -> Data:
    path = addresses.episode_path(episode.slug)
    notes = render_simple_html(episode.notes)
    if episode.notes and not notes:
        notes = renderer.render(episode.notes, source="", path=path).html
    return (
        make_frame(
            scope,
            path=path,
            title=episode.title,
            description=episode.summary,
            section=addresses.EPISODES,
            crumbs=[(_("Episodes"), addresses.EPISODES)],
            nodes=structured.episode_node(scope, episode),
            edit=episode_source(episode),
            image=episode.image.file if episode.image else None,
            audio=_audio(scope, episode),
            kind="article",
            crisis=bool(episode.content_notes),
            hidden=not episode.is_public(scope.as_of),
        )
        | player_data(scope, episode)
        | _text(scope, episode)
        | _around(scope, links, episode)
        | {
            "facts": cards.episode_facts(scope, episode),
            "summary": episode.summary,
            "notes_html": notes,
            "language": episode.language or "",
            "direction": text_direction(episode.language) if episode.language else "",
            "draft": not episode.is_public(scope.as_of),
            "image": (
                {"src": f"media/{episode.image.file}", "alt": episode.image.alt}
                if episode.image
                else None
            ),
            "guests": _guests(scope, episode),
            "topics": [cards.topic_card(topic) for topic in scope.topics_of(episode.topics)],
            "content_notes": moments.note_data(episode, transcript_data(scope, episode)),
        }
    )


def _audio(scope: Scope, episode: Episode) -> tuple[str, str] | None:
    url = scope.archive.audio_url(episode)
    if url is None:
        return None
    lock = scope.archive.locks.get(episode.slug)
    return url, lock.audio.mime_type if lock and lock.audio else "audio/mpeg"


def audio_address(scope: Scope, episode: Episode) -> str:
    """Return what the player plays: a path on the site where the recording lies there."""
    url = scope.archive.audio_url(episode) or ""
    return url.removeprefix(scope.archive.site_url)


def player_data(scope: Scope, episode: Episode) -> dict[str, Any]:
    """Return what the player and the links to other players need."""
    lock = scope.archive.locks.get(episode.slug)
    audio = lock.audio if lock else None
    return {
        "slug": episode.slug,
        "page_path": _absolute(scope, addresses.episode_path(episode.slug)),
        "audio": audio_address(scope, episode),
        "audio_type": audio.mime_type if audio else "",
        "length": f"{audio.duration:.1f}" if audio else "",
        "audio_size": format_bytes(audio.bytes) if audio else "",
        "listen": [
            {"name": PLATFORMS.get(place.platform, place.platform.capitalize()), "url": place.url}
            for place in episode.listen
        ],
        "chapters": [
            moments.chapter_data(chapter, transcript_data(scope, episode))
            for chapter in episode.chapters
            if not chapter.hidden
        ],
    }


def _guests(scope: Scope, episode: Episode) -> list[cards.Card]:
    return [
        cards.guest_card(
            guest,
            role=_role(appearance.role),
            title=", ".join(filter(None, (appearance.title, appearance.organisation))),
        )
        for guest, appearance in scope.appearances(episode)
    ]


def _role(name: str) -> str:
    role = find_role(name)
    if role is None:
        return name
    # Most are guests, and stand below that heading.
    return "" if role.name == "Guest" else role.shown(language())


def _text(scope: Scope, episode: Episode) -> dict[str, Any]:
    if not has_transcript(scope, episode):
        return {
            "transcript": "",
            "transcript_status": status_text(scope, episode),
            "downloads": [],
            "correct_url": "",
        }
    return {
        "transcript": partial_name(episode),
        "transcript_status": status_text(scope, episode),
        "transcript_reviewed": episode.reviewed,
        "downloads": [
            {"name": _("Subtitles (VTT)"), "href": "transcript.vtt"},
            {"name": _("Subtitles (SRT)"), "href": "transcript.srt"},
            {"name": _("Data (JSON)"), "href": "transcript.json"},
            {"name": _("Plain text"), "href": "transcript.txt"},
        ],
        "correct_url": scope.edit_url(f"episodes/{episode.slug}/transcript.vtt"),
        "correct_mail": _correction(scope, episode),
    }


def status_text(scope: Scope, episode: Episode) -> str:
    """Return what people should know of the transcript, in words."""
    said = episode.transcript
    if said is not None and said.status == "none":
        return said.reason or _("There is no transcript.")
    if episode.slug not in scope.archive.transcripts:
        return _("There is no transcript yet.")
    if said is None:
        return _("Machine text, not reviewed")
    if said.ranges:
        parts = [f"{format_clock(a)}–{format_clock(b)}" for a, b in said.ranges]
        return _("Machine text, partly reviewed: {parts}", parts=join_words(parts))
    day = format_day(said.date) if said.date else ""
    if said.by and day:
        return _("Reviewed {day} by {name}", day=day, name=said.by)
    if said.by:
        return _("Reviewed by {name}", name=said.by)
    return _("Reviewed {day}", day=day) if day else _("Reviewed")


def _correction(scope: Scope, episode: Episode) -> str:
    """Return where to write to the editors, for an archive that nobody can change on the web."""
    subject = quote(_("Correction: {title}", title=episode.title))
    return f"mailto:{scope.archive.show.owner.email}?subject={subject}"


def _around(scope: Scope, links: Links, episode: Episode) -> dict[str, Any]:
    at = scope.position[episode.slug]
    newer = scope.episodes[at - 1] if at else None
    older = scope.episodes[at + 1] if at + 1 < len(scope.episodes) else None
    return {
        "mentions": [
            _mention(scope, episode, mention) for mention in links.mentions.get(episode.slug, ())
        ],
        "related": [
            cards.related_card(scope, found) for found in links.related_to_episode(episode)
        ],
        "related_articles": [
            cards.related_card(scope, found) for found in links.articles_near_episode(episode)
        ],
        "newer": cards.episode_card(scope, newer) if newer else None,
        "older": cards.episode_card(scope, older) if older else None,
    }


def _mention(scope: Scope, episode: Episode, mention: Mention) -> dict[str, Any]:
    page = transcript_data(scope, episode)
    times = [moments.moment_data(seconds, page) for seconds in sorted(set(mention.seconds))]
    return cards.article_card(scope, mention.article) | {"moments": times}


def _absolute(scope: Scope, path: str) -> str:
    host_and_path = scope.archive.site_url.partition("://")[2]
    return f"/{host_and_path.partition('/')[2]}{path}"
