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
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np
from recordings import LIBRIVOX, english, music, noise, read, real, sentences, silence, voice

LISTENERS = Path(__file__).with_name("listeners.py")
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
    """Run the parts that were asked for."""
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
        [sys.executable, LISTENERS, engine, str(beam), str(recording), language],
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
                [sys.executable, LISTENERS, f"four-{kind}", "5", joined, "en"],
                env={k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"},
                check=True,
                capture_output=True,
            )
            taken.append(time.monotonic() - began)
    ours = statistics.median(walls["pool"])
    for kind, taken in walls.items():
        seconds = ", ".join(f"{each:.1f}" for each in taken)
        print(f"{kind}: wall {seconds} s, {statistics.median(taken) / ours:.2f} of our pool's")


def compare(reference, text):
    """Return the word error rate, the count of missing words, and of those in rows of three."""
    import jiwer

    from poddarkiv.asr.evaluate import normalize_text

    found = jiwer.process_words(
        normalize_text(reference), normalize_text(text.replace("Mr.", "mister")) or "-"
    )
    missing = [
        part.ref_end_idx - part.ref_start_idx
        for part in found.alignments[0]
        if part.type == "delete"
    ]
    return found.wer, sum(missing), sum(count for count in missing if count >= 3)


if __name__ == "__main__":
    main()
