"""The page that a search led to: its words are marked, counted and gone between."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browser.kinds import KINDS
from browser.listening import AUDIO, PAGE, plays
from browser.test_access import violations

ARTICLE = KINDS["article"]
IN_MARKS = """(selector) => [...document.querySelectorAll("mark[data-hit]")]
    .filter((mark) => mark.closest(selector)).map((mark) => mark.parentElement.outerHTML)"""


def marks(page: Page) -> Locator:
    return page.locator("mark[data-hit]")


def status(page: Page) -> Locator:
    return page.locator(".pod-hits [role=status]")


def now(page: Page) -> Locator:
    return page.locator("mark[data-hit][aria-current]")


@pytest.fixture
def arrive(page: Page) -> Callable[[str], Page]:
    """Come to a page by an address with words."""

    def go(address: str) -> Page:
        page.goto(address)
        expect(status(page)).not_to_be_empty()
        return page

    return go


def search(page: Page, words: str) -> None:
    page.locator("pod-search button").first.click()
    page.locator("#pod-search-field").fill(words)
    expect(page.locator(f".pod-hit__title[href*='{ARTICLE}']")).to_be_visible()


def test_a_hit_in_an_article_shows_its_words_there(page: Page) -> None:
    page.goto("/")
    search(page, "återhämtningen")
    page.locator(f".pod-hit__title[href*='{ARTICLE}']").click()

    expect(status(page)).to_have_text(
        re.compile(r"^\d+ träffar på ”återhämtningen”$"), use_inner_text=True
    )
    assert re.match(r"\d+", status(page).inner_text())[0] == str(marks(page).count())  # type: ignore[index]
    # Other forms than the one that was asked for.
    assert "återhämtning" in marks(page).all_inner_texts()
    expect(now(page)).to_be_focused()
    expect(now(page)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("guest", "peer"), ("topic", "stöd"), ("glossary", "anhöriga"), ("easy-read", "hjälper"),
     ("episode", "röst"), ("about", "arkivet")],
)  # fmt: skip
def test_words_are_marked_on_pages_of_every_kind(
    arrive: Callable[[str], Page], kind: str, words: str
) -> None:
    page = arrive(f"{KINDS[kind]}?q={words}")

    expect(now(page)).to_be_in_viewport()


def test_nothing_is_marked_that_is_no_text_of_the_page(arrive: Callable[[str], Page]) -> None:
    for kind in ("article", "episode", "topic", "guest"):
        page = arrive(f"{KINDS[kind]}?q=peer+support+stöd+hjälp")

        selector = "nav, footer, header.pod-header, aside, button, .pod-card, [role=tooltip]"
        assert page.evaluate(IN_MARKS, selector) == []
        assert page.evaluate(IN_MARKS, "[hidden]") == []


def test_the_words_of_a_page_stay_the_same(arrive: Callable[[str], Page], page: Page) -> None:
    page.goto(ARTICLE)
    plain = page.locator(".pod-article").text_content()
    arrive(f"{ARTICLE}?q=peer+support+återhämtning")

    assert page.locator(".pod-article").text_content() == plain
    page.get_by_role("button", name="Stäng och ta bort markeringarna").click()
    expect(marks(page)).to_have_count(0)
    expect(page.locator(".pod-hits")).to_have_count(0)
    assert page.locator(".pod-article").text_content() == plain


def test_one_goes_between_hits_with_the_buttons(arrive: Callable[[str], Page]) -> None:
    page = arrive(f"{ARTICLE}?q=stöd")
    count = marks(page).count()
    forward = page.get_by_role("button", name="Nästa träff")
    back = page.get_by_role("button", name="Föregående träff")

    # At once: nothing glides for whoever is made ill by it.
    forward.focus()
    seen = forward.evaluate(
        """(button) => {
            button.click(); button.click()
            const [mark, bar] = ["mark[aria-current]", ".pod-hits"].map((css) =>
                document.querySelector(css).getBoundingClientRect())
            return mark.top > 0 && mark.bottom < bar.top
        }"""
    )
    assert seen
    expect(status(page)).to_contain_text(f"Träff 3 av {count}")
    # Who hears the page is told what stands there.
    assert now(page).inner_text() in status(page).inner_text()
    expect(forward).to_be_focused()
    for _ in range(3):
        back.click()
    expect(status(page)).to_contain_text(f"Träff {count} av {count}")


def test_one_goes_between_hits_with_keys_and_reads_on(arrive: Callable[[str], Page]) -> None:
    page = arrive(f"{ARTICLE}?q=stöd")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(marks(page).nth(2)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(marks(page).nth(1)).to_be_focused()
    place = now(page).evaluate("(mark) => mark.closest('p, li, h1, h2').textContent")
    page.keyboard.press("Escape")

    expect(marks(page)).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == place


def test_what_stands_for_the_word_is_marked_where_the_page_lacks_it(page: Page) -> None:
    address = KINDS["article"].replace("vad-ar-peer-support", "for-dig-som-ar-anhorig")
    page.goto("/")
    page.locator("pod-search button").first.click()
    page.locator("#pod-search-field").fill("mormor")
    hit = page.locator(f".pod-hit__title[href*='{address}?q']")
    expect(hit).to_be_visible()
    # What the list quotes is marked too.
    quoted = page.locator(".pod-hit", has=hit).locator("mark").first
    expect(quoted).to_have_text(re.compile("anhörig", re.IGNORECASE))
    hit.click()

    expect(status(page)).to_have_text(re.compile(r"^\d+ träffar på ”mormor”$"), use_inner_text=True)
    assert {text.lower()[:7] for text in marks(page).all_inner_texts()} == {"anhörig"}
    expect(now(page)).to_be_in_viewport()


def test_where_the_word_stands_nothing_else_is_marked(arrive: Callable[[str], Page]) -> None:
    page = arrive("/ordlista/?q=BISAM")

    assert {text.lower() for text in marks(page).all_inner_texts()} == {"bisam"}


def test_one_hit_needs_no_way_between(arrive: Callable[[str], Page]) -> None:
    page = arrive('/ordlista/?q="family+carer"')

    expect(status(page)).to_have_text("1 träff på ”family carer”")
    assert marks(page).all_inner_texts() == ["family carer"]
    expect(page.get_by_role("button", name="Nästa träff")).to_be_hidden()


def test_a_hit_in_a_section_leads_there(arrive: Callable[[str], Page]) -> None:
    address = KINDS["article"].replace("vad-ar-peer-support", "for-dig-som-ar-anhorig")
    page = arrive(f"{address}?q=stöd#stod-till-dig")

    heading = page.locator("#stod-till-dig")
    assert heading.evaluate(
        """(heading) => {
            const mark = document.querySelector("mark[aria-current]")
            const after = (a, b) => Boolean(a.compareDocumentPosition(b) & 4)
            const next = [...document.querySelectorAll("h2")].find((other) => after(heading, other))
            return after(heading, mark) && after(mark, next)
        }"""
    )


def test_a_part_that_is_named_is_there_at_once(page: Page) -> None:
    """A page that still glides there passes by the hit that is shown meanwhile."""
    page.add_init_script(
        """window.seen = []
        addEventListener("scroll", () => {
            const { top } = document.querySelector(":target").getBoundingClientRect()
            seen.push(top >= 0 && top < innerHeight)
        })
        addEventListener("scrollend", () => (window.still = true))"""
    )
    page.goto(f"{ARTICLE}#vad-gor-en-peer-supporter")
    page.wait_for_function("window.still")

    assert page.evaluate("new Set(seen).has(false)") is False
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_hit_stays_shown_where_an_archive_has_slow_scripts_of_its_own(page: Page) -> None:
    """The browser goes to the named part when the last script has run."""
    held: list[Route] = []
    page.route("**/slow.js", lambda route: held.append(route))
    page.route(
        f"**{ARTICLE}*",
        lambda route: route.fulfill(
            body=route.fetch().text() + "<script type=module src=/slow.js></script>",
            content_type="text/html",
        ),
    )
    page.goto(f"{ARTICLE}?q=återhämtningen#vad-gor-en-peer-supporter", wait_until="commit")
    expect(status(page)).not_to_be_empty()
    held[0].fulfill(body="", content_type="text/javascript")
    page.wait_for_load_state()

    expect(now(page)).to_be_focused()
    expect(now(page)).to_be_in_viewport()


def test_a_hit_is_shown_where_a_browser_hides_its_times(page: Page) -> None:
    """Firefox's resistFingerprinting says 0 of each, whatever has happened."""
    held: list[Route] = []
    page.route("**/hits.js", lambda route: held.append(route))
    page.add_init_script(
        """Object.defineProperty(
            PerformanceNavigationTiming.prototype, "domContentLoadedEventEnd", { get: () => 0 })"""
    )
    page.goto(f"{ARTICLE}?q=återhämtningen#vad-gor-en-peer-supporter")
    page.wait_for_function("document.readyState === 'complete'")
    held[0].continue_()

    expect(now(page)).to_be_focused()
    expect(now(page)).to_be_in_viewport()


