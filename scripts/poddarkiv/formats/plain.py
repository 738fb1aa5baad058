"""The transcript as plain text: paragraphs, each with its time and speaker."""

from poddarkiv.formats.reading import Paragraph, make_paragraphs
from poddarkiv.timecode import format_clock
from poddarkiv.transcript import Transcript


def render_plain_text(transcript: Transcript) -> str:
    """Return `transcript` as text to read, print or search."""
    return "\n".join(map(_paragraph, make_paragraphs(transcript)))


def _paragraph(paragraph: Paragraph) -> str:
    speaker = f"{paragraph.speaker}: " if paragraph.speaker else ""
    text = " ".join(sentence.text for sentence in paragraph.sentences)
    return f"[{format_clock(paragraph.start)}] {speaker}{text}\n"
