"""The pages of guests and topics."""

from poddarkiv import addresses
from poddarkiv.i18n import _
from poddarkiv.model import Guest, Title, Topic
from poddarkiv.pages import cards, structured
from poddarkiv.pages.frame import make_frame, truncate_text
from poddarkiv.pages.generated import Data, PageFile
from poddarkiv.pages.links import Links
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.terms import TermLinker
from poddarkiv.pages.words import format_day


def guest_page(scope: Scope, links: Links, renderer: MarkdownRenderer, guest: Guest) -> PageFile:
    """Return the page of a guest."""
    return PageFile(
        "pod/guest.html",
        guest.name,
        lambda: _guest(scope, links, renderer, guest),
        {},
        f"content/gaster/{guest.slug}.md",
        guest.consent.date,
    )


def _guest(scope: Scope, links: Links, renderer: MarkdownRenderer, guest: Guest) -> Data:
    path = addresses.guest_path(guest.slug)
    bio = renderer.render(guest.bio, source=f"gaster/{guest.slug}.md", path=path)
    node = structured.person_node(scope, guest)
    episodes = links.episodes_of_guest.get(guest.slug, [])
    topics = dict.fromkeys(topic for episode in episodes for topic in episode.topics)
    title = cards.latest_title(guest)
    return make_frame(
        scope,
        path=path,
        title=guest.name,
        description=truncate_text(f"{guest.name}, {title}" if title else guest.name),
        section=addresses.GUESTS,
        crumbs=[(_("Guests"), addresses.GUESTS)],
        nodes=[
            {
                "@type": "ProfilePage",
                "@id": structured.absolute_url(scope, path),
                "mainEntity": {"@id": node["@id"]},
            },
            node,
        ]
        if node
        else [],
        edit=f"content/gaster/{guest.slug}.md",
        kind="profile",
    ) | {
        "card": cards.guest_card(guest),
        "bio_html": bio.html,
        "titles": [_title(title) for title in guest.titles],
        "links": [{"title": link.title, "url": link.url} for link in guest.links],
        "pseudonym": guest.pseudonym,
        "public_source": guest.consent.basis == "public_source",
        "consent_date": format_day(guest.consent.date) if guest.consent.date else "",
        "episodes": [cards.episode_card(scope, episode) for episode in episodes],
        "articles": [
            cards.article_card(scope, article)
            for article in links.articles_of_guest.get(guest.slug, ())
        ],
        "topics": [cards.topic_card(topic) for topic in scope.topics_of(tuple(topics))][:12],
    }


def _title(title: Title) -> dict[str, str]:
    source = title.source or ""
    is_address = source.startswith(("https://", "http://"))
    return {
        "title": title.title,
        "organisation": title.organisation or "",
        "year": str(title.year) if title.year else "",
        "source": "" if is_address else source,
        "source_url": source if is_address else "",
        "source_host": source.partition("://")[2].partition("/")[0] if is_address else "",
    }


def topic_page(
    scope: Scope, links: Links, renderer: MarkdownRenderer, terms: TermLinker, topic: Topic
) -> PageFile:
    """Return the page of a topic."""
    return PageFile(
        "pod/topic.html",
        topic.title,
        lambda: _topic(scope, links, renderer, terms, topic),
        {},
        f"content/amnen/{topic.slug}.md",
    )


def _topic(
    scope: Scope, links: Links, renderer: MarkdownRenderer, terms: TermLinker, topic: Topic
) -> Data:
    path = addresses.topic_path(topic.slug)
    body = renderer.render(topic.intro, source=f"amnen/{topic.slug}.md", path=path)
    episodes = links.episodes_of_topic.get(topic.slug, [])
    articles = links.articles_of_topic.get(topic.slug, [])
    guests = dict.fromkeys(a.guest for episode in episodes for a in episode.guests)
    known = scope.guest_by_slug
    return make_frame(
        scope,
        path=path,
        title=topic.title,
        description=topic.summary or truncate_text(topic.intro) or topic.title,
        section=addresses.TOPICS,
        crumbs=[(_("Topics"), addresses.TOPICS)],
        nodes=[structured.topic_node(scope, topic)],
        edit=f"content/amnen/{topic.slug}.md",
    ) | {
        "summary": topic.summary or "",
        "body_html": terms.mark(body.html, addresses.root_from(path)),
        "episodes": [cards.episode_card(scope, episode) for episode in episodes],
        "articles": [cards.article_card(scope, a) for a in articles if a.kind == "article"],
        "news": [cards.article_card(scope, a) for a in articles if a.kind == "news"],
        "guests": [cards.guest_card(known[slug]) for slug in guests if slug in known][:24],
    }
