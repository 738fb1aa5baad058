"""The editors' handbook taken apart: its blocks of YAML and text, and its commands.

A block of YAML begins with a comment that says where it belongs: `hela FILE` (all of it), `början
av FILE` (front matter), `en post i FILE` (added at its end), `en rad i FILE` or `rader i FILE`
(instead of those keys). With `fel:` before that it is a mistake, and the block of text after it is
what the check says. Templates and style sheets are `hela`, in a comment of their own kind.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from poddarkiv.formats.yamledit import read_keys, remove_key

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs" / "redaktor"
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(
    r"(?:#|<!--|/\*) (fel: )?(hela|början av|en post i|en rad i|rader i) (\S+)(?: -->| \*/)?\n"
)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: str
    line: int
    kind: str
    text: str
    after: str
    """The block of text that follows it, if one does."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    return sorted(HANDBOOK.glob("*.md"))


def blocks(kind: str) -> list[Block]:
    """Return every block of that kind, page by page."""
    found = []
    for path in pages():
        text = path.read_text("utf-8")
        matches = list(_FENCE.finditer(text))
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            if match[2] == kind:
                after = following if following and following[2] == "text" else None
                line = text.count("\n", 0, match.start()) + 1
                found.append(
                    Block(path.name, line, kind, _dedented(match), _dedented(after).strip())
                )
    return found


def files_before(block: Block) -> list[Block]:
    """Return the whole files that the page shows before `block`: what it says rests on them."""
    return [
        each
        for each in blocks("yaml")
        if each.page == block.page
        and each.line < block.line
        and each.text.startswith(("# hela ", "# början av "))
    ]


def _dedented(match: re.Match[str] | None) -> str:
    return re.sub(rf"^{match[1]}", "", match[3], flags=re.MULTILINE) if match else ""


def commands() -> list[str]:
    """Return each command of the handbook once, in its order."""
    lines = [line for block in blocks("sh") for line in block.text.splitlines()]
    inline = [
        found
        for path in pages()
        for found in re.findall(r"`(poddarkiv [a-z][^`\n]*)`", path.read_text("utf-8"))
    ]
    return list(dict.fromkeys([*lines, *inline]))


def write(root: Path, block: Block) -> str:
    """Put a block of YAML where it says that it belongs; return that file."""
    place = _PLACE.match(block.text)
    assert place, f"{block}: the block does not say where it belongs"
    wrong, how, name = place.groups()
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = block.text[place.end() :]
    if how == "en post i":
        text = path.read_text("utf-8") + text
    elif how in {"en rad i", "rader i"}:
        text = _instead(path.read_text("utf-8"), text, wrong=bool(wrong))
    path.write_text(text, "utf-8", newline="\n")
    return name


def _instead(whole: str, part: str, *, wrong: bool) -> str:
    """Return `whole` with the keys of `part` as `part` has them."""
    keys = re.findall(r"^([a-z_]+) ?:", part, re.MULTILINE) if wrong else read_keys(part)
    for key in keys:
        whole = remove_key(whole, key)
    if not wrong:
        yaml.safe_load(part)
    return whole + part
