"""Pages whole, for Pagefind to index alone: where the form of its index is not known here."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from poddarkiv.search import Document, Speech
from poddarkiv.search.matches import is_added, weight_of


def with_speech(document: Document) -> Document:
    """Return `document` with what is said after its text, as HTML.

    Pagefind then needs ten times the time and memory, and keeps each place of the commonest words.
    """
    if document.speech is None:
        return document
    spoken = "".join(_paragraphs(document.speech))
    return replace(document, html=document.html.replace("</body>", f"{spoken}</body>"), speech=None)


def _paragraphs(speech: Speech) -> Iterator[str]:
    """Yield each sentence after an empty element with its id, whose text Pagefind would copy.

    As on the page: a paragraph begins with a link, the sentences in it are spans.
    """
    for sentences in speech.sentences():
        for number, (anchor, words) in enumerate(sentences):
            name = "span" if number else "a"
            yield f'<{name} id="{anchor}"></{name}>' + "".join(map(_word, words))


def _word(word: str) -> str:
    weight = weight_of(word) if is_added(word) else 1
    return f'<span data-pagefind-weight="{weight}">{escape(word, quote=False)} </span>'
