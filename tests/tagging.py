"""Write tags into a recording, as `poddarkiv tag` does with many."""

from pathlib import Path

from poddarkiv.audio.tagging import Tags
from poddarkiv.audio.write_tags import tagged_copy
from poddarkiv.output import Move, move_together


def write_tags(path: Path, tags: Tags) -> bool:
    """Let the recording at `path` carry `tags`; return whether it changed."""
    copy = tagged_copy(path, tags)
    return move_together(path.parent, [Move(copy, path)] if copy else [])
