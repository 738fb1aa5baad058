"""What a search gives: pages, the places on them, and how it was asked for in the end."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from poddarkiv.search.reasons import Reason

TOGETHER = 20
"""Seconds within which two moments are one."""


@dataclass(frozen=True)
class Moment:
    """A place on a page that answers."""

    anchor: str
    """The id on the page; empty for what stands before the first."""
    text: str
    score: tuple[int, ...]
    """How many of the query's words are there, how well, and how often."""

    @property
    def seconds(self) -> int | None:
        """When it is said; None where the place is a heading."""
        match = re.fullmatch(r"t-(\d+)", self.anchor)
        return int(match[1]) if match else None


@dataclass(frozen=True)
class Hit:
    """A page that answers."""

    url: str
    title: str
    kind: str
    read: Callable[[], Iterable[Moment]]
    """Gives the moments; only of pages that are shown are they looked for."""
    explain: Callable[[], Iterable[Reason]] = tuple

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The places that answer, the best first."""
        return tuple(_apart(sorted(self.read(), key=lambda moment: moment.score, reverse=True)))

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is among the hits."""
        return tuple(self.explain())


@dataclass(frozen=True)
class Answer:
    """What was found, and how it was asked for in the end."""

    hits: tuple[Hit, ...]
    words: str
    """What was looked for: another spelling when nothing answered the one given."""
    some: bool = False
    """Whether no page has all of the words."""
    replaced: str = ""
    """What of the query nobody says, where `words` are others."""
    by: str = ""
    """Those that stand for it."""
    only_stop_words: bool = False
    """Whether it is of nothing but words that are too common to be looked for."""


def _apart(moments: list[Moment]) -> Iterator[Moment]:
    kept: list[int] = []
    for moment in moments:
        at = moment.seconds
        if at is not None:
            if any(abs(at - other) < TOGETHER for other in kept):
                continue
            kept.append(at)
        yield moment
