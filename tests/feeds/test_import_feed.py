"""`poddarkiv import FEED` and `init --from FEED`: the real commands, as a person runs them."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.running import poddarkiv
from poddarkiv.load import load_archive

ENGLISH = {"LANG": "en_US.UTF-8", "LANGUAGE": "en", "LC_ALL": "en_US.UTF-8"}
SAMPLES = Path(__file__).parent / "samples"
ODD = SAMPLES / "odd.xml"
HOSTS = Path(__file__).parent / "hosts"


def start(tmp_path, feed):
    root = tmp_path / "arkiv"
    run = poddarkiv("init", root, "--from", feed, **ENGLISH)
    assert run.returncode == 0, run.stderr
    return root, run


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    return start(tmp_path_factory.mktemp("udda"), ODD)


def by_title(root):
    return {episode.title: episode for episode in load_archive(root).episodes}


def test_a_guid_stays_to_the_letter(odd):
    root, _run = odd
    episode = by_title(root)["Om hopp & tro"]
    poddarkiv("feed", "--root", root)

    assert episode.guid == "  Guid-Med  Blanksteg "
    xml = (root / "site" / "feed.xml").read_text("utf-8")
    assert '<guid isPermaLink="true">  Guid-Med  Blanksteg </guid>' in xml


def test_every_field_finds_its_place(odd):
    root, _run = odd
    episode = by_title(root)["Om hopp & tro"]

    assert episode.slug == "007-om-hopp-tro"
    assert episode.published.isoformat() == "2024-02-08T06:00:00+01:00"
    assert episode.summary == "Kort – och 'gott'."
    assert episode.explicit
    assert episode.audio == "https://podd.example/filer/a%20b.mp3"
    assert "[länk](https://podd.example/sida)" in episode.notes
    assert [(g.guest, g.role) for g in episode.guests] == [
        ("ada-berg", "guest"),
        ("bo-ek", "guest"),
    ]
    assert [(c.start, c.title, c.url) for c in episode.chapters] == [
        (0.0, "Välkommen", None),
        (150.0, "Mitt i", "https://podd.example/x"),
    ]
    assert [(b.start, b.duration, b.title) for b in episode.soundbites] == [(12.5, 30, "Bit")]
    audio = load_archive(root).locks[episode.slug].audio
    assert (audio.bytes, audio.duration, audio.source) == (1000, 3723.0, "feed")


def test_oddities_are_brought_and_told(odd):
    root, run = odd
    episodes = by_title(root)

    assert episodes["Samma guid"].guid == "dubbel"
    assert episodes["Samma guid igen"].guid == "https://podd.example/3.mp3"
    assert episodes["Utan guid"].guid == "https://podd.example/4.mp3"
    assert [c.title for c in episodes["Samma guid"].chapters] == ["Hej", "Mitten", "Slut"]
    assert episodes["2024: bara en sida"].audio is None
    assert episodes["Samma guid"].published == datetime(2024, 2, 1, 6, tzinfo=UTC)
    for told in (
        "varning: titeln innehåller HTML",
        "har ingen tidszon: läst som UTC",
        "två avsnitt har samma guid, dubbel: här får det guid https://podd.example/3.mp3",
        "guid saknas: här får det guid https://podd.example/4.mp3",
        "inspelningen har 0 byte: det blir bara en sida",
        "007-om-hopp-tro: ingen plats för notes, podcast:person, itunes:keywords",
    ):
        assert told in run.stderr


def test_what_has_no_place_is_kept(odd):
    root, _run = odd
    kept = json.loads((root / "episodes" / "imported.json").read_text("utf-8"))

    [first, *_others] = kept["items"].values()
    assert "<itunes:keywords>ett, två</itunes:keywords>" in first["rest"]
    assert any("spion.example" in row for row in first["rest"])
    assert any('role="bogus"' in row for row in first["rest"])
    assert '<itunes:category text="Government &amp; Organizations"/>' in kept["show"]


def test_guests_rest_on_the_public_source_and_nobody_has_asked(odd):
    root, run = odd
    checked = poddarkiv("check", "--root", root, **ENGLISH)

    text = (root / "content" / "gaster" / "ada-berg.md").read_text("utf-8")
    assert text.split("\n")[1:5] == [
        "name: Ada Berg",
        "consent:",
        "  basis: public_source",
        '  source: "https://ada.example/"',
    ]
    assert checked.stdout.count("and nobody has asked") == 2
    assert run.stderr.count("Ingen har frågat personen") == 2


def test_the_site_builds_before_a_recording_is_here(odd):
    root, _run = odd
    built = poddarkiv("build", "--root", root, **ENGLISH)

    assert built.returncode == 0, built.stderr
    assert (root / "site" / "avsnitt" / "007-om-hopp-tro" / "index.html").is_file()
    assert (root / "site" / "avsnitt" / "bara-en-sida" / "index.html").is_file()


def test_a_second_import_brings_only_what_is_new(tmp_path):
    feed = tmp_path / "feed.xml"
    whole = ODD.read_text("utf-8")
    head, _first, *rest = whole.split("    <item>")
    feed.write_text("    <item>".join([head, *rest]), "utf-8")
    root, _run = start(tmp_path, feed)
    edited = root / "episodes" / "006-samma-guid" / "episode.yml"
    edited.write_text(edited.read_text("utf-8") + "# vår egen rad\n", "utf-8")
    before = snapshot(root)
    feed.write_text(whole.replace("Samma guid igen", "Nytt namn"), "utf-8")

    dry = poddarkiv("import", feed, "--root", root, "--dry-run", **ENGLISH)
    assert snapshot(root) == before
    again = poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert dry.stdout == again.stdout == "episodes/007-om-hopp-tro: Om hopp & tro\n"
    assert "title has changed at the source: Nytt namn" in again.stderr
    assert "1 new episode" in again.stderr
    after = snapshot(root)
    state = root / "episodes" / "imported.json"
    assert {path for path in before if after[path] != before[path]} == {state}
    assert {path.parent.name for path in set(after) - set(before)} == {"007-om-hopp-tro", "gaster"}


def test_a_third_import_writes_nothing(odd):
    root, _run = odd
    before = snapshot(root / "episodes")

    run = poddarkiv("import", ODD, "--root", root, **ENGLISH)

    assert run.returncode == 0
    assert run.stdout == ""
    assert "0 new episodes" in run.stderr
    assert snapshot(root / "episodes") == before


def test_a_value_that_the_model_does_not_take_is_kept_at_the_next_import_too(tmp_path):
    feed = tmp_path / "feed.xml"
    funding = '<podcast:funding url="https:///ingen">Ge</podcast:funding>'
    feed.write_text(ODD.read_text("utf-8").replace("</item>", f"{funding}</item>", 1), "utf-8")
    root, _run = start(tmp_path, feed)
    state = root / "episodes" / "imported.json"
    before = state.read_bytes()

    poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert b"https:///ingen" in before
    assert state.read_bytes() == before


def test_an_episode_that_was_removed_here_stays_away(tmp_path):
    root, _run = start(tmp_path, ODD)
    shutil.rmtree(root / "episodes" / "006-samma-guid")

    run = poddarkiv("import", ODD, "--root", root, **ENGLISH)

    assert "006-samma-guid: is gone here, and is not brought again" in run.stderr
    assert not (root / "episodes" / "006-samma-guid").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><channel>&c;</channel></rss>',
            "egna entiteter",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "/etc/passwd">]><rss><channel>&a;</channel></rss>',
            "egna entiteter",
        ),
        ("<html><body/></html>", "inget RSS-flöde"),
        ("<rss><channel><title>a", "inget flöde"),
        ("<rss><channel/></rss>", "flödet är tomt"),
    ],
)
def test_a_feed_that_is_none_is_refused_in_one_line(content, told, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(content, "utf-8")

    run = poddarkiv("init", tmp_path / "arkiv", "--from", feed, **ENGLISH)

    assert run.returncode == 1
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "arkiv").exists()


def test_a_transcript_without_its_episode_is_misuse(tmp_path):
    root, _run = start(tmp_path, ODD)
    text = tmp_path / "a.vtt"
    text.write_text("WEBVTT\n", "utf-8")

    run = poddarkiv("import", text, "--root", root, **ENGLISH)

    assert run.returncode == 2
    assert "write --episode and its number" in run.stderr


def test_a_folder_keeps_what_only_looks_like_the_shows_name(tmp_path):
    feed = tmp_path / "feed.xml"
    items = "<item><title>Two</title></item><item><title>T: Three</title></item>"
    feed.write_text(f"<rss><channel><title>T</title>{items}</channel></rss>", "utf-8")

    root, _run = start(tmp_path, feed)

    folders = {path.name for path in (root / "episodes").iterdir() if path.is_dir()}
    assert folders == {"two", "three"}


def _five(tmp_path):
    namespaces = (
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    )
    items = "".join(
        f"<item><guid>{n}</guid><title>Samtal {n}</title><itunes:author>T</itunes:author>"
        f"<pubDate>Thu, 08 Feb 2024 0{n}:00:00 +0100</pubDate>"
        "<description>&lt;p&gt;Ada berättar om sin vardag med andra.&lt;/p&gt;"
        "&lt;ul&gt;&lt;li&gt;Länkar&lt;/li&gt;&lt;/ul&gt;</description>"
        f'<enclosure url="https://podd.example/{n}.mp3" length="1000" type="audio/mpeg"/>'
        "<podcast:person>Ada Berg</podcast:person></item>"
        for n in range(1, 6)
    )
    channel = f"<channel><title>T</title><language>sv</language>{items}</channel>"
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss {namespaces}>{channel}</rss>", "utf-8")
    root = tmp_path / "arkiv"
    return root, poddarkiv("init", root, "--from", feed, PODDARKIV_LANG="sv")


def test_what_a_host_says_of_every_episode_is_told_once(tmp_path):
    root, run = _five(tmp_path)
    checked = poddarkiv("check", "--root", root)

    assert run.stderr.count("itunes:author") == 1
    assert "5 avsnitt: ingen plats för itunes:author" in run.stderr
    assert (
        "Ada Berg talar i samtal-1, samtal-2, samtal-3, 2 avsnitt till, och ingen har frågat om lov"
    ) in checked.stdout
    assert "fråga gästerna, och skriv i content/gaster vad de har sagt ja till" in run.stdout


def test_a_summary_is_the_first_sentences_and_the_notes_are_all_of_it(tmp_path):
    root, _run = _five(tmp_path)

    episode = by_title(root)["Samtal 1"]
    assert episode.summary == "Ada berättar om sin vardag med andra."
    assert episode.notes == "Ada berättar om sin vardag med andra.\n\n- Länkar"


def test_a_host_that_measures_nothing_has_recordings_all_the_same(tmp_path):
    root, run = start(tmp_path, HOSTS / "megaphone.xml")
    checked = poddarkiv("check", "--root", root, "--against", HOSTS / "megaphone.xml", **ENGLISH)

    audio = by_title(root)["What it was like (part 2)"].audio
    assert audio.endswith("EXE1412515089.mp3?updated=1716928000")
    assert run.stderr.count("flödet säger inte hur stor inspelningen är") == 2
    assert "published feed" not in checked.stdout


def test_a_contributor_is_what_the_show_says_of_them(tmp_path):
    root, _run = start(tmp_path, HOSTS / "podlove.xml")

    episodes = by_title(root)
    assert [(g.guest, g.role) for g in episodes["RS002 Röret & rösten"].guests] == [
        ("ola-exempelsson", "guest")
    ]
    assert [person.name for person in load_archive(root).show.persons] == ["Tove Exempelsson"]


def test_a_role_in_a_group_that_has_none_such_is_kept_as_it_was(tmp_path):
    root, _run = start(tmp_path, HOSTS / "castopod.xml")

    kept = json.loads((root / "episodes" / "imported.json").read_text("utf-8"))
    said = '<podcast:person role="editor" group="audio post-production">Bo Exempelsson'
    assert any(row.startswith(said) for row in kept["show"])


def test_an_episode_without_a_title_is_told_with_one(tmp_path):
    _root, run = start(tmp_path, HOSTS / "handmade.xml")

    assert "episodes/avsnitt-utan-titel: Avsnitt utan titel" in run.stdout


def test_a_feed_made_by_hand_is_read_as_it_was_meant(tmp_path):
    root, _run = start(tmp_path, HOSTS / "handmade.xml")

    episodes = by_title(root)
    two, one = episodes["Räka två"], episodes["Räka ett"]
    assert two.audio == "https://gammal.example/filer/r%C3%A4ka%20tv%C3%A5.mp3"
    assert two.published.isoformat() == "2024-05-05T06:00:00-04:00"
    assert (one.guid, one.permalink) == ("https://gammal.example/raka1.html", True)
    assert load_archive(root).locks["raka-tva"].audio.duration == 3661.0


def without_first(tmp_path):
    """Return an archive of the feed without its newest item, and the whole feed."""
    feed = tmp_path / "feed.xml"
    head, _first, *rest = ODD.read_text("utf-8").split("    <item>")
    feed.write_text("    <item>".join([head, *rest]), "utf-8")
    root, _run = start(tmp_path, feed)
    feed.write_text(ODD.read_text("utf-8"), "utf-8")
    return root, feed


def test_what_a_person_wrote_stays_in_every_file(tmp_path):
    root, feed = without_first(tmp_path)
    guest = root / "content" / "gaster" / "ada-berg.md"
    guest.parent.mkdir(exist_ok=True)
    guest.write_text("---\nname: Ada Berg\nconsent: {basis: given}\n---\nHon själv.\n", "utf-8")
    (root / "episodes" / "006-samma-guid" / "transcript.vtt").write_text("WEBVTT\n", "utf-8")
    state = root / "episodes" / "imported.json"
    for path in root.rglob("*"):
        if path.suffix in {".yml", ".md"}:
            path.write_text(path.read_text("utf-8") + "\n# vår egen rad\n", "utf-8")
    before = snapshot(root)

    run = poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert run.returncode == 0, run.stderr
    after = snapshot(root)
    assert {path for path in before if after[path] != before[path]} == {state}
    assert {path.name for path in set(after) - set(before)} == {
        *("episode.yml", "episode.lock.yml", "bo-ek.md")
    }


def test_a_guest_whose_file_cannot_be_read_keeps_it(tmp_path):
    root, feed = without_first(tmp_path)
    guest = root / "content" / "gaster" / "ada-berg.md"
    guest.parent.mkdir(exist_ok=True)
    guest.write_text("---\nname: [Ada\n---\nMitt i en ändring.\n", "utf-8")

    run = poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert run.returncode == 0, run.stderr
    assert "Mitt i en ändring." in guest.read_text("utf-8")
    text = (root / "episodes" / "007-om-hopp-tro" / "episode.yml").read_text("utf-8")
    assert "{guest: ada-berg, role: guest}" in text


def test_an_episode_that_cannot_be_read_may_be_one_of_the_feeds(tmp_path):
    root, feed = without_first(tmp_path)
    episode = root / "episodes" / "006-samma-guid" / "episode.yml"
    episode.write_text("title: [mitt i en ändring\n", "utf-8")
    before = snapshot(root)

    run = poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert run.returncode == 1
    assert "episodes/006-samma-guid/episode.yml:" in run.stderr
    assert snapshot(root) == before


def _odd_items(tmp_path, *items):
    """Return what `init --from` wrote and said of a feed with those items, by title."""
    namespaces = (
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    )
    rows = "".join(f"<item><guid>{n}</guid>{item}</item>" for n, item in enumerate(items))
    channel = f"<title>T</title><language>en</language><itunes:type>x</itunes:type>{rows}"
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss {namespaces}><channel>{channel}</channel></rss>", "utf-8")
    root, run = start(tmp_path, feed)
    kept = json.loads((root / "episodes" / "imported.json").read_text("utf-8"))
    return root, run, kept


def test_what_a_field_does_not_take_is_kept_and_told(tmp_path):
    _root, run, kept = _odd_items(
        tmp_path,
        "<title>A</title><itunes:episode>12</itunes:episode><podcast:episode>12.5</podcast:episode>"
        "<itunes:season>3</itunes:season><podcast:season>4</podcast:season>"
        "<description>Ett.</description><description>Två.</description>",
        "<title>B</title><itunes:duration>PT1H2M</itunes:duration><pubDate>i går</pubDate>"
        "<itunes:explicit>kanske</itunes:explicit><itunes:episodeType>special</itunes:episodeType>"
        '<enclosure url="https://podd.example/b.mp3" length="9" type="audio/mpeg"/>',
        '<title>C</title><enclosure url="ftp://podd.example/c.mp3" length="9" type="audio/mpeg"/>',
    )

    assert "itunes:type: x" in kept["show"]
    assert kept["items"]["0"]["rest"] == [
        "<podcast:episode>12.5</podcast:episode>",
        "<podcast:season>4</podcast:season>",
        "<description>Två.</description>",
    ]
    assert kept["items"]["1"]["rest"] == [
        "itunes:duration: PT1H2M",
        "pubDate: i går",
        "itunes:episodeType: special",
        "itunes:explicit: kanske",
    ]
    assert kept["items"]["2"]["rest"] == [
        '<enclosure url="ftp://podd.example/c.mp3" length="9" type="audio/mpeg"/>'
    ]
    assert "c: no place for enclosure" in run.stderr.replace("ingen plats för", "no place for")


def test_an_address_that_no_app_fetches_is_no_loss(tmp_path):
    root, _run, _kept = _odd_items(
        tmp_path,
        '<title>A</title><enclosure url="ftp://podd.example/a.mp3" length="9" type="audio/mpeg"/>',
    )

    checked = poddarkiv("check", "--root", root, "--against", tmp_path / "feed.xml", **ENGLISH)

    assert "published feed" not in checked.stdout
    assert checked.returncode == 0


def test_a_size_that_nobody_tells_is_no_size(tmp_path):
    _root, run, _kept = _odd_items(
        tmp_path, '<title>A</title><enclosure url="https://podd.example/a.mp3" type="audio/mpeg"/>'
    )

    assert "MB" not in run.stderr
    assert "1 inspelning ligger kvar hos värden. Är den er?" in run.stderr


def test_only_what_the_source_has_changed_is_told_as_changed(tmp_path):
    root, _run = _five(tmp_path)
    feed = tmp_path / "feed.xml"
    new = "<item><guid>6</guid><title>Samtal 6</title><podcast:person>Bo Ek</podcast:person></item>"
    maker = "<podcast:person>Ada Berg</podcast:person>"
    text = feed.read_text("utf-8").replace("<item>", f"{maker}{new}<item>", 1)
    feed.write_text(text, "utf-8")

    run = poddarkiv("import", feed, "--root", root, **ENGLISH)

    assert "1 nytt avsnitt" in run.stderr
    assert "har ändrats" not in run.stderr
    give = '<podcast:funding url="https://podd.example/ge">Ge</podcast:funding><item>'
    feed.write_text(text.replace("<item>", give, 1), "utf-8")
    poddarkiv("import", feed, "--root", root)
    feed.write_text(text.replace("<item>", give.replace("/ge", "/gava"), 1), "utf-8")
    changed = poddarkiv("import", feed, "--root", root)
    said = 'episodes/show.yml: funding: i flödet står ”[{url: "https://podd.example/gava"'
    assert said in changed.stderr


def test_what_the_feed_says_of_a_show_that_is_here_is_told_and_kept(tmp_path):
    root, _run = _five(tmp_path)
    feed = tmp_path / "other.xml"
    said = (
        "<description>En annan beskrivning.</description><copyright>© Vi</copyright>"
        '<podcast:funding url="https://podd.example/ge">Ge</podcast:funding>'
        '<podcast:location geo="geo:59,18">Stockholm</podcast:location>'
    )
    text = (tmp_path / "feed.xml").read_text("utf-8").replace("<item>", f"{said}<item>", 1)
    feed.write_text(text, "utf-8")
    state = root / "episodes" / "imported.json"
    state.unlink()
    before = (root / "episodes" / "show.yml").read_bytes()

    run = poddarkiv("import", feed, "--root", root)

    told = [line.split(": ")[1] for line in run.stderr.splitlines() if "show.yml: " in line]
    assert told == ["copyright", "description", "funding", "locations"]
    kept = json.loads(state.read_text("utf-8"))["show_says"]
    assert kept["description"] == "En annan beskrivning."
    assert kept["funding"] == [{"url": "https://podd.example/ge", "text": "Ge"}]
    assert (root / "episodes" / "show.yml").read_bytes() == before
