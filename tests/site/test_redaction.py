"""The last look through a site: what names somebody who is to be left out goes, the rest stays."""

import gzip
import zipfile

import cbor2
import feedparser
import pytest

from opened import where
from poddarkiv.consent import Names
from poddarkiv.site.assets import PACKAGE
from poddarkiv.site.redaction import redact_site

KIM = Names(["Kim Exempelsson"])
URL = "https://podd.example.org/"
ITEM = """<item><guid>{guid}</guid><title>{title}</title>
<podcast:person role="host">Kim Exempelsson</podcast:person>
<enclosure url="https://podd.example.org/media/{guid}.mp3" length="1" type="audio/mpeg"/></item>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>Podd</title><!-- om -->
<podcast:person role="host">Kim Exempelsson</podcast:person>{items}</channel></rss>"""


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>"


@pytest.fixture
def site(tmp_path):
    """Return a site of files of every kind, half of which hold the name."""
    items = ITEM.format(guid="ett", title="Ett") + ITEM.format(guid="tva", title="Kim Exempelsson")
    texts = {
        "index.html": page('<img src="media/omslag.png"> <a href="media/ett.mp3">Ett</a>'),
        "a/index.html": page('<p>Kim</p> <p>Exempelsson</p> <img src="../media/kim.png">'),
        "b/index.html": page("K<em>im</em> Exempels<b>son</b>"),
        "c/index.html": page("Kim Exempelssonsdotter och Kim."),
        "kim-exempelsson/index.html": page("x"),
        "feed.xml": FEED.format(items=items),
        "sitemap.xml": f"<urlset><url><loc>{URL}a/</loc></url>"
        f"<url><loc>{URL}kim-exempelsson/</loc></url></urlset>",
        "a.json": '{"a": "Kim Exempelsson"}',
        "b.json": '{"a": "Kim"}',
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "pagefind").mkdir()
    for name, data in {
        "a.pf_fragment": b'pagefind_dcd{"content": "Kim Exempelsson"}',
        "b.pf_fragment": b'pagefind_dcd{"content": "Kim"}',
        "a.pf_filter": b"pagefind_dcd" + cbor2.dumps(["amne", [["Kim Exempelsson", [1]]]]),
        "b.pf_filter": b"pagefind_dcd" + cbor2.dumps(["amne", [["Kim", [1]], ["Ek", [2]]]]),
    }.items():
        (tmp_path / "pagefind" / name).write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("document.xml", "<w>Kim</w> <w>Exempelsson</w>")
    (tmp_path / "media").mkdir()
    for name in ("omslag.png", "kim.png", "ett.mp3", "tva.mp3"):
        (tmp_path / "media" / name).write_bytes(b"\xff\xd8")
    (tmp_path / "media/tags.mp3").write_bytes(
        b"ID3\x04\x00\x01" + "Kim Exempelsson".encode("utf-16")
    )
    return tmp_path


def test_the_name_is_nowhere_and_the_rest_is_as_it_was(site):
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}

    changed = redact_site(site, KIM, site_url=URL)

    assert where(site, "Kim Exempelsson") == ["c/index.html"]
    after = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert sorted(changed) == sorted(
        path.relative_to(site).as_posix() for path in before if after.get(path) != before[path]
    )
    gone = {path.relative_to(site).as_posix() for path in before.keys() - after.keys()}
    assert gone == {
        *("a.json", "a.docx", "kim-exempelsson/index.html", "media/kim.png", "media/tags.mp3"),
        *("media/tva.mp3", "pagefind/a.pf_filter", "pagefind/a.pf_fragment"),
    }
    assert not (site / "kim-exempelsson").exists()


def test_a_page_answers_with_a_neutral_line_that_search_engines_pass_by(site):
    redact_site(site, KIM, site_url=URL)

    text = (site / "a/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in text
    assert "This text is not shown any longer." in text
    assert 'href="../"' in text


def test_a_feed_keeps_the_episodes_that_only_credit_who_makes_the_show(site):
    redact_site(site, KIM, site_url=URL)

    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert [entry.id for entry in feed.entries] == ["ett"]
    assert (site / "sitemap.xml").read_text("utf-8").count("<loc>") == 1


def test_where_nobody_is_left_out_no_file_is_opened(site, monkeypatch):
    monkeypatch.setattr("poddarkiv.site.redaction.read_texts", lambda path: 1 / 0)

    assert redact_site(site, Names([])) == []


def test_a_name_in_the_sites_own_address_is_not_on_every_page(tmp_path):
    (tmp_path / "index.html").write_text(page('<a href="https://kimexempelsson.example/">x</a>'))

    assert redact_site(tmp_path, KIM, site_url="https://kimexempelsson.example/") == []
    assert redact_site(tmp_path, KIM) == ["index.html"]


def test_programs_and_sounds_stay_where_somebody_is_called_as_a_word_of_theirs(tmp_path):
    program = "assets/pod/js/search-core.js"
    (tmp_path / program).parent.mkdir(parents=True)
    (tmp_path / program).write_bytes((PACKAGE / "assets/js/search-core.js").read_bytes())
    (tmp_path / "pagefind").mkdir()
    (tmp_path / "pagefind/pagefind.js").write_text("new Set()")
    (tmp_path / "sound.mp3").write_bytes(b"\xff\xfb\x0cSet\x04\xff\x13")
    (tmp_path / "own.js").write_text("// Set sa det")

    assert redact_site(tmp_path, Names(["Set"])) == ["own.js"]


def test_the_search_forgets_the_words_of_the_name_where_all_stand_in_its_list(tmp_path):
    words = tmp_path / "pagefind/words.json"
    words.parent.mkdir()
    words.write_text('["stöd","kim","exempelsson","bok"]', "utf-8")

    assert redact_site(tmp_path, Names(["Eva Exempelsson"])) == []
    assert redact_site(tmp_path, KIM) == ["pagefind/words.json"]
    assert words.read_text("utf-8") == '["stöd","bok"]'
