"""What can be found, and how Swedish words find one another. No I/O."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poddarkiv.search.documents import Corpus
    from poddarkiv.search.markup import Document
    from poddarkiv.search.spoken import Speech, Vocabulary

__all__ = ["Corpus", "Document", "Speech", "Vocabulary"]


def __getattr__(name: str) -> Any:
    # A search in an index that is there already needs neither pages nor the model.
    if name in __all__:
        from poddarkiv.search import documents, markup, spoken

        modules = {"Corpus": documents, "Document": markup}
        return getattr(modules.get(name, spoken), name)
    raise AttributeError(name)
