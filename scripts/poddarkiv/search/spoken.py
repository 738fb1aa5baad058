"""What is said in the episodes of an archive, by number.

A thousand episodes are five million words, of which thirty thousand differ: each of these is split,
learnt from and looked up once, and what is done five million times is done with numbers.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poddarkiv.formats.reading import Paragraph
from poddarkiv.search.lexicon import Lexicon
from poddarkiv.search.matches import is_added, unmarked
from poddarkiv.search.words import clean
from poddarkiv.timecode import fragment_seconds


class Vocabulary(dict[str, int]):
    """Numbers what stands between spaces as it comes, from 0: a new one by asking for it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Begin with `words`, which differ."""
        self.words: list[str] = [*words]
        """By number."""
        super().__init__((word, number) for number, word in enumerate(self.words))

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def text(self, numbers: Iterable[int]) -> str:
        """Return the words with these numbers, with spaces between."""
        return " ".join(map(self.words.__getitem__, numbers))


Sentence = tuple[str, "array[int]"]
"""The id of a sentence on its page, as in `t-12`; its words by number, or those added to it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said on a page, in paragraphs of sentences.

    Behind a paragraph stand, marked, the words added to it, each under the sentence that brings it:
    so the sentence is known that a hit leads to, and phrases go on from sentence to sentence.
    """

    vocabulary: Vocabulary
    anchors: Sequence[str]
    """The sentences' ids on the page, as in `t-12`; in long ones, later seconds too."""
    starts: "array[int]"
    """Before which word each of them begins."""
    heads: "array[int]"
    """For each of them, whether a paragraph begins there."""
    words: "array[int]"
    """By number."""

    def paragraphs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the id of each paragraph's first sentence, and its words, added ones too."""
        for sentences in self.sentences():
            yield sentences[0][0], [word for _anchor, words in sentences for word in words]

    def sentences(self) -> Iterator[list[tuple[str, list[str]]]]:
        """Yield each paragraph: its sentences' ids with their words, added ones too."""
        words = self.vocabulary.words
        for paragraph in self.parts():
            yield [(anchor, [words[number] for number in part]) for anchor, part in paragraph]

    def parts(self) -> Iterator[list[Sentence]]:
        """Yield each paragraph's sentences, their words by number."""
        paragraph: list[Sentence] = []
        spans = pairwise((*self.starts, len(self.words)))
        for anchor, head, (start, end) in zip(self.anchors, self.heads, spans, strict=True):
            if head and paragraph:
                yield paragraph
                paragraph = []
            paragraph.append((anchor, self.words[start:end]))
        if paragraph:
            yield paragraph


class _Writer:
    """Puts one sentence behind the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._anchors: list[str] = []
        self._starts, self._heads, self._words = array("I"), array("B"), array("I")

    def append(self, anchor: str, words: Iterable[int], *, head: bool) -> None:
        """Add to a sentence; with `head` a paragraph begins."""
        if head or anchor != self._anchors[-1]:
            self._anchors.append(anchor)
            self._starts.append(len(self._words))
            self._heads.append(head)
        self._words.extend(words)

    @property
    def speech(self) -> Speech:
        """All of it."""
        return Speech(self._vocabulary, self._anchors, self._starts, self._heads, self._words)


def read_speech(paragraphs: Iterable[Paragraph], vocabulary: Vocabulary) -> Speech:
    """Return what a transcript says, its words numbered by `vocabulary`."""
    writer = _Writer(vocabulary)
    number = vocabulary.__getitem__
    for paragraph in paragraphs:
        for place, sentence in enumerate(paragraph.sentences):
            words = clean(sentence.text).split()
            edges = ((0, sentence.start), *sentence.edges)
            for at, (first, second) in enumerate(edges):
                last = edges[at + 1][0] if at + 1 < len(edges) else len(words)
                anchor = f"t-{fragment_seconds(second)}"
                writer.append(anchor, map(number, words[first:last]), head=not (place or at))
    return writer.speech


class Additions:
    """The words that are added to paragraphs, under which they are found too."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Learn what each word of `vocabulary` brings with it: most bring nothing."""
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._plain: dict[int, int] = {}
        """The numbers of words without their mark, by those of added words."""
        self._expansions: dict[int, list[int]] = {}
        self._begins: set[int] = set()
        """Words with which a synonym may begin."""
        for number, word in enumerate(tuple(vocabulary.words)):
            if is_added(word):
                continue
            others = lexicon.expand_token(word)
            if others:
                self._expansions[number] = list(map(self._number, others))
            if lexicon.begins(word):
                self._begins.add(number)
        # Sets are compared as fast as they are made; keys of a dictionary are not.
        self._bringing = set(self._expansions)

    def add_to(self, speech: Speech) -> Speech:
        """Return `speech` with the added words behind each paragraph."""
        writer = _Writer(speech.vocabulary)
        for paragraph in speech.parts():
            known: set[int] = set()
            for place, (anchor, part) in enumerate(paragraph):
                writer.append(anchor, part, head=not place)
                known.update(part)
            # The last sentence's come first: they need no anchor, of which an archive has many.
            for anchor, part in (paragraph[-1], *paragraph[:-1]):
                added = self._added(part) - known
                added = {number for number in added if self._plain[number] not in known}
                if added:
                    known |= added
                    writer.append(
                        anchor, sorted(added, key=self._vocabulary.words.__getitem__), head=False
                    )
        return writer.speech

    def _added(self, part: "array[int]") -> set[int]:
        own = set(part)
        added: set[int] = set()
        for number in own & self._bringing:
            added.update(self._expansions[number])
        if not own.isdisjoint(self._begins):
            words = self._vocabulary.words
            others = self._lexicon.synonyms([words[number] for number in part])
            added.update(map(self._number, others))
        return added

    def _number(self, token: str) -> int:
        number = self._vocabulary[token]
        self._plain[number] = self._vocabulary[unmarked(token)]
        return number
