"""The transcript as Podcasting 2.0 JSON (version 1.0.0)."""

from json.encoder import encode_basestring as _quoted

from poddarkiv.formats.columns import spoken_columns
from poddarkiv.transcript import Transcript


def render_transcript_json(transcript: Transcript) -> str:
    """Return `transcript` as JSON, a segment for each cue of the VTT.

    No segment is empty and each has an end: AntennaPod fails on the one and skips the other.
    """
    said = spoken_columns(transcript)
    names = {name: f'"speaker": {_quoted(name)}, ' if name else "" for name in set(said.speakers)}
    cells = zip(said.speakers, said.numbers, map(_quoted, said.rows), strict=True)
    # Written by hand: `json.dumps` of mappings takes several times as long.
    rows = [
        f'{{{names[speaker]}"startTime": {start}, "endTime": {end}, "body": {body}}}'
        for speaker, (start, end), body in cells
    ]
    return '{"version": "1.0.0", "segments": [\n' + ",\n".join(rows) + "\n]}\n"
