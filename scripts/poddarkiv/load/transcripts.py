"""Read transcripts when somebody asks for them: most commands need none, or one."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from poddarkiv.errors import Problem, SourceError
from poddarkiv.formats import vtt
from poddarkiv.load.files import read_text
from poddarkiv.transcript import Transcript

TRANSCRIPT_FILE = "transcript.vtt"


class LazyTranscripts(Mapping[str, Transcript]):
    """The transcripts of an archive by episode slug, each read once, when first asked for."""

    def __init__(self, root: Path) -> None:
        self._paths = {
            path.parent.name: path for path in sorted(root.glob(f"episodes/*/{TRANSCRIPT_FILE}"))
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

    def __contains__(self, slug: object) -> bool:
        return slug in self._paths


def read_transcript(path: Path, root: Path) -> Transcript:
    """Return the transcript in the WebVTT file `path`.

    Raises:
        SourceError: It isn't WebVTT; with every fault and its line.
    """
    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        raise SourceError(problems)
    transcript, faults = vtt.parse(text)
    if faults:
        raise SourceError(
            Problem(shown, line, "", message, rule="transcript-syntax") for line, message in faults
        )
    return transcript
