"""The starters in Swedish and English are the same archive, each in its own language."""

import json
import re
from datetime import date
from pathlib import PurePath

import pytest
import yaml

from commands.running import poddarkiv
from poddarkiv import i18n
from poddarkiv.commands._starter import Answers, starter_files
from poddarkiv.load import load_archive

SAYING = {"name", "description", "expose_as", "message"}
"""Keys of workflows whose values are for people; and of `echo`, and of what git writes down."""
SAID = re.compile(r"""echo "[^"]*"|-m "[^"]*"|"title\\": \\"\w+: |\\"title\\": \\"\w+""")
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(?:och|att|som|inte|ska|det|den|ett|du|med|till|finns|kan)\b")
NAMES = re.compile(r"\bröst\b")
"""A value of the format, the same in every language."""


@pytest.fixture(scope="module")
def starters():
    """Return the files of both, by language."""
    given = ("En podd", "https://podd.example.org/", date(2026, 11, 20))
    return {
        language: starter_files(Answers(*given, owner="Ada", email="a@b.se", language=language))
        for language in ("sv", "en")
    }


def readable(files):
    return {path: text.decode("utf-8") for path, text in files.items() if b"\0" not in text}


def test_they_have_the_same_files_but_for_the_handbook_which_is_in_swedish(starters):
    swedish = {path for path in starters["sv"] if not path.startswith("handbok/")}

    assert swedish == set(starters["en"])


def test_nothing_in_the_english_one_is_swedish(starters):
    left = {
        f"{path}: {line}"
        for path, text in readable(starters["en"]).items()
        for line in text.splitlines()
        if SWEDISH.search(NAMES.sub("", line))
    }

    assert left == set()


def test_nothing_in_the_swedish_one_is_english(starters):
    english = re.compile(r"\b(?:the|and|not|is|are|of|with|your|when)\b")
    comments = [
        f"{path}: {line}"
        for path, text in readable(starters["sv"]).items()
        if not path.endswith((".md", ".json"))
        for line in re.findall(r"(?m)(?:^|\s)#.*$", text)
        if english.search(line)
    ]

    assert comments == []


def without_words(data):
    """Return what a forge reads in a workflow, without what it only shows."""
    if isinstance(data, dict):
        return {k: without_words(v) for k, v in data.items() if k not in SAYING or "/" in str(v)}
    if isinstance(data, list):
        return [without_words(item) for item in data]
    return SAID.sub("", data) if isinstance(data, str) else data


def test_a_forge_reads_the_same_in_both(starters):
    paths = [p for p in starters["sv"] if re.match(r"\.(?:github|forgejo|gitlab|pre-commit)", p)]

    assert len(paths) == 8
    for path in paths:
        swedish, english = (yaml.safe_load(starters[each][path]) for each in ("sv", "en"))
        assert without_words(swedish) == without_words(english), path


def test_settings_and_snippets_are_of_the_same_kind(starters):
    for path in starters["sv"]:
        if PurePath(path).suffix in {".json", ".code-snippets"} and "schema" not in path:
            swedish, english = (json.loads(starters[each][path]) for each in ("sv", "en"))
            assert len(swedish) == len(english), path


def test_making_a_starter_leaves_the_language_in_use(starters):
    assert starters
    assert i18n.language() in {"en", "sv"}


FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title>Common Ground</title><link>https://podd.example.org/</link><description>Talk.</description>
{language}<itunes:category text="Arts"/><itunes:explicit>false</itunes:explicit>
<itunes:image href="https://podd.example.org/a.png"/>
<item><title>One</title><guid>one</guid><pubDate>Sat, 01 Mar 2025 06:00:00 +0000</pubDate>
<enclosure url="https://podd.example.org/a.mp3" type="audio/mpeg" length="9"/>
<description>First.</description></item></channel></rss>"""


def moved(tmp_path, language, *more):
    feed = tmp_path / "feed.xml"
    element = f"<language>{language}</language>" if language else ""
    feed.write_text(FEED.format(language=element), "utf-8")
    run = poddarkiv(
        "init", tmp_path / "a", "--from", feed, "--yes", *more, cwd=tmp_path, LC_ALL="sv_SE.UTF-8"
    )
    assert run.returncode == 0, run.stderr
    return tmp_path / "a", run


@pytest.mark.parametrize(
    ("language", "starter", "model"),
    [
        ("en-gb", "en", "small"),
        ("en", "en", "small"),
        ("sv-SE", "sv", "KBLab/kb-whisper-small"),
        ("", "sv", "KBLab/kb-whisper-small"),
        ("da", "en", "auto"),
    ],
)
def test_a_show_that_moves_gets_the_starter_of_its_language(language, starter, model, tmp_path):
    root, run = moved(tmp_path, language)

    show = load_archive(root).show
    about = (root / "content/om.md").read_text("utf-8")
    assert show.language == (language or "sv")
    assert ("Skriv här" in about) == (starter == "sv")
    assert show.transcription.model == model
    assert ("exempeltexter" in run.stderr) == (language == "da")


def test_where_no_starter_is_in_the_language_it_is_said(tmp_path):
    _root, run = moved(tmp_path, "de-at")

    assert (
        "flödet säger att podden är på ”de-at”: exempeltexter och meddelanden är på engelska – "
        "välj med --language sv|en"
    ) in run.stderr


def test_what_is_chosen_goes_before_the_feed(tmp_path):
    root, run = moved(tmp_path, "en", "--language", "sv")

    assert "Skriv här" in (root / "content/om.md").read_text("utf-8")
    assert "exempeltexter" not in run.stderr


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    root = tmp_path_factory.mktemp("english") / "common-ground"
    assert poddarkiv("init", root, "--language", "en", "--yes").returncode == 0
    return root


def test_an_episode_of_an_english_archive_has_english_comments(english):
    run = poddarkiv(
        "new", "--yes", "--title", "Bridges", "--summary", "Two people meet.",
        "--guest", "Ann Lee", "--consent", "given", cwd=english, LC_ALL="sv_SE.UTF-8",
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    made = [*english.glob("episodes/002-*/*"), *english.glob("content/gaster/*")]
    assert len(made) == 2
    for path in made:
        text = path.read_text("utf-8")
        assert [line for line in text.splitlines() if SWEDISH.search(NAMES.sub("", line))] == []
    assert not SWEDISH.search(run.stdout + run.stderr)


@pytest.mark.parametrize("machine", ["sv_SE.UTF-8", "de_DE.UTF-8"])
def test_an_archive_speaks_its_own_language_wherever_it_is(machine, english):
    run = poddarkiv("check", cwd=english, LC_ALL=machine)

    assert run.stderr.startswith("0 errors, ")


@pytest.mark.parametrize(
    ("machine", "said"), [("sv_SE.UTF-8", "inget arkiv här"), ("de_DE.UTF-8", "no archive here")]
)
def test_where_no_archive_is_the_machines_language_is_spoken(machine, said, tmp_path):
    assert said in poddarkiv("check", cwd=tmp_path, LC_ALL=machine).stderr
