"""Pages of their own: the front page, subscribe, about, privacy, glossary, and what editors add."""

from html import escape

from poddarkiv import addresses
from poddarkiv.consent.neutral import no_text
from poddarkiv.i18n import _
from poddarkiv.model import Article, Page, Term
from poddarkiv.pages import cards, structured
from poddarkiv.pages.episode import player_data
from poddarkiv.pages.frame import make_frame, truncate_text
from poddarkiv.pages.generated import Data, PageFile
from poddarkiv.pages.links import Links
from poddarkiv.pages.lists import sort_swedish
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.markdown_marks import RenderedText
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.statement import statement_data
from poddarkiv.pages.terms import TermLinker

HOME_EPISODES = 3
HOME_ARTICLES = 6

ALWAYS = ("index", "ordlista", "prenumerera", "om", "tillganglighet", "integritet")
"""Pages that a site has even when nobody has written them."""


def own_pages(
    scope: Scope, links: Links, renderer: MarkdownRenderer, terms: TermLinker
) -> dict[str, PageFile]:
    """Return the pages by address."""
    found = {}
    for slug in dict.fromkeys((*ALWAYS, *scope.archive.pages)):
        page = scope.archive.pages.get(slug) or Page(slug=slug, title=_title(scope, slug))
        template, data = _KINDS.get(slug, ("pod/page.html", _plain))
        found[addresses.page_path(slug)] = PageFile(
            template,
            page.title,
            lambda page=page, data=data: data(scope, links, renderer, terms, page),  # type: ignore[misc]
            {},
            f"content/{slug}.md" if slug in scope.archive.pages else None,
            page.updated,
        )
    return found


def withdrawn_pages(scope: Scope) -> dict[str, PageFile]:
    """Return the pages that only say that nothing is shown there any longer."""
    return {
        path: PageFile(
            "pod/page.html",
            title,
            lambda path=path, title=title: _withdrawn_page(scope, path, title),  # type: ignore[misc]
            {},
            hidden=True,
        )
        for path, title in scope.archive.silent.items()
    }


def _withdrawn_page(scope: Scope, path: str, title: str) -> Data:
    said = make_frame(scope, path=path, title=title, description=no_text(), hidden=True)
    return said | {"summary": "", "body_html": f"<p>{escape(no_text())}</p>", "owner": None}


def _title(scope: Scope, slug: str) -> str:
    return {
        "index": truncate_text(scope.archive.show.description, 60),
        "ordlista": _("Glossary"),
        "prenumerera": _("Subscribe"),
        "om": _("About"),
        "tillganglighet": _("Accessibility"),
        "integritet": _("Privacy"),
    }[slug]


def _frame(scope: Scope, page: Page, nodes: tuple[structured.Node, ...] = ()) -> dict[str, object]:
    path = addresses.page_path(page.slug)
    source = f"content/{page.slug}.md" if page.slug in scope.archive.pages else None
    return make_frame(
        scope,
        path=path,
        title=page.title,
        description=page.summary or truncate_text(scope.archive.show.description),
        section=path,
        nodes=nodes,
        edit=source,
        updated=page.updated,
    )


def _body(renderer: MarkdownRenderer, page: Page) -> RenderedText:
    path = addresses.page_path(page.slug)
    return renderer.render(page.body, source=f"{page.slug}.md", path=path)


def _plain(
    scope: Scope, _links: Links, renderer: MarkdownRenderer, _terms: TermLinker, page: Page
) -> Data:
    return _frame(scope, page) | {
        "summary": page.summary or "",
        "body_html": _body(renderer, page).html,
        "owner": {
            "name": scope.archive.show.owner.name,
            "email": scope.archive.show.owner.email,
        }
        if page.slug == "om"
        else None,
    }


