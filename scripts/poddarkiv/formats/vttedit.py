"""Change some cues of a WebVTT text and leave every other line of it as it was.

The header, comments, identifiers, settings and cues that nobody touched keep their bytes, so that a
correction is a small change in git and the header still tells what the machine wrote.
"""

from collections.abc import Mapping, Sequence

from poddarkiv.formats import vtt
from poddarkiv.i18n import _
from poddarkiv.transcript import Segment, Transcript

Edits = Mapping[int, Sequence[Segment]]
"""By place among the cues of `vtt.parse`: what stands there instead (nothing: it is removed)."""


def replace_cues(text: str, edits: Edits) -> str:
    """Return the WebVTT `text` with the cues of `edits` replaced.

    Raises:
        ValueError: There is no such cue, or what came out would not be a right transcript.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    # Lines are counted as `vtt.cue_lines` does.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    timings = vtt.cue_lines(text)
    for index in sorted(edits, reverse=True):
        if not 0 <= index < len(timings):
            raise ValueError(_("there is no cue {number}", number=index + 1))
        _replace(lines, timings[index] - 1, edits[index])
    _transcript, faults = vtt.parse("\n".join(lines))
    if faults:
        raise ValueError(faults[0][1])
    return newline.join(lines)


def _replace(lines: list[str], timing: int, cues: Sequence[Segment]) -> None:
    end = timing + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    if not cues:
        first = timing - 1 if timing and lines[timing - 1].strip() else timing
        # The empty line after the cue goes with it, or the one before the file's last cue.
        if end < len(lines) - 1:
            end += 1
        elif first > 0:
            first -= 1
        del lines[first:end]
        return
    settings = lines[timing].split("-->", 1)[1].split(maxsplit=1)[1:]
    new: list[str] = []
    for number, cue in enumerate(cues):
        if number:
            new.append("")
        head, *rows = _render(cue)
        unmoved = not number and _times(lines[timing]) == _times(head)
        new += [lines[timing] if unmoved else " ".join((head, *settings)), *rows]
    lines[timing:end] = new


def _render(cue: Segment) -> list[str]:
    # An empty line would end the cue.
    rows = (" ".join(row.split()) for row in cue.text.split("\n"))
    text = "\n".join(row for row in rows if row)
    if not text:
        raise ValueError(_("a cue needs text"))
    tidy = Segment(cue.start, cue.end, text, " ".join(cue.speaker.split()))
    return vtt.render(Transcript((tidy,))).split("\n")[2:-1]


def _times(line: str) -> list[str]:
    start, _arrow, end = line.split()[:3]
    # Hours may be left out.
    return [time if time.count(":") == 2 else f"00:{time}" for time in (start, end)]
