"""Who speaks is found by name, also when nobody says it and no list has it."""

from datetime import UTC, date, datetime

import pytest

from poddarkiv.model import Consent
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_pages
from poddarkiv.search.language import language

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def found(make_archive, make_guest, make_transcript):
    """Return the addresses that a search finds where Kim Ek speaks."""

    def search(words, **consent):
        guest = make_guest(slug="kim-ek", name="Kim Ek", bio="", consent=Consent(**consent))
        archive = make_archive(
            guests=(guest,) if consent["basis"] == "given" else (),
            transcripts={
                "001-start": make_transcript(
                    (0.0, 1.0, "Hej.", "Kim Ek"), (1.0, 2.0, "Nå.", "Talare 2")
                )
            },
        )
        hits = find_pages(Corpus(archive, as_of=AS_OF), words, language("sv")).hits
        return [hit.url for hit in hits]

    return search


def test_a_speaker_is_found_by_name(found):
    assert found('"Kim Ek"', basis="public_source") == ["/avsnitt/001-start/"]


def test_what_is_no_name_is_not_added(found):
    assert found("talare", basis="public_source") == []


def test_who_has_taken_consent_back_is_not_found(found):
    assert found("Ek", basis="given", scope=("namn",), withdrawn=date(2026, 5, 1)) == []
