"""The archive as documents for Pagefind: what can be found, and the place of every word.

A document is as little HTML as Pagefind needs. An anchor stands on an empty element before each
paragraph: on the paragraph itself its text would be stored a second time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from poddarkiv.archive import Archive
from poddarkiv.formats.reading import paragraphs
from poddarkiv.i18n import _
from poddarkiv.model import Article, Episode, Guest, Page, Term, Topic
from poddarkiv.pages import addresses
from poddarkiv.pages.markdown import Renderer
from poddarkiv.pages.scope import Scope
from poddarkiv.references import CITATION
from poddarkiv.timecode import fragment_seconds

_GLOSSARY = addresses.GLOSSARY.rstrip("/")


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search sees it."""

    url: str
    """From the site's root, with a slash first, as in `/avsnitt/032-om-peer-support/`."""
    html: str


def documents(archive: Archive, *, as_of: datetime, drafts: bool = False) -> Iterator[Document]:
    """Give everything that readers may find at `as_of`, episodes first, newest first."""
    return _Writer(Scope(archive, as_of, drafts)).all()


class _Writer:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._archive = scope.archive
        self._renderer = Renderer(scope)

    def all(self) -> Iterator[Document]:
        yield from map(self._episode, self._scope.episodes)
        for article in self._scope.articles:
            yield from self._article(article)
        yield from map(self._guest, self._scope.guests)
        yield from map(self._topic, self._archive.topics)
        for page in self._archive.pages.values():
            if page.slug != "index":
                yield self._page(page)
        if self._archive.glossary.terms and _GLOSSARY not in self._archive.pages:
            yield self._document(addresses.GLOSSARY, _("Glossary"), _("Glossary"), self._terms())

    def _episode(self, episode: Episode) -> Document:
        people = "".join(
            _paragraph(_joined(guest.name, seen.title, seen.organisation))
            for guest, seen in self._scope.appearances(episode)
        )
        parts = "".join(_paragraph(chapter.title) for chapter in episode.chapters)
        path = addresses.episode_path(episode.slug)
        notes = self._markdown(episode.notes, "", path)
        number = str(episode.number) if episode.number is not None else ""
        return self._document(
            path,
            episode.title,
            _("Episodes"),
            f"{_paragraph(episode.summary)}{people}{notes}{parts}{self._transcript(episode)}",
            topics=episode.topics,
            meta={"nr": episode.display or number},
        )

    def _transcript(self, episode: Episode) -> str:
        said_none = episode.transcript is not None and episode.transcript.status == "none"
        if said_none or episode.slug not in self._archive.transcripts:
            return ""
        return "".join(
            f'<p><a id="t-{fragment_seconds(paragraph.start)}"></a>'
            f"{escape(' '.join(s.text for s in paragraph.sentences), quote=False)}</p>"
            for paragraph in paragraphs(self._archive.transcripts[episode.slug])
        )

    def _article(self, article: Article) -> Iterator[Document]:
        source = f"artiklar/{article.slug}.md"
        path = addresses.article_path(article.slug)
        kind = _("News") if article.kind == "news" else _("Articles")
        body = _paragraph(article.summary) + self._markdown(article.body, source, path)
        yield self._document(path, article.title, kind, body, topics=article.topics)
        if article.easy_read is not None:
            easy = article.easy_read
            path = addresses.easy_read_path(article.slug)
            body = _paragraph(easy.summary) + self._markdown(easy.body, source, path)
            yield self._document(path, easy.title, _("Easy read"), body, topics=article.topics)

    def _guest(self, guest: Guest) -> Document:
        path = addresses.guest_path(guest.slug)
        titles = "".join(_paragraph(_joined(t.title, t.organisation)) for t in guest.titles)
        bio = self._markdown(guest.bio, f"gaster/{guest.slug}.md", path)
        return self._document(path, guest.name, _("People"), titles + bio)

    def _topic(self, topic: Topic) -> Document:
        path = addresses.topic_path(topic.slug)
        body = _paragraph(topic.summary or "")
        body += self._markdown(topic.intro, f"amnen/{topic.slug}.md", path)
        return self._document(path, topic.title, _("Topics"), body, topics=(topic.slug,))

    def _page(self, page: Page) -> Document:
        path = addresses.page_path(page.slug)
        body = _paragraph(page.summary or "") + self._markdown(page.body, f"{page.slug}.md", path)
        if page.slug == _GLOSSARY:
            return self._document(path, page.title, _("Glossary"), body + self._terms())
        return self._document(path, page.title, _("Pages"), body)

    def _terms(self) -> str:
        return "".join(map(_term, self._archive.glossary.terms))

    def _markdown(self, text: str, source: str, path: str) -> str:
        return self._renderer.render(CITATION.sub("", text), source=source, path=path).html

    def _document(
        self,
        path: str,
        title: str,
        kind: str,
        body: str,
        *,
        topics: tuple[str, ...] = (),
        meta: Mapping[str, str] | None = None,
    ) -> Document:
        labels = _label("filter", "typ", kind)
        labels += "".join(_label("filter", "amne", t.title) for t in self._scope.topics_of(topics))
        shown = {"typ": kind} | dict(meta or {})
        labels += "".join(_label("meta", key, value) for key, value in shown.items() if value)
        return Document(
            f"/{path}",
            f"<html><body data-pagefind-body>{labels}"
            f'<h1 data-pagefind-meta="title">{escape(title)}</h1>{body}</body></html>',
        )


def _term(term: Term) -> str:
    also = _joined(*term.synonyms, term.english)
    heading = f'<h2 id="{addresses.term_anchor(term.term)}">{escape(term.term)}</h2>'
    return heading + _paragraph(also) + _paragraph(term.definition)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _label(what: str, key: str, value: str) -> str:
    # As an attribute's value: text would be searched, and shown in excerpts.
    return f'<i data-v="{escape(value)}" data-pagefind-{what}="{key}[data-v]"></i>'
