"""What a person says of a new archive: by options, or asked for where somebody can answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from poddarkiv import spec
from poddarkiv.commands._ask import Asker
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _

_LATER = "later"


@dataclass(frozen=True)
class GivenOptions:
    """What options said; None for what they did not."""

    title: str | None = None
    owner: str | None = None
    email: str | None = None
    license: str | None = None


@dataclass(frozen=True)
class OwnerAnswers:
    """Whose archive it is; empty for what nobody has said."""

    title: str
    owner: str
    email: str
    license: str


def collect_answers(given: GivenOptions, likely_title: str, ask: Asker | None) -> OwnerAnswers:
    """Return what options say, and what a person answers where they say nothing.

    Raises:
        UsageError: An option is no address or no known licence.
    """
    title = one_line(given.title or "")
    owner = one_line(given.owner or "")
    email = _option("--email", given.email, read_email)
    license_ = _option("--license", given.license, read_license)
    if ask is None:
        return OwnerAnswers(title or likely_title, owner, email, license_)
    title = title or ask.text(_("What is the show called?"), likely_title)
    if given.owner is None:
        owner = ask.text(_("Who answers for it? (Enter: later)"), needed=False)
    if given.email is None:
        email = ask.value(
            _("A role's e-mail address, which the feed shows (Enter: later)"), read_email
        )
    if given.license is None:
        chosen = ask.choice(_("What may others do with texts and recordings?"), _licenses(), _LATER)
        license_ = "" if chosen == _LATER else chosen
    return OwnerAnswers(title, owner, email, license_)


def one_line(text: str) -> str:
    """Return `text` with single spaces."""
    return " ".join(text.split())


def read_email(text: str) -> str:
    """Return the address in `text`, or nothing.

    Raises:
        ValueError: It is none.
    """
    from poddarkiv.checks.feed_show import EMAIL

    address = text.strip()
    if address and not EMAIL.match(address):
        raise ValueError(_("“{email}” is no e-mail address", email=address))
    return address


def read_license(text: str) -> str:
    """Return the licence that `text` names, as apps write it, or nothing.

    Raises:
        ValueError: Apps know no such licence.
    """
    known = {name.casefold(): name for name in spec.licenses()}
    name = text.strip().casefold()
    if name in ("", _LATER):
        return ""
    if name not in known:
        raise ValueError(
            _(
                "one of {names} was expected, not “{value}”",
                names=", ".join(known.values()),
                value=text,
            )
        )
    return known[name]


def _option(name: str, value: str | None, read: Callable[[str], str]) -> str:
    try:
        return read(value or "")
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from error


def _licenses() -> Mapping[str, str]:
    return {
        _LATER: _("say nothing yet"),
        "CC-BY-4.0": _("use and change them, if they say whose they are (CC BY)"),
        "CC-BY-NC-4.0": _("the same, but not to earn money (CC BY-NC)"),
        "CC-BY-NC-ND-4.0": _("share them unchanged, but not to earn money (CC BY-NC-ND)"),
        "ARR": _("nothing without asking (all rights reserved)"),
    }
