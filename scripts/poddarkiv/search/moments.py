"""The places of a page that answer a query."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from poddarkiv.search.answers import Moment
from poddarkiv.search.index import Place, read_tokens, spoken_words
from poddarkiv.search.lookup import Lookup
from poddarkiv.search.matches import Match, is_added
from poddarkiv.search.query import Query


def moments(
    places: Iterable[Place],
    query: Query,
    lookup: Lookup,
    answers_at: Callable[[str], Mapping[str, Match]],
) -> Iterator[Moment]:
    """Yield those of a page's places that answer, each at the sentence with the most of the words.

    Args:
        places: The page's.
        query: What was asked for in the end.
        lookup: What the archive's words have to do with it.
        answers_at: Gives which terms a piece between spaces answers, and how well.
    """
    for place in places:
        sentences: dict[str, dict[str, Match]] = {}
        best: dict[str, Match] = {}
        times = 0
        for anchor, token in read_tokens(place):
            here = sentences.setdefault(anchor, {})
            answers = answers_at(token)
            times += bool(answers)
            for term, match in answers.items():
                here[term] = max(match, here.get(term, match))
                best[term] = max(match, best.get(term, match))
        spoken = spoken_words(place)
        for anchor, word in (w for p in query.phrases for w in lookup.in_a_row(spoken, p)):
            best[word] = sentences[anchor][word] = Match.EXACT
        anchor = max(sentences, key=lambda a: score(sentences[a]), default="")
        if best and anchor:
            own = (t for _anchor, tokens in place for t in tokens if not is_added(t))
            yield Moment(anchor, " ".join(own), (*score(best), times))


def score(met: Mapping[str, Match]) -> tuple[int, int]:
    """Return how many words are met, and how well: a form is as good as the word itself."""
    return len(met), sum(min(match, Match.FORM) for match in met.values())
