"""What we have put at a target, as a file there tells: the only files that are ever removed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

MANIFEST = ".poddarkiv-manifest.json"
"""From the target's root. It names only what everybody can fetch there."""
_VERSION = 1


@dataclass(frozen=True)
class ManifestEntry:
    """One file that we put there."""

    sha256: str
    size: int
    """Bytes."""
    stamp: str = ""
    """What the target said of it afterwards: a tag, or a time; empty where nobody has looked."""


@dataclass
class Manifest:
    """Every file that we put there, by its path from the target's root."""

    files: dict[str, ManifestEntry] = field(default_factory=dict)
    show: str = ""
    """The `podcast:guid` of the show that is published there; empty where it has none."""

    def render(self) -> bytes:
        """Return it as the text of a file, a line for each entry."""
        lines = (
            f"{json.dumps(path, ensure_ascii=False)}: "
            + json.dumps([entry.sha256, entry.size, entry.stamp], ensure_ascii=False)
            for path, entry in sorted(self.files.items())
        )
        show = json.dumps(self.show)
        head = f'{{"version": {_VERSION}, "show": {show}, "files": {{\n'
        return (head + ",\n".join(lines) + "\n}}\n").encode()


def read_manifest(content: bytes) -> Manifest:
    """Read what `Manifest.render` wrote.

    Raises:
        ValueError: It is not such a file, or one of a later version.
    """
    values = json.loads(content)
    if not isinstance(values, Mapping) or values.get("version") != _VERSION:
        raise ValueError("another version")
    files = {}
    for path, row in values["files"].items():
        sha256, size, stamp = row
        if not _is_below(path):
            raise ValueError(path)
        files[path] = ManifestEntry(str(sha256), int(size), str(stamp))
    return Manifest(files, str(values.get("show", "")))


def _is_below(path: str) -> bool:
    """Whether `path` stays below the folder it is counted from, however it was written there."""
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and not {"", ".", ".."} & set(parts)
