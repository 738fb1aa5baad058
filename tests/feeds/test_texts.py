"""Notes in HTML become Markdown that says the same, in the same order and depth."""

import html
import re

import markdown
import pytest

from poddarkiv.feeds import texts
from poddarkiv.feeds.texts import first_sentence, to_markdown


@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_a_list_within_a_list_keeps_its_level(kind):
    inner = f"<{kind}><li>Hopp</li><li>Stöd</li></{kind}>"
    notes = to_markdown(f"<p>Om:</p><{kind}><li>Ett{inner}</li><li>Två</li></{kind}>", "")

    html = markdown.markdown(notes.markdown)

    assert re.findall(r"</?(?:ul|ol)>", html) == [
        f"<{kind}>",
        f"<{kind}>",
        f"</{kind}>",
        f"</{kind}>",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>#tystnad #te</p>", r"\#tystnad #te"),
        ("<p>[[inte]] vår &lt;b&gt; &amp;amp;</p>", r"\[\[inte\]\] vår &lt;b\> &amp;amp;"),
        ("<p>1. Ett<br>2. Två</p>", "1\\. Ett  \n2\\. Två"),
        ("<p>Ett<br>===</p>", "Ett  \n&#61;&#61;&#61;"),
        ("<dl><dt>Rör</dt><dd>Ett rör</dd></dl>", "Rör\n\nEtt rör"),
    ],
)
def test_signs_that_markdown_means_something_by_stay_signs(text, expected):
    notes = to_markdown(text, "")

    assert notes.markdown == expected
    assert notes.lost == ()


def test_one_block_that_cannot_be_said_leaves_the_others_as_they_are(monkeypatch):
    readable = texts._readable
    monkeypatch.setattr(texts, "_readable", lambda s: None if "Tre" in s else readable(s))
    source = '<p>Ett <b>två</b></p><div><p>Tre <a href="https://a.example/b_c">fyra</a></p></div>'

    notes = to_markdown(f"{source}<ul><li>fem</li></ul>", "")

    link = "<https://a.example/b_c>"
    assert notes.markdown == f"Ett **två**\n\nTre fyra\n\n{link}\n\n- fem"
    assert notes.lost == (f"{source}<ul><li>fem</li></ul>",)


@pytest.mark.parametrize(
    "line",
    ["https://a.example/x_y?a=1&b=2", "1. *Ett*", "# två", "- tre", "[a](b) <c> `d`", "A\\_B"],
)
def test_a_literal_line_is_shown_as_it_is(line):
    shown = markdown.markdown(texts._literal_line(line), extensions=["tables", "sane_lists"])

    assert html.unescape(shown) == f"<p>{line}</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<p>Ada berättar om <b>sömn</b> och sin vardag.</p><ul><li>Länk</li></ul><p>Hej!</p>",
            "Ada berättar om sömn och sin vardag.",
        ),
        (
            "Hej!\n\nVi talar om hopp och om sömn.\nFler länkar",
            "Hej! Vi talar om hopp och om sömn.",
        ),
        ("<p>Om avsnittet</p><p>Länkar</p>", "Om avsnittet Länkar"),
        ("En rad. Och en till, utan slut", "En rad. Och en till, utan slut"),
        (
            "<p>Hon sa: ”Kom tillbaka när du orkar.”</p><p>Mer</p>",
            "Hon sa: ”Kom tillbaka när du orkar.”",
        ),
    ],
)
def test_a_text_begins_with_its_first_whole_sentences(text, expected):
    assert first_sentence(text) == expected


def test_what_a_page_would_run_is_no_text():
    text = "<style>p {color: red}</style><p>Hej</p><script>alert(1)</script>"

    assert texts.plain_text(text) == "Hej"
