"""Read which episodes came from a feed: what `import` has written down."""

import json
from pathlib import Path

STATE = "episodes/imported.json"
"""What the feed said that has no place in the archive, and what each item was like."""


def read_imported_guids(root: Path) -> frozenset[str]:
    """Return the guids of what came from a feed; none where nothing did, or nobody can tell."""
    try:
        items = json.loads((root / STATE).read_bytes())["items"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()
    return frozenset(guid.strip() for guid in items) if isinstance(items, dict) else frozenset()
