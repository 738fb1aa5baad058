"""The pages of articles, and their easy-read siblings."""

from typing import Any

from poddarkiv import addresses
from poddarkiv.i18n import _
from poddarkiv.model import Article, EasyRead
from poddarkiv.pages import cards, structured
from poddarkiv.pages.frame import make_frame
from poddarkiv.pages.generated import Data, PageFile
from poddarkiv.pages.links import Links
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.markdown_marks import RenderedText
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.terms import TermLinker
from poddarkiv.pages.words import format_day, format_reading_time

CONTENTS_FROM = 4
"""Headings from which a table of contents helps."""


def article_pages(
    scope: Scope, links: Links, renderer: MarkdownRenderer, terms: TermLinker, article: Article
) -> dict[str, PageFile]:
    """Return the article's page, and that of its easy-read sibling, by address."""
    source = f"content/artiklar/{article.slug}.md"
    found = {
        addresses.article_path(article.slug): PageFile(
            "pod/article.html",
            article.title,
            lambda: _article(scope, links, renderer, terms, article),
            {},
            source,
            article.reviewed or article.written,
            hidden=not article.is_public(scope.as_of),
        )
    }
    easy = article.easy_read
    if easy is not None:
        found[addresses.easy_read_path(article.slug)] = PageFile(
            "pod/easy-read.html",
            easy.title,
            lambda: _easy_read(scope, renderer, terms, article, easy),
            {},
            source.removesuffix(".md") + ".lattlast.md",
            easy.written or article.written,
            hidden=not article.is_public(scope.as_of),
        )
    return found


def _article(
    scope: Scope, links: Links, renderer: MarkdownRenderer, terms: TermLinker, article: Article
) -> Data:
    path = addresses.article_path(article.slug)
    numbers = {source.id: i for i, source in enumerate(article.sources, 1)}
    body = renderer.render(
        article.body, source=f"artiklar/{article.slug}.md", path=path, numbers=numbers
    )
    episodes = links.episodes_of_article.get(article.slug, [])
    return (
        make_frame(
            scope,
            path=path,
            title=article.title,
            description=article.summary,
            section=addresses.ARTICLES,
            crumbs=[(_("Articles"), addresses.ARTICLES)],
            nodes=[structured.article_node(scope, article, episodes)],
            edit=f"content/artiklar/{article.slug}.md",
            kind="article",
            crisis=article.crisis or article.content_note is not None,
            hidden=not article.is_public(scope.as_of),
        )
        | _about(article, body)
        | {
            "draft": not article.is_public(scope.as_of),
            "body_html": terms.mark(body.html, addresses.root_from(path)),
            "contents": (
                [{"id": h.id, "title": h.title} for h in body.headings]
                if len(body.headings) >= CONTENTS_FROM
                else []
            ),
            "topics": [cards.topic_card(topic) for topic in scope.topics_of(article.topics)],
            "episodes": [cards.episode_card(scope, episode) for episode in episodes],
            "guests": [cards.guest_card(guest) for guest in links.guests_of_article[article.slug]],
            "related": [
                cards.related_card(scope, found) for found in links.articles_near_article(article)
            ],
            "easy_href": addresses.easy_read_path(article.slug) if article.easy_read else "",
        }
    )


def _about(article: Article, body: RenderedText) -> dict[str, Any]:
    reviewed = ""
    if article.reviewed:
        day = format_day(article.reviewed)
        name = article.reviewed_by
        reviewed = (
            _("Reviewed {day} by {name}", day=day, name=name)
            if name
            else _("Reviewed {day}", day=day)
        )
    return {
        "summary": article.summary,
        "news": article.kind == "news",
        "author": article.author,
        "written": format_day(article.written),
        "reviewed": reviewed,
        "reading_time": format_reading_time(len(article.body.split())),
        "content_note": article.content_note or "",
        "sources": [
            {
                "id": f"kalla-{i}",
                "organisation": source.organisation,
                "title": source.title,
                "year": source.year or "",
                "url": source.url or "",
                "places": [
                    {"id": place, "name": _("Back to place {n}", n=n)}
                    for n, place in enumerate(body.citations.get(source.id, ()), 1)
                ],
            }
            for i, source in enumerate(article.sources, 1)
        ],
    }


def _easy_read(
    scope: Scope, renderer: MarkdownRenderer, terms: TermLinker, article: Article, easy: EasyRead
) -> Data:
    path = addresses.easy_read_path(article.slug)
    source = f"artiklar/{article.slug}.lattlast.md"
    body = renderer.render(easy.body, source=source, path=path)
    above = [
        (_("Articles"), addresses.ARTICLES),
        (article.title, addresses.article_path(article.slug)),
    ]
    return make_frame(
        scope,
        path=path,
        title=easy.title,
        description=easy.summary,
        section=addresses.ARTICLES,
        crumbs=above,
        edit=f"content/{source}",
        kind="article",
        crisis=article.crisis,
        hidden=not article.is_public(scope.as_of),
    ) | {
        "draft": not article.is_public(scope.as_of),
        "summary": easy.summary,
        "body_html": terms.mark(body.html, addresses.root_from(path)),
        "content_note": article.content_note or "",
        "article": cards.article_card(scope, article),
        "episodes": [],
    }
