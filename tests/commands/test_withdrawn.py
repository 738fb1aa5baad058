"""Who has taken consent back is in nothing that is published, whatever else is wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest
from mutagen.id3 import ID3

from consent.withdrawing import AS_OF, FOUND, KIM, archive, packed, withdraw, write
from opened import where
from poddarkiv.commands._preview import draw_pages
from running import in_english, poddarkiv
from sounds import write_tone


def build(root: Path, *words: str, code: int = 0) -> str:
    """Build as a person does; return what was printed."""
    done = poddarkiv(root, "build", "--as-of", AS_OF, *words)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the archive, built while the consent held."""
    root = in_english(archive(tmp_path_factory.mktemp("hel")))
    build(root, "--with-media")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return the archive, built when the consent was taken back, and what was printed."""
    root = in_english(archive(tmp_path_factory.mktemp("utan")))
    withdraw(root)
    return root, build(root, "--with-media")


def test_all_of_it_was_there_before(whole):
    site = whole / "site"

    for text in ("Kim Exempelsson", "pelargon"):
        assert len(where(site, text)) >= 5
    assert (site / "media/003-odling.mp3").is_file()
    assert (site / "media/kim.png").is_file()
    assert (site / "bilder/kim-exempelsson.txt").is_file()


def test_nothing_of_the_person_is_in_any_byte(built):
    root, _said = built

    assert where(root / "site", *FOUND) == []


def test_the_build_tells_each_line_and_goes_on(built):
    _root, said = built

    for place in (
        "episodes/003-odling/episode.yml:3: title",
        "episodes/003-odling/episode.yml:8: notes",
        "episodes/003-odling/episode.yml:14: guests.0.guest",
        "episodes/003-odling/transcript.vtt:4",
        "episodes/003-odling/transcript.vtt:7",
        "episodes/001-start/transcript.vtt:7",
        "content/artiklar/om-odling.md:9",
        "content/artiklar/latt.lattlast.md:6",
        "content/mapp/sida.md:3",
        "content/ordlista.yml:4: terms.0.definition",
        "episodes/show.yml:3: description",
        "mkdocs.yml:",
        "overrides/krukor.txt:1",
    ):
        assert f"{place}" in said, place
    assert "Kim Exempelsson has taken back the consent" in said


def test_the_episode_with_the_person_answers_without_sound(built):
    root, _said = built
    page = (root / "site/avsnitt/003-odling/index.html").read_text("utf-8")

    assert "<audio" not in page
    assert "podcasts.apple.com/se/podcast/id1?i=3" not in page
    assert "This text is not shown any longer." in page
    assert "Och jorden luktar gott." in page
    assert "a guest" in page


def test_an_episode_that_only_names_the_person_keeps_its_guid_and_sound(built):
    root, _said = built
    feed = feedparser.parse((root / "site/feed.xml").read_bytes())

    [item] = feed.entries
    assert item.id == "0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c01"
    assert item.enclosures[0].href.endswith("001-start.mp3")
    assert item.summary.startswith("This text is not shown any longer.")


def test_what_others_said_is_still_there(built):
    root, _said = built
    folder = root / "site/avsnitt/003-odling"

    assert "<v Ada Berg>Och jorden luktar gott." in (folder / "transcript.vtt").read_text("utf-8")
    cues = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    assert [(cue["speaker"], cue["body"]) for cue in cues] == [
        ("Ada Berg", "This text is not shown any longer."),
        ("a guest", "What was said here is not shown any longer."),
        ("Ada Berg", "Och jorden luktar gott."),
    ]


def test_an_article_that_names_the_person_answers_neutrally(built):
    root, _said = built
    page = (root / "site/artiklar/om-odling/index.html").read_text("utf-8")

    assert '<meta name="robots" content="noindex' in page
    assert "This text is not shown any longer." in page
    assert "Om odling" in page
    assert "om-odling" not in (root / "site/sitemap.xml").read_text("utf-8")
    assert "om-odling" not in (root / "site/nytt.xml").read_text("utf-8")
    assert "om-odling" not in (root / "site/artiklar/index.html").read_text("utf-8")


def test_a_consent_that_has_run_out_is_the_same(tmp_path):
    root = archive(tmp_path)
    withdraw(root, "until: 2026-05-31")
    build(root, "--with-media")

    assert where(root / "site", *FOUND) == []


def test_drafts_hold_no_more(tmp_path):
    root = archive(tmp_path)
    withdraw(root)
    path = root / "episodes/003-odling/episode.yml"
    path.write_text(path.read_text("utf-8").replace("status: published", "status: draft"), "utf-8")
    build(root, "--drafts", "--into", str(root / ".poddarkiv/preview-drafts"))

    assert where(root / ".poddarkiv/preview-drafts", *FOUND) == []


def test_check_says_it_with_exit_code_1(built):
    root, _said = built
    done = poddarkiv(root, "check", "--as-of", AS_OF)

    assert done.returncode == 1
    assert "content/artiklar/med-kim-exempelsson.md:" in done.stdout
    assert KIM not in done.stdout


def test_the_feed_alone_and_the_search_are_the_same(tmp_path):
    root = archive(tmp_path)
    withdraw(root)

    done = poddarkiv(root, "feed", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert where(root / "site", *FOUND) == []
    for words in ("Exempelsson", "pelargonior"):
        found = poddarkiv(root, "search", words, "--as-of", AS_OF)
        assert (found.returncode, found.stdout) == (1, "")


BROKEN = {
    "another file is broken": ("episodes/002-mitt/episode.yml", "title: [\n"),
    "the show is broken": ("episodes/show.yml", "language: en\ntitle: [\n"),
    "the settings are broken": ("mkdocs.yml", "site_url: [\n"),
    "the guest's own file is broken": (
        KIM,
        "---\nname: Kim Exempelsson\nconsent: {basis: ja, withdrawn: 2026-05-20}\nx: [\n---\n",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_else_is_wrong_does_not_keep_the_person_on_the_site(whole, tmp_path, name):
    root = Path(shutil.copytree(whole, tmp_path / "arkiv"))
    # The index is made of words; a result is a text.
    (root / "site/pagefind/fragment").mkdir(exist_ok=True)
    (root / "site/pagefind/fragment/x.pf_fragment").write_bytes(packed("Kim Exempelsson odlar."))
    withdraw(root)
    file, text = BROKEN[name]
    write(root, {file: text})

    said = build(root, "--with-media", code=1)

    assert where(root / "site", "Kim Exempelsson", "kim.png", "003-odling.mp3") == []
    assert [line for line in said.splitlines() if "Left out, for" in line]
    page = (root / "site/gaster/index.html").read_text("utf-8")
    assert re.search(r'<meta name="robots" content="noindex">', page)
    assert not feedparser.parse((root / "site/feed.xml").read_bytes()).bozo
    assert (root / "site/avsnitt/001-start/index.html").is_file()


def test_the_feed_alone_does_not_keep_the_person_either(whole, tmp_path):
    root = Path(shutil.copytree(whole, tmp_path / "arkiv"))
    withdraw(root)
    write(root, {"episodes/002-mitt/episode.yml": "title: [\n"})

    assert poddarkiv(root, "feed", "--as-of", AS_OF).returncode == 1
    assert where(root / "site", "Kim Exempelsson") == []


def mkdocs(root: Path) -> subprocess.CompletedProcess[str]:
    """Build as those do who know MkDocs."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def test_mkdocs_alone_leaves_the_person_out_too(tmp_path):
    root = archive(tmp_path)
    withdraw(root)
    done = mkdocs(root)

    assert done.returncode == 0, done.stderr
    assert where(root / "site", *FOUND) == []


