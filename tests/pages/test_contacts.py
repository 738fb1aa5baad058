"""Whom pages tell people in need to turn to."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from poddarkiv.model import Contacts
from poddarkiv.pages.contacts import list_contacts
from sample import ROOT

SAMPLE = Contacts.model_validate(
    yaml.safe_load((ROOT / "content/kontakter.yml").read_text("utf-8"))
)


def shown(archive, listed):
    found = list_contacts(replace(archive, contacts=listed))
    return [(c["phone"], c["url"]) for c in (*found["urgent"], *found["other"])], found["status"]


def test_until_somebody_has_checked_only_public_numbers_are_shown(make_archive):
    assert SAMPLE.checked is None

    assert shown(make_archive(), SAMPLE) == (
        [("112", "https://www.sosalarm.se/"), ("1177", "https://www.1177.se/")],
        "",
    )


def test_what_an_unchecked_archive_writes_of_the_public_numbers_is_not_shown(make_archive):
    wrong = {"name": "112", "for": "emergency", "phone": "113", "url": "https://example.org/"}

    found, _status = shown(make_archive(), Contacts.model_validate({"contacts": [wrong]}))

    assert found == [("112", "https://www.sosalarm.se/"), ("1177", "https://www.1177.se/")]


def test_an_archive_without_contacts_shows_none(make_archive):
    assert shown(make_archive(), Contacts()) == ([], "")


@pytest.mark.parametrize("language", ["nb", "sv-FI", "en"])
def test_elsewhere_only_what_an_emergency_needs_and_leads_somewhere(make_archive, language):
    archive = make_archive()
    archive = replace(archive, show=archive.show.model_copy(update={"language": language}))
    listed = [
        {"name": "Nød", "for": "emergency", "phone": "113", "url": "https://example.org/113"},
        {"name": "Nød", "for": "emergency", "phone": "110"},
        {"name": "Kris", "for": "crisis", "phone": "116 123", "url": "https://example.org/116"},
    ]

    found, status = shown(archive, Contacts.model_validate({"contacts": listed}))

    assert (found, status) == ([("113", "https://example.org/113")], "")


def test_checked_contacts_are_all_shown_with_the_day(make_archive):
    found, status = shown(make_archive(), SAMPLE.model_copy(update={"checked": date(2026, 11, 20)}))

    assert len(found) == len(SAMPLE.contacts)
    assert status == "Numren kontrollerades 20 november 2026."


def test_a_day_that_an_earlier_init_wrote_is_nobodys(make_archive):
    claimed = {"checked": date(2026, 11, 20), "checked_by": "Poddarkiv"}

    found, status = shown(make_archive(), SAMPLE.model_copy(update=claimed))

    assert ([phone for phone, _url in found], status) == (["112", "1177"], "")
