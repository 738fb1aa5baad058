"""Everything that points to something is pointed back to; no link leads nowhere."""

import re
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from poddarkiv.archive import Archive
from poddarkiv.model import Article, Consent, Episode, Guest, Owner, Show, Topic
from poddarkiv.pages import PageFile, render_site

from .conftest import AS_OF

GUESTS = ("ada", "bo", "eva")
TOPICS = ("stod", "hopp", "arbete")


def some(names):
    return st.lists(st.sampled_from(names), unique=True, max_size=3).map(tuple)


episodes = st.lists(st.tuples(some(GUESTS), some(TOPICS)), min_size=1, max_size=5)
articles = st.lists(st.tuples(st.integers(0, 4), some(TOPICS), st.booleans()), max_size=4)


def archive_of(episode_rows, article_rows) -> Archive:
    made = tuple(
        Episode(
            slug=f"{i:03}-avsnitt",
            number=i,
            title=f"Avsnitt {i}",
            summary="Om något.",
            status="published",
            guests=tuple({"guest": guest} for guest in guests),
            topics=topics,
        )
        for i, (guests, topics) in enumerate(episode_rows)
    )
    return Archive(
        root=Path(),
        site_url="https://podd.example.org/",
        show=Show(
            title="Podden",
            description="Om stöd.",
            author="Vi",
            owner=Owner(name="Vi", email="vi@example.org"),
            image={"file": "o.png", "alt": "O"},
            categories=(),
        ),
        episodes=made,
        guests=tuple(
            Guest(slug=slug, name=slug.title(), consent=Consent(basis="given")) for slug in GUESTS
        ),
        topics=tuple(Topic(slug=slug, title=slug.title()) for slug in TOPICS),
        articles=tuple(
            Article(
                slug=f"artikel-{i}",
                title=f"Artikel {i}",
                summary="Kort.",
                author="Vi",
                written=date(2026, 1, 1),
                topics=topics,
                episodes=(made[n % len(made)].slug,) if listed else (),
                body="Text." if listed else f"[[avsnitt {n % len(made)} @ 0:05]]",
            )
            for i, (n, topics, listed) in enumerate(article_rows)
        ),
    )


def hrefs(things) -> set[str]:
    return {thing["href"] for thing in things}


@settings(max_examples=40, deadline=None)
@given(episodes, articles)
def test_links_go_both_ways(episode_rows, article_rows):
    site = {
        path: page.data()
        for path, page in render_site(archive_of(episode_rows, article_rows), as_of=AS_OF).items()
        if isinstance(page, PageFile)
    }

    for path, data in site.items():
        for target, lists in pointed_to(path, data):
            back = site[target]
            assert path in hrefs(card for name in lists for card in back[name])


def pointed_to(path, data):
    """Give each page that the one at `path` points to, and the lists there that point back."""
    if re.match(r"avsnitt/\d", path):
        rows = [("guests", "episodes"), ("topics", "episodes"), ("mentions", "episodes")]
    elif path.startswith("artiklar/a"):
        rows = [("episodes", "mentions"), ("guests", "articles"), ("topics", "articles news")]
    elif path.startswith("gaster/") and path != "gaster/":
        rows = [("episodes", "guests"), ("articles", "guests")]
    elif path.startswith("amnen/") and path != "amnen/":
        rows = [("episodes", "topics"), ("articles", "topics")]
    else:
        rows = []
    for name, lists in rows:
        for card in data[name]:
            yield card["href"], lists.split()


@settings(max_examples=20, deadline=None)
@given(episodes, articles)
def test_every_address_in_the_data_is_a_page(episode_rows, article_rows):
    site = render_site(archive_of(episode_rows, article_rows), as_of=AS_OF)

    def walk(value):
        if isinstance(value, dict):
            for key, item in value.items():
                if key == "href" and isinstance(item, str) and not item.startswith("transcript."):
                    assert item.removeprefix("./") in site
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    for page in site.values():
        if isinstance(page, PageFile):
            walk(page.data())
