"""Read the archive's own scripts aloud: from `episodes/*/manus.md` to recording and transcript.

    python tools/make_samples.py [EPISODE…]

Needs espeak-ng with its Swedish voice. The same script and the same espeak-ng give the same bytes.
Written are `media/<episode>.mp3`, the `chapters` of `episode.yml` and, where a person stands for
the transcript, `transcript.vtt`: its times are measured, since each sentence is spoken by itself.
`poddarkiv tag` writes the recordings' tags afterwards.
"""

import array
import re
import subprocess
import sys
import textwrap
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import av
import av.filter

from poddarkiv.formats import vtt
from poddarkiv.output import write_if_changed
from poddarkiv.transcript import Segment, Transcript

ROOT = Path(__file__).resolve().parent.parent
VOICE = (
    "espeak-ng",
    *("-v", "sv", "-s", "140", "-p", "45", "-g", "7"),
    "-z",
    "--stdout",
    "--stdin",
)
CLARITY = (
    ("highpass", "f=400:p=1"),
    ("aecho", "0.9:0.9:17|29|41|59|73:0.3|0.25|0.2|0.12|0.08"),
    ("volume", "8.3dB"),
    ("alimiter", "limit=0.85:level=0"),
)
"""Less bass, since the voice mumbles its b and d, and a small room around it. Whisper, which learnt
from people, hears more words right this way. Last, up to −16 LUFS, which listeners are used to."""

Samples: TypeAlias = "array.array[int]"
"""Sixteen bits each, one channel."""

SPEAKER = "Syntetisk röst"
RATE = 22_050
BIT_RATE = 40_000

SENTENCE_PAUSE, PARAGRAPH_PAUSE, CHAPTER_PAUSE = 0.45, 0.8, 1.2
"""Seconds of silence. A chapter also waits for the next whole second, so that its time is exact."""

SOFT_START = 660
"""Samples kept before the first loud one: the beginning of a d is nearly silent."""

_SIDE = 9
"""Bytes of MPEG-2 mono between a frame's header and its content."""
_FRAMES, _BYTES = 1, 2
"""Flags of an Info header: what it tells."""

LONGEST_CUE = 7.0
"""Seconds. Longer sentences are hard to read along with."""
LINE = 42
"""Characters in a line of a cue; a cue has two."""

SPOKEN = {
    "peer": "[[p'i:R]]",
    "support": "[[s8p'Ot]]",
    "supporter": "[[s8p'OtE-R]]",
    "supportern": "[[s8p'OtE-Rn]]",
    "nect": "nekt",
    "90101": "nio noll, ett noll ett",
    "1177": "elva sjuttisju",
    "112": "ett ett två",
    "jag": "ja",
    "det": "de",
    "de": "dom",
    "promenad": "[[prumE-n'A:d]]",
    "kommunen": "[[kOm'u-:nE-n]]",
    "syntetisk": "[[synt'e:tIsk]]",
    "effekt": "[[Ef'Ekt]]",
    "symtom": "[[symt'o:m]]",
    "mottagning": "[[m'u:tt,A:gnIN]]",
    "diagnos": "[[di:agn'o:s]]",
}
"""What the voice says wrongly as it is written: other letters, or espeak-ng's phonemes."""


