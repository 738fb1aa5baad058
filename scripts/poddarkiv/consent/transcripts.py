"""Transcripts without what some people said, and without their names."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from poddarkiv.consent import neutral
from poddarkiv.consent.names import Names
from poddarkiv.consent.patterns import normalize_text
from poddarkiv.transcript import Segment, Transcript


@dataclass(frozen=True)
class Redaction:
    """What of a transcript is not shown."""

    names: Names
    theirs: Callable[[str], bool]
    """Whether a speaker is one of the people."""
    unnamed: bool
    """Whether what nobody is said to have said may be theirs."""

    def naming(self, segments: tuple[Segment, ...]) -> set[int]:
        """Return which segments hold a name, or a part of one that goes on in the next."""
        texts = [normalize_text(segment.text) for segment in segments]
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        found: set[int] = set()
        for match in self.names.matches("\n".join(texts)):
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, match.end() - 1) - 1
            found.update(range(first, last + 1))
        return found

    def says(self, segment: Segment) -> bool:
        """Whether what is said may not be shown whoever it names."""
        return self.theirs(segment.speaker) if segment.speaker else self.unnamed


class ShownTranscripts(Mapping[str, Transcript]):
    """The transcripts of an archive as they may be shown, each made when it is asked for."""

    def __init__(
        self,
        source: Mapping[str, Transcript],
        absent: Collection[str],
        rules: Callable[[str], Redaction],
    ) -> None:
        """Wrap `source`.

        Args:
            source: By episode slug; read when first asked for.
            absent: Slugs whose transcript is not shown at all.
            rules: What of the transcript of an episode is not shown.
        """
        self._source = source
        self._absent = frozenset(absent)
        self._rules = rules
        self._made: dict[str, Transcript] = {}

    def __getitem__(self, slug: str) -> Transcript:
        """Return what may be shown of a transcript."""
        if slug in self._absent:
            raise KeyError(slug)
        if slug not in self._made:
            self._made[slug] = redact_transcript(self._source[slug], self._rules(slug))
        return self._made[slug]

    def __iter__(self) -> Iterator[str]:
        return (slug for slug in self._source if slug not in self._absent)

    def __len__(self) -> int:
        return sum(1 for _slug in self)

    def __contains__(self, slug: object) -> bool:
        return slug in self._source and slug not in self._absent


def redact_transcript(transcript: Transcript, left_out: Redaction) -> Transcript:
    """Return `transcript` with neutral lines where something is left out; the same when nothing is.

    Neighbouring lines that say the same become one.
    """
    naming = left_out.naming(transcript.segments)
    made: list[Segment] = []
    changed = False
    for i, segment in enumerate(transcript.segments):
        after = _segment(segment, left_out, naming=i in naming)
        changed = changed or after is not segment
        if after is not segment and made and _same(made[-1], after):
            made[-1] = replace(made[-1], end=after.end)
        else:
            made.append(after)
    # How it was made names those who take part, and would no longer be true.
    return Transcript(tuple(made), transcript.language) if changed else transcript


def _segment(segment: Segment, left_out: Redaction, *, naming: bool) -> Segment:
    if left_out.says(segment):
        return replace(segment, speaker=neutral.somebody(), text=neutral.not_said(), words=())
    if naming:
        return replace(segment, text=neutral.no_text(), words=())
    return segment


def _same(before: Segment, after: Segment) -> bool:
    return (before.speaker, before.text) == (after.speaker, after.text)
