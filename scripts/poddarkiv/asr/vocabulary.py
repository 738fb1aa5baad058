"""Names and terms that the model should expect in one episode. No I/O."""

from collections.abc import Iterator

from poddarkiv.archive import Archive
from poddarkiv.model import Episode

MOST = 20
"""More hotwords than that make the model hallucinate; the first count most."""


def collect_hotwords(archive: Archive, episode: Episode) -> tuple[str, ...]:
    """Return names and terms for the model's prompt, most certain first: people, places, topics."""
    found: dict[str, str] = {}
    for text in _candidates(archive, episode):
        found.setdefault(text.casefold(), text)
    return tuple(found.values())[:MOST]


def _candidates(archive: Archive, episode: Episode) -> Iterator[str]:
    # Most certain first: the prompt is cut at `MOST`.
    yield from (track.speaker for track in episode.tracks)
    guests = [archive.guest_by_slug.get(each.guest) for each in episode.guests]
    yield from (guest.name for guest in guests if guest is not None)
    yield from (person.name for person in archive.show.persons)
    yield from (each.organisation for each in episode.guests if each.organisation)
    yield from archive.show.transcription.vocabulary
    topics = [archive.topic_by_slug.get(slug) for slug in episode.topics]
    yield from (topic.title for topic in topics if topic is not None)
    text = f"{episode.title} {episode.summary} {episode.notes}".casefold()
    # The whole glossary would crowd out the names: only what the episode says it is about.
    yield from (each.term for each in archive.glossary.terms if each.term.casefold() in text)


def multiword_names(archive: Archive, episode: Episode) -> tuple[str, ...]:
    """Return names of more than one word, within which no cue may be split."""
    known = (*collect_hotwords(archive, episode), *(guest.name for guest in archive.guests))
    return tuple(dict.fromkeys(name for name in known if " " in name))
