"""The list under the search box: by keyboard, by touch, beside an input method, and without it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, Route, expect

from .conftest import NewPage
from .pages import Site
from .test_accessibility import RULES, readable
from .test_layout import what_sticks_out
from .test_walk import PROCEDURE, search_box

TYPED = "dang ky nghia vu quan su"
#: Longer than the script waits after a letter and the server needs for an answer.
LONG_ENOUGH_MS = 1_000

PLACES = ["home", "search with results", "all procedures"]


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Gợi ý").get_by_role("option")


def type_words(page: Page, words: str = TYPED) -> Locator:
    box = search_box(page)
    box.fill("")
    box.press_sequentially(words)
    expect(options(page).first).to_be_visible()
    return box


def asked(page: Page) -> list[str]:
    """Addresses of suggestions the page asks for from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/suggest?" in request.url else None)
    return found


def active(page: Page) -> str | None:
    return search_box(page).get_attribute("aria-activedescendant")


@pytest.mark.parametrize("name", PLACES)
def test_the_list_is_walked_by_keyboard_while_the_focus_stays_in_the_box(
    site: Site, new_page: NewPage, name: str
) -> None:
    page = new_page()
    page.goto(site.url(name))
    box = type_words(page)
    count = options(page).count()
    assert count >= 3
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active(page) is None

    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    assert active(page) == options(page).nth(1).get_attribute("id")
    box.press("ArrowUp")
    box.press("ArrowUp")
    expect(options(page).nth(count - 1)).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    for key, cursor in (("Home", 0), ("End", len(TYPED))):
        box.press("ArrowDown")
        box.press(key)
        assert active(page) is None
        assert box.evaluate("box => box.selectionStart") == cursor

    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options(page).first).to_be_hidden()
    expect(box).to_have_value(TYPED)


def test_the_row_chosen_by_enter_leads_to_its_procedure(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    box = type_words(page, "dang ky nghia vu quan su lan d")
    box.press("ArrowDown")
    box.press("Enter")

    expect(page).to_have_url(PROCEDURE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"lần\s+đầu"))


def test_enter_without_a_row_searches_for_what_was_typed(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    type_words(page).press("Enter")

    expect(page).to_have_url(re.compile(r"/tim-kiem/\?q=dang\+ky\+nghia\+vu\+quan\+su$"))


def test_a_row_is_chosen_by_touch_and_leaving_the_box_closes_the_list(site: Site, new_page: NewPage) -> None:
    page = new_page(width=360)
    page.goto(site.url("home"))
    box = type_words(page)
    page.get_by_role("heading", level=1).click()
    expect(options(page).first).to_be_hidden()
    type_words(page)
    box.press("Tab")
    expect(options(page).first).to_be_hidden()

    type_words(page)
    options(page).first.click()
    expect(page).to_have_url(PROCEDURE)


def test_how_many_rows_there_are_is_announced(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    type_words(page)
    count = options(page).count()
    status = page.locator("form.find [role=status]")
    expect(status).to_have_text(f"Có {count} gợi ý. Dùng phím mũi tên lên, xuống để chọn.")

    search_box(page).fill("khong co gi nhu the")

    expect(status).to_have_text("Không có gợi ý.")
    expect(search_box(page)).to_have_attribute("aria-expanded", "false")


def test_an_input_method_composes_in_peace(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    found = asked(page)
    search_box(page).focus()
    keys = page.context.new_cdp_session(page)
    for text in ("c", "ca", "căn", "căn c", "căn cước"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(LONG_ENOUGH_MS)
    assert found == []

    keys.send("Input.insertText", {"text": "căn cước"})

    expect(options(page).first).to_be_visible()
    expect(search_box(page)).to_have_value("căn cước")
    assert len(found) == 1


def test_one_letter_and_quick_typing_cost_few_requests(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    found = asked(page)
    search_box(page).press_sequentially("c")
    page.wait_for_timeout(LONG_ENOUGH_MS)
    assert found == []

    search_box(page).press_sequentially("an cuoc")
    expect(options(page).first).to_be_visible()

    assert len(found) == 1


def hold(held: list[Route], route: Route) -> None:
    held.append(route)


def test_a_late_answer_never_replaces_a_newer_one(site: Site, new_page: NewPage) -> None:
    page = new_page()
    held: list[Route] = []
    # Playwright takes no built-in method.
    page.route("**/suggest?q=con", lambda route: hold(held, route))
    page.goto(site.url("home"))
    search_box(page).press_sequentially("con")
    page.wait_for_timeout(LONG_ENOUGH_MS)
    search_box(page).press_sequentially(" dau")
    expect(options(page).first).to_contain_text("con dấu")
    before = options(page).all_inner_texts()

    for route in held:
        route.fulfill(json={"query": "con", "results": []})
    page.wait_for_timeout(LONG_ENOUGH_MS)

    assert len(held) == 1
    assert options(page).all_inner_texts() == before


def test_markup_in_an_answer_stays_text(site: Site, new_page: NewPage) -> None:
    page = new_page()
    row = {
        "code": "X",
        "title": "<img src=x onerror=alert(1)>",
        "text": "<b>đậm</b>",
        "agency": "",
        "count": 1,
        "url": "/",
    }
    page.route("**/suggest?q=*", lambda route: route.fulfill(json={"query": "", "results": [row]}))
    page.goto(site.url("home"))
    type_words(page)

    assert options(page).locator("img, b").count() == 0
    expect(options(page).first).to_contain_text("<b>đậm</b>")


def test_a_server_without_an_answer_leaves_the_form_as_it_is(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.route("**/suggest?q=*", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(site.url("home"))
    search_box(page).press_sequentially(TYPED)
    page.wait_for_timeout(LONG_ENOUGH_MS)
    expect(options(page)).to_have_count(0)
    search_box(page).press("Enter")

    expect(page).to_have_url(re.compile("/tim-kiem/"))


def test_who_saves_data_is_sent_no_rows(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto(site.url("home"))
    found = asked(page)
    search_box(page).press_sequentially(TYPED)
    page.wait_for_timeout(LONG_ENOUGH_MS)

    assert found == []
    expect(search_box(page)).not_to_have_attribute("role", "combobox")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PLACES)
def test_axe_finds_nothing_with_the_list_open(site: Site, new_page: NewPage, name: str, width: int) -> None:
    page = new_page(width=width)
    page.goto(site.url(name))
    type_words(page).press("ArrowDown")

    violations = Axe().run(page, options=RULES).response["violations"]

    assert not violations, readable(violations)
    assert what_sticks_out(page) == []
