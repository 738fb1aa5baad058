"""How far a run is said to have come: what an earlier run heard is no measure of the pace."""

import pytest

from asr.conftest import SENTENCES, speech
from asr.fakes import FakeEngine, session
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import TranscriptionOptions
from poddarkiv.load import load_archive


@pytest.fixture
def run(make_recordings):
    """Transcribe one recording, and return its length and all that was told of it."""
    root = make_recordings(ettan=speech(next(iter(SENTENCES))))

    def run(*, dry_run=False, again=False):
        archive = load_archive(root)
        todo = plan_run(archive, archive.episodes, named=True, again=again).todo
        runner = Transcriber(archive, TranscriptionOptions("fake", "fake", "sv"), dry_run=dry_run)
        told, lengths = [], []

        def begin(_slug, seconds):
            lengths.append(seconds)
            return lambda *now: told.append(now)

        runner.run(todo, begin, lambda _text: None, session(FakeEngine()))
        return lengths[0], told

    return run


def test_what_is_heard_now_counts(run):
    length, told = run()

    *heard, last = told
    assert heard
    assert {earlier for _done, earlier in heard} == {0.0}
    # The silence at the end is no work.
    assert last == (length, length - heard[-1][0])


def test_what_was_kept_from_an_earlier_run_is_told_as_such(run):
    # Nothing is written, and what was heard is kept.
    run(dry_run=True)

    length, told = run()

    assert len(told) > 1
    assert all(done == earlier for done, earlier in told)
    assert told[-1] == (length, length)


def test_an_episode_that_is_passed_by_leaves_nothing_to_do(run):
    run()

    length, told = run(again=True)

    assert told == [(length, length)]
