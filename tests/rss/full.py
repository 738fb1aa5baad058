"""A show that uses every element of the feed."""

from typing import Any

from poddarkiv.archive import Archive
from poddarkiv.model import Audio, Lock

CHAPTERS = [
    {"start": "0:00", "title": "Välkommen & hej"},
    {
        "start": "0:30.500",
        "title": "Återhämtning",
        "url": "https://example.org/a?b=1&c=2",
        "image": {"file": "kapitel.jpg", "alt": "En stig"},
    },
    {"start": "0:45", "title": "Slut", "hidden": "true"},
]


def full_show(make_show: Any) -> Any:
    return make_show(
        title="Testpodden & Co",
        link="https://podd.example.org/om/",
        copyright="© 2026 Testarna",
        license="CC-BY-4.0",
        funding=[{"url": "https://podd.example.org/stod", "text": "Stöd oss"}],
        guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
        persons=[
            {
                "name": "Bo Ek",
                "role": "programledare",
                "url": "https://bo.example.org/",
                "image": "https://bo.example.org/bo.jpg",
            },
            {"name": "Cia Al", "role": "Klippare"},
        ],
        enclosure_prefix="https://matare.example.org/r/",
        new_feed_url="https://ny.example.org/feed.xml",
        hub="https://hub.example.org/",
        update_frequency={
            "text": "Tio torsdagar",
            "rrule": "FREQ=WEEKLY;COUNT=10;BYDAY=TH",
            "dtstart": "2026-01-08T06:00:00+01:00",
            "complete": "true",
        },
        locations=[
            {"name": "Göteborg", "geo": "geo:57.71,11.97", "osm": "R935611", "country": "SE"},
            {"name": "Borås", "rel": "creator"},
        ],
        txt=[{"purpose": "verify", "text": "abc-123"}, {"text": "fritt"}],
        social=[{"protocol": "disabled"}],
        blocks=[{"id": "amazon"}, {"id": "acast", "block": "false"}, {"block": "true"}],
        podroll=[
            {
                "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
                "url": "https://podnews.net/rss",
                "title": "Podnews",
            }
        ],
        complete="true",
        type="serial",
        explicit="true",
    )


def full_episode(make_episode: Any) -> Any:
    return make_episode(
        title="Om stöd & hopp",
        number="32",
        season="2",
        season_name="Hopp",
        display="Del 32",
        summary="Vi talar om <stöd> & hopp.",
        notes="Mer om [stöd](https://example.org/stod).\n\n- ett\n- **två**",
        audio="032-om-stod.mp3",
        alternates=[{"file": "032-om-stod.opus", "title": "Liten fil"}],
        image={"file": "032.jpg", "alt": "Två stolar"},
        listen=[{"platform": "apple", "url": "https://podcasts.apple.com/se/podcast/id1?i=2"}],
        guests=[{"guest": "ada-berg", "role": "Gäst"}],
        chapters=CHAPTERS,
        content_notes=[{"start": "0:31", "end": "0:40", "text": "Handlar om ångest"}],
        soundbites=[
            {"start": "0:12.300", "duration": "20", "title": "En bit"},
            {"start": "0:00", "duration": "15"},
        ],
        explicit="true",
        language="en",
        license={"id": "vår egen", "url": "https://podd.example.org/villkor/"},
        funding=[{"url": "https://podd.example.org/avsnitt", "text": "Stöd avsnittet"}],
        locations=[{"name": "Kiruna", "country": "SE"}],
        txt=[{"purpose": "ai-content", "text": "false"}],
        social=[
            {
                "protocol": "activitypub",
                "uri": "https://social.example.org/1",
                "account_id": "@podd@social.example.org",
            }
        ],
        block="true",
    )


def full_archive(
    make_archive: Any, make_show: Any, make_episode: Any, make_guest: Any, make_transcript: Any
) -> Archive:
    """Return the archive: one full episode, one trailer."""
    episode = full_episode(make_episode)
    trailer = make_episode(
        slug="trailer",
        guid="7f0c2a52-55fd-4b1e-9a39-0d8b0a5b2f22",
        number=None,
        season="2",
        type="trailer",
        title="Snart börjar vi",
        published="2025-02-01T06:00:00+01:00",
        audio="trailer.mp3",
    )
    guest = make_guest(
        image={"file": "ada.jpg", "alt": "Ada"},
        consent={"basis": "given", "scope": ("namn", "röst", "text", "bild")},
    )
    return make_archive(
        show=full_show(make_show),
        episodes=(episode, trailer),
        guests=(guest,),
        locks={
            episode.slug: Lock(
                audio=measured(episode.audio),
                alternates=(measured("032-om-stod.opus", "audio/ogg", "0f" * 32),),
            ),
            trailer.slug: Lock(audio=measured(trailer.audio)),
        },
        transcripts={episode.slug: make_transcript()},
    )


def measured(name: str, mime_type: str = "audio/mpeg", sha256: str | None = None) -> Audio:
    """Return what `measure` would have written."""
    return Audio(
        path=f"media/{name}",
        bytes=480_000,
        duration=60.4,
        mime_type=mime_type,
        sha256=sha256,
        bit_rate=64_000,
    )
