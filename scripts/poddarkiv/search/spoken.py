"""What is said in the episodes of an archive, by number.

A thousand episodes are five million words, of which thirty thousand differ: each of these is split,
learnt from and looked up once, and what is done five million times is done with numbers.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poddarkiv.formats.reading import Paragraph
from poddarkiv.search.language import words_of
from poddarkiv.search.lexicon import MARK, Lexicon
from poddarkiv.timecode import fragment_seconds


class Vocabulary(dict[str, int]):
    """Numbers what stands between spaces as it comes, from 0: a new one by asking for it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        """By number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def text(self, numbers: Iterable[int]) -> str:
        """Return the words with these numbers, with spaces between."""
        return " ".join(map(self.words.__getitem__, numbers))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said on a page, in paragraphs; behind each, marked, the words added to it."""

    vocabulary: Vocabulary
    anchors: Sequence[str]
    """The paragraphs' ids on the page, as in `t-12`."""
    starts: "array[int]"
    """Before which word each of them begins."""
    words: "array[int]"
    """By number."""

    def paragraphs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each paragraph's id, and its words, added ones too."""
        words = self.vocabulary.words
        for anchor, part in zip(self.anchors, self.parts(), strict=True):
            yield anchor, [words[number] for number in part]

    def parts(self) -> Iterator["array[int]"]:
        """Yield each paragraph's words by number."""
        for start, end in pairwise((*self.starts, len(self.words))):
            yield self.words[start:end]


def said_in(paragraphs: Iterable[Paragraph], vocabulary: Vocabulary) -> Said:
    """Return what a transcript says, its words numbered by `vocabulary`."""
    anchors: list[str] = []
    starts = array("I")
    words: list[str] = []
    for paragraph in paragraphs:
        anchors.append(f"t-{fragment_seconds(paragraph.start)}")
        starts.append(len(words))
        for sentence in paragraph.sentences:
            words += sentence.text.split()
    return Said(vocabulary, anchors, starts, array("I", map(vocabulary.__getitem__, words)))


class Additions:
    """The words that are added to paragraphs, under which they are found too."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Learn what each word of `vocabulary` brings with it: most bring nothing."""
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._marked: dict[int, int] = {}
        """The numbers of added words behind their mark, by those of the words."""
        self._brought: dict[int, list[int]] = {}
        self._begins: set[int] = set()
        """Words with which a synonym may begin."""
        for number, word in enumerate(tuple(vocabulary.words)):
            others = lexicon.brought(word)
            if others:
                self._brought[number] = list(map(self._mark, others))
            if lexicon.begins(word):
                self._begins.add(number)
        # Sets are compared as fast as they are made; keys of a dictionary are not.
        self._bringing = set(self._brought)

    def to(self, said: Said) -> Said:
        """Return `said` with the added words behind each paragraph."""
        starts, words = array("I"), array("I")
        for part in said.parts():
            starts.append(len(words))
            words += part
            words.extend(self._added(part))
        return Said(said.vocabulary, said.anchors, starts, words)

    def _added(self, part: "array[int]") -> list[int]:
        own = set(part)
        added: set[int] = set()
        for number in own & self._bringing:
            added.update(self._brought[number])
        if not own.isdisjoint(self._begins):
            others = self._lexicon.synonyms(words_of(self._vocabulary.text(part)))
            added.update(map(self._mark, others))
        return [self._marked[number] for number in sorted(added - own)]

    def _mark(self, word: str) -> int:
        number = self._vocabulary[word]
        self._marked[number] = self._vocabulary[f"{MARK}{word}"]
        return number
