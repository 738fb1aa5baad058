"""Names in addresses."""

from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.slugs import closest, is_slug, slugify


@given(st.text())
def test_a_slug_is_empty_or_fits_an_address(text):
    slug = slugify(text)

    assert slug == "" or is_slug(slug)


@given(st.text())
def test_a_slug_stays_the_same_when_made_again(text):
    assert slugify(slugify(text)) == slugify(text)


def test_swedish_letters_lose_their_dots():
    assert slugify("Återhämtning på svenska – ÖVER allt") == "aterhamtning-pa-svenska-over-allt"


def test_the_nearest_name_is_suggested():
    assert closest("sofia-ekmann", ["sofia-ekman", "sonny-wahlstedt"]) == "sofia-ekman"
    assert closest("qqq", ["sofia-ekman"]) is None
