"""Write tags into a recording, as `poddarkiv tag` does with many."""

from pathlib import Path
from typing import Any

from poddarkiv.audio.tagging import Picture, Tags
from poddarkiv.audio.write_tags import write_tagged_copy
from poddarkiv.model import Chapter
from poddarkiv.output import Move, move_together

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
CHAPTERS = (
    Chapter(start="0:00", title="Välkommen"),
    Chapter(start="0:01.500", title="Återhämtning", url="https://example.org/a"),
    Chapter(start="0:02.250", title="Slut", hidden=True),
)


def make_tags(**changes: Any) -> Tags:
    """Return tags of everything, but for `changes`."""
    values = {
        "title": "Om stöd",
        "show": "Testpodden",
        "author": "Testarna",
        "number": 32,
        "season": 2,
        "date": "2026-11-20",
        "language": "swe",
        "comment": "Om stöd.\n\n12:30 Handlar om ångest",
        "lyrics": "[0:00] Ada: Hej!\n",
        "page": "https://podd.example.org/avsnitt/032-om-stod/",
        "chapters": CHAPTERS,
        "cover": Picture(PNG, "image/png"),
    }
    return Tags(**(values | changes))


def write_tags(path: Path, tags: Tags) -> bool:
    """Let the recording at `path` carry `tags`; return whether it changed."""
    copy = write_tagged_copy(path, tags)
    return move_together(path.parent, [Move(copy, path)] if copy else [])
