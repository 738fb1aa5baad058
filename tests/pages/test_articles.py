"""What an article's page shows of its text, its sources and what it points to."""

import re
from datetime import UTC, date, datetime

import pytest

from pages.conftest import AS_OF
from poddarkiv.model import EasyRead, Glossary, Page, Term, Topic
from poddarkiv.pages import PageFile, render_site
from poddarkiv.rss import render_news
from poddarkiv.search import Corpus

PATH = "artiklar/vad-ar-stod/"


def body(data_of, make_archive, article, **changes):
    return data_of(make_archive(articles=(article,), **changes), PATH)["body_html"]


def test_a_citation_is_the_number_of_its_source_linked_both_ways(
    data_of, make_archive, make_article
):
    data = data_of(make_archive(articles=(make_article(),)), PATH)

    assert 'class="pod-cite" href="#kalla-1" id="hanvisning-1-1"' in data["body_html"]
    assert "[1]</a>" in data["body_html"]
    [source] = data["sources"]
    assert source["id"] == "kalla-1"
    assert [place["id"] for place in source["places"]] == ["hanvisning-1-1"]


def test_a_moment_leads_to_the_second_of_the_episode(data_of, make_archive, make_article):
    archive = make_archive()
    [episode] = archive.episodes
    article = make_article(body=f"Hör [[avsnitt {episode.number} @ 0:12]].")

    html = body(data_of, make_archive, article)

    assert f'<a class="pod-jump" href="../../avsnitt/{episode.slug}/#t=12">' in html


def test_the_episode_lists_the_article_and_the_moments_it_points_to(
    data_of, make_archive, make_article
):
    [episode] = make_archive().episodes
    article = make_article(body=f"[[avsnitt {episode.number} @ 0:12]] [[avsnitt 1 @ 0:03]]")

    data = data_of(make_archive(articles=(article,)), f"avsnitt/{episode.slug}/")

    [mention] = data["mentions"]
    assert mention["href"] == PATH
    assert [moment["clock"] for moment in mention["moments"]] == ["0:03", "0:12"]


def test_an_episode_that_is_not_public_is_named_without_a_link(
    data_of, make_archive, make_article, make_episode
):
    episode = make_episode(status="draft")
    article = make_article(body=f"Hör [[avsnitt {episode.number} @ 0:12]].")

    html = body(data_of, make_archive, article, episodes=(episode,))

    assert "<a" not in html
    assert episode.title in html


def test_links_between_files_become_links_between_pages(data_of, make_archive, make_article):
    article = make_article(
        body="[a](../amnen/stod.md) [b](../om.md#kontakt) [c](vad-ar-stod.lattlast.md)"
        " [d](https://example.org/x.md)"
    )

    html = body(data_of, make_archive, article)

    assert 'href="../../amnen/stod/"' in html
    assert 'href="../../om/#kontakt"' in html
    assert 'href="../../artiklar/vad-ar-stod/lattlast/"' in html
    assert 'href="https://example.org/x.md"' in html


def test_a_term_is_linked_to_the_glossary_where_it_first_stands(
    data_of, make_archive, make_article
):
    glossary = Glossary(terms=(Term(term="Återhämtning", definition="Att må bättre."),))
    article = make_article(body="## Återhämtning\n\nOm återhämtningen och återhämtning.")

    html = body(data_of, make_archive, article, glossary=glossary)

    assert html.count('href="../../ordlista/#aterhamtning"') == 1
    assert ">återhämtningen</a>" in html
    assert 'role="tooltip" id="forklaring-aterhamtning">Att må bättre.</span>' in html


def test_the_longest_term_wins_and_a_longer_word_is_another_word(
    data_of, make_archive, make_article
):
    glossary = Glossary(
        terms=(
            Term(term="peer support", definition="Stödet."),
            Term(term="peer supporter", definition="Personen."),
            Term(term="stöd", definition="Hjälp."),
        )
    )
    article = make_article(body="En peer supporter. Ett stödhjul.")

    html = body(data_of, make_archive, article, glossary=glossary)

    assert "#peer-supporter" in html
    assert '#peer-support"' not in html
    assert "#stod" not in html


def test_easy_read_and_article_lead_to_one_another_and_lines_stay_lines(
    data_of, make_archive, make_article
):
    easy = EasyRead(title="Lätt", summary="Lätt.", body="Rad ett.\\\nRad två.")
    archive = make_archive(articles=(make_article(easy_read=easy),))

    assert data_of(archive, PATH)["easy_href"] == f"{PATH}lattlast/"
    data = data_of(archive, f"{PATH}lattlast/")
    assert data["article"]["href"] == PATH
    assert "Rad ett.<br>" in data["body_html"]


