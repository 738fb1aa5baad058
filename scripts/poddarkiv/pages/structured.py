"""What search engines and other readers of data get: schema.org nodes, one graph a page."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from poddarkiv import addresses
from poddarkiv.model import Article, Episode, Guest, Topic
from poddarkiv.pages.scope import Scope
from poddarkiv.timecode import format_iso_duration, fragment_seconds

Node = dict[str, Any]


def render_graph(nodes: Iterable[Node]) -> str:
    """Return `nodes` as JSON that can stand inside a `<script>` element."""
    data = {"@context": "https://schema.org", "@graph": [_dense(node) for node in nodes]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element or open a comment; U+2028 ends a line in old scripts.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _dense(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], ())}


def absolute_url(scope: Scope, path: str) -> str:
    """Return the full address of the page at `path`."""
    return f"{scope.archive.site_url}{path}"


def series_node(scope: Scope) -> Node:
    """Return the podcast as a whole."""
    show = scope.archive.show
    return {
        "@type": "PodcastSeries",
        "@id": absolute_url(scope, "#podd"),
        "name": show.title,
        "description": " ".join(show.description.split()),
        "url": absolute_url(scope, ""),
        "webFeed": scope.archive.feed_url,
        "inLanguage": show.language,
        "image": picture_url(scope, show.image.file),
        "publisher": {
            "@type": "Organization",
            "@id": absolute_url(scope, "#utgivare"),
            "name": show.author,
        },
        "license": show.license.url if show.license else None,
        "sameAs": [platform.url for platform in show.platforms],
    }


def picture_url(scope: Scope, file: str) -> str:
    """Return the full address of a picture; pages show pictures from the site itself."""
    return absolute_url(scope, f"media/{file}")


def episode_node(scope: Scope, episode: Episode) -> list[Node]:
    """Return an episode with its recording, its parts and the people in it."""
    page = absolute_url(scope, addresses.episode_path(episode.slug))
    people = [person_node(scope, guest) for guest, _role in scope.appearances(episode)]
    return [
        {
            "@type": "PodcastEpisode",
            "@id": f"{page}#avsnitt",
            "url": page,
            "name": episode.title,
            "description": episode.summary,
            "episodeNumber": episode.number,
            "inLanguage": episode.language or scope.archive.show.language,
            "datePublished": episode.published.isoformat() if episode.published else None,
            "timeRequired": _length(scope, episode),
            "partOfSeries": {"@id": absolute_url(scope, "#podd")},
            "partOfSeason": (
                {"@type": "PodcastSeason", "seasonNumber": episode.season}
                if episode.season is not None
                else None
            ),
            "associatedMedia": _recording(scope, episode, page),
            "hasPart": _clips(scope, episode, page),
            "contributor": [{"@id": node["@id"]} for node in people if node],
            "about": [topic_node(scope, topic) for topic in scope.topics_of(episode.topics)],
        },
        *(node for node in people if node),
    ]


def _length(scope: Scope, episode: Episode) -> str | None:
    duration = scope.duration(episode)
    return format_iso_duration(duration) if duration else None


def _recording(scope: Scope, episode: Episode, page: str) -> Node | None:
    url = scope.archive.audio_url(episode)
    lock = scope.archive.locks.get(episode.slug)
    if url is None or lock is None or lock.audio is None:
        return None
    has_text = episode.slug in scope.archive.transcripts
    return _dense(
        {
            "@type": "AudioObject",
            "contentUrl": url,
            "encodingFormat": lock.audio.mime_type,
            "duration": format_iso_duration(lock.audio.duration),
            "contentSize": str(lock.audio.bytes),
            "transcript": f"{page}transcript.txt" if has_text else None,
        }
    )


def _clips(scope: Scope, episode: Episode, page: str) -> list[Node]:
    if episode.audio is None or not episode.chapters:
        return []
    ends: list[float | None] = [chapter.start for chapter in episode.chapters[1:]]
    ends.append(scope.duration(episode))
    return [
        _dense(
            {
                "@type": "Clip",
                "name": chapter.title,
                "startOffset": int(chapter.start),
                "endOffset": int(end) if end else None,
                "url": f"{page}#t={fragment_seconds(chapter.start)}",
            }
        )
        for chapter, end in zip(episode.chapters, ends, strict=True)
        if not chapter.hidden
    ]


def person_node(scope: Scope, guest: Guest) -> Node | None:
    """Return a guest; None for a pseudonym, which must not become a person elsewhere."""
    if guest.pseudonym:
        return None
    page = absolute_url(scope, addresses.guest_path(guest.slug))
    first = guest.titles[0] if guest.titles else None
    organisation = first.organisation if first else None
    return _dense(
        {
            "@type": "Person",
            "@id": f"{page}#person",
            "name": guest.name,
            "url": page,
            "jobTitle": first.title if first else None,
            "affiliation": (
                {"@type": "Organization", "name": organisation} if organisation else None
            ),
        }
    )


def topic_node(scope: Scope, topic: Topic) -> Node:
    """Return a topic as what something is about."""
    page = absolute_url(scope, addresses.topic_path(topic.slug))
    return {"@type": "DefinedTerm", "@id": f"{page}#amne", "name": topic.title, "url": page}


def article_node(scope: Scope, article: Article, episodes: Sequence[Episode]) -> Node:
    """Return an article with what it cites."""
    page = absolute_url(scope, addresses.article_path(article.slug))
    return {
        "@type": "NewsArticle" if article.kind == "news" else "Article",
        "@id": f"{page}#artikel",
        "url": page,
        "headline": article.title,
        "description": article.summary,
        "inLanguage": scope.archive.show.language,
        "datePublished": article.written.isoformat(),
        "dateModified": (article.reviewed or article.written).isoformat(),
        "author": {"@type": "Organization", "name": article.author},
        "publisher": {"@id": absolute_url(scope, "#utgivare")},
        "about": [topic_node(scope, topic) for topic in scope.topics_of(article.topics)],
        "citation": [
            *(
                _dense({"@type": "CreativeWork", "name": s.title, "url": s.url})
                for s in article.sources
            ),
            *(
                {
                    "@id": f"{absolute_url(scope, addresses.episode_path(e.slug))}#avsnitt",
                    "name": e.title,
                }
                for e in episodes
            ),
        ],
    }


def breadcrumb_node(scope: Scope, crumbs: Sequence[tuple[str, str]]) -> Node:
    """Return the way to a page: names and addresses from the front page on."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": name, "item": absolute_url(scope, path)}
            for i, (name, path) in enumerate(crumbs, 1)
        ],
    }
