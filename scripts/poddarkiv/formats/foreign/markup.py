"""HTML of noScribe, of oTranscribe's `.otr` and of Podcasting 2.0, as turns or as rows of text."""

import re
from html.parser import HTMLParser

from poddarkiv.formats.foreign.turns import Turn

_ANCHOR = re.compile(r"ts_(\d+)_(\d+)_(.*)", re.DOTALL)
_BLOCKS = frozenset(("p", "div", "br", "li", "h1", "h2", "h3", "h4"))
_CLOCK = re.compile(r"\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?")
_STAMP = re.compile(r"\[\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\]\s*")


class _Reader(HTMLParser):
    """Collects rows of text, and the stretches that noScribe's anchors hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows = [""]
        self.turns: list[Turn] = []
        self._anchor: tuple[float, float, str] | None = None
        self._said = ""
        self._hidden = 0
        self._stamp = False
        self._marked: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, a stretch or a time."""
        given = dict(attrs)
        if tag in {"style", "script", "head", "title"}:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.rows.append("")
        elif tag in {"cite", "time"}:
            # Podcasting 2.0: who speaks and when, before what is said.
            if tag == "cite":
                self.rows.append("")
            self._marked = ""
        elif tag == "a" and (match := _ANCHOR.fullmatch(given.get("name") or "")):
            self._anchor = int(match[1]) / 1000, int(match[2]) / 1000, match[3]
            self._said = ""
        elif tag == "span" and given.get("data-timestamp"):
            # Its text is the same time, without decimals.
            self._stamp = True
            self.rows.append(f"[{given['data-timestamp']}s] ")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in {"style", "script", "head", "title"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.rows.append("")
        elif tag in {"cite", "time"} and self._marked is not None:
            text, self._marked = self._marked.strip(), None
            if tag == "time" and _CLOCK.fullmatch(text):
                text = f"[{text}]"
            elif tag == "cite" and text:
                text = f"{text.removesuffix(':').strip()}:"
            self.rows[-1] += f"{text} "
        elif tag == "span":
            self._stamp = False
        elif tag == "a" and self._anchor is not None:
            start, end, speaker = self._anchor
            text = " ".join(_STAMP.sub("", self._said).split())
            self.turns.append(Turn(text, speaker, start, end))
            self._anchor = None

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if self._hidden or self._stamp:
            return
        if self._marked is not None:
            self._marked += data
            return
        self.rows[-1] += data.replace("\n", " ")
        self._said += data


def read_html(text: str) -> tuple[list[Turn], list[str]]:
    """Return noScribe's stretches, and all of the text by rows; a time stands as in `[12.5s]`."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    spoken = [turn for turn in reader.turns if re.search(r"\w", turn.text)]
    return [tidy_noscribe(turn) for turn in spoken], reader.rows


def tidy_noscribe(turn: Turn) -> Turn:
    """Return a turn without the marks with which noScribe shows overlaps and pauses."""
    text = re.sub(r"\((?:\.+|…)\)|(?<!:)//", " ", turn.text)
    return Turn(" ".join(text.split()), turn.speaker.replace("//", ""), turn.start, turn.end)
