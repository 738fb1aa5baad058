"""Who is to be left out at a given moment."""

from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.consent.names import Names
from poddarkiv.model import Guest


def is_withheld(guest: Guest, as_of: datetime) -> bool:
    """Whether the guest's consent has been taken back, or has run out before the day of `as_of`.

    A day that is still to come counts as taken back too: better a day early.
    """
    consent = guest.consent
    return consent.withdrawn is not None or (
        consent.until is not None and consent.until < as_of.date()
    )


def list_withheld(archive: Archive, as_of: datetime) -> tuple[Guest, ...]:
    """Return the guests who are left out at `as_of`; of a view, those it was made without."""
    return archive.withheld or tuple(g for g in archive.guests if is_withheld(g, as_of))


def withheld_names(view: Archive) -> Names:
    """Return the names of those a view is made without."""
    return list_names(view, view.withheld)


def list_names(archive: Archive, people: tuple[Guest, ...]) -> Names:
    """Return the names of `people`, to look for in the archive's texts."""
    slugs = {guest.slug for guest in people}
    others = [guest.name for guest in archive.guests if guest.slug not in slugs]
    others += [person.name for person in archive.show.persons if person.guest not in slugs]
    return Names((guest.name for guest in people), others, sorted(slugs))
