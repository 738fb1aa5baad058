"""A name in any text of an archive whatever is in nothing that may be published of it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import pytest

from checks import faults
from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.load import load_archive
from poddarkiv.model import Consent, Guest
from poddarkiv.model.fields import Noun

AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")
NAME = "Kim Exempelsson"
ADDRESS = "https://kim-exempelsson.example.org/"
PARTS = ("show", "episodes", "guests", "articles", "topics", "pages", "glossary", "contacts")
CHOSEN = {"type", "status", "kind", "basis", "medium", "purpose", "rel", "engine", "compliance"}
"""Fields that hold one of a few words."""
REFERENCES = {"guest", "topics", "episodes", "see", "scope", "language", "platform", "id", "role"}
"""Fields that hold what is defined elsewhere, in letters that no name has."""
KEPT = {
    # A feed must have a cover; `check` tells the line, and the last look takes the site's pages.
    "show.image.file.",
    # Not in the feed then, and shown nowhere else.
    "episodes.0.guid.",
    "episodes.1.guid.",
    # Somebody else's address; pages are found by their key.
    *("guests.0.slug.", "guests.1.slug.", "pages.index.slug.", "pages.om.slug."),
}
UNSEEN = {"transcription", "consent"}
"""What no output shows."""
KIM = Guest(
    slug="kim",
    name=NAME,
    consent=Consent(basis="given", scope=("namn",), withdrawn=date(2026, 5, 1)),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return the archive in which nothing is wrong, and Kim, who has said no."""
    root = faults.copy_base(tmp_path_factory.mktemp("bas"))
    (root / "content/om.md").write_text("---\ntitle: Om\nsummary: Om oss.\n---\n\nVi.\n", "utf-8")
    whole = load_archive(root)
    return replace(whole, guests=(*whole.guests, KIM))


def edits(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield where, and what `value` is, with the name in one text of it after another."""
    if isinstance(value, str):
        yield "", _with_name(value, key)
    for name, item in _inside(value):
        for where, changed in edits(item, key if isinstance(value, tuple) else str(name)):
            yield f"{name}.{where}", _put(value, name, changed)


def _with_name(text: str, key: str) -> str:
    if key == "slug":
        return f"{text}-kim-exempelsson"
    return ADDRESS if "://" in text else f"{text} med\n{NAME}s ord"


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Noun):
        skipped = CHOSEN | REFERENCES | UNSEEN
        return [(f, getattr(value, f)) for f in type(value).model_fields if f not in skipped]
    if isinstance(value, tuple):
        return enumerate(value)
    return value.items() if isinstance(value, dict) else ()


def _put(value: Any, name: Any, item: Any) -> Any:
    if isinstance(value, Noun):
        return value.model_copy(update={name: item})
    if isinstance(value, tuple):
        return (*value[:name], item, *value[name + 1 :])
    return {**value, name: item}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, Noun):
        for field in type(value).model_fields:
            yield from texts(getattr(value, field))
    elif isinstance(value, dict):
        yield from texts((*value, *value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def published(view: Archive) -> list[str]:
    """Return every text that outputs are made of."""
    seen = replace(view, episodes=view.public_episodes(AS_OF))
    found = [text for part in PARTS for text in texts(getattr(seen, part))]
    found += texts(dict(view.silent))
    for slug in (episode.slug for episode in seen.episodes):
        said = view.transcripts[slug].segments if slug in view.transcripts else ()
        found += [text for segment in said for text in (segment.speaker, segment.text)]
    return found


def test_each_text_that_can_hold_a_name(archive):
    tried = 0
    left = []
    for part in PARTS:
        for where, changed in edits(getattr(archive, part)):
            if f"{part}.{where}" in KEPT or (part == "guests" and KIM not in changed):
                continue
            tried += 1
            view = publishable_archive(replace(archive, **{part: changed}), AS_OF)
            held = [text for text in published(view) if "xempelsson" in text]
            if held:
                left.append(f"{part}.{where}: {held}")

    assert not left, "\n".join(left)
    assert tried > 60


def test_every_part_of_an_archive_is_thought_of():
    """A new field is either made of nouns that are looked through, or is named here."""
    others = {
        *("root", "site_url", "locks", "transcripts", "cue_lines", "origins", "attachments"),
        *(
            "foreign",
            "imported",
            "menu",
            "pointers",
            "other_texts",
            "unread",
            "media",
            "pictures",
            "withheld",
            "silent",
            "broken",
        ),
    }

    assert {field.name for field in fields(Archive)} == {*PARTS, *others}
