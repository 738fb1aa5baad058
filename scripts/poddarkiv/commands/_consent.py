"""`poddarkiv check --consent`: who has agreed to what, as a table or as JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from poddarkiv.checks.register import ConsentEntry
from poddarkiv.i18n import _


def format_consents(entries: Sequence[ConsentEntry]) -> str:
    """Return a line for each guest, in columns."""
    if not entries:
        return _("There are no guests.") + "\n"
    rows = [
        [
            *(_("Name"), _("Consent"), _("Since"), _("Until"), _("Taken back"), _("To what")),
            _("Where"),
        ],
        *map(_row, entries),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _row(entry: ConsentEntry) -> list[str]:
    consent = entry.guest.consent
    return [
        entry.guest.name,
        _("given") if consent.basis == "given" else _("public source"),
        *(str(day) if day else "–" for day in (consent.date, consent.until, consent.withdrawn)),
        ", ".join(consent.scope) or _short(consent.source or "–"),
        _where(entry),
    ]


def _short(source: str) -> str:
    return urlsplit(source).netloc if "://" in source else source


def _where(entry: ConsentEntry) -> str:
    parts = [_("makes the show")] if entry.makes_the_show else []
    parts += entry.guest_in
    parts += (
        _("{episode} (speaks)", episode=slug)
        for slug in entry.speaks_in
        if slug not in entry.guest_in
    )
    listed = {f"episodes/{slug}/episode.yml" for slug in entry.guest_in}
    parts += (path for path in entry.named_in if path not in listed)
    return ", ".join(parts) or "–"


def consents_json(entries: Sequence[ConsentEntry]) -> str:
    """Return a JSON array of objects, one for each guest; days as 2026-11-20, or null."""
    return json.dumps(list(map(_object, entries)), ensure_ascii=False, indent=1) + "\n"


def _object(entry: ConsentEntry) -> dict[str, Any]:
    guest, consent = entry.guest, entry.guest.consent
    return {
        "guest": guest.slug,
        "name": guest.name,
        "pseudonym": guest.pseudonym,
        "basis": consent.basis,
        "scope": list(consent.scope),
        "source": consent.source,
        "date": _day(consent.date),
        "until": _day(consent.until),
        "withdrawn": _day(consent.withdrawn),
        "shown": entry.shown,
        "makes_the_show": entry.makes_the_show,
        "guest_in": list(entry.guest_in),
        "speaks_in": list(entry.speaks_in),
        "named_in": list(entry.named_in),
    }


def _day(day: Any) -> str | None:
    return None if day is None else str(day)


FORMATS: Mapping[str, Callable[[Sequence[ConsentEntry]], str]] = {
    "text": format_consents,
    "json": consents_json,
}
