"""Rules between files: what no single value can show. No I/O.

Each module holds rules of one kind in a table, `RULES`; `check` runs them all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.checks import (
    chapters,
    consent,
    content,
    episodes,
    feed_episode,
    feed_show,
    files,
    identity,
    knowledge,
    media,
    menu,
    moments,
    numbers,
    overrides,
    people,
    pictures,
    replaced,
    resources,
    spelling,
    starter,
    times,
    transcripts,
    withheld,
)
from poddarkiv.errors import Problem, Severity

Rule = Callable[[Archive, datetime], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    *chapters.RULES,
    *consent.RULES,
    *content.RULES,
    *episodes.RULES,
    *feed_episode.RULES,
    *feed_show.RULES,
    *files.RULES,
    *identity.RULES,
    *knowledge.RULES,
    *media.RULES,
    *menu.RULES,
    *moments.RULES,
    *numbers.RULES,
    *overrides.RULES,
    *people.RULES,
    *pictures.RULES,
    *resources.RULES,
    *replaced.RULES,
    *spelling.RULES,
    *starter.RULES,
    *times.RULES,
    *transcripts.RULES,
    *withheld.RULES,
)


ADVICE: tuple[Rule, ...] = (*spelling.RULES,)
"""Rules that weigh every word and only propose: left out where speed counts."""
PROPOSALS = frozenset({spelling.RULE})
"""Their names."""


KEPT_OUT = frozenset({"consent-withdrawn", "consent-expired"})
"""Rules about people who may not be shown: the build leaves them out, and must not wait."""


ODDITIES = frozenset(
    (
        *("chapter-times", "soundbite-times", "content-note-times", "repeated-number"),
        *("serial-number", "recording-kind", "recording-empty", "repeated-recording"),
    )
)
"""Rules that a published feed may break: apps have got along with it."""


def stops_build(problem: Problem, *, strict: bool = False) -> bool:
    """Whether `problem` means that the output would be wrong."""
    if problem.rule in KEPT_OUT:
        return False
    return problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING)


def _as_imported(archive: Archive, found: Iterable[Problem]) -> Iterator[Problem]:
    """Make advice of what a feed that was brought here has long been published with."""
    brought = {
        f"episodes/{episode.slug}/episode.yml"
        for episode in archive.episodes
        if archive.is_imported(episode)
    }
    for problem in found:
        oddity = problem.path in brought and problem.rule in ODDITIES
        yield replace(problem, severity=Severity.WARNING) if oddity else problem


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
    return sorted(_as_imported(archive, found))
