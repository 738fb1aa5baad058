"""What may be published of an archive in which somebody has taken consent back."""

from datetime import UTC, date, datetime

import pytest

from poddarkiv.consent import list_withheld, publishable_archive
from poddarkiv.model import Article, Consent, Identity, Lock, Page, Status
from poddarkiv.rss import render_feed

AS_OF = datetime(2026, 6, 1, 12, tzinfo=UTC)
GONE = "This text is not shown any longer."
SAID = "What was said here is not shown any longer."


@pytest.fixture
def make_kim(make_guest):
    """Return a builder of a guest who has taken consent back."""

    def build(**consent):
        values = {"basis": "given", "scope": ("namn", "röst", "text"), **consent}
        return make_guest(slug="kim-ek", name="Kim Ek", bio="", consent=Consent(**(values or {})))

    return build


@pytest.fixture
def view(make_archive, make_kim):
    """Return what may be published of an archive with Kim, who has said no, and the changes."""

    def build(**changes):
        guests = (make_kim(withdrawn=date(2026, 5, 1)), *changes.pop("guests", ()))
        return publishable_archive(make_archive(guests=guests, **changes), AS_OF)

    return build


def said(transcript):
    return [(s.start, s.end, s.speaker, s.text) for s in transcript.segments]


def test_where_everybody_may_be_shown_the_archive_is_the_same(make_archive, make_guest):
    archive = make_archive(guests=(make_guest(),))

    assert publishable_archive(archive, AS_OF) is archive


def test_a_view_of_a_view_is_the_view(view):
    once = view()

    assert publishable_archive(once, AS_OF) is once
    assert [guest.slug for guest in list_withheld(once, AS_OF)] == ["kim-ek"]


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        ({"until": date(2026, 6, 1)}, True),
        ({"until": date(2026, 5, 31)}, False),
        ({"withdrawn": date(2026, 6, 2)}, False),
        ({"until": date(2027, 1, 1), "withdrawn": date(2026, 5, 1)}, False),
        ({}, True),
    ],
)
def test_a_consent_holds_through_its_last_day(make_archive, make_kim, consent, shown):
    archive = make_archive(guests=(make_kim(**consent),))

    assert bool(publishable_archive(archive, AS_OF).guests) is shown


def test_what_others_said_stays_and_neighbouring_lines_become_one(
    view, make_episode, make_transcript
):
    transcript = make_transcript(
        (0.0, 1.0, "Välkommen.", "Ada Berg"),
        (1.0, 2.0, "Tack.", "Kim Ek"),
        (2.0, 3.0, "Roligt.", "Kim Ek"),
        (3.0, 4.0, "Så sa Kim", "Ada Berg"),
        (4.0, 5.0, "Ek nyss.", "Ada Berg"),
        (5.0, 6.0, "Kim, hej då.", "Ada Berg"),
    )
    shown = view(
        episodes=(make_episode(guests=({"guest": "kim-ek"},)),),
        transcripts={"001-start": transcript},
    )

    assert said(shown.transcripts["001-start"]) == [
        (0.0, 1.0, "Ada Berg", "Välkommen."),
        (1.0, 3.0, "a guest", SAID),
        (3.0, 5.0, "Ada Berg", GONE),
        (5.0, 6.0, "Ada Berg", "Kim, hej då."),
    ]
    [episode] = shown.episodes
    assert (episode.audio, episode.guests) == (None, ())


def test_a_first_name_is_the_guests_label_where_nobody_else_has_it(
    view, make_episode, make_guest, make_transcript
):
    other = make_guest(slug="kim-berg", name="Kim Berg")
    transcripts = {"001-start": make_transcript((0.0, 1.0, "Hej.", "Kim"), (1.0, 2.0, "Nå.", "A"))}
    alone = make_episode(guests=({"guest": "kim-ek"},))
    both = make_episode(guests=({"guest": "kim-ek"}, {"guest": "kim-berg"}))

    shown = view(episodes=(alone,), guests=(other,), transcripts=transcripts)
    assert said(shown.transcripts["001-start"])[0] == (0.0, 1.0, "a guest", SAID)
    # Who of the two it is nobody can tell: nothing is shown.
    assert (
        "001-start"
        not in view(episodes=(both,), guests=(other,), transcripts=transcripts).transcripts
    )
    # Where Kim Ek does not take part, Kim is somebody else.
    elsewhere = view(episodes=(make_episode(),), guests=(other,), transcripts=transcripts)
    assert elsewhere.transcripts["001-start"] is transcripts["001-start"]


@pytest.mark.parametrize("label", ["Kim E.", "Kim (gäst)", "Gäst: Kim", "kim ek, gäst", "K. Ek"])
def test_a_label_may_say_what_somebody_is(view, make_episode, make_transcript, label):
    shown = view(
        episodes=(make_episode(guests=({"guest": "kim-ek"},)),),
        transcripts={"001-start": make_transcript((0.0, 1.0, "Hej.", label))},
    )

    assert said(shown.transcripts["001-start"]) == [(0.0, 1.0, "a guest", SAID)]


def test_a_transcript_that_does_not_tell_who_speaks_is_left_out(
    view, make_episode, make_transcript
):
    shown = view(
        episodes=(make_episode(guests=({"guest": "kim-ek"},)),),
        transcripts={"001-start": make_transcript((0.0, 1.0, "Hej."), (1.0, 2.0, "Nå.", "Ada"))},
    )

    assert list(shown.transcripts) == []
    assert shown.episodes[0].transcript.status == "none"


