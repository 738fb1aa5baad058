"""What a recording carries that the archive does not know, and so must stay in it. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Chapter

_SAME = 0.1
"""Seconds by which a chapter of another title may have been moved and still be the same."""


@dataclass
class Unknown:
    """What the archive does not know of, for a person to read."""

    chapters: list[str] = field(default_factory=list)
    """Titles."""
    links: int = 0
    """Of chapters: links and pictures that only the file has."""
    pictures: int = 0
    values: list[str] = field(default_factory=list)
    """Further artists and genres."""
    has_lyrics: bool = False
    left: list[str] = field(default_factory=list)
    """Kinds of tags, and beginnings of chapters (MP4), that stay without being the archive's."""

    def lines(self) -> tuple[str, ...]:
        """Return a line for each kind of thing; empty when there is none."""
        found = []
        if self.chapters:
            titles = ", ".join(f"“{title}”" for title in self.chapters)
            found.append(
                ngettext(
                    "{n} chapter ({titles})",
                    "{n} chapters ({titles})",
                    len(self.chapters),
                    titles=titles,
                )
            )
        if self.links:
            found.append(
                ngettext(
                    "{n} link or picture of a chapter",
                    "{n} links and pictures of chapters",
                    self.links,
                )
            )
        if self.pictures:
            found.append(ngettext("{n} further picture", "{n} further pictures", self.pictures))
        if self.values:
            found.append(_("the values {values}", values=", ".join(self.values)))
        if self.has_lyrics:
            found.append(_("the text of the recording (lyrics)"))
        return tuple(found)


@dataclass(frozen=True)
class Before:
    """Who wrote the tags that a file has."""

    ours: bool
    """Whether an earlier run did: what the file lacks now the archive has taken away."""
    marked: frozenset[str] = frozenset()
    """What that run left there, though the archive did not know it."""

    def leaves(self, kind: str, unknown: Unknown) -> bool:
        """Whether tags of `kind` stay that the archive has no value for."""
        stays = not self.ours or kind in self.marked
        if stays:
            unknown.left.append(kind)
        return stays


def is_ours(pages: Iterable[str], page: str) -> bool:
    """Whether one of `pages`, the addresses in a file, is of the same site as `page`."""
    host = urlsplit(page).netloc
    return bool(host) and any(urlsplit(other).netloc == host for other in pages)


def match(chapters: Sequence[Chapter], found: Sequence[tuple[float, str]]) -> dict[int, int]:
    """Return which of `found` (start, title) is which of `chapters`, by their places.

    A chapter may have been moved a little, or kept its name.
    """
    matched: dict[int, int] = {}
    for near in (True, False):
        for i, chapter in enumerate(chapters):
            for j, (start, title) in enumerate(found):
                same = abs(start - chapter.start) <= _SAME if near else title == chapter.title
                if same and i not in matched.values() and j not in matched:
                    matched[j] = i
    return matched


def further(existing: Sequence[str], value: str, left_out: Sequence[str]) -> list[str]:
    """Return the values beside `value` where there are several; one alone is replaced.

    None of them names somebody in `left_out`.
    """
    others = [text for text in existing if text != value and not names(text, left_out)]
    return others if len(existing) > 1 else []


def names(text: str, people: Sequence[str]) -> bool:
    """Whether `text` names one of `people`."""
    return any(name.casefold() in text.casefold() for name in people)
