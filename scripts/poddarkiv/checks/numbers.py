"""A rule for telephone numbers in texts: nobody in need is led to one that nobody has checked."""

import re
from collections.abc import Iterator
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks.place import Place
from poddarkiv.checks.texts import texts
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.i18n import _
from poddarkiv.model import Contact, Status
from poddarkiv.spec import public_numbers

RULE = "unchecked-number"
_SEPARATORS = r"[\s\-‐-–/().]*"
_COUNTRY = rf"(?:0|(?:\+|\b00)\d{{1,3}}{_SEPARATORS}0?{_SEPARATORS})"
"""What a number that begins with 0 begins with, within the country and from others."""
_SHORT = 5
"""Digits; a number of fewer is as often a year or an amount."""


def numbers_in_texts_are_checked(archive: Archive, _as_of: datetime) -> Iterator[Problem]:
    """While nobody has checked the contacts, no published text holds a number of theirs."""
    sought = [(contact, _pattern(contact.phone or "")) for contact in _left_out(archive)]
    if not sought:
        return
    drafts = {
        archive.episode_origin(episode.slug).path
        for episode in archive.episodes
        if episode.status is not Status.PUBLISHED
    }
    for text in texts(archive):
        if text.origin.path in drafts:
            continue
        for contact, offset in _found(text.written, sought):
            yield text.problem(offset, *_told(contact), RULE, Severity.WARNING)
    for place, line in _lines(archive):
        for contact, _offset in _found(line or "", sought):
            yield place.warning(RULE, *_told(contact))


def _left_out(archive: Archive) -> list[Contact]:
    """Return the contacts that pages do not show until somebody has checked them."""
    if archive.contacts.checked_by_person:
        return []
    public = {row["phone"] for row in public_numbers(archive.show.language)}
    return [
        contact
        for contact in archive.contacts.contacts
        if contact.phone
        and contact.phone not in public
        and (public or contact.purpose != "emergency")
    ]


def _pattern(phone: str) -> re.Pattern[str]:
    """Return the pattern of a number, whatever stands between its digits."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    if not digits:
        return re.compile(r"(?!)")
    first, rest = digits[0], _SEPARATORS.join(digits[1:])
    begins = _COUNTRY if first == "0" else first
    return re.compile(rf"(?<!\d){begins}{_SEPARATORS}{rest}(?!\d)")


def _found(
    text: str, sought: list[tuple[Contact, re.Pattern[str]]]
) -> Iterator[tuple[Contact, int]]:
    for contact, pattern in sought:
        for match in pattern.finditer(text):
            digits = sum(sign.isdecimal() for sign in match[0])
            if digits >= _SHORT or contact.name.casefold() in text.casefold():
                yield contact, match.start()


def _told(contact: Contact) -> tuple[str, str]:
    message = _("nobody has checked {phone} ({name})", phone=contact.phone, name=contact.name)
    remedy = _(
        "lead to the service's own site without the number, or check the numbers and "
        "write the date in checked"
    )
    return message, remedy


def _lines(archive: Archive) -> Iterator[tuple[Place, str | None]]:
    """Go through what people have written outside Markdown."""
    yield Place(archive.show_origin).at("description"), archive.show.description
    for episode in archive.episodes:
        if episode.status is Status.PUBLISHED:
            place = Place(archive.episode_origin(episode.slug))
            yield place.at("summary"), episode.summary
            yield place.at("title"), episode.title
            for i, note in enumerate(episode.content_notes):
                yield place.at("content_notes", i, "text"), note.text
            for i, chapter in enumerate(episode.chapters):
                yield place.at("chapters", i, "title"), chapter.title
    for article in archive.articles:
        place = Place(archive.article_origin(article.slug))
        yield place.at("summary"), article.summary
        yield place.at("content_note"), article.content_note
        if article.easy_read is not None:
            path = f"content/artiklar/{article.slug}.lattlast.md"
            yield _file(archive, path).at("summary"), article.easy_read.summary
    for topic in archive.topics:
        yield _file(archive, f"content/amnen/{topic.slug}.md").at("summary"), topic.summary
    for slug, page in archive.pages.items():
        yield _file(archive, f"content/{slug}.md").at("summary"), page.summary
    for i, term in enumerate(archive.glossary.terms):
        yield _file(archive, "content/ordlista.yml").at("terms", i, "definition"), term.definition


def _file(archive: Archive, path: str) -> Place:
    return Place(archive.origins.get(path) or Origin(path))


RULES = (numbers_in_texts_are_checked,)
