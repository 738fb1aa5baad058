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
    files,
    identity,
    knowledge,
    media,
    moments,
    people,
    pictures,
    replaced,
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
    *files.RULES,
    *identity.RULES,
    *knowledge.RULES,
    *media.RULES,
    *moments.RULES,
    *people.RULES,
    *pictures.RULES,
    *replaced.RULES,
    *spelling.RULES,
    *times.RULES,
    *transcripts.RULES,
)


ADVICE: tuple[Rule, ...] = (*spelling.RULES,)
"""Rules that weigh every word and only propose: left out where speed counts."""


def check(archive: Archive, as_of: datetime, *, thorough: bool = True) -> list[Problem]:
    """Return everything that is wrong at `as_of`, sorted by place.

    Args:
        archive: What was read.
        as_of: The moment; decides what is public.
        thorough: Whether rules that only propose are run too; `build` does without.

    Where a file can't be read there is no advice: it may rest on what the file holds.
    """
    rules = [rule for rule in RULES if thorough or rule not in ADVICE]
    found = {problem for rule in rules for problem in rule(archive, as_of)}
    if archive.broken:
        found = {problem for problem in found if problem.severity is Severity.ERROR}
    return sorted(found)