def test_mkdocs_alone_does_not_keep_the_person_where_it_fails(whole, tmp_path):
    root = Path(shutil.copytree(whole, tmp_path / "arkiv"))
    withdraw(root)
    write(root, {"episodes/002-mitt/episode.yml": "title: [\n"})

    assert mkdocs(root).returncode == 1
    assert (root / "site/index.html").is_file()
    assert where(root / "site", "Kim Exempelsson") == []


def test_a_recordings_own_tags_say_no_more_than_the_site(tmp_path):
    root = in_english(archive(tmp_path))
    withdraw(root)
    for name in ("001-start.mp3", "003-odling.mp3"):
        write_tone(root / "media" / name, seconds=2)

    done = poddarkiv(root, "tag")

    assert done.returncode == 0, done.stderr
    for name in ("001-start.mp3", "003-odling.mp3"):
        texts = [str(frame) for frame in ID3(root / "media" / name).values()]
        assert any("This text is not shown any longer." in text for text in texts), name
        assert not any("Exempelsson" in text or "pelargon" in text for text in texts), name


def test_the_preview_of_one_page_is_the_same(whole, tmp_path):
    root = Path(shutil.copytree(whole, tmp_path / "arkiv"))
    withdraw(root)
    page = "avsnitt/003-odling/"

    assert draw_pages(root, root / "site", frozenset({page}), drafts=False)

    assert where(root / "site" / page, "Exempelsson", "pelargon") == []