@pytest.mark.parametrize("address", ["?q=BISAM#omsesidighet", "?q=SIP#samproduktion"])
def test_a_section_without_the_words_stays_where_it_is(
    arrive: Callable[[str], Page], address: str
) -> None:
    """It was found by another word, as a synonym is."""
    page = arrive(f"/ordlista/{address}")

    expect(page.locator(":target")).to_be_in_viewport()
    expect(now(page)).not_to_be_focused()


def test_a_page_that_is_read_again_stays_where_it_was(arrive: Callable[[str], Page]) -> None:
    page = arrive(f"{ARTICLE}?q=stöd")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("scrollY > 1000")
    page.reload()

    expect(status(page)).not_to_be_empty()
    page.wait_for_function("scrollY > 1000")
    assert page.evaluate("document.activeElement === document.body")


def test_no_script_for_marks_is_fetched_where_nobody_searched(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ARTICLE, wait_until="networkidle")

    assert [url for url in asked if "hits.js" in url or "search-words" in url] == []


def test_the_whole_transcript_is_marked_where_no_second_was_chosen(
    arrive: Callable[[str], Page],
) -> None:
    page = arrive(f"{PAGE}?q=återhämtning")

    assert page.locator("[data-s] mark[data-hit]").count() > 1
    page.get_by_role("button", name="Nästa träff").click()
    expect(now(page)).to_be_in_viewport()


