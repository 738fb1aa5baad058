"""SubRip: a copy of the transcript for apps that read nothing newer."""

from collections.abc import Iterable, Iterator

from poddarkiv.formats.columns import spoken_columns
from poddarkiv.transcript import Transcript

_NO_BREAK = "\u00a0"


def render_srt(transcript: Transcript) -> str:
    """Return `transcript` as the text of an `.srt` file: the same cues as in the VTT."""
    said = spoken_columns(transcript)
    # All at once: SubRip's decimal mark is a comma, and nothing else differs.
    spans = "\n".join(said.spans).replace(".", ",").split("\n")
    texts = _named(zip(said.speakers, said.texts, strict=True))
    cues = enumerate(zip(spans, texts, strict=False), 1)
    return "\n".join([f"{number}\n{span}\n{text}\n" for number, (span, text) in cues])


def _named(cues: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the texts; where the speaker is another than before, with the name."""
    named = ""
    for speaker, said in cues:
        text = _safe(said)
        if speaker != named:
            # A second colon after a name makes AntennaPod drop the rest of the cue, so such a cue
            # goes without it; the speaker's next one has it.
            named = "" if ":" in text or ":" in speaker else speaker
            if named:
                text = f"{named}: {text}"
        yield text


def _safe(text: str) -> str:
    """Return `text` without what SubRip readers take for something else.

    A colon and a space, or a colon last in a line, is read as a speaker's name by AntennaPod;
    a no-break space is not. “-->” begins a cue.
    """
    if text.isprintable() and ":" not in text and "-->" not in text and "  " not in text:
        return text
    rows = (" ".join(row.split()) for row in text.replace("-->", "→").split("\n"))
    return "\n".join(_no_speaker(row) for row in rows if row)


def _no_speaker(row: str) -> str:
    row = row.replace(": ", f":{_NO_BREAK}")
    return row + _NO_BREAK if row.endswith(":") else row