@dataclass(frozen=True)
class Chapter:
    """A heading, which is not read, and its paragraphs of sentences, which are."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]


def main(names: list[str]) -> None:
    """Make the samples called `names`, or all."""
    for script in sorted(ROOT.glob("episodes/*/manus.md")):
        if not names or script.parent.name in names:
            make(script)


def make(script: Path) -> None:
    """Write what follows from one script."""
    samples, segments, starts = read_aloud(chapters_of(script.read_text("utf-8")))
    folder = script.parent
    write_if_changed(ROOT / "media" / f"{folder.name}.mp3", mp3(samples))
    episode = folder / "episode.yml"
    text = episode.read_text("utf-8")
    write_if_changed(episode, with_chapters(text, starts).encode())
    if "status: reviewed" in text:
        transcript = vtt.render_vtt(Transcript(tuple(segments)))
        write_if_changed(folder / "transcript.vtt", transcript.encode())
    print(f"{folder.name}: {len(samples) / RATE:.1f} s, {len(segments)} cues")
    for start, title in starts:
        print(f"  {clock(start)} {title}")


def chapters_of(script: str) -> list[Chapter]:
    r"""Return the parts of `script`. The first-level heading is only for those who edit.

    >>> chapters_of("# Namn\n\n## Ett\n\nHej. Hej då!\n")
    [Chapter(title='Ett', paragraphs=(('Hej.', 'Hej då!'),))]
    """
    chapters = []
    for part in re.split(r"^## ", script, flags=re.MULTILINE)[1:]:
        title, _newline, body = part.partition("\n")
        blocks = [" ".join(block.split()) for block in body.split("\n\n")]
        sentences = [tuple(re.split(r"(?<=[.!?]) ", block)) for block in blocks if block]
        chapters.append(Chapter(title.strip(), tuple(sentences)))
    return chapters


def read_aloud(
    chapters: list[Chapter],
) -> tuple[Samples, list[Segment], list[tuple[int, str]]]:
    """Return the samples, a cue for each sentence and the second where each chapter starts."""
    samples: Samples = array.array("h")
    segments: list[Segment] = []
    starts: list[tuple[int, str]] = []
    for chapter in chapters:
        silence(samples, -len(samples) % RATE)
        starts.append((len(samples) // RATE, chapter.title))
        for paragraph in chapter.paragraphs:
            for sentence in paragraph:
                start = len(samples) / RATE
                samples.extend(speak(sentence))
                segments.append(cue(sentence, start, len(samples) / RATE))
                silence(samples, round(SENTENCE_PAUSE * RATE))
            silence(samples, round((PARAGRAPH_PAUSE - SENTENCE_PAUSE) * RATE))
        silence(samples, round((CHAPTER_PAUSE - PARAGRAPH_PAUSE) * RATE))
    return samples, segments, starts


def silence(samples: Samples, count: int) -> None:
    """Add `count` samples of nothing."""
    samples.frombytes(bytes(2 * count))


def speak(sentence: str) -> Samples:
    """Return the sentence as the voice says it, without the silence around it."""
    sentence = re.sub(r"\w+", lambda word: SPOKEN.get(word[0].lower(), word[0]), sentence)
    spoken = subprocess.run(VOICE, input=sentence.encode(), capture_output=True, check=True).stdout
    with wave.open(BytesIO(spoken)) as recording:
        if recording.getframerate() != RATE:
            raise SystemExit(f"espeak-ng speaks at {recording.getframerate()} Hz, not at {RATE}")
        samples = array.array("h", recording.readframes(recording.getnframes()))
    loud = [position for position, value in enumerate(samples) if abs(value) > 60]
    return samples[max(0, loud[0] - SOFT_START) : loud[-1] + 1]


def cue(sentence: str, start: float, end: float) -> Segment:
    """Return the sentence as a cue, if it is short enough to be read in time."""
    lines = balanced(sentence)
    if len(lines) > 2 or end - start > LONGEST_CUE:
        raise SystemExit(f"make this sentence shorter ({end - start:.1f} s): {sentence}")
    return Segment(round(start, 3), round(end, 3), "\n".join(lines), speaker=SPEAKER)


def balanced(sentence: str) -> list[str]:
    """Return the sentence on as few lines as it needs, of nearly equal length.

    >>> balanced("En kort mening på en rad.")
    ['En kort mening på en rad.']
    """
    wrapped = textwrap.wrap(sentence, LINE)
    for width in range(-(-len(sentence) // len(wrapped)), LINE):
        if len(narrower := textwrap.wrap(sentence, width)) == len(wrapped):
            return narrower
    return wrapped


def mp3(samples: Samples) -> bytes:
    """Return the samples as a mono MP3 with an Info header, so that apps know its length."""
    target = BytesIO()
    options = {"fflags": "+bitexact", "write_xing": "1", "id3v2_version": "0"}
    with av.open(target, "w", format="mp3", options=options) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.codec_context.format = "s16p"
        for frame in (*frames(samples), None):
            container.mux(stream.encode(frame))
    return with_short_header(target.getvalue())


def with_short_header(recording: bytes) -> bytes:
    """Return `recording` with an Info header that is a frame like all others.

    FFmpeg writes a frame of a higher bit rate, with what the encoder padded. Some readers take the
    padding off the length (FFmpeg 7), some don't (FFmpeg 5, mutagen); others reckon by the first
    frame's bit rate (exiftool 12.57 and eyeD3 0.9.7: 1:39 of 2:19). So it tells frames and bytes
    and no more.
    """
    info = recording.index(b"Info")
    start = info - _SIDE - 4
    first = recording.index(recording[start : start + 2], info)
    sound = recording[first:]
    kind = bytes((*sound[:2], sound[2] & ~2, sound[3]))  # without the padding byte
    length = 576 // 8 * BIT_RATE // RATE
    told = recording[info + 8 : info + 12] + (length + len(sound)).to_bytes(4)
    header = b"Info" + (_FRAMES | _BYTES).to_bytes(4) + told
    return recording[:start] + (kind + bytes(_SIDE) + header).ljust(length, b"\0") + sound


def frames(samples: Samples) -> Iterator[av.AudioFrame]:
    """Return the samples made clearer, a frame of MPEG-2 audio (576 samples) at a time."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="s16p", layout="mono", time_base=Fraction(1, RATE)
    )
    filters = [graph.add(*filter_) for filter_ in (*CLARITY, ("aformat", "sample_fmts=s16p"))]
    graph.link_nodes(source, *filters, graph.add("abuffersink")).configure()
    for first in range(0, len(samples), 576):
        part = samples[first : first + 576]
        frame = av.AudioFrame(format="s16p", layout="mono", samples=len(part))
        plane = frame.planes[0]
        plane.update(part.tobytes().ljust(plane.buffer_size, b"\0"))
        frame.sample_rate, frame.pts = RATE, first
        graph.push(frame)
        cleared = graph.pull()
        assert isinstance(cleared, av.AudioFrame)
        yield cleared


def with_chapters(episode: str, starts: list[tuple[int, str]]) -> str:
    r"""Return the text of an `episode.yml` with its list of chapters replaced.

    >>> print(with_chapters("title: A\nchapters: []\n", [(0, "Ett"), (61, "Två")]))
    title: A
    chapters:
      - {start: "00:00", title: "Ett"}
      - {start: "01:01", title: "Två"}
    <BLANKLINE>
    """
    lines = [f'  - {{start: "{clock(start)}", title: "{title}"}}\n' for start, title in starts]
    block = "chapters:\n" + "".join(lines)
    found = r"^chapters:.*\n(?:[ \t].*\n)*"
    if not re.search(found, episode, flags=re.MULTILINE):
        raise SystemExit("episode.yml needs a line `chapters: []` to fill in")
    return re.sub(found, lambda _match: block, episode, count=1, flags=re.MULTILINE)


def clock(seconds: int) -> str:
    """Write whole seconds as `MM:SS`."""
    return f"{seconds // 60:02}:{seconds % 60:02}"


if __name__ == "__main__":
    main(sys.argv[1:])
