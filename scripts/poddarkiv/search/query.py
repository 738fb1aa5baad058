"""What somebody asks for."""

import re
from dataclasses import dataclass

from poddarkiv.search.language import Language
from poddarkiv.search.words import clean, ungrouped, without_hyphens, words_of

_AFTER_COLON = re.compile(
    r"(?<=[^\W\d_]):(?:a|ar|arna|e|en|ens|er|erna|et|ets|n|ns|s|t|ts)(?!\w)", re.IGNORECASE
)
"""Endings as in `NSPH:s`: alone they would be words that begin so."""
_PHRASE = re.compile(r"[\"“”»]([^\"“”»«]*)[\"“”»«]")


@dataclass(frozen=True)
class Query:
    """What somebody asks for, in lower case."""

    terms: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    typed: str = ""
    """As somebody wrote it."""

    @property
    def text(self) -> str:
        """The query as somebody may write it."""
        return " ".join((*self.terms, *(f'"{" ".join(phrase)}"' for phrase in self.phrases)))

    @property
    def asked(self) -> tuple[str, ...]:
        """Every different word of it, in order."""
        spoken = (word for phrase in self.phrases for word in phrase)
        return tuple(dict.fromkeys((*self.terms, *spoken)))


def read_query(text: str, language: Language) -> Query:
    """Return what `text` asks for: quotation marks hold a phrase together."""
    text = _AFTER_COLON.sub("", clean(text))
    phrases = [tuple(words_of(ungrouped(match[1]))) for match in _PHRASE.finditer(text)]
    typed = words_of(without_hyphens(ungrouped(_PHRASE.sub(" ", text))))
    telling = [word for word in typed if word not in language.stop]
    quoted = tuple(phrase for phrase in phrases if phrase)
    return Query(tuple(telling if telling or quoted else typed), quoted, text)
