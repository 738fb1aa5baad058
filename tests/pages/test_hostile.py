"""Whatever people write, nothing on the site acts but our own scripts."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pages.corpus import build_site

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
FORBIDDEN = {"iframe", "object", "embed", "base", "math", "applet", "frame", "marquee", "style"}
SPACE = "".join(map(chr, range(33)))
OURS = ("assets/pod/js/",)
INLINE = "try{var s=localStorage"


class _Reader(HTMLParser):
    """Gathers what a browser would act on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.text = ""
        self._script: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag == "script":
            self._script = values
            self.scripts.append((values, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            values, before = self.scripts[-1]
            self.scripts[-1] = (values, before + data)
        else:
            self.text += data


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, _Reader]:
    root = tmp_path_factory.mktemp("elak")
    return dict(_read(build_site(root)))


def _read(site: Path) -> Iterator[tuple[str, _Reader]]:
    for path in sorted(site.rglob("*.html")):
        reader = _Reader()
        reader.feed(path.read_text("utf-8"))
        yield path.relative_to(site).as_posix(), reader


def test_the_payloads_reach_every_kind_of_page(pages):
    with_payload = {name for name, page in pages.items() if "pwn()" in page.text}

    assert {
        "index.html",
        "avsnitt/index.html",
        "avsnitt/001-elak/index.html",
        "gaster/index.html",
        "gaster/elak/index.html",
        "artiklar/index.html",
        "artiklar/elak/index.html",
        "artiklar/elak/lattlast/index.html",
        "amnen/index.html",
        "amnen/elakt/index.html",
        "ordlista/index.html",
        "prenumerera/index.html",
        "om/index.html",
        "tillganglighet/index.html",
        "integritet/index.html",
        "egen/index.html",
        "mapp/okand/index.html",
        "404.html",
    } <= with_payload


def test_only_our_own_scripts_run(pages):
    for name, page in pages.items():
        for values, body in page.scripts:
            if values.get("type") == "application/ld+json":
                json.loads(body)
            elif "src" in values:
                assert any(part in values["src"] for part in OURS), name
            else:
                assert body.strip().startswith(INLINE), (name, body[:80])


def test_no_element_brings_something_active(pages):
    for name, page in pages.items():
        for tag, values in page.elements:
            assert tag not in FORBIDDEN, (name, tag, values)
            assert not [key for key in values if key.startswith("on")], (name, tag, values)
            if tag == "meta" and "http-equiv" in values:
                assert "pwn" not in values["content"] or name.startswith("gammal"), name


def test_no_address_runs_something_or_leaves_for_the_attacker(pages):
    for name, page in pages.items():
        for tag, values in page.elements:
            for key in ADDRESSES & values.keys():
                # As browsers read an address: space around it and line breaks in it are dropped.
                address = re.sub(r"[\t\r\n]", "", values[key].strip(SPACE)).casefold()
                assert not address.startswith(("javascript:", "data:text", "vbscript:")), (
                    name,
                    tag,
                    values,
                )
                assert "evil.example" not in address, (name, tag, values)


def test_templates_do_not_run_what_people_write(pages):
    [reader] = [page for name, page in pages.items() if name == "om/index.html"]

    assert "{{ config.site_url }}" in reader.text
