"""Read transcripts when somebody asks for them: most commands need none, or one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from poddarkiv.errors import Problem, SourceError
from poddarkiv.filenames import is_passed_by
from poddarkiv.formats import vtt
from poddarkiv.formats.columns import lines_of
from poddarkiv.formats.encoding import decode_text
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.files import read_text
from poddarkiv.transcript import Transcript

TRANSCRIPT_FILE = "transcript.vtt"
OWN = frozenset((TRANSCRIPT_FILE, "transcript.machine.json"))
"""What transcripts of ours are called, in an episode's folder."""
_SURE = frozenset((".srt", ".vtt", ".otr", ".sbv"))
_PERHAPS = frozenset((".json", ".tsv", ".csv", ".txt", ".md", ".html", ".htm"))
"""What else these hold is seen in the file."""


class LazyTranscripts(Mapping[str, Transcript]):
    """The transcripts of an archive by episode slug, each read once, when first asked for."""

    def __init__(self, root: Path) -> None:
        self._paths = {
            path.parent.name: path
            for path in sorted(root.glob(f"episodes/*/{TRANSCRIPT_FILE}"))
            if not is_passed_by(path.parent.name)
        }
        self._root = root
        self._read: dict[str, Transcript] = {}

    def __getitem__(self, slug: str) -> Transcript:
        """Return the transcript.

        Raises:
            SourceError: The file isn't WebVTT; with the line.
        """
        if slug not in self._read:
            self._read[slug] = read_transcript(self._paths[slug], self._root)
        return self._read[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def digest(self, slug: str) -> str:
        """Return a digest of the text of a transcript, without understanding it.

        Line endings do not count: the site of a checkout on Windows has the same bytes.
        """
        try:
            data = self._paths[slug].read_bytes()
        except OSError:
            # Who reads the transcript is told why.
            return "unread"
        return hashlib.blake2b(data.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()

    @property
    def lines(self) -> "LazyCueLines":
        """The line of each segment, by episode slug."""
        return LazyCueLines(self, self._paths)

    def __contains__(self, slug: object) -> bool:
        return slug in self._paths


class LazyCueLines(Mapping[str, Sequence[int]]):
    """Where each segment stands in its file: found only when there is something to say."""

    def __init__(self, transcripts: LazyTranscripts, paths: Mapping[str, Path]) -> None:
        self._transcripts = transcripts
        self._paths = paths

    def __getitem__(self, slug: str) -> Sequence[int]:
        """Return the line of each segment's times, counted from 1."""
        try:
            return lines_of(self._transcripts[slug])
        except SourceError:
            text, _problems = read_text(self._paths[slug], slug)
            return vtt.cue_lines(text or "")

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class ForeignTranscripts:
    """Transcripts in other forms beside an `episode.yml`: looked for when somebody asks."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the episode's slug and the file's name."""
        for path in sorted(self._root.glob("episodes/*/*")):
            suffix = path.suffix.lower()
            passed_by = is_passed_by(path.name) or is_passed_by(path.parent.name)
            if passed_by or path.name in OWN or suffix not in _SURE | _PERHAPS:
                continue
            if not path.is_file():
                continue
            if suffix in _SURE or _is_transcript(path):
                yield path.parent.name, path.name


def _is_transcript(path: Path) -> bool:
    # Readers of ten formats, which an archive without such files does without.
    from poddarkiv.formats.foreign import transcript_kind

    try:
        return transcript_kind(decode_text(path.read_bytes()).text) is not None
    except OSError:
        return False


def read_transcript(path: Path, root: Path) -> Transcript:
    """Return the transcript in the WebVTT file `path`.

    Raises:
        SourceError: It isn't WebVTT; with every fault and its line.
    """
    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        raise SourceError(problems)
    conflict = merge_conflict(text, shown)
    if conflict is not None:
        raise SourceError([conflict])
    transcript, faults = vtt.parse_vtt(text)
    if faults:
        raise SourceError(
            Problem(shown, line, "", message, rule="transcript-syntax") for line, message in faults
        )
    return transcript
