import pytest
from hypothesis import given
from hypothesis import strategies as st

from poddarkiv.load.yamltext import read_yaml


def said(text: str) -> list[str]:
    return [str(problem) for problem in read_yaml(text, "a.yml").problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("1:02:03", "1:02:03"),
        ("1.10", "1.10"),
        ("08", "08"),
        ("0x10", "0x10"),
        ("2026-01-31", "2026-01-31"),
        ("on", "on"),
        ("1_000", "1_000"),
        ("=", "="),
        ("~", None),
        ("", None),
        ("null", None),
        ('"null"', "null"),
        ("'~'", "~"),
    ],
)
def test_a_value_means_what_it_looks_like(text, value):
    assert read_yaml(f"a: {text}", "a.yml").data == {"a": value}


@pytest.mark.parametrize(
    "value",
    [
        "Del 1: Att börja",
        'Stigma: "Uppläst: hopp"',
        'Hon sa: "det\'s bra"',
        "Sökväg: C:\\ny: mapp",
        "Ada's val: hopp",
    ],
)
def test_what_is_proposed_for_a_colon_means_what_was_written(value):
    (problem,) = read_yaml(f"title: {value}\n", "a.yml").problems

    proposed = problem.remedy.partition(" ")[2]
    assert read_yaml(proposed, "a.yml").data == {"title": value}


def test_every_key_and_item_knows_its_line():
    lines = read_yaml("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", "a.yml").lines

    assert lines[("a",)] == 1
    assert lines[("b", 0)] == 3
    assert lines[("b", 1, "d")] == 5


def test_lines_count_from_where_the_text_begins():
    assert said("a: 1\na: 2\n")[0].startswith("a.yml:2: ")
    assert str(read_yaml("a: 1\na: 2\n", "a.md", first_line=2).problems[0]).startswith("a.md:3: ")


SAME_MARK = (
    "a quotation mark that opens is never closed – write the same mark at the end of the text too"
)
BRACKET = "a bracket that opens is never closed – write {} at the end"
QUOTES = 'a value that begins with {0} needs quotes – write "{0}…"'
AFTER = "there is text after the closing quotation mark – write the whole text within the marks"
COLON = 'a value that holds a colon and a space needs quotes – write a: "b: c"'
SECOND = "a file holds one episode, page or list – remove the line with ---"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('a: "one\nb: 2\nc: [x]\n', 1, SAME_MARK),
        ("a: b\nt: [x, y\nc: d\n", 2, BRACKET.format("]")),
        ("a: {b: c\nd: e\n", 1, BRACKET.format("}")),
        ("a: `b\n", 1, QUOTES.format("`")),
        ("a: %b\n", 1, QUOTES.format("%")),
        ("a: *b\n", 1, QUOTES.format("*")),
        ("a: 'it's'\n", 1, AFTER),
        ("a: b: c\n", 1, COLON),
        ("a: 1\n---\nb: 2\n", 2, SECOND),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "a: " + QUOTES.format("!")),
    ],
)
def test_a_text_that_is_not_yaml_is_explained_where_the_mistake_is(text, line, message):
    assert said(text) == [f"a.yml:{line}: {message}"]


def test_values_that_grow_by_aliases_are_refused():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

    assert all("anchors and aliases" in line for line in said(bomb))


def test_brackets_without_end_are_no_crash():
    assert said("a: " + "[" * 20_000) != []


@given(st.text(alphabet=st.sampled_from("ab:-[]{}\"'#&*!|>%@`,\n \t\\~0å\x00\ufeff"), max_size=60))
def test_any_text_gives_values_or_problems_on_its_own_lines(text):
    found = read_yaml(text, "a.yml")

    for problem in found.problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.message
