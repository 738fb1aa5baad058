"""The archive as it may be shown: without the people who have taken consent back.

Everything that is published is made from this view, so that a page, a feed or a file cannot hold
what is not in it.
"""

from dataclasses import replace
from datetime import datetime

from poddarkiv import addresses
from poddarkiv.archive import Archive
from poddarkiv.consent import neutral
from poddarkiv.consent.episodes import Appearances, redact_episode
from poddarkiv.consent.names import is_same_name
from poddarkiv.consent.redact import holds_name, redact_noun
from poddarkiv.consent.transcripts import ShownTranscripts
from poddarkiv.consent.withheld import list_names, list_withheld
from poddarkiv.model import Article, Glossary, Guest, Lock, Show


def publishable_archive(archive: Archive, as_of: datetime) -> Archive:
    """Return `archive` without the people who may not be shown at `as_of`.

    Where all may be shown, and of a view, the same archive comes back.
    """
    people = list_withheld(archive, as_of)
    return archive if archive.withheld or not people else _View(archive, people).make()


class _View:
    """One archive and those who are left out of it."""

    def __init__(self, archive: Archive, people: tuple[Guest, ...]) -> None:
        self._archive = archive
        self._people = people
        self._names = list_names(archive, people)
        self._appearing = Appearances(archive, people, self._names)

    def make(self) -> Archive:
        """Return the view."""
        archive, names = self._archive, self._names
        kept = [article for article in archive.articles if not names.within(article.slug)]
        return replace(
            archive,
            withheld=self._people,
            show=self._show(),
            guests=tuple(map(self._guest, self._others())),
            episodes=tuple(
                redact_episode(episode, self._appearing) for episode in archive.episodes
            ),
            articles=tuple(self._easy(a) for a in kept if not self._is_silent(a)),
            silent={path: title for a in kept for path, title in self._silent(a).items()},
            topics=tuple(
                topic
                for each in archive.topics
                if not names.within(each.slug) and not names.within(each.title)
                for topic in (redact_noun(each, names),)
                if topic is not None
            ),
            pages={
                slug: page
                for slug, each in archive.pages.items()
                if not names.within(slug)
                for page in (redact_noun(each, names),)
                if page is not None
            },
            glossary=self._glossary(),
            contacts=redact_noun(archive.contacts, names) or archive.contacts,
            locks={slug: self._lock(slug, lock) for slug, lock in archive.locks.items()},
            transcripts=ShownTranscripts(
                archive.transcripts, self._appearing.unreadable, self._appearing.left_out
            ),
            attachments=frozenset(f for f in archive.attachments if not names.within(f)),
            menu=tuple(entry for entry in archive.menu if not names.within(entry.target)),
            media={name: size for name, size in archive.media.items() if not names.within(name)},
        )

    def _others(self) -> list[Guest]:
        return [
            guest
            for guest in self._archive.guests
            if guest not in self._people
            and (self._is_namesake(guest.name) or not self._names.within(guest.name))
        ]

    def _is_namesake(self, name: str) -> bool:
        """Whether a name that somebody else has is also one of those that are left out."""
        return any(is_same_name(name, guest.name) for guest in self._people)

    def _guest(self, guest: Guest) -> Guest:
        # Somebody else of the same name keeps it.
        return redact_noun(guest, self._names, keep=frozenset({"name"})) or guest

    def _show(self) -> Show:
        slugs = {guest.slug for guest in self._people}
        others = {guest.slug for guest in self._others()}
        show = redact_noun(self._archive.show, self._names, keep=frozenset({"persons"}))
        persons = (
            person
            for person in self._archive.show.persons
            if person.guest not in slugs
            and (
                redact_noun(person, self._names) is not None
                or (person.guest in others and self._is_namesake(person.name))
            )
        )
        return (show or self._archive.show).model_copy(update={"persons": tuple(persons)})

    def _is_silent(self, article: Article) -> bool:
        return holds_name(article.model_copy(update={"easy_read": None}), self._names)

    def _silent(self, article: Article) -> dict[str, str]:
        """Return the addresses at which the article was, and how they are called now."""
        if not self._is_silent(article):
            return {}
        named = self._names.within(article.title)
        title = neutral.no_title() if named else article.title
        paths = [addresses.article_path(article.slug)]
        if article.easy_read is not None:
            paths.append(addresses.easy_read_path(article.slug))
        return dict.fromkeys(paths, title)

    def _easy(self, article: Article) -> Article:
        return redact_noun(article, self._names) or article

    def _glossary(self) -> Glossary:
        terms = [term for term in self._archive.glossary.terms if not self._names.within(term.term)]
        kept = self._archive.glossary.model_copy(update={"terms": tuple(terms)})
        return redact_noun(kept, self._names) or kept

    def _lock(self, slug: str, lock: Lock) -> Lock:
        changes: dict[str, object] = {}
        if slug in self._appearing.episodes:
            changes["audio"] = None
        if lock.identity is not None:
            former = tuple(p for p in lock.identity.former if not self._names.within(p))
            changes["identity"] = lock.identity.model_copy(update={"former": former})
        return lock.model_copy(update=changes)
