"""A transcript as HTML: paragraphs, each with a time that seeks, and its sentences.

Every sentence is a place that links lead to: its id is the second in which it begins, `t-65`.
"""

from html import escape

from poddarkiv.formats.columns import transcript_columns
from poddarkiv.formats.reading import Paragraph, make_paragraphs
from poddarkiv.timecode import format_clock, fragment_seconds
from poddarkiv.transcript import Transcript

AFTER = "efter-utskriften"
"""The id of what stands after the text (`templates/pod/episode.html`)."""


def render_transcript(transcript: Transcript) -> str:
    """Return the paragraphs of `transcript`; the section around them is the template's."""
    said = transcript_columns(transcript)
    lines = dict(zip(said.starts, said.lines, strict=True))
    parts: list[str] = []
    seen: set[int] = set()
    before = ""
    for paragraph in make_paragraphs(transcript):
        parts.append(_paragraph(paragraph, before, seen, lines.get(paragraph.start)))
        before = paragraph.speaker
    # The engines' templates would read a brace as theirs.
    return "\n".join(parts).replace("{", "&#123;")


def fragment_at(transcript: Transcript | None, seconds: float, *, after: bool = False) -> str:
    """Return where a link to `seconds` leads without a player: to the sentence that is said then.

    Args:
        transcript: What the page holds, if anything.
        seconds: When.
        after: Lead to what begins then or later, past what is said before.
    """
    said = make_paragraphs(transcript) if transcript else ()
    starts = [int(sentence.start) for paragraph in said for sentence in paragraph.sentences]
    if after:
        found = next((start for start in starts if start >= int(seconds)), None)
    else:
        found = max((start for start in starts if start <= seconds), default=None)
    if found is not None:
        return f"t-{found}"
    return AFTER if after and starts else f"t={fragment_seconds(seconds)}"


def _paragraph(paragraph: Paragraph, before: str, seen: set[int], line: int | None) -> str:
    second = int(paragraph.start)
    clock = format_clock(paragraph.start)
    anchor = _id(second, seen)
    said_by = ""
    if paragraph.speaker and paragraph.speaker != before:
        said_by = f'<b class="talare">{escape(paragraph.speaker)}</b> '
    at = f' data-line="{line}"' if line else ""
    sentences = " ".join(
        [
            f'<span{_id(int(s.start), seen)} data-s="{_tenths(s.start)}" data-e="{s.end:.1f}">'
            f"{_escape(s.text)}</span>"
            for s in paragraph.sentences
        ]
    )
    return (
        f'<p data-paragraph{at}><a class="tid"{anchor} href="#t-{second}" data-seek="{second}">'
        f"{clock}</a> {said_by}{sentences}</p>"
    )


def _tenths(seconds: float) -> str:
    """Write seconds to a tenth, cut: the whole ones are the id's."""
    return f"{int(seconds * 10 + 1e-6) / 10:.1f}"


def _id(second: int, seen: set[int]) -> str:
    """Return the attribute; nothing where something else begins within the same second."""
    if second in seen:
        return ""
    seen.add(second)
    return f' id="t-{second}"'


def _escape(text: str) -> str:
    # Most sentences have nothing to escape, and to look is quicker than to replace.
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text
