"""The archive as documents for the search: what can be found, and the place of every word."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, cached_property

from poddarkiv import addresses
from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.consent.labels import is_name
from poddarkiv.consent.names import name_key
from poddarkiv.i18n import _
from poddarkiv.model import Article, Episode, Guest, Page, Topic
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.scope import Scope
from poddarkiv.references import CITATION
from poddarkiv.search.corpus_speech import CorpusSpeech, has_transcript
from poddarkiv.search.earlier import EarlierIndex, LexiconState, NoIndex
from poddarkiv.search.language import language
from poddarkiv.search.lexicon import Lexicon
from poddarkiv.search.markup import Document, joined, page_html, paragraph, term_html
from poddarkiv.search.spoken import Additions
from poddarkiv.search.synonyms import synonym_groups
from poddarkiv.search.words import count_words

_GLOSSARY = addresses.GLOSSARY.rstrip("/")
_CITATION = re.compile(rf"\s*{CITATION.pattern}")
_SLIPS = 1_000_000
"""Among how many words one may be a slip."""
_VOCABULARY = 8000
"""Words that are kept for guessing at misspellings."""


class Corpus:
    """Everything that readers may find at a given moment."""

    def __init__(
        self,
        archive: Archive,
        *,
        as_of: datetime,
        drafts: bool = False,
        progress: Callable[[], object] = lambda: None,
    ) -> None:
        """Gather what is on the site at `as_of`.

        Args:
            archive: What there is.
            as_of: Decides what is public.
            drafts: Whether drafts are there too, for a preview.
            progress: Called when a transcript is read.
        """
        archive = publishable_archive(archive, as_of)
        self._scope = Scope(archive, as_of, drafts)
        self._archive = archive
        self._renderer = MarkdownRenderer(self._scope)
        # The same people speak in many episodes.
        self._name_key = cache(name_key)
        self._progress = progress
        self.earlier: EarlierIndex = NoIndex()
        """Set before anything is asked: documents that it knows are given without what is said."""

    @cached_property
    def _speech(self) -> CorpusSpeech:
        return CorpusSpeech(
            self._archive.transcripts, self._scope.episodes, self.earlier, self._progress
        )

    @property
    def stop_words(self) -> tuple[str, ...]:
        """The words of transcripts that need not be found: they say nothing, and are many."""
        return language(self._archive.show.language).stop_words

    @property
    def transcript_count(self) -> int:
        """How many episodes have a transcript."""
        transcripts = self._archive.transcripts
        return sum(has_transcript(episode, transcripts) for episode in self._scope.episodes)

    def documents(self) -> Iterator[Document]:
        """Give a document for each page, episodes first, newest first."""
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

    @cached_property
    def usual_words(self) -> bytes:
        """The archive's usual words as JSON: what a misspelt word may have meant."""
        usual = [
            word
            for word, _count in sorted(self._words.items(), key=lambda pair: (-pair[1], pair[0]))
            if len(word) > 3 and not word.isdecimal()
        ]
        return json.dumps(usual[:_VOCABULARY], ensure_ascii=False, separators=(",", ":")).encode()

    def synonyms(self) -> bytes:
        """Return what means the same as JSON: pairs of names, and of what leads to them."""
        groups = synonym_groups(self._archive.glossary)
        pairs = [(group.names, group.narrower) for group in groups]
        return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def lexicon_state(self) -> LexiconState:
        """The lexicon's state, once all documents are made."""
        return self._lexicon.state

    @cached_property
    def _words(self) -> Counter[str]:
        written = self._speech.count_tokens()
        for text in self._texts():
            written.update(text.split())
        return count_words(written)

    def _texts(self) -> Iterator[str]:
        for episode in self._scope.episodes:
            yield f"{episode.title} {episode.summary} {episode.notes}"
        for article in self._scope.articles:
            yield f"{article.title} {article.summary} {article.body}"
        for guest in self._scope.guests:
            yield f"{guest.name} {guest.bio}"
        for topic in self._archive.topics:
            yield f"{topic.title} {topic.summary} {topic.intro}"
        for term in self._archive.glossary.terms:
            yield f"{' '.join((term.term, *term.synonyms, *term.narrower))} {term.definition}"

    @cached_property
    def _lexicon(self) -> Lexicon:
        known = language(self._archive.show.language)
        # Of millions of words, what stands there once or twice is a slip, and no part of compounds.
        least = self._words.total() / _SLIPS
        usual = [word for word, times in self._words.items() if times > least]
        return Lexicon(known, usual, self._archive.glossary, self.earlier.lexicon_state)

    def _episode(self, episode: Episode) -> Document:
        people = "".join(
            paragraph(joined(guest.name, seen.title, seen.organisation))
            for guest, seen in self._scope.appearances(episode)
        )
        parts = "".join(paragraph(chapter.title) for chapter in episode.chapters)
        path = addresses.episode_path(episode.slug)
        notes = self._markdown(episode.notes, "", path)
        number = episode.display or (str(episode.number) if episode.number is not None else "")
        name = _("Episode {number}", number=number) if number else ""
        heard = paragraph(joined(*self._speakers(episode)))
        about = f"{paragraph(name)}{paragraph(episode.summary)}{people}{heard}{notes}{parts}"
        return self._document(
            path,
            episode.title,
            _("Episodes"),
            about,
            slug=episode.slug,
            topics=episode.topics,
            meta={"nr": number},
        )

    def _speakers(self, episode: Episode) -> list[str]:
        """Return the names of those who speak and do not stand among the guests."""
        labels = self._speech.labels(episode.slug)
        listed = {self._name_key(guest.name) for guest, _seen in self._scope.appearances(episode)}
        return [name for name in labels if is_name(name) and self._name_key(name) not in listed]

    @cached_property
    def _affected(self) -> frozenset[str]:
        """Addresses of known pages to which other words may be added than before."""
        self._additions  # noqa: B018 - it asks for every word
        return frozenset(self.earlier.pages_with(self._lexicon.changed_tokens()))

    @cached_property
    def _additions(self) -> Additions:
        return Additions(self._lexicon, self._speech.vocabulary)

    def _article(self, article: Article) -> Iterator[Document]:
        source = f"artiklar/{article.slug}.md"
        path = addresses.article_path(article.slug)
        kind = _("News") if article.kind == "news" else _("Articles")
        body = paragraph(article.summary) + self._markdown(article.body, source, path)
        yield self._document(path, article.title, kind, body, topics=article.topics)
        if article.easy_read is not None:
            easy = article.easy_read
            path = addresses.easy_read_path(article.slug)
            body = paragraph(easy.summary) + self._markdown(easy.body, source, path)
            yield self._document(path, easy.title, _("Easy read"), body, topics=article.topics)

    def _guest(self, guest: Guest) -> Document:
        path = addresses.guest_path(guest.slug)
        titles = "".join(paragraph(joined(t.title, t.organisation)) for t in guest.titles)
        bio = self._markdown(guest.bio, f"gaster/{guest.slug}.md", path)
        return self._document(path, guest.name, _("People"), titles + bio)

    def _topic(self, topic: Topic) -> Document:
        path = addresses.topic_path(topic.slug)
        body = paragraph(topic.summary or "")
        body += self._markdown(topic.intro, f"amnen/{topic.slug}.md", path)
        return self._document(path, topic.title, _("Topics"), body, topics=(topic.slug,))

    def _page(self, page: Page) -> Document:
        path = addresses.page_path(page.slug)
        body = paragraph(page.summary or "") + self._markdown(page.body, f"{page.slug}.md", path)
        if page.slug == _GLOSSARY:
            return self._document(path, page.title, _("Glossary"), body + self._terms())
        return self._document(path, page.title, _("Pages"), body)

    def _terms(self) -> str:
        return "".join(map(term_html, self._archive.glossary.terms))

    def _markdown(self, text: str, source: str, path: str) -> str:
        if not text:
            return ""
        return self._renderer.render(_CITATION.sub("", text), source=source, path=path).html

    def _document(
        self,
        path: str,
        title: str,
        kind: str,
        body: str,
        *,
        slug: str = "",
        topics: tuple[str, ...] = (),
        meta: Mapping[str, str] | None = None,
    ) -> Document:
        names = [topic.title for topic in self._scope.topics_of(topics)]
        shown = {"typ": kind} | dict(meta or {})
        html = page_html(title, body, shown, names, self._lexicon)
        url, digest = f"/{path}", self._speech.digests.get(slug, "")
        if self.earlier.has(url, html, digest) and url not in self._affected:
            return Document(url, html, speech_digest=digest, is_known=True)
        if not digest:
            return Document(url, html)
        speech = self._additions.add_to(self._speech.read(slug))
        return Document(url, html, speech, digest, self._speech.labels(slug))
