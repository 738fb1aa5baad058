"""What can be found, and how Swedish words find one another. No I/O."""

from poddarkiv.search.documents import Corpus, Document
from poddarkiv.search.spoken import Said, Vocabulary

__all__ = ["Corpus", "Document", "Said", "Vocabulary"]
