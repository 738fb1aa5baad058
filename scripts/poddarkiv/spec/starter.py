"""What a new archive says before anybody has written in it: the texts of `starter/`."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

EXAMPLE_URL = "https://er-podd.example/"
"""Where a new archive says that it will be, until somebody has said (RFC 2606: nobody is there)."""
EXAMPLE_EMAIL = "skriv-er-adress@er-podd.example"
_PACKAGE = Path(__file__).parents[1]
_MARK = re.compile(r"@@[A-Z_]+@@")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
_TELLING = 4
"""Words of a sentence that nobody writes by chance; shorter ones may be headings."""


def split_sentences(paragraph: str) -> list[str]:
    r"""Return the sentences of `paragraph`, each on one line.

    >>> split_sentences("Skriv här vilka\nni är. Hej!")
    ['Skriv här vilka ni är.', 'Hej!']
    """
    return _SENTENCE_END.split(" ".join(paragraph.split()))


def split_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph of `text` with the line on which it begins, counted from 0."""
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        yield text.count("\n", 0, match.start()), match[0]


@lru_cache(maxsize=1)
def starter_sentences() -> frozenset[str]:
    """Return every sentence that `poddarkiv init` writes for people to replace."""
    found = {EXAMPLE_URL, EXAMPLE_EMAIL}
    starters = [_PACKAGE / "starter", *_PACKAGE.glob("starter_*")]
    files = (("content", "*.md"), ("episodes", "*.yml"))
    for path in (p for one in starters for name, kind in files for p in (one / name).rglob(kind)):
        found |= {one for text in _texts(path) for one in split_sentences(text) if _tells(one)}
    return frozenset(found)


def _tells(sentence: str) -> bool:
    return len(sentence.split()) >= _TELLING


def _texts(path: Path) -> Iterator[str]:
    text = _MARK.sub("mark", path.read_text("utf-8"))
    if path.suffix == ".md":
        _start, front, body = text.split("---\n", 2)
        yield from (paragraph for _line, paragraph in split_paragraphs(body))
        text = front
    for value in _values(yaml.safe_load(text)):
        yield from (paragraph for _line, paragraph in split_paragraphs(value))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _values(item)
    if isinstance(value, str):
        yield value
