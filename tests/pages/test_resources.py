"""What texts make a browser load, however it is written; judged by Chromium too."""

import re
from dataclasses import replace
from html import escape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.faults import AS_OF, copy_base, problems
from chromium import chromium
from poddarkiv.archive import Archive
from poddarkiv.checks.resources import only_own_files_are_loaded
from poddarkiv.pages.markdown import MarkdownRenderer
from poddarkiv.pages.resources import Resource, find_resources, resolve_own
from poddarkiv.pages.sanitize import clean_html
from poddarkiv.pages.scope import Scope

HOST = "evil.example"
ADDRESSES = [
    f"http://{HOST}/a.png",
    f"HTTPS://{HOST}/a.png",
    f"//{HOST}/a.png",
    f"/\\{HOST}/a.png",
    f"\\\\{HOST}/a.png",
    f"\\/{HOST}/a.png",
    f"///{HOST}/a.png",
    f"https:/{HOST}/a.png",
    f"https:{HOST}/a.png",
    f"https:\\\\{HOST}/a.png",
    f"\thttps://{HOST}/a.png",
    f"  //{HOST}/a.png",
    f"\x01//{HOST}/a.png",
    f"h\nttps://{HOST}/a.png",
    f"/\t/{HOST}/a.png",
    f"/\n/{HOST}/a.png",
    f"https://x:y@{HOST}/a.png",
    f"bild.png\\..\\..//{HOST}/a.png:",
]
"""What Chromium loads from another host, on a page that came by http; but for the last two."""
HTML = [
    '<img src="{a}">', "<IMG/SRC='{a}'>", '<img srcset="{a} 2x" src="bild.png">',
    '<image src="{a}">', '<svg><image href="{a}"/></svg>', '<svg><image xlink:href="{a}"/></svg>',
    '<picture><source srcset="{a}"><img src="bild.png"></picture>', '<video poster="{a}"></video>',
    '<video src="{a}"></video>', '<audio src="{a}" preload="auto"></audio>',
    '<audio preload="auto"><source src="{a}"></audio>', '<iframe src="{a}"></iframe>',
    '<object data="{a}"></object>', '<embed src="{a}">', '<link rel="stylesheet" href="{a}">',
    '<link rel="preload" as="image" imagesrcset="{a} 1x">', '<input type="image" src="{a}">',
    '<table background="{a}"><tr><td>x</td></tr></table>', '<p style="background:url({a})">x</p>',
    "<p style=\"background:\\75 rl('{a}')\">x</p>", '<style>p{{background:url({a})}}</style>',
    '<style>@import "{a}"</style>', '<script src="{a}"></script>',
    '<iframe srcdoc="&lt;img src={a}&gt;"></iframe>', "<!--><img src='{a}'>-->",
    '<svg><feImage href="{a}"/></svg>', '<meta http-equiv="refresh" content="0; url={a}">',
]  # fmt: skip


def rendered(archive: Archive, text: str) -> str:
    scope = Scope(archive, AS_OF)
    return MarkdownRenderer(scope).render(text, source="artiklar/x.md", path="artiklar/x/").html


@pytest.fixture
def archive(make_archive) -> Archive:
    return replace(make_archive(), attachments=frozenset({"bild.png", "artiklar/b å.png"}))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ["![x](<{a}>)", "![x][r]\n\n[r]: <{a}>", '<img src="{a}">', "ENT"])
def test_no_other_host_is_asked_for_a_picture(archive: Archive, address: str, form: str) -> None:
    if form == "ENT":
        written = "".join(f"&#{ord(sign)};" for sign in address)
        text = f'<img src="{written}">'
    else:
        text = form.format(a=address)

    html = rendered(archive, f"Hej.\n\n{text}\n")

    assert re.findall(r'<img[^>]* src="', html) == []


@pytest.mark.parametrize(
    ("text", "src"),
    [
        ("![x](../bild.png)", "../../bild.png"),
        ("![x](<b å.png>)", "../../artiklar/b å.png"),
        ("![x](b%20å.png)", "../../artiklar/b%20å.png"),
        ('<img src="../bild.png">', "../../bild.png"),
        ('<img src="b å.png">', "../../artiklar/b%20%C3%A5.png"),
        ('<img src="../../bild.png">', "../../bild.png"),
        ("![x](../borta.png)", None),
        ("![x](/bild.png)", None),
        ("![x](../../../bild.png)", None),
        ("![x](data:image/png;base64,AAAA)", None),
    ],
)
def test_a_picture_of_the_archive_is_shown_and_no_other(archive: Archive, text, src) -> None:
    html = rendered(archive, text)

    assert re.findall(r'src="([^"]*)"', html) == ([] if src is None else [src])


