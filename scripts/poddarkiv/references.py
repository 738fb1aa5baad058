"""The marks in Markdown by which one text points to another, and what they point to.

`[@k01]` cites a source, `[[avsnitt 32 @ 12:30]]` a moment of an episode, `[text](../om.md)` a page.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from poddarkiv.archive import Archive
from poddarkiv.model import Episode
from poddarkiv.timecode import parse_timecode

CITATION = re.compile(r"\[@([A-Za-z0-9][\w-]*)\]")
MOMENT = re.compile(r"\[\[\s*(?:avsnitt|episode)\s+([^\]@|]+?)\s*(?:@\s*([^\]]*?)\s*)?\]\]", re.I)
LINK = re.compile(r"(?<!\!)\[[^\]\[]*\]\(\s*<?([^)>\s]+)>?(?:\s+[\"'][^)]*)?\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)>\s]+)>?(?:\s+[\"'][^)]*)?\)")
_CODE = re.compile(r"`[^`\n]+`|^(?:```|~~~).*?^(?:```|~~~)", re.MULTILINE | re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_QUOTE_BLOCK = re.compile(r"(?:^>.*(?:\n|\Z))+", re.MULTILINE)
_QUOTATION = re.compile(r"[\"“”»]([^\"“”»«]{3,})[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A place where a text points into an episode."""

    name: str
    """The episode's number or folder, as written."""
    clock: str | None
    """The time as written; None for the episode as a whole."""
    offset: int
    """Where in the text the mark stands, in characters."""
    quote: str | None
    """What the text says was said there; None when it only points."""

    @property
    def seconds(self) -> float | None:
        """The time, or None when there is none, or none that can be read."""
        try:
            return None if self.clock is None else parse_timecode(self.clock)
        except ValueError:
            return None


def find_moments(body: str) -> Iterator[Moment]:
    """Go through the moments in a Markdown text.

    A mark inside a quotation block (lines that begin with `>`) carries the quotation: what stands
    between quotation marks there, or the whole block without the mark.
    """
    blocks = [(m.start(), m.end(), m[0]) for m in _QUOTE_BLOCK.finditer(body)]
    for match in MOMENT.finditer(body):
        block = next((text for a, b, text in blocks if a <= match.start() < b), None)
        quote = None if block is None else _quotation(block)
        yield Moment(match[1], match[2], match.start(), quote)


def _quotation(block: str) -> str:
    text = re.sub(r"^>\s?", "", block, flags=re.MULTILINE)
    text = " ".join(MOMENT.sub("", text).split()).strip(" –—-")
    marked = _QUOTATION.search(text)
    return (marked[1] if marked else text).strip()


def blank_code(body: str) -> str:
    """Return a Markdown text with blanks for what stands as code; it is as long, line for line."""
    return _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), body)


def find_episodes(archive: Archive, name: str) -> list[Episode]:
    """Return the episodes that a number or a folder's name means: one, when all is well."""
    slugs = [archive.episode_by_slug[name]] if name in archive.episode_by_slug else []
    numbers = archive.episodes_by_number.get(int(name), ()) if name.isdecimal() else ()
    return [*slugs, *(episode for episode in numbers if episode.slug != name)]


def resolve_link(source: str, target: str) -> str | None:
    """Return the file in `content/` that a relative link leads to; None for other addresses.

    >>> resolve_link("artiklar/a.md", "../amnen/stigma.md#om")
    'amnen/stigma.md'

    Args:
        source: The file that holds the link, from `content/`.
        target: The link as written.
    """
    if _SCHEME.match(target) or target.startswith(("#", "/", "?")):
        return None
    path = target.partition("#")[0].partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
