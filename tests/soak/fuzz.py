"""Feed a target with what atheris makes up, led by the lines that were reached: `make soak`.

    python -m soak.fuzz yaml --seconds 1200

A fault is kept with the bytes that gave it, and the run goes on; a crash of a library ends the
process, is kept too, and another process goes on. At the end: how many inputs, which faults.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
import traceback
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
WORDS = {
    "transcripts": ("WEBVTT", "NOTE", "-->", "00:00:01.000", "<v ", "</v>", "&amp;", "STYLE",
                    "REGION", "\\xef\\xbb\\xbf", "99:59:59,999", "\\x0d\\x0a", '"segments"',
                    '"words"', "[", "]", "{", "}", "null", "1e999", "NaN"),
    "yaml": ("title: ", "number: ", "guid: ", "published: ", "2026-11-20T06:00:00+01:00", "- ",
             "&a ", "*a", "!x ", "!!binary ", "<<: ", "|\\x0a", ">-\\x0a", "---\\x0a", "...",
             "%YAML 9.9", "? ", "{", "}", "[", "]", "'", "\\x22", "https://[::1", "1e999", "0o7",
             "audio: ", "chapters:\\x0a  - ", "start: ", "summary: ", "guests: ", "nan",
             "9999999999", "\\xef\\xbb\\xbf"),
    "tags": ("ID3\\x04\\x00", "ID3\\x03\\x00", "TIT2", "CHAP", "CTOC", "APIC", "COMM", "USLT",
             "ftypM4A ", "moov", "udta", "meta", "ilst", "chpl", "covr", "mdat", "fLaC", "OggS"),
    "audio": ("\\xff\\xfb\\x90\\x64", "ID3", "Xing", "Info", "ftypM4A ", "moov", "trak", "mdat",
              "stts", "stsz", "RIFF", "WAVEfmt ", "data", "fLaC", "OggS", "OpusHead"),
}  # fmt: skip


def say(text: str) -> None:
    """Print a line at once, also into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def seeds(name: str, folder: Path) -> None:
    """Put real files into `folder`, cut short where they are long, for atheris to begin with."""
    patterns = {
        "transcripts": ("episodes/*/*.vtt", "tests/**/*.vtt", "tests/**/*.srt"),
        "yaml": ("episodes/*/*.yml", "episodes/*.yml", "content/**/*.md", "content/*.yml"),
        "feed": ("tests/**/*.xml",),
        "picture": ("media/*.png",),
    }.get(name, ("media/*.mp3", "tests/**/*.m4a"))
    sound = name in {"tags", "audio"}
    for number, path in enumerate(sorted({p for each in patterns for p in ROOT.glob(each)})):
        content = path.read_bytes()[: 24_000 if sound else 200_000]
        lead = b"" if name in {"transcripts", "feed", "picture"} else bytes([number % 5])
        if sound:
            lead = b"\1" if path.suffix == ".m4a" else b"\0"
        (folder / f"{number:03}").write_bytes(lead + content)
    if sound:
        for number, (lead, content) in enumerate(_sounds()):
            (folder / f"made-{number}").write_bytes(bytes([lead]) + content)


def _sounds() -> list[tuple[int, bytes]]:
    """Return half a second of a tone in each form that PyAV can write."""
    import io

    import av
    import numpy as np

    found = []
    forms = (("mp3", "libmp3lame", 0), ("ipod", "aac", 1), ("flac", "flac", 2),
             ("ogg", "libopus", 3), ("wav", "pcm_s16le", 4))  # fmt: skip
    for form, codec, lead in forms:
        buffer = io.BytesIO()
        with av.open(buffer, "w", format=form) as file:
            stream = file.add_stream(codec, rate=48000)
            stream.layout = "mono"
            tone = np.sin(np.arange(24000) / 20).astype("float32")[None, :]
            frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            frame.sample_rate = 48000
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                file.mux(packet)
        found.append((lead, buffer.getvalue()))
    return found


def one_process(name: str, seconds: int, work: Path) -> None:
    """Let atheris run in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["poddarkiv", "mutagen"]):
        from soak.targets import TARGETS, a_folder
    target = TARGETS[name]
    faults: dict[str, int] = {}
    runs = 0
    began = time.monotonic()

    def note() -> None:
        told = {"runs": runs, "seconds": round(time.monotonic() - began), "faults": faults}
        (work / "told.json").write_text(json.dumps(told))

    def test(data: bytes) -> None:
        nonlocal runs
        runs += 1
        try:
            with a_folder() as folder:
                target(data, folder)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
            if kind not in faults:
                digest = hashlib.sha256(kind.encode()).hexdigest()[:12]
                (work / f"fault-{digest}").write_bytes(data)
                (work / f"fault-{digest}.txt").write_text(traceback.format_exc())
                say(f"FAULT {kind} {error}")
            faults[kind] = faults.get(kind, 0) + 1
            note()
        if runs % 500 == 0:
            note()

    corpus = work / "corpus"
    words = work / "words.txt"
    known = [f'"{word}"\n' for word in WORDS.get(name, ()) if '"' not in word]
    words.write_text("".join(known))
    options = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=4000",
               "-max_len=65536", f"-artifact_prefix={work}/crash-",
               "-print_final_stats=1", "-verbosity=1"]  # fmt: skip
    # The fuzzer refuses a list without words.
    options += [f"-dict={words}"] if known else []
    atheris.Setup([sys.argv[0], *options, str(corpus)], test)
    atheris.Fuzz()


def main() -> int:
    """Run for as long as was asked, and tell what was found; 1 when something was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["transcripts", "yaml", "tags", "audio", "feed", "picture"])
    parser.add_argument("--seconds", type=int, default=1200)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "soak")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    work = given.into / given.name
    (work / "corpus").mkdir(parents=True, exist_ok=True)
    if given.inside:
        one_process(given.name, given.seconds, work)
        return 0
    seeds(given.name, work / "corpus")
    runs, faults, crashes = 0, {}, 0
    began = time.monotonic()
    while (left := given.seconds - round(time.monotonic() - began)) > 5:
        (work / "told.json").unlink(missing_ok=True)
        command = [sys.executable, "-m", "soak.fuzz", given.name, "--inside"]
        command += ["--seconds", str(left), "--into", str(given.into)]
        with (work / "log.txt").open("ab") as log:
            code = subprocess.run(
                command, cwd=TESTS, stdout=log, stderr=log, check=False
            ).returncode
        crashes += code != 0
        if (work / "told.json").exists():
            told = json.loads((work / "told.json").read_text())
            runs += told["runs"]
            for kind, count in told["faults"].items():
                faults[kind] = faults.get(kind, 0) + count
    seconds = round(time.monotonic() - began)
    say(f"{given.name}: {runs} inputs in {seconds} s, {len(faults)} kinds of fault, "
          f"{crashes} crashes; kept in {work}")  # fmt: skip
    for kind, count in sorted(faults.items()):
        say(f"  {count:6} {kind}")
    return 1 if faults or crashes else 0


if __name__ == "__main__":
    sys.exit(main())
