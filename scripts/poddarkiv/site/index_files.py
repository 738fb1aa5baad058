"""Our own files in the folder of the search index, and how its making went."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

DIGEST_FILE = "indexed.txt"
"""In the index's folder: a digest of what was indexed, so that the same text is indexed once.

A second line is a digest of the index's files: somebody may have removed or changed some, and a
person who was taken out of a site after a failed build may be shown again.
"""
VOCABULARY_FILE = "words.json"
"""Beside it: the archive's usual words, fetched only when a search finds nothing."""
SYNONYMS_FILE = "synonyms.json"
"""What means the same, fetched only to say why a page is given that has none of the words."""
COMMON_FILE = "common.json"
"""And the words of whose places the index holds only some, fetched only for a phrase."""
READ_STEPS, WEIGH_STEPS, DESCRIBE_STEPS, WEAVE_STEPS = 2, 1, 1, 2
"""In which a transcript is indexed. They take about as long as one another, and a page as two."""
STEPS = READ_STEPS + WEIGH_STEPS + DESCRIBE_STEPS + WEAVE_STEPS


@dataclass(frozen=True)
class Outcome:
    """How it went."""

    made: bool
    """Whether anything had to be indexed."""
    warning: str


def write_digest(folder: Path, digest: str) -> None:
    """Note in the index `folder`, which is whole, the digest of what was indexed."""
    (folder / DIGEST_FILE).write_text(f"{digest}\n{_digest_files(folder)}\n", "ascii")


def read_digest(folder: Path) -> str:
    """Return the digest of what was indexed; empty where the index is not as it was written."""
    try:
        digest, files = (folder / DIGEST_FILE).read_text("ascii").splitlines()
        return digest if files == _digest_files(folder) else ""
    except (OSError, ValueError):
        return ""


def _digest_files(folder: Path) -> str:
    """Return a digest of names and content: of 1,000 episodes some ten megabytes."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != DIGEST_FILE:
            content = hashlib.blake2b(path.read_bytes(), digest_size=16)
            name = path.relative_to(folder).as_posix()
            whole.update(f"{name}\0{content.hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
