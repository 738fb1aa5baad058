"""Print how hard the archive's texts are to read, as LIX: information, never a gate.

    python tools/lix.py [FILE…]

LIX is words per sentence plus the percentage of words longer than six letters (Björnsson
1968). We aim at 45 or lower for articles and at 30 or lower for easy-read.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM, EASY_AIM = 45, 30

_NOT_PROSE = (
    (r"\A---\n.*?\n---\n", ""),  # front matter
    (r"\[@[\w-]+\]|\[\[[^\]]*\]\]", ""),  # citations and moments
    (r"\[([^\]]*)\]\([^)]*\)", r"\1"),  # links keep their text
    (r"^\|.*\|$", ""),  # tables
    (r"[*_>`\\]", ""),
)


def prose(markdown: str) -> str:
    r"""Return the words that a reader meets, with each heading and list item ending a sentence.

    >>> prose("## Rubrik\n\nSe [sidan](a.md) [@k01].\n")
    'Rubrik.\n\nSe sidan .\n'
    """
    for pattern, replacement in _NOT_PROSE:
        markdown = re.sub(
            pattern, replacement, markdown, flags=re.DOTALL if "---" in pattern else re.M
        )
    markdown = re.sub(r"^#+ (.*?)[.?!]?$", r"\1.", markdown, flags=re.MULTILINE)
    return re.sub(r"([^\s.?!:])\n(?=\n|- )", r"\1.\n", markdown)


def lix(text: str) -> tuple[float, int]:
    """Return the LIX of `text` and its number of words.

    >>> lix("Hon läser. Biblioteket är öppet.")
    (22.5, 5)
    """
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)
    sentences = max(1, len(re.findall(r"[.?!:]+(?=\s|$)", text)))
    long = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long / len(words), len(words)


def main(names: list[str]) -> None:
    """Print a line for each text, those over the aim marked."""
    paths = [Path(name) for name in names] or sorted(ROOT.glob("content/**/*.md"))
    print(" LIX  words  text")
    for path in paths:
        value, words = lix(prose(path.read_text("utf-8")))
        over = value > (EASY_AIM if path.name.endswith(".lattlast.md") else AIM)
        print(f"{value:4.0f} {words:6}  {path.stem}{'  over the aim' if over else ''}")


if __name__ == "__main__":
    main(sys.argv[1:])
