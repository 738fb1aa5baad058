"""Glossary words where they occur: the first time in a text, as links to their explanation."""

import re
from collections.abc import Iterable
from functools import cached_property
from html import escape

from poddarkiv.addresses import GLOSSARY, term_anchor
from poddarkiv.model import Glossary, Term

_TOKEN = re.compile(r"(<[^>]*>)")
_NOT_INSIDE = frozenset({"a", "h2", "h3", "h4", "code", "pre", "dfn", "abbr", "blockquote"})
# The endings that a Swedish noun takes; a word that only begins like a term is another word.
_ENDINGS = r"(?:s|n|ns|en|ens|et|ets|t|ts|er|ers|ar|ars|or|ors|na|nas|arna|arnas|erna|ernas|orna)?"


class Terms:
    """The glossary, ready to be found in texts."""

    def __init__(self, glossary: Glossary) -> None:
        self._by_name: dict[str, Term] = {}
        for term in glossary.terms:
            for name in (term.term, *term.synonyms):
                self._by_name.setdefault(name.casefold(), term)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._by_name:
            return None
        # The longest first, so that “peer supporter” is not read as “peer support”.
        names = sorted(self._by_name, key=lambda name: (-len(name), name))
        alternatives = "|".join(escape(re.escape(name), quote=False) for name in names)
        return re.compile(rf"(?<![\w-])({alternatives}){_ENDINGS}(?![\w-])", re.IGNORECASE)

    def mark(self, html: str, root: str, *, without: Iterable[str] = ()) -> str:
        """Return `html` with the first occurrence of each term linked to the glossary.

        Args:
            html: Safe, well-formed HTML.
            root: The way from the page to the site's root.
            without: Terms that need no explanation here.
        """
        if self._pattern is None:
            return html
        done = set(without)
        depth = 0
        parts = _TOKEN.split(html)
        for i, part in enumerate(parts):
            if part.startswith("<"):
                depth += _step(part)
            elif depth == 0 and part:
                parts[i] = self._pattern.sub(lambda m: self._linked(m, done, root), part)
        return "".join(parts)

    def _linked(self, match: re.Match[str], done: set[str], root: str) -> str:
        term = self._by_name[_plain(match[1])]
        if term.term in done:
            return match[0]
        done.add(term.term)
        anchor = term_anchor(term.term)
        tip = f"forklaring-{anchor}"
        return (
            f'<span class="pod-term"><a href="{root}{GLOSSARY}#{anchor}" aria-describedby="{tip}">'
            f'{match[0]}</a><span class="pod-term__tip" role="tooltip" id="{tip}">'
            f"{escape(term.definition)}</span></span>"
        )


def _plain(text: str) -> str:
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").casefold()


def _step(tag: str) -> int:
    name = re.match(r"</?([a-z0-9]+)", tag)
    if name is None or name[1] not in _NOT_INSIDE:
        return 0
    return -1 if tag.startswith("</") else 1
