"""The recordings that transcription is measured with: real speech, and generated episodes."""

import random
import re
import subprocess
import wave
from pathlib import Path

import numpy as np

LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
ARTICLES = Path(__file__).resolve().parent.parent / "content" / "artiklar"
PARTS, PART = 20, 9
"""Of an episode of `voice`, and sentences in each."""


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
    from poddarkiv.audio.decode import decode_whole

    return decode_whole(Path(path))


def write(path, sound):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path
