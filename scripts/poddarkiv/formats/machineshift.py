"""Move the words and cues of `transcript.machine.json`."""

from collections.abc import Iterator
from dataclasses import replace

from poddarkiv.formats import vtt
from poddarkiv.formats.machine import MachineTranscript, Stretch
from poddarkiv.formats.shift import LEEWAY, Shift
from poddarkiv.transcript import Segment, Word


def shift_machine(
    machine: MachineTranscript, shift: Shift, audio_sha256: str | None
) -> MachineTranscript:
    """Return `machine` with its times moved; what falls outside the recording is left out.

    Args:
        machine: The transcript of the recording as it was.
        shift: How times are moved.
        audio_sha256: Of the recording as it is; None keeps what was noted.
    """
    before = machine.transcript
    segments = tuple(_segments(before.segments, shift))
    provenance = before.provenance
    assert provenance is not None
    if provenance.text_sha256 == vtt.hash_text(before.segments):
        # The hash is of times too: moved by us they are still as the machine wrote them.
        provenance = replace(provenance, text_sha256=vtt.hash_text(segments))
    if audio_sha256 is not None:
        provenance = replace(provenance, audio_sha256=audio_sha256)
    return MachineTranscript(
        replace(before, segments=segments, provenance=provenance),
        tuple(_stretches(machine.stretches, shift)),
        shift.end,
    )


def _segments(segments: tuple[Segment, ...], shift: Shift) -> Iterator[Segment]:
    for segment in segments:
        span = shift.span(segment.start, segment.end)
        if span is not None:
            words = tuple(_word(word, shift) for word in segment.words)
            yield replace(segment, start=span[0], end=span[1], words=words)


def _word(word: Word, shift: Shift) -> Word:
    # A cue that is cut keeps all its text, so all its words: those outside are at the edge.
    last = shift.end + LEEWAY
    start, end = (min(max(shift.point(at), 0.0), last) for at in (word.start, word.end))
    return replace(word, start=start, end=end)


def _stretches(stretches: tuple[Stretch, ...], shift: Shift) -> Iterator[Stretch]:
    for stretch in stretches:
        span = shift.span(stretch.start, stretch.end)
        if span is not None:
            yield replace(stretch, start=span[0], end=span[1])