def _home(
    scope: Scope, links: Links, renderer: MarkdownRenderer, _terms: TermLinker, page: Page
) -> Data:
    serial = scope.archive.show.type == "serial"
    playable = [episode for episode in scope.listed if episode.audio]
    # A serial's trailer comes before its beginning.
    begins = [episode for episode in playable if serial and episode.type == "full"]
    latest = next(iter((*begins, *playable, *scope.listed)), None)
    others = [episode for episode in scope.listed if episode is not latest]
    node = {
        "@type": "WebSite",
        "@id": structured.absolute_url(scope, "#webbplats"),
        "url": structured.absolute_url(scope, ""),
        "name": scope.archive.show.title,
        "inLanguage": scope.archive.show.language,
        "publisher": {"@id": structured.absolute_url(scope, "#utgivare")},
    }
    return _frame(scope, page, (node,)) | {
        "summary": page.summary or "",
        "body_html": _body(renderer, page).html,
        "latest": (cards.episode_card(scope, latest) | player_data(scope, latest))
        if latest
        else None,
        "latest_heading": _("Begin with the first") if serial else _("Latest episode"),
        "episodes": [cards.episode_card(scope, e) for e in others[:HOME_EPISODES]],
        "articles": [cards.article_card(scope, a) for a in _articles_for_home(scope, "article")],
        "news": [cards.article_card(scope, a) for a in _articles_for_home(scope, "news")[:2]],
        "topics": [
            cards.topic_card(topic, links)
            for topic in sort_swedish(scope.archive.topics, lambda topic: topic.title)
        ],
        "platforms": _platforms(scope),
    }


def _articles_for_home(scope: Scope, kind: str) -> list[Article]:
    return [article for article in scope.articles if article.kind == kind][:HOME_ARTICLES]


def _platforms(scope: Scope) -> list[dict[str, str]]:
    return [{"name": p.name, "url": p.url} for p in scope.archive.show.platforms]


def _subscribe(
    scope: Scope, _links: Links, renderer: MarkdownRenderer, _terms: TermLinker, page: Page
) -> Data:
    feed = scope.archive.feed_url
    return _frame(scope, page) | {
        "summary": page.summary or "",
        "body_html": _body(renderer, page).html,
        "feed_url": feed,
        # Apps register for this scheme; the plain address stands beside it for those that do not.
        "app_url": "podcast://" + feed.partition("://")[2],
        "news_url": f"{scope.archive.site_url}nytt.xml",
        "platforms": _platforms(scope),
    }


def _glossary(
    scope: Scope, _links: Links, renderer: MarkdownRenderer, _terms: TermLinker, page: Page
) -> Data:
    terms = sort_swedish(scope.archive.glossary.terms, lambda term: term.term)
    known = {term.term.casefold(): term.term for term in terms}
    node = {
        "@type": "DefinedTermSet",
        "@id": structured.absolute_url(scope, f"{addresses.GLOSSARY}#ordlista"),
        "name": page.title,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "name": term.term,
                "description": term.definition,
                "url": structured.absolute_url(
                    scope, f"{addresses.GLOSSARY}#{addresses.term_anchor(term.term)}"
                ),
            }
            for term in terms
        ],
    }
    groups: dict[str, list[dict[str, object]]] = {}
    for term in terms:
        groups.setdefault(term.term[0].upper(), []).append(_term(term, known))
    return _frame(scope, page, (node,)) | {
        "summary": page.summary or "",
        "body_html": _body(renderer, page).html,
        "groups": [
            {"letter": letter, "id": f"bokstav-{i}", "terms": group}
            for i, (letter, group) in enumerate(groups.items(), 1)
        ],
    }


def _term(term: Term, known: dict[str, str]) -> dict[str, object]:
    return {
        "term": term.term,
        "id": addresses.term_anchor(term.term),
        "definition": term.definition,
        "english": term.english or "",
        "synonyms": ", ".join(term.synonyms),
        "see": [
            {"term": known[other.casefold()], "id": addresses.term_anchor(known[other.casefold()])}
            for other in term.see
            if other.casefold() in known
        ],
    }


def _accessibility(
    scope: Scope, _links: Links, renderer: MarkdownRenderer, _terms: TermLinker, page: Page
) -> Data:
    return _frame(scope, page) | {
        "summary": page.summary or "",
        "body_html": _body(renderer, page).html,
        "statement": statement_data(scope, page),
    }


_KINDS = {
    "index": ("pod/home.html", _home),
    "prenumerera": ("pod/subscribe.html", _subscribe),
    "ordlista": ("pod/glossary.html", _glossary),
    "tillganglighet": ("pod/accessibility.html", _accessibility),
}
