"""Article, Topic, Page, Glossary and Contacts: what readers learn, and where help is."""

from datetime import UTC, date, datetime, time
from typing import Literal

from pydantic import ConfigDict, Field

from poddarkiv.model.episode import Status
from poddarkiv.model.fields import Day, Flag, Line, Noun, Number, Slug, Text, Url


class Source(Noun):
    """What a statement rests on."""

    id: Slug
    organisation: Line
    title: Line
    year: Line | None = None
    """As printed; `n.d.` when the source does not say."""
    url: Url | None = None


class EasyRead(Noun):
    """An article retold in easy-read language: `<slug>.lattlast.md`."""

    title: Line
    summary: Line
    written: Day | None = None
    body: Text = Field(default="", json_schema_extra={"from_body": True})


class Article(Noun):
    """An explainer or a piece of news."""

    slug: Slug = Field(json_schema_extra={"from_folder": True})
    kind: Literal["article", "news"] = "article"
    status: Status = Status.PUBLISHED
    """Only what is published is on the site; drafts are in previews."""
    title: Line
    summary: Line
    """Two sentences, plain text."""
    topics: tuple[Slug, ...] = ()
    episodes: tuple[Slug, ...] = ()
    """Related episodes, by folder name."""
    sources: tuple[Source, ...] = ()
    author: Line
    written: Day
    """The day of the text. One that lies ahead is the day on which it comes out."""
    reviewed: Day | None = None
    """Empty until an editor of the archive has reviewed the text."""
    reviewed_by: Line | None = None
    content_note: Line | None = None
    crisis: Flag = False
    """Whether the box with crisis contacts stands in the text."""
    body: Text = Field(default="", json_schema_extra={"from_body": True})
    """Markdown; `[@id]` cites a source, `[[avsnitt 32 @ 12:30]]` quotes an episode."""
    easy_read: EasyRead | None = Field(default=None, json_schema_extra={"from_body": True})

    @property
    def published(self) -> datetime:
        """The moment from which readers see it."""
        # A day has no hour: midnight in Greenwich is that day in Sweden too.
        return datetime.combine(self.written, time(), UTC)

    def is_public(self, as_of: datetime) -> bool:
        """Whether readers may see its page at `as_of`."""
        return self.status is Status.PUBLISHED and self.published <= as_of


class Topic(Noun):
    """What episodes and articles are about."""

    slug: Slug = Field(json_schema_extra={"from_folder": True})
    title: Line
    summary: Line | None = None
    intro: Text = Field(default="", json_schema_extra={"from_body": True})


class Term(Noun):
    """A word of the field, explained plainly."""

    term: Line
    definition: Line
    english: Line | None = None
    synonyms: tuple[Line, ...] = ()
    """Other words for the same; they find one another in the search, and stand in the glossary."""
    narrower: tuple[Line, ...] = ()
    """Words for what belongs here (`mother` to `relative`): a search for one finds the term too,
    but not the other way round. Not shown."""
    see: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()


class Glossary(Noun):
    """`content/ordlista.yml`: feeds the glossary, the tooltips and the search's synonyms."""

    schema_version: Number = 1
    terms: tuple[Term, ...] = ()


class Contact(Noun):
    """Where somebody in a hard time can turn."""

    model_config = ConfigDict(populate_by_name=True)

    name: Line
    purpose: Literal["emergency", "crisis", "support", "children", "relatives"] = Field(alias="for")
    phone: Line | None = None
    url: Url | None = None
    hours: Line | None = None
    text: Line | None = None
    source: Line | None = None
    source_year: Line | None = None


class Contacts(Noun):
    """`content/kontakter.yml`: shown on every page that needs them."""

    schema_version: Number = 1
    checked: Day | None = None
    """When a person last called or read; until somebody has, only public numbers are shown."""
    checked_by: Line | None = None
    needs: tuple[Line, ...] = ()
    """Words and phrases of somebody in need: a search for them shows whom to call first."""
    contacts: tuple[Contact, ...] = ()

    @property
    def checked_by_person(self) -> date | None:
        """The day on which a person checked; an earlier `init` wrote one when nobody had."""
        return None if (self.checked_by or "").casefold() == "poddarkiv" else self.checked


class KnownIssue(Noun):
    """Something that is not accessible, and why."""

    what: Line
    why: Line
    wcag: Line | None = None


class Page(Noun):
    """A page of its own: `index`, `om`, `prenumerera`, `integritet`, and the like."""

    slug: Slug = Field(json_schema_extra={"from_folder": True})
    title: Line
    summary: Line | None = None
    body: Text = Field(default="", json_schema_extra={"from_body": True})
    actor: Line | None = None
    service: Line | None = None
    compliance: Literal["full", "partial", "none"] | None = None
    assessed: Day | None = None
    updated: Day | None = None
    method: Line | None = None
    contact: Line | None = None
    known_issues: tuple[KnownIssue, ...] = ()
    burdens: tuple[Line, ...] = ()
    outside_law: tuple[Line, ...] = ()
