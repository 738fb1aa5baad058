"""List what lies in an archive's folders besides the texts that are read."""

from collections.abc import Mapping
from pathlib import Path

from poddarkiv.formats.sniff import is_lfs_pointer
from poddarkiv.load.tree import leads_outside, list_files

_POINTER = 1024
"""Bytes: a pointer of Git LFS has fewer."""
_TEXTS = ("amnen", "artiklar", "gaster")
_MARKUP = {".htm", ".html", ".markdown", ".md", ".mdown", ".mkd", ".mkdn"}
"""Suffixes of texts, of which only those in `.md`, in no folder of their own, become pages."""


def attachments(root: Path) -> frozenset[str]:
    """Return the files in `content/` that are no Markdown, as paths from there."""
    folder = root / "content"
    return frozenset(
        path.relative_to(folder).as_posix()
        for path in list_files(folder, root)
        if path.suffix != ".md"
    )


def unread(root: Path) -> frozenset[str]:
    """Return the texts in the folders of `content/` that nothing reads, as paths from there."""
    folder = root / "content"
    texts = (path for name in _TEXTS for path in list_files(folder / name, root))
    return frozenset(
        path.relative_to(folder).as_posix()
        for path in texts
        if path.suffix.lower() in _MARKUP and (path.suffix != ".md" or path.parent.parent != folder)
    )


def media_sizes(root: Path, *, media_link: bool) -> dict[str, int]:
    """Return the bytes of each file in `media/`, by its path from there.

    Args:
        root: The archive's folder.
        media_link: Whether `media/`, and what is in it, may be links to elsewhere.
    """
    folder = root / "media"
    if not media_link and leads_outside(folder, root):
        return {}
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in list_files(folder, root, outside=media_link)
    }


def lfs_pointers(root: Path, sizes: Mapping[str, int]) -> frozenset[str]:
    """Return those of `sizes`, files in `media/`, that Git LFS has not fetched."""
    return frozenset(
        name
        for name, size in sizes.items()
        if size <= _POINTER and is_lfs_pointer(_content(root / "media" / name))
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
