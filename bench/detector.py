"""Compare voice detectors on recorded speech: what each misses, keeps in vain, costs, and errors.

Run: `python bench/detector.py [--voices FOLDER] [--words] [--only NAME]`

* --voices: recordings of one word each in folders, named by `words.json` (Swedish). Others are
  looked for where Debian's ktuberling-data (single words of two voices, Swedish and Danish),
  asterisk-core-sounds-en-wav (prompts) and pocketsphinx-testdata (LibriVox) put them.
* --words: hear everything that has a text with Whisper base too, and count errors.

All recordings of a voice are played in a row. One is missed when less than half of its sound, as
far as it is within 30 dB of its loudest tenth of a second, is kept for Whisper.
"""

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from recordings import LIBRIVOX, music, noise, read, sentences, silence

from poddarkiv.asr import chunker, detector
from poddarkiv.asr.detector import SileroStream
from poddarkiv.audio.decode import RATE, decode_whole

KTUBERLING = Path("/usr/share/ktuberling/sounds")
ASTERISK = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
LOUD = 30.0
"""Decibels below a recording's loudest tenth of a second at which it still is sound."""


@dataclass(frozen=True)
class Material:
    """One stream: the parts with speech in it, and what is said in them where we know."""

    name: str
    sound: np.ndarray
    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...] = ()
    language: str = "sv"


class Union:
    """What either of several detectors takes for speech."""

    def __init__(self, *meters) -> None:
        self.meters = meters

    def measure(self, sound):
        """Return the higher probability of each window."""
        return list(np.max([meter.measure(sound) for meter in self.meters], axis=0))


def old():
    """Return the model inside faster-whisper 1.2.1."""
    from faster_whisper.vad import get_vad_model

    return get_vad_model().session


new = detector._session
DETECTORS = {
    "6.0.0 (faster-whisper 1.2.1)": lambda: Union(SileroStream(old())),
    "6.0.0, anew after a pause": lambda: Union(SileroStream(old(), anew=True)),
    "6.2.3": lambda: Union(SileroStream(new())),
    "6.2.3, anew after a pause": lambda: Union(SileroStream(new(), anew=True)),
    "6.0.0 or 6.2.3": lambda: Union(SileroStream(old()), SileroStream(new())),
    "6.2.3, or anew (ours)": chunker.SpeechDetector,
    "6.0.0 or 6.2.3, both anew": lambda: Union(
        SileroStream(old(), anew=True), SileroStream(new(), anew=True)
    ),
}


