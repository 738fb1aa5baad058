"""A hit leads to the sentence that holds the word."""

import random

from poddarkiv.formats.cues import spread_times
from poddarkiv.formats.reading import make_paragraphs
from poddarkiv.search import Corpus
from poddarkiv.search.find import find_in_index
from poddarkiv.search.index import SearchIndex, index_parts
from poddarkiv.search.language import language
from poddarkiv.transcript import Segment, Transcript
from search.conftest import AS_OF


def speech(seed: int, minutes: int, *, ends: float) -> Transcript:
    """Return speech of words that stand once each, in sentences and cues as people make them."""
    draw = random.Random(seed)
    segments, at, number = [], 0.0, 0
    while at < minutes * 60:
        words = []
        for _ in range(draw.randint(4, 12)):
            number += 1
            words.append(f"q{number}x" + ("." if draw.random() < ends else ""))
        length = 0.4 * len(words)
        segments.append(Segment(round(at, 3), round(at + length, 3), " ".join(words), "Ada"))
        at += length + draw.choice([0.0, 0.0, 0.3, 0.8])
    return Transcript(tuple(segments))


def test_of_200_words_nine_in_ten_begin_within_six_seconds(make_archive, make_episode):
    for ends in (1 / 12, 0.0):
        said = speech(7, 30, ends=ends)
        episode = make_episode()
        archive = make_archive(episodes=(episode,), transcripts={episode.slug: said})
        index = SearchIndex(dict(index_parts(Corpus(archive, as_of=AS_OF))))
        words = [word for segment in said.segments for word in spread_times(segment)]
        waits = []
        for word in random.Random(1).sample(words, 200):
            [hit] = find_in_index(index, word.text.rstrip("."), language("sv")).hits
            moment = hit.moments[0]
            assert moment.seconds is not None
            waits.append(word.start - moment.seconds)
            [sentence] = [
                s for p in make_paragraphs(said) for s in p.sentences if word.text in s.text.split()
            ]
            assert int(sentence.start) <= moment.seconds <= sentence.end
            if not sentence.edges:
                assert moment.seconds == int(sentence.start)
        assert sorted(waits)[179] <= 6.0
