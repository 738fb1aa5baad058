"""Every byte of a built site, unpacked: what somebody would find who opens each file."""

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote


def opened(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of `site`, gzip unpacked; the name is a text too."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        yield name, name
        if path.is_file():
            data = path.read_bytes()
            if data[:2] == b"\x1f\x8b":
                data = gzip.decompress(data)
            yield name, data.decode("utf-8", "replace")


def where(site: Path, *texts: str) -> list[str]:
    """Return the files of `site` that hold one of `texts`, in whatever case and spelling."""
    wanted = [re.compile(r"\W+".join(map(re.escape, text.split())), re.I) for text in texts]
    found = (
        name
        for name, text in opened(site)
        if any(word.search(form) for word in wanted for form in _forms(text))
    )
    return list(dict.fromkeys(found))


def _forms(text: str) -> tuple[str, ...]:
    # Marks in the middle of a name hide it from a search, not from a reader.
    return text, unquote(html.unescape(text)), re.sub(r"<[^>]*>", "", html.unescape(text))
