"""The filters of the episode list and the glossary's words, in the browser."""

from playwright.sync_api import Page, expect

LIST = "[data-pod-list] .pod-card"
ARTICLE = "/artiklar/vad-ar-peer-support/"


def test_a_filter_leaves_what_fits_and_stands_in_the_address(page: Page):
    page.goto("/avsnitt/")
    every = page.locator(LIST).count()

    page.select_option(".pod-filter select[name=amne]", "forskning")

    expect(page.locator(LIST)).to_have_count(1)
    expect(page.locator(f"{LIST} a")).to_have_attribute(
        "href", "../avsnitt/002-vad-sager-forskningen/"
    )
    expect(page.locator(".pod-filter [role=status]")).to_have_text("1 avsnitt")
    assert page.url.endswith("/avsnitt/?amne=forskning")

    page.reload()
    expect(page.locator(LIST)).to_have_count(1)

    page.click(".pod-filter button[type=reset]")
    expect(page.locator(LIST)).to_have_count(every)
    assert page.url.endswith("/avsnitt/")


def test_filters_that_leave_nothing_say_so(page: Page):
    page.goto("/avsnitt/?amne=forskning&gast=sofia-ekman")

    expect(page.locator(".pod-filter [role=status]")).to_contain_text("Inget avsnitt passar")
    expect(page.locator(LIST)).to_have_count(0)


def test_without_javascript_each_filter_is_a_list_of_links(browser, site):
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/avsnitt/")

    assert not page.locator(".pod-filter").is_visible()
    for name in ("ar-2026/", "../amnen/forskning/", "../gaster/sofia-ekman/"):
        assert page.locator(f".pod-ways a[href='{name}']").is_visible()
    context.close()


def test_a_word_is_explained_on_focus_until_escape(page: Page):
    page.goto(ARTICLE)
    word = page.locator(".pod-term a").first
    tip = page.locator(".pod-term__tip").first

    word.focus()
    expect(tip).to_be_visible()
    assert tip.get_attribute("id") == word.get_attribute("aria-describedby")

    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    page.keyboard.press("Enter")
    page.wait_for_url("**/ordlista/#*")
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").is_visible()


def test_the_choice_of_colours_is_kept(page: Page):
    page.goto("/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)

    page.check("input[name=pod-theme][value=dark]")
    dark = page.evaluate(background)
    page.goto("/om/")

    assert page.evaluate(background) == dark != light
    assert page.locator("input[name=pod-theme][value=dark]").is_checked()


def test_print_is_light_though_the_choice_is_dark(page: Page):
    page.goto(ARTICLE)
    page.check("input[name=pod-theme][value=dark]")

    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == ("rgb(0, 0, 0)")
    assert not page.locator("header.pod-header").is_visible()
