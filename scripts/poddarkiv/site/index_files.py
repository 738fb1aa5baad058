"""Our own files in the folder of the search index, and how its making went."""

from dataclasses import dataclass

DIGEST_FILE = "indexed.txt"
"""In the index's folder: a digest of what was indexed, so that the same text is indexed once."""
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