def test_who_is_heard_without_being_listed_takes_part_too(view, make_episode, make_transcript):
    shown = view(transcripts={"001-start": make_transcript((0.0, 1.0, "Hej.", "KIM  EK:"))})

    assert shown.episodes[0].audio is None
    assert shown.feed_episodes(AS_OF) == ()
    assert said(shown.transcripts["001-start"]) == [(0.0, 1.0, "a guest", SAID)]


def test_a_recording_of_the_persons_own_voice_is_the_person(view, make_episode):
    shown = view(episodes=(make_episode(tracks=({"speaker": "Kim Ek", "channel": "1"},)),))

    assert (shown.episodes[0].audio, shown.episodes[0].tracks) == (None, ())


def test_an_episode_that_only_names_the_person_keeps_its_sound(view, make_episode):
    episode = make_episode(
        title="Om Kim Ek",
        summary="Om Kim Eks bok.",
        notes="Kim\nEk.",
        listen=({"platform": "apple", "url": "https://example.org/kim-ek"},),
        chapters=({"start": "00:00", "title": "Kim Ek"}, {"start": "00:10", "title": "Kim"}),
        image={"file": "a.png", "alt": "Kim Ek"},
    )
    [shown] = view(episodes=(episode,)).episodes

    assert (shown.guid, shown.audio) == (episode.guid, episode.audio)
    assert (shown.title, shown.summary, shown.notes) == ("Episode 1", GONE, GONE)
    assert (shown.listen, shown.image) == ((), None)
    assert [c.title for c in shown.chapters] == ["Not shown any longer", "Kim"]


@pytest.mark.parametrize("key", ["slug", "audio", "guid"])
def test_what_holds_the_name_where_no_text_can_stand_instead_is_not_in_the_feed(
    view, make_episode, key
):
    values = {"slug": "001-kim-ek", "audio": "001-kim-ek.mp3", "guid": "https://e.org/kim-ek"}
    shown = view(episodes=(make_episode(**{key: values[key]}),))

    assert shown.feed_episodes(AS_OF) == ()
    assert (shown.episodes[0].status is Status.WITHDRAWN) is (key == "slug")
    assert b"kim-ek" not in render_feed(shown, as_of=AS_OF)


def test_an_address_that_told_the_name_leads_nowhere(view, make_episode):
    identity = Identity(
        guid="1",
        published=AS_OF,
        page="https://e.org/",
        enclosure="https://e.org/a.mp3",
        former=("avsnitt/kim-ek/", "avsnitt/a/"),
    )
    shown = view(locks={"001-start": Lock(identity=identity)})

    assert shown.locks["001-start"].identity.former == ("avsnitt/a/",)


def test_two_people_of_one_name(view, make_episode, make_guest, make_transcript):
    other = make_guest(slug="kim-ek-2", name="Kim Ek", bio="Kim Ek bor här.")
    transcripts = {"001-start": make_transcript((0.0, 1.0, "Hej.", "Kim Ek"))}
    shown = view(
        episodes=(make_episode(guests=({"guest": "kim-ek-2"},), summary="Med Kim Ek."),),
        guests=(other,),
        transcripts=transcripts,
    )

    [guest] = shown.guests
    assert (guest.slug, guest.name, guest.bio) == ("kim-ek-2", "Kim Ek", GONE)
    assert shown.episodes[0].guests[0].guest == "kim-ek-2"
    assert (shown.episodes[0].summary, shown.episodes[0].audio) == (GONE, "001-start.mp3")
    assert said(shown.transcripts["001-start"]) == [(0.0, 1.0, "Kim Ek", "Hej.")]


def test_who_makes_the_show_is_not_credited(view, make_show, make_guest):
    persons = (
        {"name": "Kim", "guest": "kim-ek"},
        {"name": "Kim Ek", "role": "editor"},
        {"name": "Ada Berg", "guest": "ada-berg"},
    )
    owner = {"name": "Kim Ek", "email": "kim.ek@example.org"}
    show = make_show(persons=persons, author="Kim Ek", owner=owner)
    shown = view(show=show, guests=(make_guest(),))

    assert [person.name for person in shown.show.persons] == ["Ada Berg"]
    assert shown.show.author == GONE
    assert (shown.show.owner.name, shown.show.owner.email) == ("Not shown any longer", "")


def test_an_article_that_names_the_person_is_silent_and_its_sibling_too(view):
    values = {"summary": "x", "author": "Ada", "written": date(2026, 1, 1)}
    easy = {"title": "Lätt", "summary": "x", "body": "x"}
    shown = view(
        articles=(
            Article(slug="a", title="A", body="Kim Ek.", easy_read=easy, **values),
            Article(slug="b", title="Om Kim Ek", **values),
            Article(slug="med-kim-ek", title="C", **values),
            Article(slug="d", title="D", easy_read=easy | {"body": "Kim Ek"}, **values),
        ),
    )

    assert shown.silent == {
        "artiklar/a/": "A",
        "artiklar/a/lattlast/": "A",
        "artiklar/b/": "Not shown any longer",
    }
    [left] = shown.articles
    assert (left.slug, left.easy_read.body, left.easy_read.title) == ("d", GONE, "Lätt")


def test_a_page_loses_the_text_and_keeps_the_rest(view):
    pages = {
        "om": Page(slug="om", title="Om", body="Kim Ek.", summary="Om oss."),
        "kim-ek": Page(slug="kim-ek", title="Kim"),
    }

    shown = view(pages=pages).pages

    assert list(shown) == ["om"]
    assert (shown["om"].title, shown["om"].summary, shown["om"].body) == ("Om", "Om oss.", GONE)
