"""Runs that are killed, that meet, and that share the work."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from asr.conftest import SENTENCES, speech
from asr.running import kept, transcribe, write_wav
from poddarkiv.asr.chunk_cache import ChunkCache, cache_key
from poddarkiv.asr.plan import plan_run, select_shard
from poddarkiv.audio.decode import decode_whole
from poddarkiv.load import load_archive

pytest.importorskip("faster_whisper")
TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture
def long_speech(tmp_path):
    """Return a recording of some fourteen minutes: four batches."""
    said = np.concatenate([decode_whole(speech(name)) for name in SENTENCES] * 34)
    return write_wav(tmp_path / "lång.wav", said[:, None])


def start(root, pause):
    return subprocess.Popen(
        [sys.executable, "-m", "asr.slow_run", str(root), str(pause)],
        cwd=TESTS,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was_and_gives_the_same_bytes(make_recordings, long_speech):
    root = make_recordings(language="sv", lang=long_speech)
    run = start(root, 1.0)
    deadline = time.monotonic() + 90
    while len(kept(root)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    batches = len(kept(root))
    assert 2 <= batches < 4
    assert not list((root / "episodes/lang").glob("transcript*"))
    (root / "heard.log").unlink()

    again = start(root, 0.0)
    assert again.communicate(timeout=120)[0].splitlines()[-1] == "lang True "

    text = (root / "episodes/lang/transcript.machine.json").read_text()
    total = -(-len(json.loads(text)["stretches"]) // 8)
    assert len((root / "heard.log").read_text().splitlines()) == total - batches
    assert kept(root) == []
    (root / "episodes/lang/transcript.vtt").unlink()
    (root / "episodes/lang/transcript.machine.json").unlink()
    transcribe(root)
    assert (root / "episodes/lang/transcript.machine.json").read_text() == text


@pytest.mark.slow
def test_two_runs_at_once_hear_each_episode_once(make_recordings):
    root = make_recordings(
        language="sv", **{f"del{i}": speech(name) for i, name in enumerate(SENTENCES)}
    )

    runs = [start(root, 0.4), start(root, 0.4)]
    lines = [line for run in runs for line in run.communicate(timeout=120)[0].splitlines()]

    written = [line.split()[0] for line in lines if line.endswith(" True ")]
    assert sorted(written) == [f"del{i}" for i in range(5)]
    assert len((root / "heard.log").read_text().splitlines()) == 5


def test_a_recording_is_heard_by_one_run_at_a_time(tmp_path):
    with ChunkCache(tmp_path, "abc").locked() as ours:
        assert ours
        with ChunkCache(tmp_path, "abc").locked() as theirs:
            assert not theirs

    with ChunkCache(tmp_path, "abc").locked() as ours:
        assert ours


def test_a_batch_that_was_kept_in_part_is_heard_again(tmp_path):
    work = ChunkCache(tmp_path, "abc")
    work.folder.mkdir(parents=True)
    (work.folder / "00-00000.json").write_text('[{"words": [["a", 0')

    assert work.get("00-00000") is None


def test_the_key_follows_recording_model_and_settings():
    keys = {
        cache_key("a", {"model": "x", "beam": "5"}),
        cache_key("b", {"model": "x", "beam": "5"}),
        cache_key("a", {"model": "y", "beam": "5"}),
        cache_key("a", {"model": "x", "beam": "1"}),
    }

    assert len(keys) == 4
    assert cache_key("a", {"beam": "5", "model": "x"}) in keys


def test_shards_share_all_the_work_evenly_and_none_twice(make_recordings):
    root = make_recordings(**{f"del{i}": speech(name) for i, name in enumerate(SENTENCES)})
    todo = plan_run(load_archive(root), load_archive(root).episodes, named=False).todo

    parts = [select_shard(todo, i, 3) for i in (1, 2, 3)]

    slugs = [each.episode.slug for part in parts for each in part]
    assert sorted(slugs) == [f"del{i}" for i in range(5)]
    assert [each.size for each in todo] == sorted((each.size for each in todo), reverse=True)
    loads = [sum(each.size for each in part) for part in parts]
    assert max(loads) <= 1.5 * sum(loads) / 3
