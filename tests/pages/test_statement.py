"""The accessibility statement holds every item of Digg's list, from data."""

from poddarkiv.model import Page, TranscriptStatus

PATH = "tillganglighet/"


def test_it_names_each_episode_without_a_reviewed_transcript(
    data_of, make_archive, make_episode, make_transcript
):
    reviewed = make_episode(transcript=TranscriptStatus(status="reviewed"))
    machine = make_episode(slug="002-maskin", number=2, guid="2", title="Maskin")
    without = make_episode(slug="003-utan", number=3, guid="3", title="Utan")
    archive = make_archive(
        episodes=(reviewed, machine, without),
        transcripts={reviewed.slug: make_transcript(), machine.slug: make_transcript()},
    )

    statement = data_of(archive, PATH)["statement"]

    assert {(e["title"], e["why"]) for e in statement["episodes"]} == {
        ("Maskin", "Utskriften är gjord av en maskin och ingen har granskat den."),
        ("Utan", "Avsnittet har ingen utskrift."),
    }


def test_it_never_claims_full_compliance_while_texts_are_lacking(data_of, make_archive):
    page = Page(slug="tillganglighet", title="Tillgänglighet", compliance="full")

    statement = data_of(make_archive(pages={"tillganglighet": page}), PATH)["statement"]

    assert statement["compliance"].startswith("Webbplatsen är delvis förenlig")


def test_every_item_of_the_list_is_there(data_of, make_archive):
    # digg.se: Skapa en tillgänglighetsredogörelse. The items, and where each comes from.
    statement = data_of(make_archive(), PATH)["statement"]

    assert statement["actor"]
    assert statement["service"]
    assert statement["compliance"]
    assert statement["report_url"] == "https://www.digg.se/tdosanmalan"
    assert statement["contact"]
    assert {"issues", "assessed", "updated", "method", "burdens", "outside_law"} <= statement.keys()


def test_an_address_that_is_no_web_address_is_not_linked(data_of, make_archive):
    page = Page(slug="tillganglighet", title="T", service="javascript:pwn()")

    statement = data_of(make_archive(pages={"tillganglighet": page}), PATH)["statement"]

    assert statement["service_url"] == ""
