"""Guest: a person who takes part, with what that person has agreed to."""

from typing import Literal

from pydantic import Field

from poddarkiv.model.episode import Image
from poddarkiv.model.fields import Day, Flag, Line, Noun, Number, Slug, Text, Url


class Title(Noun):
    """What somebody was, where and when."""

    title: Line
    organisation: Line | None = None
    year: Number | None = None
    source: Line | None = None


class Link(Noun):
    """An address and what is there."""

    title: Line
    url: Url


class Consent(Noun):
    """What may be shown of a guest, and why."""

    basis: Literal["given", "public_source"]
    """`public_source` allows name, title and source only."""
    date: Day | None = None
    scope: tuple[Literal["namn", "röst", "text", "bild"], ...] = ()
    source: Line | None = None
    until: Day | None = None
    """The last day on which the guest may be shown; for good when absent."""
    withdrawn: Day | None = None
    """When the guest took the consent back: nothing of the guest is shown any longer."""


class Guest(Noun):
    """Somebody who takes part in episodes."""

    slug: Slug = Field(json_schema_extra={"from_folder": True})
    name: Line
    """As shown; the pseudonym when `pseudonym` is true. The real name is stored nowhere."""
    titles: tuple[Title, ...] = ()
    links: tuple[Link, ...] = ()
    image: Image | None = None
    pseudonym: Flag = False
    consent: Consent
    bio: Text = Field(default="", json_schema_extra={"from_body": True})
    """Markdown: the text after the front matter."""
