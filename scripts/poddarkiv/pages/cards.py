"""The short form of things, as lists show them."""

from typing import Any

from poddarkiv import addresses
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Article, Episode, Guest, Topic
from poddarkiv.pages.links import Links, Related
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.words import format_day, format_length, join_words

Card = dict[str, Any]


def number_label(episode: Episode) -> str:
    """Return how the episode is called in its series, as in “Episode 32”."""
    if episode.type == "trailer":
        return _("Trailer")
    if episode.type == "bonus":
        return _("Bonus episode")
    number = episode.display or (str(episode.number) if episode.number is not None else "")
    if not number:
        return _("Episode")
    if episode.season is not None:
        return _("Season {season}, episode {number}", season=episode.season, number=number)
    return _("Episode {number}", number=number)


def episode_facts(scope: Scope, episode: Episode) -> list[str]:
    """Return number, date and length in words: those that are known."""
    found = [number_label(episode)]
    if episode.published:
        found.append(format_day(episode.published))
    duration = scope.duration(episode)
    if duration:
        found.append(format_length(duration))
    return found


def episode_card(scope: Scope, episode: Episode) -> Card:
    """Return an episode as a list shows it; not to be changed, for many lists share it."""
    made = scope.cards.get(episode.slug)
    if made is None:
        made = scope.cards[episode.slug] = _episode_card(scope, episode)
    return made


def _episode_card(scope: Scope, episode: Episode) -> Card:
    guests = [guest.name for guest, _role in scope.appearances(episode)]
    return {
        "title": episode.title,
        "href": addresses.episode_path(episode.slug),
        "facts": " · ".join(episode_facts(scope, episode)),
        "summary": episode.summary,
        "guests_text": join_words(guests),
        "draft": not episode.is_public(scope.as_of),
    }


def guest_card(guest: Guest, *, role: str = "", title: str = "") -> Card:
    """Return a guest as a list shows it."""
    return {
        "title": guest.name,
        "href": addresses.guest_path(guest.slug),
        "facts": title or latest_title(guest),
        "role": role,
        "picture": guest_picture(guest),
        "initials": _initials(guest.name),
    }


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1])))


def latest_title(guest: Guest) -> str:
    """Return the guest's first title with its organisation, as in “chair, NSPH (2024)”."""
    if not guest.titles:
        return ""
    first = guest.titles[0]
    text = ", ".join(filter(None, (first.title, first.organisation)))
    return f"{text} ({first.year})" if first.year else text


def guest_picture(guest: Guest) -> dict[str, str] | None:
    """Return the guest's picture, when there is one that the guest has agreed to."""
    if guest.image is None or guest.consent.basis != "given" or "bild" not in guest.consent.scope:
        return None
    return {"src": f"media/{guest.image.file}", "alt": guest.image.alt}


def article_card(scope: Scope, article: Article) -> Card:
    """Return an article as a list shows it."""
    return {
        "title": article.title,
        "href": addresses.article_path(article.slug),
        "facts": format_day(article.written),
        "summary": article.summary,
        "news": article.kind == "news",
        "easy_read": article.easy_read is not None,
        "draft": not article.is_public(scope.as_of),
    }


def topic_card(topic: Topic, links: Links | None = None) -> Card:
    """Return a topic as a list shows it; with `links`, how much there is of it."""
    count = ""
    if links is not None:
        count = " · ".join(
            filter(
                None,
                (
                    _count(len(links.episodes_of_topic.get(topic.slug, ())), "episodes"),
                    _count(len(links.articles_of_topic.get(topic.slug, ())), "articles"),
                ),
            )
        )
    return {
        "title": topic.title,
        "href": addresses.topic_path(topic.slug),
        "summary": topic.summary or "",
        "facts": count,
    }


def _count(n: int, kind: str) -> str:
    if not n:
        return ""
    if kind == "episodes":
        return ngettext("{n} episode", "{n} episodes", n)
    return ngettext("{n} article", "{n} articles", n)


def related_card(scope: Scope, related: Related) -> Card:
    """Return something related, with the reason in words."""
    if related.episode is not None:
        card = episode_card(scope, related.episode)
    else:
        assert related.article is not None
        card = article_card(scope, related.article)
    guests = [scope.guest_by_slug[g].name for g in related.guests if g in scope.guest_by_slug]
    topics = [topic.title for topic in scope.topics_of(related.topics)]
    reasons = []
    if guests:
        reasons.append(_("Same guest: {names}", names=join_words(guests)))
    if topics:
        reasons.append(_("Same topic: {names}", names=join_words(topics)))
    return card | {"reason": ". ".join(reasons)}
