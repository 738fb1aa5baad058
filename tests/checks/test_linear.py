"""What checking costs grows with the archive, not with its square: counted calls, not seconds."""

import random
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from poddarkiv.archive import Archive
from poddarkiv.checks.content import links_lead_somewhere
from poddarkiv.checks.files import pictures_exist
from poddarkiv.checks.knowledge import terms_are_clear
from poddarkiv.checks.moments import moments_are_there
from poddarkiv.checks.people import guests_exist, related_exist, topics_exist
from poddarkiv.checks.spelling import one_name_one_spelling
from poddarkiv.model import Article, Glossary, Term, Topic
from poddarkiv.pages.terms import TermLinker
from poddarkiv.search.language import language
from poddarkiv.search.lexicon import Lexicon
from poddarkiv.slugs import COMPARED, Names
from poddarkiv.transcript import Segment, Transcript

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SMALL = 400


pytestmark = pytest.mark.slow


def calls(run: Callable[[], Any]) -> int:
    """Return how many functions are called, or asked for their next value, while `run` runs."""
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def grows_linearly(cost: Callable[[int], int]) -> bool:
    """Whether four times as much costs at most six times as much."""
    cost(8)  # imports, and what is kept between runs
    return cost(4 * SMALL) <= 6 * cost(SMALL)


def words(count: int, seed: int, letters: str = "abdefghiklmnoprstuvyåäö") -> list[str]:
    """Return different words of 6 to 11 letters."""
    dice = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(dice.choices(letters, k=dice.randrange(6, 12)))] = None
    return list(found)


def misspelt(names: Iterable[str]) -> list[str]:
    """Return each name with its third letter left out."""
    return [name[:2] + name[3:] for name in names]


def articles(bodies: Iterable[str], **common: Any) -> tuple[Article, ...]:
    return tuple(
        Article.model_validate(
            {
                "slug": f"a{i}",
                "title": "T",
                "summary": "S",
                "kind": "article",
                "author": "A",
                "written": "2026-01-01",
                "body": body,
            }
            | common
        )
        for i, body in enumerate(bodies)
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda names: [{"term": n, "definition": "D"} for n in names],
        lambda names: [{"term": n, "definition": "D", "see": [w]}
                       for n, w in zip(names, misspelt(names), strict=True)],
    ],
    ids=["terms", "misspelt"],
)  # fmt: skip
def test_the_glossary(make_archive, make):
    def cost(count: int) -> int:
        archive = make_archive(glossary=Glossary(terms=make(words(count, 1))))
        return calls(lambda: list(terms_are_clear(archive, NOW)))

    assert grows_linearly(cost)


def test_names_in_transcripts(make_archive):
    def cost(count: int) -> int:
        names = [word.capitalize() for word in words(count, 2)]
        said = [f"sa {word.capitalize()} och" for word in words(count, 3)]
        said += [f"sa {word} och" for word in misspelt(names)]
        rows = tuple(Segment(i * 5.0, i * 5 + 5.0, text) for i, text in enumerate(said))
        archive = make_archive(
            glossary=Glossary(terms=[{"term": n, "definition": "D"} for n in names]),
            transcripts={"001-start": Transcript(rows)},
        )
        found: list[Any] = []
        number = calls(lambda: found.extend(one_name_one_spelling(archive, NOW)))
        assert len(found) > count * 0.9
        return number

    assert grows_linearly(cost)


@pytest.mark.parametrize("rule", [guests_exist, topics_exist, related_exist, moments_are_there])
def test_names_that_are_not_there(make_archive, make_episode, make_guest, rule):
    def cost(count: int) -> int:
        slugs = words(count, 4, "abcdefghijklmnop")
        wrong = misspelt(slugs)
        archive: Archive = make_archive(
            episodes=tuple(
                make_episode(slug=slug, number=str(i), guests=[{"guest": bad}], topics=[bad])
                for i, (slug, bad) in enumerate(zip(slugs, wrong, strict=True))
            ),
            guests=tuple(make_guest(slug=slug) for slug in slugs),
            topics=tuple(Topic(slug=slug, title="T") for slug in slugs),
            articles=articles((f"[[avsnitt {i} @ 0:10]]" for i in range(count)), episodes=wrong[:1])
            + articles(f"[[avsnitt {bad}]]" for bad in wrong),
        )
        return calls(lambda: list(rule(archive, NOW)))

    assert grows_linearly(cost)


def test_links_to_headings(make_archive):
    def cost(count: int) -> int:
        bodies = [f"## Rubrik\n\n[x](a{(i + 1) % count}.md#rubrik)" for i in range(count)]
        made = articles(bodies)
        origins = {f"content/artiklar/a{i}.md": None for i in range(count)}
        archive = make_archive(articles=made)
        archive = Archive(**{**vars_of(archive), "origins": archive.origins | known(origins)})
        found: list[Any] = []
        number = calls(lambda: found.extend(links_lead_somewhere(archive, NOW)))
        assert not found
        return number

    assert grows_linearly(cost)


def vars_of(archive: Archive) -> dict[str, Any]:
    return {name: getattr(archive, name) for name in Archive.__dataclass_fields__}


def known(paths: Iterable[str]) -> dict[str, Any]:
    from poddarkiv.errors import Origin

    return {path: Origin(path) for path in paths}


def test_pictures_that_are_not_there(make_archive, make_episode):
    def cost(count: int) -> int:
        files = [f"{word}.jpg" for word in words(count, 5, "abcdefghijklmnop")]
        archive = make_archive(
            media=dict.fromkeys(files, 1),
            episodes=tuple(
                make_episode(slug=f"e{i}", image={"file": name, "alt": "A"})
                for i, name in enumerate(misspelt(files))
            ),
        )
        return calls(lambda: list(pictures_exist(archive, NOW)))

    assert grows_linearly(cost)


def test_synonyms_that_begin_alike():
    def cost(count: int) -> int:
        terms = [
            Term(term=f"stöd {word}", definition="D", synonyms=[f"hjälp {word}"])
            for word in words(count, 6)
        ]
        text = [part for word in words(count, 6) for part in ("stöd", word)]
        lexicon = Lexicon(language("sv"), [], Glossary(terms=tuple(terms)))
        found: list[str] = []
        number = calls(lambda: found.extend(lexicon.synonyms(text)))
        assert len(found) >= count
        return number

    assert grows_linearly(cost)


def test_a_misspelt_name_is_compared_with_a_few_of_many():
    names = Names(words(5_000, 7))

    assert all(len(names.likely(word)) <= COMPARED for word in misspelt(words(50, 7)))
    right = zip(words(50, 7), misspelt(words(50, 7)), strict=True)
    assert [names.closest(wrong) == word for word, wrong in right] == [True] * 50


class _Counted(dict[str, Term]):
    asked = 0

    def get(self, key: str, default: Any = None) -> Any:  # type: ignore[override]
        self.asked += 1
        return super().get(key, default)


def test_a_text_is_marked_by_looking_up_its_own_words_alone():
    def asked(count: int) -> int:
        terms = TermLinker(Glossary(terms=[Term(term=w, definition="D") for w in words(count, 8)]))
        counted = terms._by_name = _Counted(terms._by_name)
        text = " ".join(words(50, 8) + words(50, 9))
        marked = terms.mark(f"<p>{text}</p>", "../")
        assert marked.count('class="pod-term"') == 50
        return counted.asked

    assert asked(5_000) <= 100 * 2 * 23
