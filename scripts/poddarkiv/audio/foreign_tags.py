"""Tags of a recording that the archive doesn't know, and which must therefore stay. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Chapter

_SAME = 0.1
"""Seconds by which a chapter of another title may have been moved and still be the same."""


@dataclass
class ForeignTags:
    """Tags that the archive doesn't know, for a person to read."""

    chapters: list[str] = field(default_factory=list)
    """Titles."""
    links: int = 0
    """Of chapters: links and pictures that only the file has."""
    pictures: int = 0
    values: list[str] = field(default_factory=list)
    """Further artists and genres."""
    has_lyrics: bool = False
    kept_kinds: list[str] = field(default_factory=list)
    """Kinds of tags, and starts of chapters (MP4), that stay without being the archive's."""

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
class PreviousTags:
    """Where a file's present tags come from."""

    ours: bool
    """Whether an earlier run of ours wrote them: then tags without a value are removed."""
    marked: frozenset[str] = frozenset()
    """Kinds of tags that our earlier run kept, though the archive didn't know them."""

    def keeps(self, kind: str, unknown: ForeignTags) -> bool:
        """Whether tags of `kind` stay that the archive has no value for."""
        stays = not self.ours or kind in self.marked
        if stays:
            unknown.kept_kinds.append(kind)
        return stays


def is_our_site(pages: Iterable[str], page: str) -> bool:
    """Whether one of `pages`, the addresses in a file, is of the same site as `page`."""
    host = urlsplit(page).netloc
    return bool(host) and any(urlsplit(other).netloc == host for other in pages)


def match_chapters(
    chapters: Sequence[Chapter], found: Sequence[tuple[float, str]]
) -> dict[int, int]:
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


def other_values(existing: Sequence[str], value: str, left_out: Sequence[str]) -> list[str]:
    """Return the values beside `value` where there are several; one alone is replaced.

    None of them names somebody in `left_out`.
    """
    others = [text for text in existing if text != value and not names_person(text, left_out)]
    return others if len(existing) > 1 else []


def names_person(text: str, people: Sequence[str]) -> bool:
    """Whether `text` names one of `people`."""
    return any(name.casefold() in text.casefold() for name in people)
