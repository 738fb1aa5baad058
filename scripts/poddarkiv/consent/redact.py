"""A noun without the texts that hold a name."""

from typing import Any, TypeVar

from poddarkiv.consent import neutral
from poddarkiv.consent.names import Names
from poddarkiv.model import Image
from poddarkiv.model.episode import (
    Alternate,
    Funding,
    License,
    Listen,
    Location,
    SocialInteract,
    Track,
    Txt,
)
from poddarkiv.model.fields import Noun
from poddarkiv.model.people import Link
from poddarkiv.model.show import Person, Platform, RemoteFeed

_WHOLE = (
    *(Alternate, Funding, Image, License, Link, Listen, Location, Person, Platform, RemoteFeed),
    *(SocialInteract, Track, Txt),
)
"""Nouns that say nothing without the text that is left out: they go as a whole."""
_KEYS = frozenset(
    (
        *("slug", "guid", "guest", "id", "topics", "episodes", "language", "type", "status"),
        *("role", "medium", "platform", "rel", "kind", "consent", "transcription"),
    )
)
"""Fields that are no text: other parts of the archive are found by them."""
_HEADINGS = frozenset({"title", "name", "term"})

NounT = TypeVar("NounT", bound=Noun)


def redact_noun(noun: NounT, names: Names, *, keep: frozenset[str] = frozenset()) -> NounT | None:
    """Return `noun` with a neutral line for each text that holds one of `names`.

    What may be absent becomes absent. None comes back where nothing sensible is left.

    Args:
        noun: As written.
        names: Whose names.
        keep: Fields that stay as they are.
    """
    changes: dict[str, Any] = {}
    for key, field in type(noun).model_fields.items():
        if key in _KEYS or key in keep:
            continue
        before = getattr(noun, key)
        after = _value(before, names, key, optional=field.default is None)
        if after is not before:
            changes[key] = after
    if not changes:
        return noun
    return None if isinstance(noun, _WHOLE) else noun.model_copy(update=changes)


def holds_name(noun: Noun, names: Names) -> bool:
    """Whether a text of `noun`, or of what is in it, holds one of `names`."""
    return redact_noun(noun, names) is not noun


def _value(value: Any, names: Names, key: str, *, optional: bool) -> Any:
    if isinstance(value, str):
        if not names.within(value):
            return value
        if optional:
            return None
        return _replacement(key)
    if isinstance(value, Noun):
        after = redact_noun(value, names)
        # What must be there stays, with other words.
        return after if after is not None or optional else _emptied(value, names)
    if isinstance(value, tuple):
        return _tuple(value, names, key)
    return value


def _replacement(key: str) -> str:
    """Return what stands in a field that can't be absent."""
    if key == "email":
        # A sentence is no address.
        return ""
    return neutral.no_title() if key in _HEADINGS else neutral.no_text()


def _tuple(value: tuple[Any, ...], names: Names, key: str) -> tuple[Any, ...]:
    after = tuple(_value(item, names, key, optional=True) for item in value)
    same = all(a is b for a, b in zip(value, after, strict=True))
    return value if same else tuple(item for item in after if item is not None)


def _emptied(noun: Noun, names: Names) -> Noun:
    texts = {
        key: _replacement(key)
        for key in type(noun).model_fields
        if isinstance(value := getattr(noun, key), str) and key != "file" and names.within(value)
    }
    return noun.model_copy(update=texts)
