"""Whom to turn to in a hard time, as pages show it."""

from typing import Any

from poddarkiv.archive import Archive
from poddarkiv.i18n import _
from poddarkiv.model import Contact
from poddarkiv.pages.words import day_text

URGENT = ("emergency", "crisis")


def contacts(archive: Archive) -> dict[str, Any]:
    """Return the contacts: the urgent ones first, then the others, and when they were checked."""
    listed = archive.contacts.contacts
    checked = archive.contacts.checked
    if checked:
        status = _("The numbers were checked {day}.", day=day_text(checked))
    else:
        status = _("The numbers have not been checked by the editors yet.")
    return {
        "urgent": [_contact(contact) for contact in listed if contact.purpose in URGENT],
        "other": [_contact(contact) for contact in listed if contact.purpose not in URGENT],
        "status": status,
    }


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
