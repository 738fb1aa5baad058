"""Match names with the guests there are, and ask what a new guest's consent needs."""

from dataclasses import dataclass
from datetime import date

from poddarkiv.archive import Archive
from poddarkiv.commands._ask import Asker
from poddarkiv.errors import UsageError
from poddarkiv.formats.drafts import NewGuest
from poddarkiv.i18n import _
from poddarkiv.slugs import closest, slugify

SCOPE = ("namn", "röst", "text", "bild")


@dataclass(frozen=True)
class MatchedGuests:
    """The guests of a new episode."""

    slugs: tuple[str, ...] = ()
    new: tuple[NewGuest, ...] = ()


@dataclass(frozen=True)
class _Consent:
    basis: str | None
    agreed: date
    scope: tuple[str, ...]
    source: str


def match_guests(
    archive: Archive,
    names: list[str],
    basis: str | None,
    agreed: date,
    scope: tuple[str, ...],
    source: str,
    ask: Asker | None,
) -> MatchedGuests:
    """Return who `names` are: guests that are known, or new ones with their consent.

    Raises:
        UsageError: Nobody can be asked what a new guest has agreed to.
    """
    for word in scope:
        if word not in SCOPE:
            choices = ", ".join(SCOPE)
            message = _("one of {choices} was expected, not “{value}”", choices=choices, value=word)
            raise UsageError(f"--scope: {message}")
    consent = _Consent(basis, agreed, scope, source)
    slugs: list[str] = []
    new: list[NewGuest] = []
    for name in names:
        slug = _known(archive, name, ask)
        if slug is None:
            guest = _new(name, consent, ask)
            new.append(guest)
            slug = guest.slug
        if slug not in slugs:
            slugs.append(slug)
    return MatchedGuests(tuple(slugs), tuple(new))


def _known(archive: Archive, name: str, ask: Asker | None) -> str | None:
    slug = slugify(name)
    if not slug:
        raise UsageError(_("“{name}” has no letter that can stand in an address", name=name))
    if slug in archive.guest_by_slug:
        return slug
    near = closest(slug, archive.guest_by_slug)
    if near is None:
        return None
    known = archive.guest_by_slug[near].name
    if ask is None:
        raise UsageError(
            _("no guest is called “{slug}”", slug=name)
            + " – "
            + _("did you mean “{near}”?", near=near)
        )
    return near if ask.yes(_("Do you mean {name}?", name=known), likely=True) else None


def _new(name: str, consent: _Consent, ask: Asker | None) -> NewGuest:
    slug = slugify(name)
    if ask is None:
        if consent.basis is None or (consent.basis == "public_source" and not consent.source):
            raise UsageError(
                _(
                    "{name} is a new guest: write --consent given, "
                    "or --consent public_source --source TEXT",
                    name=name,
                )
            )
        given = consent.basis == "given"
        return NewGuest(
            slug,
            name,
            consent.basis,
            consent.agreed,
            scope=consent.scope if given else (),
            source=consent.source,
        )
    return _ask_consent(slug, name, consent, ask)


def _ask_consent(slug: str, name: str, consent: _Consent, ask: Asker) -> NewGuest:
    ask.say(_("{name} is new here.", name=name))
    title = ask.text(_("Title, as in peer supporter (may be empty):"), needed=False)
    organisation = ask.text(_("Organisation (may be empty):"), needed=False) if title else ""
    basis = consent.basis or ask.choice(
        _("What may we show of the guest?"),
        {
            "given": _("the guest has said yes"),
            "public_source": _("only name and title, from a public source; nobody was asked"),
        },
        "given",
    )
    agreed = ask.value(_("On which day?"), date.fromisoformat, consent.agreed.isoformat())
    if basis == "given":
        question = _("To what, separated by commas? ({words})", words=", ".join(SCOPE))
        scope = ask.several(question, SCOPE, ", ".join(consent.scope))
        return NewGuest(slug, name, basis, agreed, title, organisation, scope or consent.scope)
    source = ask.text(_("Where is it published? (an address or a title):"), consent.source)
    return NewGuest(slug, name, basis, agreed, title, organisation, source=source)
