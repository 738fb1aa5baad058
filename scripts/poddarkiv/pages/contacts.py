"""Whom to turn to in a hard time, as pages, the search and the terminal show it."""

import json
from typing import Any

from poddarkiv.archive import Archive
from poddarkiv.i18n import _
from poddarkiv.model import Contact
from poddarkiv.pages.words import format_day
from poddarkiv.spec import public_numbers

URGENT = ("emergency", "crisis")


def list_contacts(archive: Archive) -> dict[str, Any]:
    """Return the contacts: the urgent ones first, then the others, and when they were checked.

    Until somebody has checked them, those of `list_unchecked` stand there alone, and nothing is
    said of it: that a number may be wrong is for editors to know, and no help to somebody in need.
    """
    listed, checked = archive.contacts.contacts, archive.contacts.checked_by_person
    urgent = [c for c in listed if c.purpose in URGENT] if checked else list_unchecked(archive)
    other = [c for c in listed if c.purpose not in URGENT] if checked else []
    return {
        "urgent": [_contact(contact) for contact in urgent],
        "other": [_contact(contact) for contact in other],
        "status": _("The numbers were checked {day}.", day=format_day(checked)) if checked else "",
        "needs": json.dumps(archive.contacts.needs, ensure_ascii=False),
    }


def list_unchecked(archive: Archive) -> list[Contact]:
    """Return whom to show while nobody has checked the archive's contacts; nobody if it has none.

    The country's public numbers, or where they are not known what the archive has for an
    emergency: in both cases with a link to who answers there.
    """
    listed = archive.contacts.contacts
    if not listed:
        return []
    public = public_numbers(archive.show.language)
    if public:
        return [Contact(name=row["phone"], **row) for row in public]
    return [contact for contact in listed if contact.purpose == "emergency" and contact.url]


def _contact(contact: Contact) -> dict[str, str]:
    digits = "".join(sign for sign in contact.phone or "" if sign.isdecimal() or sign == "+")
    return {
        "name": contact.name,
        "phone": contact.phone or "",
        "tel": f"tel:{digits}" if digits else "",
        "url": contact.url or "",
        "host": (contact.url or "").partition("://")[2].partition("/")[0].removeprefix("www."),
        "hours": contact.hours or "",
        "text": contact.text or "",
        "for": _purpose(contact.purpose),
    }


def _purpose(purpose: str) -> str:
    return {
        "emergency": _("Danger to life"),
        "crisis": _("Acute crisis"),
        "support": _("Support and advice"),
        "children": _("Children and young people"),
        "relatives": _("Relatives"),
    }[purpose]
