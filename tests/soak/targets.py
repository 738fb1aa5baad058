"""Every reader of what people bring, as a function of any bytes.

A target returns, or raises what its readers are documented to raise, which it catches itself. What
comes out of it is a fault. `make test` feeds them by hypothesis, `make soak` by atheris.
"""

import contextlib
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from poddarkiv.audio.decode import Recording
from poddarkiv.audio.measure import file_sha256, measure_file
from poddarkiv.audio.tag_reader import read_file_tags
from poddarkiv.audio.tagging import Tags
from poddarkiv.errors import AudioError, Problem
from poddarkiv.formats import machine, srt, vtt, vttedit, yamledit
from poddarkiv.formats.encoding import decode_text
from poddarkiv.formats.subrip import parse_srt
from poddarkiv.load.files import read_markdown_file, read_text, read_yaml_file
from poddarkiv.load.nouns import make_noun
from poddarkiv.load.pictures import read_picture
from poddarkiv.load.siteurl import read_site_url
from poddarkiv.model import (
    Article,
    Chapter,
    Contacts,
    Episode,
    Glossary,
    Guest,
    Lock,
    Page,
    Show,
    Topic,
)
from poddarkiv.review.waveform import compute_peaks
from poddarkiv.rss.published import read_published_feed
from poddarkiv.transcript import Segment
from tagging import write_tags

YAML_MODELS = (Show, Episode, Lock, Glossary, Contacts)
PAGE_MODELS = ((Guest, "bio"), (Article, "body"), (Topic, "intro"), (Page, "body"))
SOUNDS = (".mp3", ".m4a", ".flac", ".ogg", ".wav", ".opus", ".aac", ".mp4")
BLOCKS = 40
"""Blocks of decoded sound that are looked at: some ten seconds each."""
TAGS = Tags(
    title="Om hopp",
    show="Podden",
    author="Ada",
    number=3,
    season=1,
    date="2026-11-20",
    language="swe",
    comment="Två samtal.",
    lyrics="Hej.",
    page="https://podd.example.org/avsnitt/003/",
    chapters=(Chapter(start=0.0, title="Först"), Chapter(start=1.0, title="Sedan")),
)
"""What is written into a recording."""


@contextlib.contextmanager
def a_folder() -> Iterator[Path]:
    """Give a folder, in memory where the system can: thousands of files are written."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _sensible(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.line >= 1, problem
        assert "\n" not in str(problem), problem


def yaml(data: bytes, folder: Path) -> None:
    """Read `data` as each file of YAML, and change a key of it."""
    kind, content = data[:1], data[1:]
    number = kind[0] if kind else 0
    path = folder / "a.yml"
    path.write_bytes(content)
    model = YAML_MODELS[number % len(YAML_MODELS)]
    file = read_yaml_file(path, folder)
    given = {"slug": "001-start"} if model is Episode else {}
    _sensible(file.problems + make_noun(model, file.data, file.origin, **given)[1])
    page, body = PAGE_MODELS[number % len(PAGE_MODELS)]
    text = read_markdown_file(path, folder)
    _sensible(text.problems)
    _sensible(make_noun(page, text.data, text.origin, slug="a", **{body: text.body})[1])
    (folder / "mkdocs.yml").write_bytes(content)
    _sensible(read_site_url(folder)[1])
    _edit_yaml(path, folder)


def _edit_yaml(path: Path, folder: Path) -> None:
    text, _problems = read_text(path, "a.yml")
    if text is None:
        return
    with contextlib.suppress(ValueError):
        before = yamledit.read_keys(text)
        after = yamledit.set_key(text, "transcript", {"status": "reviewed", "by": "Åsa"})
        others = {key: value for key, value in before.items() if key != "transcript"}
        read = yamledit.read_keys(after)
        assert {key: value for key, value in read.items() if key != "transcript"} == others
        yamledit.remove_key(text, "title")


def transcripts(data: bytes, folder: Path) -> None:
    """Read `data` as VTT, SRT and the machine's JSON; correct a cue of it; write it again."""
    path = folder / "a.vtt"
    path.write_bytes(data)
    text, problems = read_text(path, "a.vtt")
    _sensible(problems)
    with contextlib.suppress(ValueError):
        made = machine.parse_machine_transcript(data.decode("utf-8", "replace"))
        assert machine.parse_machine_transcript(machine.render_machine_transcript(made)) == made
    _cues(decode_text(data).text)
    if text is not None:
        _cues(text)


def _cues(text: str) -> None:
    transcript, faults = vtt.parse_vtt(text)
    _say_where(faults)
    if not faults:
        rendered = vtt.render_vtt(transcript)
        again, wrong = vtt.parse_vtt(rendered)
        assert wrong == []
        assert [s.text for s in again.segments] == [s.text for s in transcript.segments]
        assert vtt.render_vtt(again) == rendered
        srt.render_srt(transcript)
    vtt.cue_lines(text)
    with contextlib.suppress(ValueError):
        vttedit.replace_cues(text, {0: [Segment(0.0, 0.5, "Hej --> <v Ö>", "A > B")]})
    transcript, faults = parse_srt(text)
    _say_where(faults)
    vtt.parse_vtt(vtt.render_vtt(transcript))
    srt.render_srt(transcript)


def _say_where(faults: list[tuple[int, str]]) -> None:
    assert all(line >= 1 and message for line, message in faults)


def feed(data: bytes, _folder: Path) -> None:
    """Read `data` as a published feed."""
    with contextlib.suppress(ValueError):
        read_published_feed(data)


def picture(data: bytes, folder: Path) -> None:
    """Read `data` as a picture."""
    path = folder / "a.png"
    path.write_bytes(data)
    read_picture(path)


def _recording(data: bytes, folder: Path) -> Path:
    number = data[0] if data else 0
    path = folder / f"a{SOUNDS[number % len(SOUNDS)]}"
    path.write_bytes(data[1:])
    return path


def tags(data: bytes, folder: Path) -> None:
    """Read the tags of `data`, and write ours: whole, or the file stays as it was."""
    path = _recording(data, folder)
    before = file_sha256(path)
    with contextlib.suppress(AudioError):
        offer = read_file_tags(path)
        assert math.isfinite(offer.duration)
    try:
        write_tags(path, TAGS)
    except AudioError:
        assert file_sha256(path) == before
    path.unlink()
    assert [left.name for left in folder.iterdir()] == []


def audio(data: bytes, folder: Path) -> None:
    """Measure `data`, decode the beginning of it, and draw its waveform."""
    path = _recording(data, folder)
    with contextlib.suppress(AudioError):
        measured = measure_file(path, path.name).audio
        assert math.isfinite(measured.duration)
    with contextlib.suppress(AudioError):
        for _block, _number in zip(Recording(path).blocks(), range(BLOCKS), strict=False):
            pass
    with contextlib.suppress(AudioError):
        for _part, _number in zip(compute_peaks(path), range(BLOCKS), strict=False):
            pass
    path.unlink()


TARGETS: dict[str, Callable[[bytes, Path], None]] = {
    "transcripts": transcripts,
    "yaml": yaml,
    "tags": tags,
    "audio": audio,
    "feed": feed,
    "picture": picture,
}
