"""What means the same, by an archive's glossary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from poddarkiv.model import Glossary
from poddarkiv.search.language import Language
from poddarkiv.search.words import words_of


@dataclass(frozen=True)
class Synonym:
    """A way to say something, and the other ways."""

    roots: tuple[str, ...]
    others: tuple[str, ...]
    """The words of these."""


@dataclass(frozen=True)
class SynonymGroup:
    """Ways to say the same, in lower case, and what leads there though it says something else."""

    names: tuple[str, ...]
    narrower: tuple[str, ...]


def synonym_groups(glossary: Glossary) -> list[SynonymGroup]:
    """Return the terms of `glossary` that have other names or narrower terms."""
    found = []
    for term in glossary.terms:
        english = [part.strip() for part in (term.english or "").split(",")]
        names = [name.lower() for name in (term.term, *term.synonyms, *english) if name]
        narrower = tuple(name.lower() for name in term.narrower)
        if len(names) > 1 or narrower:
            found.append(SynonymGroup(tuple(names), narrower))
    return found


def synonyms(language: Language, groups: Iterable[SynonymGroup]) -> Iterator[Synonym]:
    """Yield each way to say something, with the words under which it is found too."""
    for group in groups:
        for name in group.names:
            roots = tuple(map(language.root, words_of(name)))
            names = (*(n for n in group.names if n != name), *group.narrower)
            others = tuple(" ".join(names).split())
            if roots and others:
                yield Synonym(roots, others)