def test_who_looks_at_another_hit_does_not_follow_what_is_said(
    arrive: Callable[[str], Page],
) -> None:
    page = arrive(f"{PAGE}?q=återhämtning")
    follow = page.locator("pod-player [data-do=follow]")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Nästa träff").click()

    expect(follow).to_have_attribute("aria-pressed", "false")


def test_a_hit_on_another_page_is_marked_while_the_sound_goes_on(page: Page) -> None:
    page.goto(PAGE)
    page.locator("[data-chapters] [data-seek]").first.click()
    plays(page)
    page.evaluate("window.same = true")
    search(page, "stöd")
    page.locator(f".pod-hit__title[href*='{ARTICLE}']").click()

    expect(status(page)).to_contain_text("träffar på ”stöd”")
    expect(now(page)).to_be_in_viewport()
    assert page.evaluate("window.same")
    plays(page)
    # The bar stands above the small player, not under it.
    boxes = [page.locator(css).bounding_box() for css in (".pod-hits", "[data-pod-dock]")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    page.go_back()
    expect(marks(page)).to_have_count(0)
    assert page.evaluate(f"{AUDIO}.paused") is False


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_bar_is_for_everybody(arrive: Callable[[str], Page], page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    arrive(f"{ARTICLE}?q=peer+support+återhämtning")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == ""

    assert page.evaluate("probe.sideways()") == []
    box = page.locator(".pod-hits").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator("footer").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= box["y"]
