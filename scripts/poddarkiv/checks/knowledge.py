"""Rules for articles, the glossary, the contacts and the addresses of pages."""

from collections.abc import Iterator
from datetime import datetime

from poddarkiv import addresses
from poddarkiv.archive import Archive
from poddarkiv.consent import is_withheld
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Status
from poddarkiv.slugs import Names

GLOSSARY_FILE = "content/ordlista.yml"
CONTACTS_FILE = "content/kontakter.yml"
STATEMENT_FILE = "content/tillganglighet.md"
CONTACTS_AGE = 365
"""Days after which telephone numbers should be tried again."""


def articles_are_reviewed(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """An editor has read each article."""
    for article in archive.articles:
        if article.status is Status.PUBLISHED and article.reviewed is None:
            yield archive.article_origin(article.slug).problem(
                "reviewed",
                message=_("no editor has reviewed the article, and readers are told so"),
                remedy=_("write the date in reviewed when somebody has"),
                severity=Severity.WARNING,
                rule="not-reviewed",
            )


def articles_to_come(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """A day that lies ahead is the day on which an article comes out."""
    for article in archive.articles:
        if article.status is Status.PUBLISHED and not article.is_public(as_of):
            yield archive.article_origin(article.slug).problem(
                "written",
                message=_(
                    "the article is scheduled: it appears at the first build from {day}",
                    day=article.written.isoformat(),
                ),
                severity=Severity.NOTE,
                rule="scheduled",
            )


def terms_are_clear(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """Each word of the glossary is explained once, and leads to words that are there."""
    origin = archive.origins.get(GLOSSARY_FILE) or Origin(GLOSSARY_FILE)
    names = {term.term.casefold(): term.term for term in archive.glossary.terms}
    known = Names(names.values())
    earlier: set[str] = set()
    taken: dict[str, str] = {}
    for i, term in enumerate(archive.glossary.terms):
        for name in (term.term, *term.synonyms):
            other = taken.setdefault(name.casefold(), term.term)
            if other != term.term or (name == term.term and name.casefold() in earlier):
                yield origin.problem(
                    "terms",
                    i,
                    message=_("“{name}” is explained under {term} already", name=name, term=other),
                    remedy=_("keep it in one place"),
                    rule="repeated-term",
                )
        earlier.add(term.term.casefold())
        for j, name in enumerate(term.see):
            if name.casefold() not in names:
                near = known.closest(name)
                yield origin.problem(
                    "terms",
                    i,
                    "see",
                    j,
                    message=_("no term is called “{name}”", name=name),
                    remedy=_("did you mean “{near}”?", near=near) if near else _("add it"),
                    rule="unknown-term",
                )


def contacts_are_checked(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """Somebody has tried the numbers to call for help, and not too long ago."""
    origin = archive.origins.get(CONTACTS_FILE) or Origin(CONTACTS_FILE)
    contacts = archive.contacts
    if contacts.contacts:
        checked = contacts.checked_by_person
        age = (as_of.date() - checked).days if checked else None
        if age is None or age > CONTACTS_AGE:
            yield origin.problem(
                "checked",
                message=_("nobody has checked the numbers")
                if age is None
                else _("the numbers were checked {n} days ago", n=age),
                remedy=_(
                    "read on each service's own site or call (never an emergency number), "
                    "then write the date in checked"
                ),
                severity=Severity.WARNING,
                rule="unchecked-contacts" if age is None else "old-contacts",
            )
    elif any(a.crisis or a.content_note for a in archive.articles) or any(
        episode.content_notes for episode in archive.episodes
    ):
        yield origin.problem(
            message=_("texts or episodes need contacts for a crisis, and there are none"),
            remedy=_("write them in {file}", file=CONTACTS_FILE),
            severity=Severity.WARNING,
            rule="missing-contacts",
        )


def statement_is_whole(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """The accessibility statement holds what the law's list asks for."""
    page = archive.pages.get("tillganglighet")
    if page is None:
        return
    origin = archive.origins.get(STATEMENT_FILE) or Origin(STATEMENT_FILE)
    for name in ("actor", "service", "compliance", "assessed", "updated", "method", "contact"):
        if getattr(page, name) is None:
            yield origin.problem(
                name,
                message=_("is missing in the accessibility statement"),
                remedy=_("write {name}", name=name),
                severity=Severity.WARNING,
                rule="statement",
            )


def addresses_differ(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """No two pages have one address."""
    taken: dict[str, str] = {}
    for path, file in _addresses(archive):
        other = taken.setdefault(path.casefold(), file)
        if other != file:
            yield (archive.origins.get(file) or Origin(file)).problem(
                message=_("{other} has the address /{path} too", other=other, path=path),
                remedy=_("give one of them another name"),
                rule="same-address",
            )


def _addresses(archive: Archive) -> Iterator[tuple[str, str]]:
    yield from _made(archive)
    yield from _written(archive)
    for episode in archive.episodes:
        lock = archive.locks.get(episode.slug)
        for former in lock.identity.former if lock and lock.identity else ():
            path = former.strip("/") + "/"
            if path != addresses.episode_path(episode.slug):
                yield path, f"episodes/{episode.slug}/episode.lock.yml"


def _made(archive: Archive) -> Iterator[tuple[str, str]]:
    for folder in (addresses.EPISODES, addresses.GUESTS, addresses.ARTICLES, addresses.TOPICS):
        yield folder, "mkdocs.yml"
    for year in sorted({e.published.year for e in archive.episodes if e.published}):
        yield addresses.year_path(year), "mkdocs.yml"
    for number in range(2, len(archive.episodes) + 1):
        yield addresses.episodes_page_path(number), "mkdocs.yml"


def _written(archive: Archive) -> Iterator[tuple[str, str]]:
    for episode in archive.episodes:
        yield addresses.episode_path(episode.slug), f"episodes/{episode.slug}/episode.yml"
    for guest in archive.guests:
        yield addresses.guest_path(guest.slug), f"content/gaster/{guest.slug}.md"
    for article in archive.articles:
        yield addresses.article_path(article.slug), f"content/artiklar/{article.slug}.md"
    for topic in archive.topics:
        yield addresses.topic_path(topic.slug), f"content/amnen/{topic.slug}.md"
    for slug in archive.pages:
        yield addresses.page_path(slug), f"content/{slug}.md"


def guests_appear(archive: Archive, as_of: datetime) -> Iterator[Problem]:
    """A guest has an episode, or the page tells of nothing."""
    if any(path.startswith(("episodes/", "content/gaster/")) for path in archive.broken):
        return
    seen = {appearance.guest for episode in archive.episodes for appearance in episode.guests}
    seen |= {person.guest for person in archive.show.persons if person.guest}
    if seen - set(archive.guest_by_slug):
        # A misspelt name is reported where it is used; the guest who was meant is not alone.
        return
    for guest in archive.guests:
        if guest.slug not in seen and not is_withheld(guest, as_of):
            yield archive.guest_origin(guest.slug).problem(
                message=_("{name} is in no episode", name=guest.name),
                remedy=_("name the guest in an episode, or remove the file"),
                severity=Severity.WARNING,
                rule="guest-without-episode",
            )


RULES = (
    articles_are_reviewed,
    articles_to_come,
    terms_are_clear,
    contacts_are_checked,
    statement_is_whole,
    addresses_differ,
    guests_appear,
)
