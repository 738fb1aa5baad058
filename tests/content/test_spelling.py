"""What readers meet is spelled as Debian's hunspell-sv spells it, or as our own list does."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
OWN_WORDS = Path(__file__).with_name("ordlista-stavning.txt")
PROSE_KEYS = {
    *("title", "summary", "description", "notes", "text", "alt", "hours", "reason"),
    *("term", "definition", "synonyms", "see", "what", "why", "method", "content_note"),
}
"""Keys of YAML whose values are Swedish prose. Sources keep the language and spelling they have."""


def texts() -> Iterator[tuple[Path, str]]:
    markdown = [*ROOT.glob("content/**/*.md"), *ROOT.glob("episodes/*/manus.md")]
    for path in sorted(markdown):
        front, body = front_matter(path.read_text("utf-8"))
        yield path, "\n".join([*prose(yaml.safe_load(front) or {}), body])
    for path in sorted([*ROOT.glob("content/*.yml"), *ROOT.glob("episodes/**/[es]*.yml")]):
        if path.name != "episode.lock.yml":
            yield path, "\n".join(prose(yaml.safe_load(path.read_text("utf-8"))))


def front_matter(markdown: str) -> tuple[str, str]:
    found = re.match(r"---\n(.*?\n)---\n(.*)", markdown, re.DOTALL)
    return (found[1], found[2]) if found else ("", markdown)


def prose(value: Any, *, reads: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "sources":
                yield from prose(inner, reads=key in PROSE_KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner, reads=reads)
    elif reads and isinstance(value, str):
        yield value


def misspelled(text: str) -> list[str]:
    """Return the words of `text` that neither dictionary knows, in order."""
    for unread in (r"https?://\S+", r"\]\([^)]*\)", r"\[@\w+\]", r"\[\[[^\]]*\]\]", r"\S+@\S+"):
        text = re.sub(unread, " ", text)
    command = ["hunspell", "-d", "sv_SE", "-p", str(OWN_WORDS), "-i", "utf-8", "-l"]
    answer = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    words = (word.rstrip(".") for word in answer.stdout.decode().split())
    return list(dict.fromkeys(words))


def test_every_word_is_spelled_right() -> None:
    found = list(texts())
    faults = [
        f"{path.relative_to(ROOT)}: {word}"
        for word in misspelled("\n".join(text for _path, text in found))
        for path, text in found
        if re.search(rf"\b{re.escape(word)}\b", text)
    ]

    assert faults == []


def test_a_slip_of_the_keyboard_is_found() -> None:
    assert misspelled("Hon får stöd av en peer suporter.") == ["suporter"]


def test_our_own_list_is_sorted_and_holds_only_words_that_are_used() -> None:
    words = OWN_WORDS.read_text("utf-8").split()
    everything = "\n".join(text for _path, text in texts())

    assert words == sorted(set(words))
    assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", everything)] == []
