"""The transcript as Podcasting 2.0 JSON (version 1.0.0)."""

import json
from typing import Any

from poddarkiv.transcript import Segment, Transcript


def render(transcript: Transcript) -> str:
    """Return `transcript` as JSON, a segment for each cue of the VTT.

    No segment is empty and each has an end: AntennaPod fails on the one and skips the other.
    """
    rows = [_segment(segment) for segment in transcript.segments if segment.text.strip()]
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return '{"version": "1.0.0", "segments": [\n' + body + "\n]}\n"


def _segment(segment: Segment) -> dict[str, Any]:
    row: dict[str, Any] = {"speaker": segment.speaker} if segment.speaker else {}
    return row | {
        "startTime": round(segment.start, 3),
        "endTime": round(segment.end, 3),
        "body": " ".join(segment.text.split()),
    }
