"""Judge a feed with the W3C's feed validator, where somebody has a checkout of it.

The validator is on no package index. Fetch https://github.com/w3c/feedvalidator (its interface is
that of commit 43dabeb), install `html5lib rdflib lxml` beside it, and run:

    python tools/w3c_validate.py CHECKOUT [FEED] [ADDRESS]

FEED is `site/feed.xml` when not given; ADDRESS is where it will be published. Exit code 1 when the
validator finds an error. Two of its complaints are known to be wrong and are only counted:
itunes:complete (which Apple documents) and namespaces that it doesn't know.
"""

import re
import sys
from pathlib import Path
from typing import Any

KNOWN = re.compile(r"itunes:complete")


def main(arguments: list[str]) -> int:
    """Print what the validator says; return the exit code."""
    if not arguments:
        print(__doc__)
        return 2
    checkout, feed = Path(arguments[0]), Path(arguments[1] if arguments[1:] else "site/feed.xml")
    folder = next((p.parent for p in checkout.rglob("feedvalidator/__init__.py")), None)
    if folder is None or not feed.is_file():
        print(f"{checkout} holds no feedvalidator" if folder is None else f"{feed} is missing")
        return 2
    sys.path.insert(0, str(folder.parent))
    xml = feed.read_bytes()
    address = arguments[2] if arguments[2:] else _address(xml)
    errors = 0
    for level, line, text in judged(xml, address):
        known = level == "error" and KNOWN.search(text)
        errors += level == "error" and not known
        print(f"{feed}:{line}: {level}{' (known, not counted)' if known else ''}: {text}")
    print(f"{errors} errors")
    return 1 if errors else 0


def judged(xml: bytes, address: str) -> list[tuple[str, int, str]]:
    """Return level, line and text of what the validator says, in the order of the lines."""
    import feedvalidator  # type: ignore[import-not-found]
    from feedvalidator import logging  # type: ignore[import-not-found]
    from feedvalidator.formatter.text_plain import (  # type: ignore[import-not-found]
        Formatter,
    )

    try:
        events: list[Any] = feedvalidator.validateString(xml, base=address)["loggedEvents"]
    except logging.ValidationFailure as failure:
        events = [failure.event]
    texts = Formatter(events)
    levels = {logging.Error: "error", logging.Warning: "warning"}
    found = []
    for event in events:
        if isinstance(event, logging.Success):
            continue  # one for each element that is as it should be
        level = next((name for kind, name in levels.items() if isinstance(event, kind)), "note")
        found.append((level, int(event.params.get("line", 1)), texts.getMessage(event).strip()))
    return sorted(found, key=lambda row: row[1])


def _address(xml: bytes) -> str:
    match = re.search(rb'<atom:link href="([^"]+)" rel="self"', xml)
    return match[1].decode() if match else "https://example.org/feed.xml"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
