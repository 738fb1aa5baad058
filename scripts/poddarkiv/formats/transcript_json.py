"""The transcript as Podcasting 2.0 JSON (version 1.0.0)."""

from json.encoder import encode_basestring as _text

from poddarkiv.transcript import Segment, Transcript


def render(transcript: Transcript) -> str:
    """Return `transcript` as JSON, a segment for each cue of the VTT.

    No segment is empty and each has an end: AntennaPod fails on the one and skips the other.
    """
    rows = [_segment(segment) for segment in transcript.segments if segment.text.strip()]
    return '{"version": "1.0.0", "segments": [\n' + ",\n".join(rows) + "\n]}\n"


def _segment(segment: Segment) -> str:
    # Written by hand: `json.dumps` of a mapping takes three times as long.
    speaker = f'"speaker": {_text(segment.speaker)}, ' if segment.speaker else ""
    start, end = round(segment.start, 3), round(segment.end, 3)
    body = _text(" ".join(segment.text.split()))
    return f'{{{speaker}"startTime": {start!r}, "endTime": {end!r}, "body": {body}}}'
