"""What an episode's page shows."""

import json
import re
from datetime import date

import pytest

from poddarkiv.model import ContentNote, Guest, Identity, Lock, Topic, TranscriptStatus
from poddarkiv.pages import PageFile, StaticFile, render_site
from poddarkiv.pages.transcript import fragment_at, render_transcript

from .conftest import AS_OF


def page_of(data_of, archive, **options):
    [episode] = archive.episodes
    return data_of(archive, f"avsnitt/{episode.slug}/", **options)


def test_a_paragraph_has_a_time_that_seeks_and_sentences_with_times(make_transcript):
    transcript = make_transcript((65.2, 67.0, "Hej {{ du }}.", "Ada <b>"))

    assert render_transcript(transcript) == (
        '<p data-paragraph><a class="tid" id="t-65" href="#t-65" data-seek="65">1:05</a> '
        '<b class="talare">Ada &lt;b&gt;</b> '
        '<span data-s="65.2" data-e="67.0">Hej &#123;&#123; du }}.</span></p>'
    )


def test_each_sentence_is_a_place_that_links_lead_to(make_transcript):
    transcript = make_transcript((60.0, 70.0, "Hej allihop. Hur är läget?"), (70.0, 72.0, "Bra."))

    html = render_transcript(transcript)

    assert re.findall(r'id="(t-\d+)"[^>]*>([^<]*)<', html) == [
        ("t-60", "1:00"),
        ("t-65", "Hur är läget?"),
        ("t-70", "Bra."),
    ]
    assert fragment_at(transcript, 66) == "t-65"


def test_a_sentence_that_begins_late_in_a_second_has_its_time_within_it(make_transcript):
    html = render_transcript(make_transcript((65.97, 67.0, "Hej."), (67.97, 69.0, "Du.")))

    assert re.findall(r'data-s="([^"]+)"', html) == ["65.9", "67.9"]


def test_an_id_stands_once_though_two_paragraphs_begin_within_a_second(make_transcript):
    html = render_transcript(make_transcript((1.1, 1.4, "Ja.", "A"), (1.5, 1.9, "Nej.", "B")))

    assert html.count('id="t-1"') == 1


def test_a_speaker_is_named_where_the_speaker_changes(make_transcript):
    html = render_transcript(
        make_transcript((0, 1, "Ett.", "Ada"), (9, 10, "Två.", "Ada"), (20, 21, "Tre.", "Bo"))
    )

    assert html.count('class="talare"') == 2


def test_content_notes_can_be_skipped_and_bring_the_contacts(data_of, make_archive, make_episode):
    note = ContentNote(start=750, end=910, text="Handlar om självmordstankar")

    data = page_of(data_of, make_archive(episodes=(make_episode(content_notes=(note,)),)))

    assert data["crisis"] is True
    [shown] = data["content_notes"]
    assert shown == {
        "text": "Handlar om självmordstankar",
        "when": "12:30–15:10",
        "skip": "Hoppa till 15:10",
        "second": "910",
        "fragment": "t=910",
    }


def test_the_status_of_a_transcript_is_told(data_of, make_archive, make_episode, make_transcript):
    def status(transcript):
        episode = make_episode(transcript=transcript)
        archive = make_archive(episodes=(episode,), transcripts={episode.slug: make_transcript()})
        return page_of(data_of, archive)["transcript_status"]

    assert status(None) == "Maskinell text, inte granskad"
    reviewed = TranscriptStatus(status="reviewed", by="Ada Berg", date=date(2026, 2, 1))
    assert status(reviewed) == "Granskad 1 februari 2026 av Ada Berg"
    assert status(TranscriptStatus(status="none", reason="Inte vår.")) == "Inte vår."


def test_edit_links_lead_to_the_sources(data_of, make_archive, make_episode, make_transcript):
    episode = make_episode()
    archive = make_archive(episodes=(episode,), transcripts={episode.slug: make_transcript()})

    data = page_of(data_of, archive, edit_base="https://git.example.org/edit/main/")

    folder = f"https://git.example.org/edit/main/episodes/{episode.slug}"
    assert data["edit_url"] == f"{folder}/episode.yml"
    assert data["correct_url"] == f"{folder}/transcript.vtt"


@pytest.fixture
def renamed(make_archive, make_episode):
    """Build an archive whose one episode was at other addresses before."""

    def build(*former, language=None, **changes):
        episode = make_episode(language=language)
        identity = Identity(
            guid="g", published=episode.published, page="avsnitt/ny/", former=former
        )
        locks = {episode.slug: Lock(identity=identity)}
        return episode.slug, make_archive(episodes=(episode,), locks=locks, **changes)

    return build


