"""What words have on pages, as the bytes of an index: an *entry* for each word and page.

An entry says how many pages after the word's entry before it stands, then its positions by weight,
then in which fields of the page. All but the first is the same whatever other pages have.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poddarkiv.site.cbor import UNSIGNED, Numbers, head, head_sizes

PAGE_BITS = 15
"""Of a number that sorts words and pages; above them, those of the word."""


@dataclass(frozen=True)
class Entries:
    """What words have on pages, by key and page, both rising; their bytes one after the other."""

    keys: NDArray[np.int32]
    pages: NDArray[np.int32]
    sizes: NDArray[np.int32]
    """Bytes of each."""
    counts: NDArray[np.int32]
    """Numbers in each one's list of positions and weights."""
    data: bytes

    @classmethod
    def empty(cls) -> "Entries":
        """Return none."""
        none = np.zeros(0, np.int32)
        return cls(none, none, none, none, b"")

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def starts(self) -> Numbers:
        """Where the bytes of each begin."""
        starts: Numbers = np.cumsum(self.sizes, dtype=np.int64) - self.sizes
        return starts

    @property
    def steps(self) -> Numbers:
        """How many pages after the one before, of the same word, each entry stands."""
        return page_steps(self.keys, self.pages)

    def replaced(
        self, kept: NDArray[np.bool_], keys: Numbers, pages: Numbers, new: "Entries"
    ) -> "Entries":
        """Return some of these entries under other numbers, and new ones among them.

        Only the bytes of new entries, and of those that follow another one than before, are put
        together anew; all between is copied in whole stretches.

        Args:
            kept: Which of these stay.
            keys: By former key, the key that the word has now; rising.
            pages: By former page, the number that the page has now; rising where kept.
            new: What is added; of no word and page that stay.
        """
        if not kept.any():
            return new
        # The gap keeps the first of the new from looking like the next of the former.
        starts = np.concatenate((self.starts[kept], new.starts + len(self.data) + 1))
        before = np.concatenate((self.steps[kept], new.steps))
        sizes = np.concatenate((self.sizes[kept], new.sizes)).astype(np.int64)
        all_keys = np.concatenate((keys[self.keys[kept]], new.keys)).astype(np.int32)
        all_pages = np.concatenate((pages[self.pages[kept]], new.pages)).astype(np.int32)
        order = np.argsort(all_keys.astype(np.int64) << PAGE_BITS | all_pages, kind="stable")
        all_keys, all_pages = all_keys[order], all_pages[order]
        starts, sizes, before = starts[order], sizes[order], before[order]
        after = page_steps(all_keys, all_pages)
        same = after == before
        cut = np.where(same, 0, 1 + head_sizes(before))
        starts, sizes = starts + cut, sizes - cut
        data = _joined(self.data, new.data, starts, sizes, after, same)
        sizes = sizes + np.where(same, 0, 1 + head_sizes(after))
        counts = np.concatenate((self.counts[kept], new.counts))[order]
        return Entries(all_keys, all_pages, sizes.astype(np.int32), counts, data)


def _joined(
    former: bytes,
    new: bytes,
    starts: Numbers,
    sizes: Numbers,
    steps: Numbers,
    same: NDArray[np.bool_],
) -> bytes:
    """Return bytes from two sources in turn; before what is not the same, the head of an entry."""
    first, second = memoryview(former), memoryview(new)
    ends = starts + sizes
    begins = np.append(True, starts[1:] != ends[:-1]) | ~same
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(starts)) - 1
    parts: list[bytes | memoryview] = []
    for start, end, step, is_same in zip(
        starts[firsts].tolist(),
        ends[lasts].tolist(),
        steps[firsts].tolist(),
        same[firsts].tolist(),
        strict=True,
    ):
        if not is_same:
            parts.append(b"\x83" + head(UNSIGNED, step))
        if start <= len(first):
            parts.append(first[start:end])
        else:
            parts.append(second[start - len(first) - 1 : end - len(first) - 1])
    return b"".join(parts)


def page_steps(keys: NDArray[np.int32], pages: NDArray[np.int32]) -> Numbers:
    """Return how many pages after a word's page before each entry stands."""
    steps = np.diff(pages, prepend=0).astype(np.int64)
    firsts = changes(keys)
    steps[firsts] = pages[firsts]
    return steps


def join_entries(parts: list[Entries]) -> Entries:
    """Return entries one after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Entries.empty()
    columns = zip(*((p.keys, p.pages, p.sizes, p.counts) for p in parts), strict=True)
    keys, pages, sizes, counts = map(np.concatenate, columns)
    return Entries(keys, pages, sizes, counts, b"".join(part.data for part in parts))


def changes(numbers: NDArray[np.signedinteger]) -> NDArray[np.bool_]:
    """Return where `numbers` differ from the one before; they do at the first."""
    return np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
