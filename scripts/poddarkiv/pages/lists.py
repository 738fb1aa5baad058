"""The lists: episodes (paged, by year), guests, topics, articles; what filters them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from poddarkiv import addresses
from poddarkiv.i18n import _
from poddarkiv.model import Episode
from poddarkiv.pages import cards
from poddarkiv.pages.frame import make_frame, truncate_text
from poddarkiv.pages.generated import Data, PageFile, StaticFile
from poddarkiv.pages.links import Links
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.words import join_words
from poddarkiv.slugs import slugify

ThingT = TypeVar("ThingT")

PER_PAGE = 40
FILTER_FILE = f"{addresses.EPISODES}lista.json"


def list_pages(scope: Scope, links: Links) -> dict[str, PageFile | StaticFile]:
    """Return every list by address."""
    found: dict[str, PageFile | StaticFile] = {}
    found |= _episode_pages(scope, links)
    found |= _year_pages(scope)
    found[addresses.GUESTS] = PageFile(
        "pod/guests.html", _("Guests"), lambda: _guests(scope, links), {}
    )
    found[addresses.TOPICS] = PageFile(
        "pod/topics.html", _("Topics"), lambda: _topics(scope, links), {}
    )
    found[addresses.ARTICLES] = PageFile(
        "pod/articles.html",
        _("Articles"),
        lambda: _articles(scope),
        {},
        updated=max((article.written for article in scope.articles), default=None),
    )
    found[FILTER_FILE] = StaticFile(lambda: _filter_data(scope))
    return found


def _episode_pages(scope: Scope, links: Links) -> dict[str, PageFile | StaticFile]:
    count = max(1, -(-len(scope.episodes) // PER_PAGE))
    newest = max((e.published.date() for e in scope.episodes if e.published), default=None)
    return {
        addresses.episodes_page_path(number): PageFile(
            "pod/episodes.html",
            _("Episodes"),
            lambda number=number: _episodes(scope, links, number, count),  # type: ignore[misc]
            {},
            updated=newest,
        )
        for number in range(1, count + 1)
    }


def _episodes(scope: Scope, links: Links, number: int, count: int) -> Data:
    path = addresses.episodes_page_path(number)
    title = _("Episodes") if number == 1 else _("Episodes, page {n}", n=number)
    shown = scope.listed[(number - 1) * PER_PAGE : number * PER_PAGE]
    crumbs = [] if number == 1 else [(_("Episodes"), addresses.EPISODES)]
    return make_frame(
        scope,
        path=path,
        title=title,
        description=truncate_text(scope.archive.show.description, 160),
        section=addresses.EPISODES,
        crumbs=crumbs,
    ) | {
        "total": len(scope.episodes),
        "episodes": [cards.episode_card(scope, episode) for episode in shown],
        "filters": _filters(scope, links) if number == 1 else None,
        "filter_file": FILTER_FILE,
        "page_number": number,
        "pages": [
            {"n": n, "href": addresses.episodes_page_path(n), "here": n == number}
            for n in range(1, count + 1)
        ]
        if count > 1
        else [],
        "previous_href": addresses.episodes_page_path(number - 1) if number > 1 else "",
        "next_href": addresses.episodes_page_path(number + 1) if number < count else "",
        "year": "",
    }


def _filters(scope: Scope, links: Links) -> dict[str, list[dict[str, str]]]:
    topics = [topic for topic in scope.archive.topics if topic.slug in links.episodes_of_topic]
    guests = [guest for guest in scope.guests if guest.slug in links.episodes_of_guest]
    names = {e.season: e.season_name or "" for e in scope.listed if e.season is not None}
    seasons = sorted(names.items())
    return {
        "topics": [
            {"value": t.slug, "name": t.title, "href": addresses.topic_path(t.slug)}
            for t in sort_swedish(topics, lambda topic: topic.title)
        ],
        "guests": [
            {"value": g.slug, "name": g.name, "href": addresses.guest_path(g.slug)}
            for g in sort_swedish(guests, lambda guest: guest.name)
        ],
        "seasons": [
            {
                "value": str(season),
                "name": ": ".join(filter(None, (_("Season {season}", season=season), name))),
            }
            for season, name in (seasons if len(seasons) > 1 else ())
        ],
        "years": [
            {"value": str(year), "name": str(year), "href": addresses.year_path(year)}
            for year in sorted(_by_year(scope), reverse=True)
        ],
    }


def sort_swedish(things: Iterable[ThingT], name: Callable[[ThingT], str]) -> list[ThingT]:
    """Return `things` by name, in the order of the Swedish alphabet."""
    return sorted(things, key=lambda thing: _order(name(thing)))


_ALPHABET = {letter: i for i, letter in enumerate(" 0123456789abcdefghijklmnopqrstuvwxyzåäö", 1)}


def _order(text: str) -> list[int]:
    """Return a sort key for Swedish: å, ä and ö come last, é is e."""
    return [_ALPHABET.get(sign) or _ALPHABET.get(slugify(sign)[:1], 0) for sign in text.casefold()]


def _by_year(scope: Scope) -> dict[int, list[Episode]]:
    years: defaultdict[int, list[Episode]] = defaultdict(list)
    for episode in scope.listed:
        if episode.published:
            years[episode.published.year].append(episode)
    return years


def _year_pages(scope: Scope) -> dict[str, PageFile | StaticFile]:
    return {
        addresses.year_path(year): PageFile(
            "pod/episodes.html",
            _("Episodes from {year}", year=year),
            lambda year=year, episodes=episodes: _year(scope, year, episodes),  # type: ignore[misc]
            {},
            updated=max(e.published.date() for e in episodes if e.published),
        )
        for year, episodes in _by_year(scope).items()
    }


def _year(scope: Scope, year: int, episodes: list[Episode]) -> Data:
    title = _("Episodes from {year}", year=year)
    return make_frame(
        scope,
        path=addresses.year_path(year),
        title=title,
        description=title,
        section=addresses.EPISODES,
        crumbs=[(_("Episodes"), addresses.EPISODES)],
    ) | {
        "total": len(episodes),
        "episodes": [cards.episode_card(scope, episode) for episode in episodes],
        "filters": None,
        "filter_file": "",
        "page_number": 1,
        "pages": [],
        "previous_href": "",
        "next_href": "",
        "year": str(year),
    }


def _filter_data(scope: Scope) -> bytes:
    rows = []
    for episode in scope.listed:
        card = cards.episode_card(scope, episode)
        rows.append(
            {
                "title": card["title"],
                "href": card["href"],
                "facts": card["facts"],
                "summary": card["summary"],
                "people": card["guests_text"],
                "topics": list(episode.topics),
                "guests": [guest.slug for guest, _role in scope.appearances(episode)],
                "season": "" if episode.season is None else str(episode.season),
                "year": str(episode.published.year) if episode.published else "",
            }
        )
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _guests(scope: Scope, links: Links) -> Data:
    guests = sort_swedish(scope.guests, lambda guest: guest.name)
    return make_frame(
        scope,
        path=addresses.GUESTS,
        title=_("Guests"),
        description=_("The people you meet in {show}.", show=scope.archive.show.title),
        section=addresses.GUESTS,
    ) | {
        "guests": [
            cards.guest_card(guest)
            | {"episodes": _titles(links.episodes_of_guest.get(guest.slug, []))}
            for guest in guests
        ]
    }


def _titles(episodes: list[Episode]) -> str:
    return join_words([cards.number_label(episode) for episode in episodes[:3]])


def _topics(scope: Scope, links: Links) -> Data:
    topics = sort_swedish(scope.archive.topics, lambda topic: topic.title)
    return make_frame(
        scope,
        path=addresses.TOPICS,
        title=_("Topics"),
        description=_("What {show} is about, topic by topic.", show=scope.archive.show.title),
        section=addresses.TOPICS,
    ) | {"topics": [cards.topic_card(topic, links) for topic in topics]}


def _articles(scope: Scope) -> Data:
    return make_frame(
        scope,
        path=addresses.ARTICLES,
        title=_("Articles"),
        description=_("Articles and news from {show}.", show=scope.archive.show.title),
        section=addresses.ARTICLES,
    ) | {
        "articles": [cards.article_card(scope, a) for a in scope.articles if a.kind == "article"],
        "news": [cards.article_card(scope, a) for a in scope.articles if a.kind == "news"],
        "easy": [
            {
                "title": article.easy_read.title,
                "href": addresses.easy_read_path(article.slug),
                "summary": article.easy_read.summary,
            }
            for article in scope.articles
            if article.easy_read
        ],
    }
