"""Glossary words where they occur: the first time in a text, as links to their explanation."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from poddarkiv.addresses import GLOSSARY, term_anchor
from poddarkiv.model import Glossary, Term

_TOKEN = re.compile(r"(<[^>]*>)")
_NOT_INSIDE = frozenset({"a", "h2", "h3", "h4", "code", "pre", "dfn", "abbr", "blockquote"})
_START = re.compile(r"(?<![\w-])\S")
_END = re.compile(r"(?<=\S)(?![\w-])")
# The endings that a Swedish noun takes; a word that only begins like a term is another word.
_ENDINGS = (
    *("", "s", "n", "ns", "en", "ens", "et", "ets", "t", "ts", "er", "ers", "ar", "ars", "or"),
    *("ors", "na", "nas", "arna", "arnas", "erna", "ernas", "orna"),
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_BEGINNING = 3
"""Letters that tell whether a term may begin at a place: most places are passed by at once."""


class TermLinker:
    """The glossary, ready to be found in texts: the work is the text's, however many terms."""

    def __init__(self, glossary: Glossary) -> None:
        self._by_name: dict[str, Term] = {}
        """By how the term stands in HTML, in small letters."""
        for term in glossary.terms:
            for name in (term.term, *term.synonyms):
                self._by_name.setdefault(escape(name.casefold(), quote=False), term)
        self._beginnings = {name[:_BEGINNING] for name in self._by_name}
        self._longest = max(map(len, self._by_name), default=0)

    def mark(self, html: str, root: str, *, without: Iterable[str] = ()) -> str:
        """Return `html` with the first occurrence of each term linked to the glossary.

        Args:
            html: Safe, well-formed HTML.
            root: The way from the page to the site's root.
            without: Terms that need no explanation here.
        """
        if not self._by_name:
            return html
        done = set(without)
        depth = 0
        parts = _TOKEN.split(html)
        for i, part in enumerate(parts):
            if part.startswith("<"):
                depth += _step(part)
            elif depth == 0 and part:
                parts[i] = "".join(self._marked(part, done, root))
        return "".join(parts)

    def _marked(self, text: str, done: set[str], root: str) -> Iterator[str]:
        at = 0
        for match in _START.finditer(text):
            start = match.start()
            if start < at:
                continue  # within the one before
            found = self._find(text, start)
            if found is not None:
                term, end = found
                yield text[at:start]
                yield _linked(term, text[start:end], done, root)
                at = end
        yield text[at:]

    def _find(self, text: str, start: int) -> tuple[Term, int] | None:
        """Return the longest term at `start`, and where it ends with its ending."""
        beginning = text[start : start + _BEGINNING].casefold()
        if not any(beginning[:n] in self._beginnings for n in range(1, _BEGINNING + 1)):
            return None
        last = start + self._longest + _LONGEST_ENDING
        # So that “peer supporter” is not read as “peer support”.
        for match in reversed(list(_END.finditer(text, start, last + 1))):
            end = match.start()
            if end <= start or (end > last):
                continue
            written = text[start:end].casefold()
            for ending in _ENDINGS:
                term = self._by_name.get(written.removesuffix(ending))
                if term is not None and written.endswith(ending):
                    return term, end
        return None


def _linked(term: Term, shown: str, done: set[str], root: str) -> str:
    if term.term in done:
        return shown
    done.add(term.term)
    anchor = term_anchor(term.term)
    tip = f"forklaring-{anchor}"
    return (
        f'<span class="pod-term"><a href="{root}{GLOSSARY}#{anchor}" aria-describedby="{tip}">'
        f'{shown}</a><span class="pod-term__tip" role="tooltip" id="{tip}">'
        f"{escape(term.definition)}</span></span>"
    )


def _step(tag: str) -> int:
    name = re.match(r"</?([a-z0-9]+)", tag)
    if name is None or name[1] not in _NOT_INSIDE:
        return 0
    return -1 if tag.startswith("</") else 1
