"""Rules between files: what no single value can show. No I/O.

Each module holds rules of one kind in a table, `RULES`; `check` runs them all.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks import (
    chapters,
    content,
    episodes,
    feed_episode,
    feed_show,
    identity,
    knowledge,
    media,
    people,
    pictures,
    spelling,
    times,
    transcripts,
)
from poddarkiv.errors import Problem, Severity

Rule = Callable[[Archive, datetime], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    *chapters.RULES,
    *content.RULES,
    *episodes.RULES,
    *feed_episode.RULES,
    *feed_show.RULES,
    *identity.RULES,
    *knowledge.RULES,
    *media.RULES,
    *people.RULES,
    *pictures.RULES,
    *spelling.RULES,
    *times.RULES,
    *transcripts.RULES,
)


def check(archive: Archive, as_of: datetime) -> list[Problem]:
    """Return everything that is wrong at `as_of`, sorted by place.

    Where a file can't be read there is no advice: it may rest on what the file holds.
    """
    found = {problem for rule in RULES for problem in rule(archive, as_of)}
    if archive.broken:
        found = {problem for problem in found if problem.severity is Severity.ERROR}
    return sorted(found)