def kept(meter, sound):
    """Return what is kept of `sound`, as a mask by window."""
    runs, found = chunker._RunDetector(), []
    for start in range(0, len(sound), 512 * 300):
        found += runs.feed(meter.measure(sound[start : start + 512 * 300]))
    found += runs.close()
    mask = np.zeros(len(sound) // 512 + 1, bool)
    for run in found:
        mask[run.first : run.last] = True
    return mask


def loud(sound):
    """Return which windows of one recording hold its sound."""
    rows = np.pad(sound, (0, -len(sound) % 512)).reshape(-1, 512)
    power = np.convolve(np.square(rows).mean(axis=1), np.ones(3) / 3, "same")
    return power > power.max() * 10 ** (-LOUD / 10)


def joined(name, parts, texts=(), language="sv", gap=0.4):
    sounds, spans, at = [], [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        sounds += [part, silence(gap).astype(np.float32)]
        at += len(part) + len(sounds[-1])
    return Material(
        name, np.concatenate(sounds).astype(np.float32), tuple(spans), tuple(texts), language
    )


def band(sound):
    """Return `sound` as a telephone lets it through: 300 to 3400 Hz."""
    spectrum = np.fft.rfft(sound)
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(frequency < 300) | (frequency > 3400)] = 0
    return np.fft.irfft(spectrum, len(sound)).astype(np.float32)


def level(sound):
    return float(np.sqrt(np.square(sound).mean())) or 1.0


def under(sound, other, decibels):
    """Return `sound` with `other` that many decibels under it."""
    return (sound + other * level(sound) / level(other) * 10 ** (-decibels / 20)).astype(np.float32)


SPOKEN = {
    "fluga": "fluga", "glasogon": "glasögon", "har": "hår", "hatt": "hatt", "mun": "mun",
    "mustasch": "mustasch", "nasa": "näsa", "oga": "öga", "ogonbryn": "ögonbryn", "ora": "öra",
    "orhange": "örhänge", "rosett": "rosett", "slips": "slips", "solglasogon": "solglasögon",
}  # fmt: skip
"""What the file names of ktuberling-data mean in Swedish."""
OTHER = ("silence", "beep", "tone")
"""Parts of the names of prompts in which nobody speaks."""


def materials(voices):
    """Return every stream that is compared."""
    return [*words(voices), *prompts(), *sentences_in_ways()]


def words(voices):
    """Return single words, Swedish and Danish; the weak voice alone and after each other one."""
    strong = list(folders(voices)) if voices else []
    yield from strong
    if not KTUBERLING.is_dir():
        return
    files = sorted((KTUBERLING / "sv").iterdir())
    texts = [SPOKEN[path.stem] for path in files]
    weak = joined("sv, weak, 8 kHz", [decode_whole(path) for path in files], texts)
    yield weak
    for first in strong:
        at = len(first.sound)
        yield Material(
            f"{first.name}, then the weak",
            np.concatenate([first.sound, weak.sound]),
            first.spans + tuple((start + at, end + at) for start, end in weak.spans),
            first.texts + weak.texts,
        )
    files = sorted((KTUBERLING / "da").iterdir())
    yield joined("da", [decode_whole(path) for path in files])


def folders(voices):
    """Return the words of each folder of `voices` in a row."""
    named = json.loads((voices / "words.json").read_text("utf-8"))
    for folder in sorted({name.split("/")[0] for name in named}):
        names = sorted(name for name in named if name.startswith(folder))
        parts = [decode_whole(voices / name) for name in names]
        yield joined(f"sv {folder}", parts, [named[name] for name in names])


def prompts():
    """Return what a telephone exchange says, 8 kHz."""
    if ASTERISK.is_dir():
        files = [
            path
            for path in sorted(ASTERISK.glob("*.wav"))
            if path.stat().st_size > 4000 and not any(word in path.name for word in OTHER)
        ]
        yield joined("en prompts, telephone", [decode_whole(p) for p in files[:150]], language="en")


def sentences_in_ways():
    """Return the LibriVox sentences, twice over, as they are and in worse conditions."""
    texts = sentences()
    names = sorted(texts) * 2
    clean = [read(LIBRIVOX / f"{name}.wav").astype(np.float32) for name in names]
    said = [texts[name] for name in names]
    weak = [part * (10 ** (-26 / 20) if i % 2 else 1) for i, part in enumerate(clean)]
    call = [band(part) if i % 2 else part for i, part in enumerate(weak)]
    plain = joined("en clean", clean, said, "en", 0.8)
    yield plain
    for name, make in (("noise", noise), ("music", music)):
        other = np.asarray(make(len(plain.sound) / RATE + 1), np.float32)[: len(plain.sound)]
        sound = under(plain.sound, other, 10)
        yield Material(f"en {name} 10 dB under", sound, plain.spans, plain.texts, "en")
    yield joined("en telephone", [band(part) for part in clean], said, "en", 0.8)
    yield joined("en second speaker 26 dB weaker", weak, said, "en", 0.8)
    yield joined("en second speaker weaker, telephone", call, said, "en", 0.8)


ENGINE = []


def errors(make, each):
    """Return word and character errors in per cent, heard by Whisper base."""
    import jiwer

    from poddarkiv.asr.engine import Request
    from poddarkiv.asr.fasterwhisper import FasterWhisper
    from poddarkiv.asr.model_names import parse_model_name
    from poddarkiv.asr.models import fetch_model
    from poddarkiv.asr.pipeline import BATCH, transcribe_batch

    if not ENGINE:
        ENGINE.append(FasterWhisper(fetch_model(parse_model_name("packaged:base")).path, threads=1))
    before, chunker.SpeechDetector = chunker.SpeechDetector, make
    try:
        chunks = list(chunker.SpeechChunker().chunks(iter([each.sound])))
    finally:
        chunker.SpeechDetector = before
    heard = []
    for first in range(0, len(chunks), BATCH):
        heard += transcribe_batch(ENGINE[0], chunks[first : first + BATCH], Request(each.language))
    text = " ".join(word.text for passage in heard for word in passage.words)
    plain = [" ".join(re.findall(r"\w+", t.lower())) for t in (" ".join(each.texts), text)]
    return 100 * jiwer.wer(*plain), 100 * jiwer.cer(*plain)


def nobody():
    return {
        "music": np.asarray(music(120), np.float32),
        "noise": np.asarray(noise(120), np.float32),
        "silence": np.asarray(silence(120), np.float32),
    }


def main():
    """Print a table of what each detector misses, keeps and costs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--voices", type=Path)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--only", action="append", help="a detector's name")
    given = parser.parse_args()
    stuff = materials(given.voices)
    print("| detector | recording | missed of | kept of s | WER %, CER % |")
    for name, make in DETECTORS.items():
        if given.only and name not in given.only:
            continue
        total, seconds, spent = 0, 0.0, 0.0
        for each in stuff:
            begun = time.process_time()
            mask = kept(make(), each.sound)
            spent += time.process_time() - begun
            seconds += len(each.sound) / RATE
            missed = sum(is_missed(each.sound[a:b], mask[a // 512 :]) for a, b in each.spans)
            total += missed
            long = f"{mask.sum() * 512 / RATE:.0f} of {len(each.sound) / RATE:.0f}"
            rates = (
                "{:.1f}, {:.1f}".format(*errors(make, each)) if given.words and each.texts else ""
            )
            print(f"| {name} | {each.name} | {missed} of {len(each.spans)} | {long} | {rates} |")
        vain = {key: f"{kept(make(), sound).sum() * 0.032:.1f}" for key, sound in nobody().items()}
        print(f"| {name} | all | **{total}** | {3600 * spent / seconds:.1f} CPU s/h | {vain} |")


def is_missed(sound, mask):
    """Whether less than half of what is loud in `sound` is kept by `mask`, which begins with it."""
    wanted = loud(sound)
    window = mask[: len(wanted)]
    return bool(window[wanted[: len(window)]].mean() < 0.5)


if __name__ == "__main__":
    main()
