"""What somebody asks for."""

import re
import unicodedata
from dataclasses import dataclass

from poddarkiv.search.language import Language
from poddarkiv.search.words import WORD, clean, ungrouped, without_hyphens, words_of

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
    named: frozenset[str] = frozenset()
    """Those of `terms` that were written as a name among other words, as in `hopp i Arvika`."""

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
    rest = without_hyphens(ungrouped(_PHRASE.sub(" ", text)))
    typed = words_of(rest)
    telling = [word for word in typed if word not in language.function_words]
    # The commonest words are not indexed where people speak.
    indexed = [word for word in typed if word not in language.stop_words]
    quoted = tuple(phrase for phrase in phrases if phrase)
    terms = tuple(telling if telling or quoted else indexed or typed)
    return Query(terms, quoted, text, _named(rest) & set(terms))


def _named(text: str) -> frozenset[str]:
    """Return the words with a capital letter, where it tells something: not in `Peer Support`."""
    written = WORD.findall(unicodedata.normalize("NFC", text))
    if not any(word[0].islower() for word in written):
        return frozenset()
    capital = (word for word in written[1:] if word[0].isupper() and word[1:].islower())
    return frozenset(map(str.lower, capital))
