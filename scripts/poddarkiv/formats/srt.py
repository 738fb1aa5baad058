"""SubRip: a copy of the transcript for apps that read nothing newer."""

from collections.abc import Iterator

from poddarkiv.timecode import format_span
from poddarkiv.transcript import Transcript

_NO_BREAK = "\u00a0"


def render(transcript: Transcript) -> str:
    """Return `transcript` as the text of an `.srt` file: the same cues as in the VTT."""
    return "\n".join(_cues(transcript))


def _cues(transcript: Transcript) -> Iterator[str]:
    named = ""
    number = 0
    for segment in transcript.segments:
        text = _safe(segment.text)
        if not text:
            continue
        number += 1
        if segment.speaker != named:
            # A second colon after a name makes AntennaPod drop the rest of the cue, so such a cue
            # goes without it; the speaker's next one has it.
            named = "" if ":" in text or ":" in segment.speaker else segment.speaker
            if named:
                text = f"{named}: {text}"
        span = format_span(segment.start, segment.end).replace(".", ",")
        yield f"{number}\n{span}\n{text}\n"


def _safe(text: str) -> str:
    """Return `text` without what SubRip readers take for something else.

    A colon and a space, or a colon last in a line, is read as a speaker's name by AntennaPod;
    a no-break space is not. “-->” begins a cue.
    """
    if text.isprintable() and ":" not in text and "-->" not in text and "  " not in text:
        return text.strip()
    rows = (" ".join(row.split()) for row in text.replace("-->", "→").split("\n"))
    return "\n".join(_no_speaker(row) for row in rows if row)


def _no_speaker(row: str) -> str:
    row = row.replace(": ", f":{_NO_BREAK}")
    return row + _NO_BREAK if row.endswith(":") else row
