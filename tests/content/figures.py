"""Find the numbers that a text states, so that each can be held against its source."""

import re
from collections.abc import Iterator
from typing import NamedTuple

WORDS = {
    "fyra": "4",
    "fem": "5",
    "sex": "6",
    "sju": "7",
    "åtta": "8",
    "nio": "9",
    "tio": "10",
    "elva": "11",
    "tolv": "12",
    "tretton": "13",
    "fjorton": "14",
    "femton": "15",
    "hundra": "100",
}
"""Two and three are left out: they are as often a turn of phrase as a fact."""

_NOT_STATED = (
    r"\A---\n.*?\n---\n",  # front matter
    r"\[\[[^\]]*\]\]",  # moments of episodes
    r"\]\([^)]*\)",  # addresses
    r"^#+ \d+\.",  # numbered headings
    r"\bav 100\b",  # "29 av 100" is how we write 29 %
    r"\bsex med\b",  # the other word
)
_NUMBER = re.compile(r"\d+(?:[  ]\d{3}\b)*(?:,\d+)?")


class Passage(NamedTuple):
    """A paragraph or list item that states numbers."""

    numbers: list[str]
    cited: set[str]
    """Identifiers of sources."""
    text: str


def passages(markdown: str) -> Iterator[Passage]:
    """Yield the parts of a page that state numbers."""
    for pattern in _NOT_STATED:
        flags = re.DOTALL if "---" in pattern else re.MULTILINE
        markdown = re.sub(pattern, "", markdown, flags=flags)
    for text in re.split(r"\n\n|\n(?=- )", markdown):
        cited = set(re.findall(r"\[@(\w+)\]", text))
        if numbers := numbers_in(re.sub(r"\[@\w+\]", "", text)):
            yield Passage(numbers, cited, text)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of `text` in order, written alike.

    >>> numbers_in("Åtta studier, 2 131 personer, 2016–2018.")
    ['8', '2131', '2016', '2018']
    """
    words = "|".join(WORDS)
    as_digits = re.sub(
        rf"\b(?:{words})\b", lambda found: WORDS[found[0].lower()], text, flags=re.IGNORECASE
    )
    return [re.sub(r"[  ]", "", number) for number in _NUMBER.findall(as_digits)]