def test_headings_in_the_text_have_ids_of_their_own(data_of, make_archive, make_article):
    article = make_article(body="# Först\n\n## Först\n\n## t-5\n\n## kalla-1\n")

    html = body(data_of, make_archive, article)

    assert "<h1" not in html
    assert '<h2 id="forst">' in html
    assert '<h2 id="forst-del-2">' in html
    assert 'id="t-5"' not in html
    assert 'id="kalla-1"' not in html


def test_related_articles_say_what_they_share(data_of, make_archive, make_article):
    other = make_article(slug="om-hopp", title="Om hopp", topics=("stod",))
    archive = make_archive(
        articles=(make_article(topics=("stod",)), other), topics=(Topic(slug="stod", title="Stöd"),)
    )

    [related] = data_of(archive, PATH)["related"]

    assert related["title"] == "Om hopp"
    assert related["reason"] == "Samma ämne: Stöd"


UNSEEN = {
    "a draft": {"status": "draft"},
    "withdrawn": {"status": "withdrawn"},
    "scheduled": {"written": date(2031, 5, 1)},
}


@pytest.fixture
def with_unseen(make_archive, make_article):
    """Build an archive whose page, episode and other article lead to an article that differs."""

    def build(**changes):
        easy = EasyRead(title="Hemligt lätt", summary="Lätt.", body="Lätt.")
        unseen = make_article(
            slug="hemligt", title="Hemligt", topics=("stod",), easy_read=easy, **changes
        )
        about = Page(slug="om", title="Om", body="Läs [mer här](artiklar/hemligt.md).")
        seen = make_article(topics=("stod",), body="[Lätt](hemligt.lattlast.md#del) [@k01]")
        return make_archive(
            articles=(seen, unseen),
            topics=(Topic(slug="stod", title="Stöd"),),
            pages={"om": about},
        )

    return build


@pytest.mark.parametrize("kind", UNSEEN)
def test_an_article_that_is_not_out_is_nowhere(with_unseen, kind):
    archive = with_unseen(**UNSEEN[kind])

    site = render_site(archive, as_of=AS_OF)

    assert not [path for path in site if "hemligt" in path]
    drawn = {path: page.data() for path, page in site.items() if isinstance(page, PageFile)}
    assert [path for path, data in drawn.items() if "hemligt" in str(data).lower()] == []
    assert "<span>mer här</span>" in drawn["om/"]["body_html"]
    assert b"hemligt" not in render_news(archive, as_of=AS_OF).lower()
    found = [each.url for each in Corpus(archive, as_of=AS_OF).documents()]
    assert not [path for path in found if "hemligt" in path]


@pytest.mark.parametrize("kind", ["a draft", "scheduled"])
def test_a_preview_shows_it_marked_and_search_engines_pass_it_by(with_unseen, kind):
    site = render_site(with_unseen(**UNSEEN[kind]), as_of=AS_OF, drafts=True)

    for path in ("artiklar/hemligt/", "artiklar/hemligt/lattlast/"):
        assert site[path].hidden
        assert site[path].data()["draft"]
        assert site[path].data()["hidden"]
    listed = {card["title"]: card["draft"] for card in site["artiklar/"].data()["articles"]}
    assert listed == {"Hemligt": True, "Vad är stöd?": False}
    assert 'href="../artiklar/hemligt/"' in site["om/"].data()["body_html"]


def test_a_preview_does_not_bring_back_what_is_withdrawn(with_unseen):
    site = render_site(with_unseen(status="withdrawn"), as_of=AS_OF, drafts=True)

    assert not [path for path in site if "hemligt" in path]


def test_a_scheduled_article_comes_out_on_its_day(with_unseen):
    archive = with_unseen(written=date(2031, 5, 1))

    before = render_site(archive, as_of=datetime(2031, 4, 30, 23, 59, tzinfo=UTC))
    after = render_site(archive, as_of=datetime(2031, 5, 1, tzinfo=UTC))

    assert "artiklar/hemligt/" not in before
    assert "artiklar/hemligt/" in after
    assert 'href="../artiklar/hemligt/"' in after["om/"].data()["body_html"]


def test_tables_of_one_text_are_told_apart_by_their_names(data_of, make_archive, make_article):
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"

    html = body(data_of, make_archive, make_article(body=table * 3))

    assert re.findall(r'aria-label="([^"]+)"><table>', html) == [
        "Tabell, går att rulla i sidled",
        "Tabell 2, går att rulla i sidled",
        "Tabell 3, går att rulla i sidled",
    ]
    assert html.count("</table></div>") == 3
