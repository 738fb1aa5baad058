"""Texts that may reach the site and are no nouns of ours, read only when they are wanted."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from poddarkiv.load.tree import list_files

_FOLDERS = ("content", "overrides")
_FILES = ("mkdocs.yml",)
_TEXTS = frozenset(
    (
        *(".css", ".csv", ".htm", ".html", ".js", ".json", ".markdown", ".md", ".mdown", ".mkd"),
        *(".mkdn", ".mjs", ".srt", ".svg", ".txt", ".vtt", ".xml", ".yaml", ".yml"),
    )
)


class LazyTexts(Mapping[str, str]):
    """The other files by their path from the root; of what is no text, an empty one."""

    def __init__(self, root: Path, nouns: Collection[str]) -> None:
        """Leave out the files `nouns`, which are read already or are about to be."""
        self._root = root
        self._nouns = nouns

    @cached_property
    def _paths(self) -> dict[str, Path]:
        found = {}
        for folder in _FOLDERS:
            for path in list_files(self._root / folder, self._root):
                found[path.relative_to(self._root).as_posix()] = path
        others = {name: path for name, path in found.items() if name not in self._nouns}
        others |= {name: self._root / name for name in _FILES}
        return {name: path for name, path in others.items() if path.is_file()}

    def __getitem__(self, name: str) -> str:
        path = self._paths[name]
        if path.suffix.lower() not in _TEXTS:
            return ""
        try:
            return path.read_text("utf-8-sig", errors="replace")
        except OSError:
            return ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
