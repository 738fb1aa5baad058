"""Hear a recording with one engine, in a process of its own, and print what was heard.

Run by `transcription.py`: `python bench/listeners.py ENGINE BEAM RECORDING LANGUAGE`.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from recordings import read


def main(engine, beam, recording, language):
    """Hear with one engine and print the text and the highest memory."""
    text = RUN[engine](recording, int(beam), language)
    of = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    peak = max(resource.getrusage(each).ru_maxrss for each in of) / 1024
    print(json.dumps({"text": text, "peak": peak}))


def weights():
    from poddarkiv.asr.model_names import parse_model_name
    from poddarkiv.asr.models import fetch_model

    return fetch_model(parse_model_name("packaged:base"))


def ours(recording, beam, language):
    """Do what the command does, from the file to both result texts."""
    from datetime import date

    from poddarkiv.asr.chunk_cache import ChunkCache
    from poddarkiv.asr.job import Job, Source
    from poddarkiv.asr.loading import EngineSpec
    from poddarkiv.asr.pool import ProcessPool
    from poddarkiv.asr.recording import transcribe_recording
    from poddarkiv.formats import machine, vtt
    from poddarkiv.formats.cues import spoken_words

    job = Job((Source(Path(recording)),), "x", "x", "x", language, beam_size=beam)
    # As the command does: the model in a process of its own.
    ears = ProcessPool(EngineSpec("faster-whisper", weights().path), 1)
    with ears, tempfile.TemporaryDirectory() as folder:
        ears.check()
        heard = transcribe_recording(
            job, ears, ChunkCache(Path(folder), "x"), date(2026, 1, 1), lambda _done, _earlier: None
        )
    machine.render_machine_transcript(heard.machine)
    vtt.render_vtt(heard.machine.transcript)
    return " ".join(each.word.text for each in spoken_words(heard.machine.transcript.segments))


def openai(recording, beam, language, *, words=False):
    import torch
    import whisper

    from poddarkiv.asr.models import convert_for_engine

    torch.set_num_threads(1)
    model = whisper.load_model(str(convert_for_engine(weights(), "openai-whisper").path))
    wide = {"beam_size": 5, "best_of": 5} if beam > 1 else {}
    options = {"language": language, "fp16": False, "word_timestamps": words}
    result = model.transcribe(read(recording), **options, **wide)
    return result["text"]


def openai_words(recording, beam, language):
    return openai(recording, beam, language, words=True)


def sequential(recording, beam, language, *, vad=False):
    segments, _info = model(1).transcribe(
        recording, beam_size=beam, language=language, vad_filter=vad
    )
    return " ".join(segment.text for segment in segments)


def sequential_vad(recording, beam, language):
    return sequential(recording, beam, language, vad=True)


def batched(recording, beam, language, *, threads=1, words=False):
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(model(threads))
    texts = []
    for each in recording.split(","):
        segments, _info = pipeline.transcribe(
            each, beam_size=beam, language=language, batch_size=8, word_timestamps=words
        )
        texts += [segment.text for segment in segments]
    return " ".join(texts)


def batched_words(recording, beam, language):
    return batched(recording, beam, language, words=True)


def four_batched(recordings, beam, language):
    return batched(recordings, beam, language, threads=2)


def four_batched_words(recordings, beam, language):
    return batched(recordings, beam, language, threads=2, words=True)


def four_pool(recordings, beam, language):
    """Make an archive of the recordings and run the command itself."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "media").mkdir()
        (root / "mkdocs.yml").write_text("site_url: https://example.org/\n")
        for number, recording in enumerate(recordings.split(",")):
            episode = root / "episodes" / f"del{number}"
            episode.mkdir(parents=True)
            (root / "media" / f"{number}.wav").write_bytes(Path(recording).read_bytes())
            (episode / "episode.yml").write_text(
                f"guid: g{number}\ntitle: T\nstatus: published\nsummary: S\naudio: {number}.wav\n"
            )
        (root / "episodes/show.yml").write_text(
            f"title: T\ndescription: D\nlanguage: {language}\nauthor: A\n"
            "owner: {name: A, email: a@example.org}\nimage: {file: a.png, alt: A}\n"
            'categories: [{category: Arts}]\ntranscription: {model: "packaged:base"}\n'
        )
        command = [sys.executable, "-m", "poddarkiv", "transcribe", "--root", str(root), "--quiet"]
        subprocess.run([*command, "--beam", str(beam)], check=True)
    return ""


def model(threads):
    from faster_whisper import WhisperModel

    return WhisperModel(str(weights().path), device="cpu", compute_type="int8", cpu_threads=threads)


RUN = {
    "ours": ours,
    "openai": openai,
    "sequential": sequential,
    "sequential-vad": sequential_vad,
    "batched": batched,
    "batched-words": batched_words,
    "openai-words": openai_words,
    "four-batched": four_batched,
    "four-batched-words": four_batched_words,
    "four-pool": four_pool,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