def test_a_former_address_leads_on_with_what_stood_after_it(renamed):
    slug, archive = renamed("avsnitt/gammal/", language="en")

    redirect = render_site(archive, as_of=AS_OF)["avsnitt/gammal/index.html"]

    assert isinstance(redirect, StaticFile)
    page = redirect.content().decode()
    target = f"../../avsnitt/{slug}/"
    # A refresh outside noscript would overtake the script, which carries `#t=15` over.
    assert f'<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>' in page
    assert page.count("http-equiv") == 1
    assert f'<script src="../../assets/pod/js/moved.js" data-to="{target}"></script>' in page
    assert '<html lang="sv" dir="ltr">' in page
    assert f'Sidan har flyttat: <a href="{target}" lang="en" dir="ltr">' in page


def test_hosts_are_told_of_former_addresses(renamed):
    slug, archive = renamed(
        "avsnitt/gammal/", "avsnitt/a b\n/x/", site_url="https://example.org/podd/"
    )

    site = render_site(archive, as_of=AS_OF)

    new = f"/podd/avsnitt/{slug}/"
    assert site["_redirects"].content().decode() == f"/podd/avsnitt/gammal/* {new}:splat 301\n"
    assert site[".htaccess"].content().decode() == f"Redirect 301 /podd/avsnitt/gammal/ {new}\n"


def test_no_rules_are_written_where_nothing_has_moved(make_archive):
    assert not {"_redirects", ".htaccess"} & set(render_site(make_archive(), as_of=AS_OF))


def test_a_pseudonym_is_no_person_in_the_data_for_machines(
    data_of, make_archive, make_episode, make_guest
):
    guest = make_guest(name="Alias", pseudonym=True)
    episode = make_episode(guests=({"guest": guest.slug},))

    data = page_of(data_of, make_archive(episodes=(episode,), guests=(guest,)))

    graph = json.loads(data["jsonld_html"])["@graph"]
    assert "Person" not in [node["@type"] for node in graph]
    assert "Alias" not in data["jsonld_html"]


def test_data_for_machines_cannot_end_its_element(data_of, make_archive, make_episode):
    episode = make_episode(title="</script><script>pwn()</script>\u2028")

    text = page_of(data_of, make_archive(episodes=(episode,)))["jsonld_html"]

    assert "<" not in text
    assert json.loads(text)["@graph"][1]["name"] == "</script><script>pwn()</script>"


def test_a_withdrawn_guest_is_nowhere(make_archive, make_episode, make_guest):
    consent = {"basis": "given", "withdrawn": date(2026, 3, 1)}
    guest = Guest.model_validate(make_guest().model_dump() | {"consent": consent})
    archive = make_archive(
        episodes=(make_episode(guests=({"guest": guest.slug},)),), guests=(guest,)
    )

    for path, page in render_site(archive, as_of=AS_OF).items():
        assert guest.slug not in path
        if isinstance(page, PageFile):
            assert guest.name not in json.dumps(page.data(), default=str)


def test_what_is_related_says_why(data_of, make_archive, make_episode, make_guest):
    first = make_episode(topics=("stod",), guests=({"guest": "ada-berg"},))
    second = make_episode(
        slug="002-mer",
        number=2,
        guid="2",
        title="Mer",
        topics=("stod",),
        guests=({"guest": "ada-berg"},),
    )
    archive = make_archive(
        episodes=(first, second), guests=(make_guest(),), topics=(Topic(slug="stod", title="Stöd"),)
    )

    [related] = data_of(archive, f"avsnitt/{first.slug}/")["related"]

    assert related["reason"] == "Samma gäst: Ada Berg. Samma ämne: Stöd"


def test_roles_are_told_in_the_readers_language(data_of, make_archive, make_episode, make_guest):
    def role(name):
        episode = make_episode(guests=({"guest": "ada-berg", "role": name},))
        archive = make_archive(episodes=(episode,), guests=(make_guest(),))
        return page_of(data_of, archive)["guests"][0]["role"]

    assert role("Producer") == "producent"
    assert role("gäst") == ""


def test_a_long_list_of_episodes_is_paged(data_of, make_archive, make_episode):
    episodes = tuple(
        make_episode(slug=f"{i:03}-avsnitt", number=i, guid=str(i)) for i in range(1, 96)
    )
    archive = make_archive(episodes=episodes)

    first, last = data_of(archive, "avsnitt/"), data_of(archive, "avsnitt/sida-3/")

    assert (len(first["episodes"]), len(last["episodes"])) == (40, 15)
    assert first["next_href"] == "avsnitt/sida-2/"
    assert (last["previous_href"], last["next_href"]) == ("avsnitt/sida-2/", "")
    assert [page["here"] for page in last["pages"]] == [False, False, True]


def test_a_time_leads_to_what_is_said_then_without_a_player(make_transcript):
    said = make_transcript((0, 5, "Ett.", "Ada"), (9.5, 20, "Två.", "Bo"), (30, 40, "Tre.", "Ada"))

    assert fragment_at(said, 12) == "t-9"
    assert fragment_at(said, 12, after=True) == "t-30"
    assert fragment_at(said, 50, after=True) == "efter-utskriften"
    assert fragment_at(None, 12) == "t=12"
