"""The model's commit in `show.yml`, where several runs and people write at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from poddarkiv.asr.session import TranscriptionOptions, pin_model
from poddarkiv.output import hold_lock

NAME = "someone/their-whisper"
SHOW = f"title: Podd\ntranscription: {{model: {NAME}, beam: 5}}  # vår\n"


@pytest.fixture
def show(tmp_path):
    path = tmp_path / "episodes" / "show.yml"
    path.parent.mkdir()
    path.write_text(SHOW, "utf-8")
    return path


def kept(show, model, notify=lambda _text: None):
    return pin_model(TranscriptionOptions("fake", NAME, "sv", named_in=show), model, notify)


def test_of_many_runs_at_once_the_first_is_kept_and_the_others_are_told(show):
    models = [f"{NAME}@{number}{'0' * 39}" for number in range(8)]
    start = threading.Barrier(8)

    def run(model):
        start.wait()
        return kept(show, model)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(run, models))

    [first] = [model for model, text in zip(models, said, strict=True) if " now names " in text]
    assert show.read_text("utf-8") == SHOW.replace(NAME, f'"{first}"')
    assert sorted(said) == sorted(
        f"show.yml now names the model with its commit: {model}"
        if model == first
        else f"show.yml names {first} by now, and is left so; this run hears with {model}"
        for model in models
    )
    assert not list(show.parents[1].glob(".poddarkiv/locks/*"))


def test_a_run_waits_for_what_another_writes_and_loses_nothing_of_it(show):
    told = []
    with ThreadPoolExecutor(1) as pool:
        with hold_lock(show.parents[1], "show", "transcribe"):
            text = show.read_text("utf-8")
            running = pool.submit(kept, show, f"{NAME}@a", told.append)
            while not told:
                time.sleep(0.01)
            show.write_text(text + "locked: true\n", "utf-8")
        running.result(timeout=60)

    assert show.read_text("utf-8") == SHOW.replace(NAME, f'"{NAME}@a"') + "locked: true\n"
    assert "is at it" in told[0]


def test_a_model_that_a_person_has_chosen_meanwhile_stays(show):
    theirs = SHOW.replace(NAME, "large-v3")
    show.write_text(theirs, "utf-8")

    said = kept(show, f"{NAME}@a")

    assert said == f"show.yml names large-v3 by now, and is left so; this run hears with {NAME}@a"
    assert show.read_text("utf-8") == theirs


def test_the_same_commit_twice_is_no_change(show):
    kept(show, f"{NAME}@a")
    before = show.read_bytes()

    assert " now names " in kept(show, f"{NAME}@a")
    assert show.read_bytes() == before


@pytest.mark.parametrize("text", ["title: Podd\n", "title: [\n", "\xff"])
def test_where_the_name_cannot_be_changed_it_is_only_told(show, text):
    show.write_text(text, "latin-1")

    assert kept(show, f"{NAME}@a").startswith("To hear with the same model again")
    assert show.read_bytes() == text.encode("latin-1")
