"""Lists that others have agreed on: categories, roles, licences. `ORIGIN.md` says where from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

_HERE = Path(__file__).parent
_PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does in a podcast, of the Podcasting 2.0 person taxonomy."""

    name: str
    """In English, as the feed carries it."""
    group: str
    swedish: tuple[str, ...]
    """The first is the one to show."""

    def shown(self, language: str) -> str:
        """Return the name in `language`: Swedish, or English in lower case."""
        return self.swedish[0] if language.startswith("sv") else self.name.lower()


@lru_cache(maxsize=1)
def roles() -> tuple[Role, ...]:
    """Return all 63 roles."""
    return tuple(Role(row["role"], row["group"], tuple(row["sv"])) for row in _json("roles.json"))


@lru_cache(maxsize=1)
def _roles_by_name() -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for role in roles():
        # “Editor” is two roles: the one of writing comes first and is meant.
        for name in (role.name, *role.swedish, f"{role.group}/{role.name}"):
            found.setdefault(name.casefold(), role)
    return found


def find_role(name: str) -> Role | None:
    """Return the role that `name` means, in English or Swedish, or None.

    >>> find_role("Programledare").name
    'Host'
    """
    return _roles_by_name().get(" ".join(name.split()).casefold())


def role_names() -> tuple[str, ...]:
    """Return every name that a role may have."""
    return tuple(_roles_by_name())


@lru_cache(maxsize=1)
def categories() -> Mapping[str, tuple[str, ...]]:
    """Return Apple's categories, each with its subcategories."""
    return {name: tuple(subs) for name, subs in _json("apple-categories.json").items()}


@lru_cache(maxsize=1)
def licenses() -> Mapping[str, str]:
    """Return the address of each licence that the namespace knows, by identifier."""
    return {str(name): str(url) for name, url in _json("licenses.json").items()}


@lru_cache(maxsize=1)
def services() -> tuple[str, ...]:
    """Return the services that `podcast:block` can name."""
    return tuple((_HERE / "serviceslugs.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def social_protocols() -> tuple[str, ...]:
    """Return the protocols that `podcast:socialInteract` can name."""
    return tuple((_HERE / "socialprotocols.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the two-letter language codes of ISO 639-1."""
    return frozenset((_HERE / "languages.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the two-letter country codes of ISO 3166-1."""
    return frozenset((_HERE / "countries.txt").read_text("utf-8").split())


def public_numbers(language: str) -> tuple[Mapping[str, str], ...]:
    """Return the numbers that the public itself keeps where `language` is spoken, if known.

    >>> [row["phone"] for row in public_numbers("sv")], public_numbers("sv-FI")
    (['112', '1177'], ())
    """
    spoken, _mark, country = language.replace("_", "-").partition("-")
    if not country and spoken.lower() == "sv":
        country = "SE"
    return tuple(_json("public-numbers.json").get(country.upper(), ()))


def podcast_guid(feed_url: str) -> UUID:
    """Return the `podcast:guid` that a feed gets at `feed_url`, by the namespace's rule.

    >>> podcast_guid("https://podnews.net/rss/")
    UUID('9b024349-ccf0-5f69-a609-6b82873eab3c')
    """
    address = feed_url.strip().partition("://")[2] or feed_url.strip()
    return uuid5(_PODCAST_NAMESPACE, address.rstrip("/"))


def _json(name: str) -> Any:
    return json.loads((_HERE / name).read_text("utf-8"))
