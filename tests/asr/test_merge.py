"""A new hearing meets people's corrections."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from poddarkiv.asr.align import match_words
from poddarkiv.asr.merge import merge_transcripts
from poddarkiv.formats.cues import SpokenWord, make_cues, spoken_words
from poddarkiv.transcript import Segment, Word


def spoken(text, *, speaker="", step=0.4, start=0.0):
    return [
        SpokenWord(
            Word(word, round(start + i * step, 2), round(start + (i + 1) * step, 2), 0.9), speaker
        )
        for i, word in enumerate(text.split())
    ]


def machine(text, **how):
    return make_cues(spoken(text, **how))


def texts(segments):
    return [each.word.text for each in spoken_words(segments)]


def typed(segments, *changes):
    """Return cues as a person saves them: other text, no words."""
    made = []
    for segment in segments:
        text = segment.text
        for old, new in changes:
            text = text.replace(old, new)
        made.append(Segment(segment.start, segment.end, text, segment.speaker))
    return tuple(made)


BASE = "Vi for till Synvik i går. Där mötte vi Sofia Ekmann och hon berättade."


def test_a_correction_stands_and_the_rest_becomes_new():
    base = machine(BASE)
    people = typed(base, ("Ekmann", "Ekman"))
    new = machine("Vi for till Sundsvall i går. Där mötte vi Sofia Ekmann och hon berättade.")

    merged = merge_transcripts(base, people, new)

    assert " ".join(texts(merged.segments)) == (
        "Vi for till Sundsvall i går. Där mötte vi Sofia Ekman och hon berättade."
    )
    assert merged.conflicts == ()
    assert (merged.kept_words, merged.renewed_words) == (1, 1)


def test_where_both_changed_people_win_and_the_place_is_told():
    base = machine(BASE)
    people = typed(base, ("Synvik", "Sundsvall"))
    new = machine(BASE.replace("Synvik", "Sundvik"))

    merged = merge_transcripts(base, people, new)

    assert "Sundsvall" in texts(merged.segments)
    [conflict] = merged.conflicts
    assert (conflict.start, conflict.base, conflict.people, conflict.new) == (
        1.2,
        "Synvik",
        "Sundsvall",
        "Sundvik",
    )


def test_what_people_took_away_stays_away():
    base = machine(BASE + " Svensktextning nu.")
    people = typed(base, ("Svensktextning", ""), (" nu.", ""))

    merged = merge_transcripts(base, people, base)

    assert "Svensktextning" not in texts(merged.segments)


def test_in_a_reviewed_range_words_stay_that_nobody_changed():
    base = machine(BASE)
    new = machine(BASE.replace("Synvik", "Sundsvall").replace("Ekmann", "Ekman"))

    merged = merge_transcripts(base, typed(base), new, [(0.0, 2.4)])

    assert "Synvik" in texts(merged.segments)
    assert "Ekman" in texts(merged.segments)


def test_the_same_hearing_again_gives_peoples_cues_as_they_are():
    base = machine(BASE * 3)
    people = typed(base, ("berättade", "skrattade"))

    assert merge_transcripts(base, people, base).segments == people


def test_speakers_that_people_named_stay_with_their_words():
    base = machine(BASE)
    people = tuple(Segment(s.start, s.end, s.text, "Ada") for s in typed(base))

    merged = merge_transcripts(base, people, machine(BASE.replace("Synvik", "Sundsvall stad")))

    assert {segment.speaker for segment in merged.segments} == {"Ada"}


def test_in_another_recording_times_come_from_the_new_hearing():
    base = machine(BASE)
    people = typed(base, ("Ekmann", "Ekman"))
    new = machine(BASE, start=30.0)

    merged = merge_transcripts(base, people, new, same_sound=False)

    assert merged.segments[0].start == 30.0
    assert "Ekman" in texts(merged.segments)
    starts = [segment.start for segment in merged.segments]
    assert starts == sorted(starts)


def noisy(words, rate, seed):
    """Return `words` as a bad hearing gives them: some replaced, lost or added."""
    draw = random.Random(seed)
    made = []
    for word in words:
        roll = draw.random()
        if roll < rate * 0.7:
            made.append(word[:-1] + draw.choice("xyzå"))
        elif roll < rate * 0.85:
            made += [word, "och"]
        elif roll > rate:
            made.append(word)
    return made


def test_locked_words_all_stay_and_corrections_nearly_all_do():
    draw = random.Random(7)
    stems = ["stöd", "arkiv", "människa", "kommun", "år", "samtal", "hopp", "väg", "röst", "hem"]
    truth = [draw.choice(stems) + draw.choice(["", "en", "er", "s", "na"]) for _ in range(3000)]
    first, second = noisy(truth, 0.4, 1), noisy(truth, 0.2, 2)
    base, new = machine(" ".join(first)), machine(" ".join(second), step=0.4 * 0.96)
    # A person has corrected the first third whole, and every tenth wrong word after that.
    corrected = []
    half = len(base) // 3
    kinds = []
    for index, segment in enumerate(base):
        words = texts([segment])
        if index < half:
            words = [f"{word}*" for word in words]
        elif index % 10 == 0:
            words = [*words[:-1], f"{words[-1]}+"]
        kinds += words
        corrected.append(Segment(segment.start, segment.end, " ".join(words)))
    locked = [(0.0, base[half].start)]

    merged = texts(merge_transcripts(base, corrected, new, locked).segments)

    wanted = [word for word in kinds if word.endswith("*")]
    assert [word for word in merged if word.endswith("*")] == wanted
    loose = [word for word in kinds if word.endswith("+")]
    assert len([word for word in merged if word.endswith("+")]) >= 0.98 * len(loose)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "det", "är", "och", "ja"]), max_size=40)


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS)
def test_matches_rise_in_both_texts_and_are_equal_words(first, second):
    a = [each.word for each in spoken(" ".join(first))]
    b = [each.word for each in spoken(" ".join(second))]

    found = match_words(a, b)

    assert all(a[i].text == b[j].text for i, j in found)
    assert found == sorted(set(found))
    assert len({j for _i, j in found}) == len(found)
    assert [j for _i, j in found] == sorted(j for _i, j in found)


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS, WORDS)
def test_merging_never_makes_cues_that_overlap(base, people, new):
    cues_of = [make_cues(spoken(" ".join(words))) for words in (base, people, new)]

    merged = merge_transcripts(cues_of[0], typed(cues_of[1]), cues_of[2])

    for one, other in zip(merged.segments, merged.segments[1:], strict=False):
        assert one.end <= other.start
        assert one.start < one.end


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS)
def test_a_locked_transcript_comes_back_as_it_was(people, new):
    base = make_cues(spoken("det är en helt annan text"))
    theirs = typed(make_cues(spoken(" ".join(people))))

    merged = merge_transcripts(base, theirs, make_cues(spoken(" ".join(new))), [(0.0, 1e9)])

    assert texts(merged.segments) == texts(theirs)