@given(st.text("ab:/\\.@?#% \t\n\x01g", max_size=14))
def test_what_is_let_through_stays_on_the_site_as_a_browser_engine_reads_it(address: str) -> None:
    class Everything(frozenset[str]):
        def __contains__(self, name: object) -> bool:
            return True

    own = resolve_own(address, source="a/b.md", path="a/b/", files=Everything())
    if own is not None:
        [read] = re.findall(
            r'src="([^"]*)"',
            nh3.clean(
                f'<img src="{escape(own)}">',
                url_relative=("rewrite_with_base", "https://here.example/a/b/"),
            ),
        )
        assert read.startswith("https://here.example/")


@pytest.mark.parametrize("form", HTML)
def test_whatever_loads_by_itself_is_found_and_taken_out(archive: Archive, form: str) -> None:
    html = form.format(a=f"//{HOST}/a.png")

    assert any(HOST in resource.address for resource in find_resources(html))
    assert HOST not in clean_html(html, archive, source="x.md", path="x/")


def test_what_loads_nothing_is_not_taken_for_it() -> None:
    assert (
        find_resources(f'<a href="https://{HOST}/" style="color:red">x</a><p title="//{HOST}/">')
        == []
    )
    assert find_resources('<img src="bild.png">') == [Resource("img", "bild.png")]


@pytest.mark.parametrize("address", [*ADDRESSES[:8], f"data:{HOST}"])
@pytest.mark.parametrize("form", ['<img alt="x" src="{a}">', '<video src="{a}"></video>'])
def test_check_tells_the_line(archive: Archive, make_article, address: str, form: str) -> None:
    body = "Ett.\n\n![x](../bild.png)\n\n" + form.format(a=address) + "\n\nTvå.\n"
    archive = replace(archive, articles=(make_article(slug="x", body=body),))

    [problem] = list(only_own_files_are_loaded(archive, AS_OF))

    assert problem.path == "content/artiklar/x.md"
    assert problem.line == 5
    assert HOST in problem.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a\n\n![x][r]\n\nb\n\n[r]: //{HOST}/a.png\n", 7),
        (f"a\n\n![x](https&#58;//{HOST}/a.png)\n", 3),
        (f"a\n\n`kod\n\n![x](//{HOST}/a.png)\n\nmer` kod\n", 5),
        (f"a ![x](//{HOST}/a.png)\n\n![x](//{HOST}/a.png)\n", 1),
        (f'a\n\n<img\nalt=""\nsrc="&sol;&sol;{HOST}/a.png">\n', 3),
        (f'a\n\n<p style="background:u\\rl(//{HOST}/a.png)">x</p>\n', 3),
        (f"a\n\n<style>\n@import '//{HOST}/a.css';\n</style>\n", 4),
    ],
)
def test_check_finds_the_line_of_other_ways_to_write(archive, make_article, text, line) -> None:
    archive = replace(archive, articles=(make_article(slug="x", body=text),))

    assert next(iter(only_own_files_are_loaded(archive, AS_OF))).line == line


def test_code_is_shown_and_loads_nothing(archive: Archive, make_article) -> None:
    body = f"Skriv `<img src=//{HOST}/>`:\n\n    ![x](//{HOST}/a.png)\n"
    archive = replace(archive, articles=(make_article(slug="x", body=body),))

    assert list(only_own_files_are_loaded(archive, AS_OF)) == []


def test_a_page_that_only_mkdocs_knows_is_checked_too(tmp_path) -> None:
    root = copy_base(tmp_path)
    (root / "content/handbok").mkdir()
    (root / "content/handbok/a.md").write_text(f"# A\n\n![x](\\\\\\\\{HOST}/a.png)\n", "utf-8")

    assert [(p.path, p.line, p.rule) for p in problems(root)] == [
        ("content/handbok/a.md", 3, "foreign-picture")
    ]


@pytest.mark.browser
def test_chromium_asks_no_other_host_for_what_is_shown(archive: Archive) -> None:
    asked: set[str] = set()
    numbered = [a.replace("a.png", f"{i}.png") for i, a in enumerate(ADDRESSES)]
    written = [f'<img src="{escape(address)}">' for address in numbered]
    written += [form.format(a=f"https://{HOST}/a.png") for form in HTML]
    raw = "\n".join(written)
    with chromium() as browser:
        page = browser.new_page()

        def answer(route):
            asked.add(route.request.url)
            body = shown if route.request.url == "http://here.example/x/" else ""
            route.fulfill(body=f"<!doctype html><body>{body}", content_type="text/html")

        page.route("**/*", answer)
        shown = clean_html(raw, archive, source="x.md", path="x/")
        page.goto("http://here.example/x/")
        page.wait_for_load_state("networkidle")
        cleaned = {url for url in asked if url.split("/")[2] == HOST}
        asked.clear()
        shown = "\n".join(written[: len(ADDRESSES)])
        page.goto("http://here.example/x/")
        page.wait_for_load_state("networkidle")

    assert cleaned == set()
    # As they were written, each but the last two is asked for: the test can fail.
    foreign = {url.rpartition("/")[2] for url in asked if url.split("/")[2] == HOST}
    assert foreign == {f"{i}.png" for i in range(len(ADDRESSES) - 2)}
