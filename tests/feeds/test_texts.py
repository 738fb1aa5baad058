"""Notes in HTML become Markdown that says the same, in the same order and depth."""

import re

import markdown
import pytest

from poddarkiv.feeds.texts import to_markdown


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
