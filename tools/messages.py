"""Compile `locale/*/*.po` into the one `.mo` the package reads, and list what lacks a translation.

The descriptions of the models' fields are messages too: editors read them in the JSON Schemas.
Each area has a `.po` file of its own, so that changes in one do not collide with another's.
Run: `python tools/messages.py` (writes) or `python tools/messages.py --check` (exit 1 when behind).
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from poddarkiv.model.schema import read_descriptions

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "poddarkiv"
KEYWORDS = {"_": None, "ngettext": (1, 2), "marked": None}


def wanted() -> set[str | tuple[str, str]]:
    """Return every message in the code (a pair for singular and plural)."""
    found = extract_from_dir(str(PACKAGE), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return (
        {
            message if isinstance(message, str) else tuple(message)
            for _f, _l, message, _c, _x in found
        }
        | {text for _field, text in read_descriptions()}
        | set(_within_strings())
    )


def _within_strings() -> Iterator[str]:
    """Yield the messages within f-strings, which Babel passes by before Python 3.12."""
    for path in PACKAGE.rglob("*.py"):
        strings = (
            n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.JoinedStr)
        )
        for call in (node for string in strings for node in ast.walk(string)):
            match call:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text)), *_]):
                    yield text


def catalogue(folder: Path) -> Catalog:
    """Return the messages of all `.po` files in `folder` as one catalogue."""
    locale = folder.name if folder.name != "click" else folder.parent.name
    whole = Catalog(locale=locale, domain="poddarkiv", creation_date=None, fuzzy=False)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id and message.string:
                    whole.add(message.id, message.string)
    return whole


def compiled(whole: Catalog) -> bytes:
    """Return the `.mo` bytes: the same for the same messages, whenever it is run."""
    stable = Catalog(locale=whole.locale, domain="poddarkiv", fuzzy=False, header_comment="")
    for message in sorted((m for m in whole if m.id), key=lambda m: str(m.id)):
        stable.add(message.id, message.string)
    buffer = io.BytesIO()
    # The header would carry the time of the run.
    stable.creation_date = stable.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(buffer, stable)
    return buffer.getvalue()


def write(target: Path, content: bytes, *, check: bool) -> bool:
    """Put `content` at `target`, or only tell whether it is not there."""
    behind = not target.exists() or target.read_bytes() != content
    if behind and not check:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return behind


def main() -> int:
    """Compile every language; return the exit code."""
    check = "--check" in sys.argv
    behind = 0
    for folder in sorted(path for path in (PACKAGE / "locale").iterdir() if path.is_dir()):
        whole = catalogue(folder)
        have = {m.id if isinstance(m.id, str) else tuple(m.id) for m in whole if m.id}
        for message in sorted(wanted() - have, key=str):
            print(f"{folder.name}: no translation: {message!r}")
            behind = 1
        for message in sorted(have - wanted(), key=str):
            print(f"{folder.name}: no longer used: {message!r}")
            behind = 1
        # What click says itself lies apart: it reads gettext's own domain, `messages`.
        files = {"poddarkiv.mo": whole, "messages.mo": catalogue(folder / "click")}
        for name, messages in files.items():
            behind |= write(folder / "LC_MESSAGES" / name, compiled(messages), check=check)
    return behind if check else 0


if __name__ == "__main__":
    sys.exit(main())
