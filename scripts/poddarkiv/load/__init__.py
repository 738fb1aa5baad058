"""Load an archive: files that people wrote to nouns, every fault with its line. An edge.

`archive.read_archive` reads all; what few commands need (transcripts, pictures, other texts) is
read when somebody asks. Nothing else in the package reads `episodes/` and `content/`.
"""

from typing import TYPE_CHECKING, Any

from poddarkiv.load.root import find_root

if TYPE_CHECKING:
    from poddarkiv.load.archive import load_archive, read_archive

__all__ = ["find_root", "load_archive", "read_archive"]


def __getattr__(name: str) -> Any:
    # `--help` only looks for the root: the model is imported when an archive is read.
    if name in {"load_archive", "read_archive"}:
        from poddarkiv.load import archive

        return getattr(archive, name)
    raise AttributeError(name)
