"""Rules for what `init` wrote: people have put their own in its place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.place import Place
from poddarkiv.errors import Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.spec.starter import split_paragraphs, split_sentences, starter_sentences

RULE = "starter-text"
BODY = ("body",)
_SHOWN = 60
"""Letters of the text that a message quotes."""


def starter_text_is_replaced(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """No sentence of a new archive is left as it was."""
    known = starter_sentences()
    for place, text in _texts(archive):
        left = next(_left(text or "", known), None)
        if left is not None:
            line, sentence = left
            yield _problem(place, line, sentence)


def _left(text: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    for line, paragraph in split_paragraphs(text):
        yield from ((line, one) for one in split_sentences(paragraph) if one in known)


def _problem(place: Place, line: int, sentence: str) -> Problem:
    shown = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN].rsplit(' ', 1)[0]} …"
    problem = place.warning(
        RULE,
        _("“{text}” is the text of a new archive", text=shown),
        _("write your own, or remove it"),
    )
    # Of a value only the line of its key is known; a page's text has lines of its own, and no key.
    return replace(problem, line=problem.line + line, field="") if place.loc == BODY else problem


def _texts(archive: Archive) -> Iterator[tuple[Place, str | None]]:
    show = Place(archive.show_origin)
    yield show.at("description"), archive.show.description
    yield show.at("owner", "email"), archive.show.owner.email
    yield show.at("image", "alt"), archive.show.image.alt
    yield _file(archive, "mkdocs.yml").at("site_url"), archive.site_url
    for slug, page in archive.pages.items():
        place = _file(archive, f"content/{slug}.md")
        yield place.at("summary"), page.summary
        yield place.at("contact"), page.contact
        yield place.at(*BODY), page.body
    for article in archive.articles:
        place = Place(archive.article_origin(article.slug))
        yield place.at("summary"), article.summary
        yield place.at(*BODY), article.body
    for topic in archive.topics:
        place = _file(archive, f"content/amnen/{topic.slug}.md")
        yield place.at("summary"), topic.summary
        yield place.at(*BODY), topic.intro
    for episode in archive.episodes:
        place = Place(archive.episode_origin(episode.slug))
        yield place.at("summary"), episode.summary
        yield place.at("notes"), episode.notes


def _file(archive: Archive, path: str) -> Place:
    return Place(archive.origins.get(path) or Origin(path))


RULES = (starter_text_is_replaced,)
