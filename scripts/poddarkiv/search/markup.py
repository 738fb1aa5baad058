"""The documents of the search: as little HTML as Pagefind needs, and what is said beside it.

36 minutes are five thousand words, and `poddarkiv.site.inject_postings` knows how to index them in
less time than Pagefind.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from poddarkiv import addresses
from poddarkiv.model import Term
from poddarkiv.search.lexicon import Lexicon
from poddarkiv.search.matches import weight_of
from poddarkiv.search.spoken import Speech
from poddarkiv.search.words import clean

_BLOCK = re.compile(r"</(?:p|li|td|th|dd)>")
_TAG = re.compile(r"<[^>]*>")
_TITLE = 7
"""How many times that much words weigh that are added to a title, as Pagefind has it of titles."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search sees it."""

    url: str
    """From the site's root, with a slash first, as in `/avsnitt/032-om-peer-support/`."""
    html: str
    speech: Speech | None = None
    """What is said there, after the HTML."""
    speech_digest: str = ""
    """A digest of the transcript that is said there; empty where nothing is."""
    speakers: tuple[str, ...] = ()
    """What those who speak are called."""
    is_known: bool = False
    """Whether an earlier index has just the same; then what is said is not here."""


def page_html(
    title: str, body: str, shown: Mapping[str, str], topics: Iterable[str], lexicon: Lexicon
) -> str:
    """Return a page with the hidden words under which its title and each block are found too.

    Args:
        title: As text.
        body: As HTML.
        shown: What a hit shows beside the title, by name; its kind, `typ`, can be chosen too.
        topics: The titles of its topics, which can be chosen.
        lexicon: What the words have to do with one another.
    """
    labels = _label("filter", "typ", shown["typ"])
    labels += "".join(_label("filter", "amne", topic) for topic in topics)
    labels += "".join(_label("meta", key, value) for key, value in shown.items() if value)
    title, body = clean(title), clean(body)
    return (
        f"<html><body data-pagefind-body>{labels}"
        f'<h1 data-pagefind-meta="title">{escape(title)}</h1>'
        f"{_also(title, lexicon, _TITLE)}{_with_also(body, lexicon)}</body></html>"
    )


def _also(text: str, lexicon: Lexicon, times: float = 1) -> str:
    """Return the hidden words under which `text` is found too."""
    by_weight: defaultdict[float, list[str]] = defaultdict(list)
    for word in lexicon.expand_text(text.split()):
        by_weight[weight_of(word) * times].append(word)
    return "".join(
        f' <span data-pagefind-weight="{weight}">{escape(" ".join(words), quote=False)}</span>'
        for weight, words in sorted(by_weight.items())
    )


def _with_also(html: str, lexicon: Lexicon) -> str:
    """Add the hidden words of each block of `html` before the block's end."""
    parts: list[str] = []
    start = 0
    for end in _BLOCK.finditer(html):
        block = html[start : end.start()]
        parts += (block, _also(unescape(_TAG.sub(" ", block)), lexicon), end[0])
        start = end.end()
    return "".join((*parts, html[start:]))


def term_html(term: Term) -> str:
    """Return a term of the glossary, at its anchor."""
    also = joined(*term.synonyms, term.english)
    heading = f'<h2 id="{addresses.term_anchor(term.term)}">{escape(term.term)}</h2>'
    return heading + paragraph(also) + paragraph(term.definition)


def paragraph(text: str) -> str:
    """Return a text as a block; nothing for none."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def joined(*parts: str | None) -> str:
    """Return those of `parts` that there are, with commas."""
    return ", ".join(part for part in parts if part)


def _label(what: str, key: str, value: str) -> str:
    # As an attribute's value: text would be searched, and shown in excerpts.
    return f'<i data-v="{escape(value)}" data-pagefind-{what}="{key}[data-v]"></i>'
