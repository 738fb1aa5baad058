"""Choose the best of the transcripts that an episode has at its host."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from poddarkiv.errors import RemoteError
from poddarkiv.feeds.links import Link
from poddarkiv.formats import vtt
from poddarkiv.formats.foreign import read_foreign
from poddarkiv.formats.foreign.timing import timed_segments
from poddarkiv.i18n import _
from poddarkiv.transcript import Segment, Transcript

_ORDER = (
    *("text/vtt", "application/json", "application/x-subrip", "application/srt", "text/srt"),
    *("text/html", "text/plain"),
)
"""Those first that keep most: names, and times to the millisecond."""
_WHOLE = 0.8
"""Of the longest one's words: what has fewer lacks a part."""


@dataclass(frozen=True)
class BestTranscript:
    """What is to be kept."""

    link: Link
    kind: str
    """As people know it, as in `WebVTT`."""
    text: str
    """Of the `transcript.vtt`."""
    cues: int
    words: int
    named: bool
    """Whether it says who speaks."""


def choose_transcript(
    links: Sequence[Link],
    fetch: Callable[[str], str],
    *,
    names: Sequence[str],
    language: str,
    seconds: float | None,
) -> tuple[BestTranscript | None, list[str]]:
    """Return the best of `links`, and why others can't be used.

    The best has times, is whole, says who speaks, and is in the form that keeps most. A
    translation is none. No more is fetched than it takes to know.

    Args:
        links: In any order.
        fetch: Returns the text at an address, or raises RemoteError.
        names: People who may speak.
        language: Of the recording.
        seconds: How long it is; None where nobody knows.
    """
    found: list[BestTranscript] = []
    faults: list[str] = []
    for link in sorted((each for each in links if _is_in(each, language)), key=_rank):
        try:
            found.append(_read(link, fetch(link.url), names, seconds))
        except RemoteError as error:
            faults.append(str(error))
        except ValueError as error:
            faults.append(_("{url}: no transcript ({reason})", url=link.url, reason=error))
        if found and found[-1].named:
            break
    most = max((each.words for each in found), default=0)
    whole = [each for each in found if each.words >= _WHOLE * most]
    best = next((each for each in whole if each.named), whole[0] if whole else None)
    return best, faults


def _is_in(link: Link, language: str) -> bool:
    said, wanted = (text.partition("-")[0].lower() for text in (link.language, language))
    return not said or not wanted or said == wanted


def _rank(link: Link) -> int:
    return _ORDER.index(link.mime_type) if link.mime_type in _ORDER else len(_ORDER)


def _read(link: Link, text: str, names: Sequence[str], seconds: float | None) -> BestTranscript:
    foreign = read_foreign(text, known=names)
    if not foreign.turns:
        raise ValueError(_("nothing is said in it"))
    segments = timed_segments(foreign.turns, seconds, names)
    if not segments:
        raise ValueError(_("it has no times"))
    written = vtt.render_vtt(Transcript(segments))
    faults = vtt.parse_vtt(written)[1]
    if faults:
        raise ValueError(faults[0][1])
    return BestTranscript(
        link,
        foreign.kind,
        written,
        len(segments),
        _words(segments),
        any(s.speaker for s in segments),
    )


def _words(segments: Sequence[Segment]) -> int:
    return sum(len(segment.text.split()) for segment in segments)
