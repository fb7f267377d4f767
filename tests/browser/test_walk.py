"""The main job, as two citizens do it: on a phone that runs no script, and without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import NewPage
from .pages import Site

#: Typed without accents, as on an old phone.
WORDS = "dang ky nghia vu quan su lan dau"
#: Headings hold no-break spaces, so that a word of two syllables is not torn.
TITLE = re.compile(r"Đăng\s+ký\s+nghĩa\s+vụ\s+quân\s+sự\s+lần\s+đầu")
PROCEDURE = re.compile(r"/thu-tuc/[a-z0-9-]+/[a-z0-9-]+/$")
SHEET = re.compile(r"/thu-tuc/[a-z0-9-]+/[a-z0-9-]+/in/$")
SERVICE_POINT = re.compile(r"/noi-nop/[a-z0-9-]+/$")

#: Whether the focused element is on the screen and looks different from what it is without focus.
#: The calendar button inside a date field is the browser's own: it has the browser's ring, the field has none then.
FOCUS = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const inner = e.type === 'date' && !e.matches(':focus');
    return {seen, marked: inner || outlined || style.boxShadow !== 'none', html: e.outerHTML.slice(0, 120)};
}"""
#: More stops than any page has before its main content.
MOST_STOPS = 80


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def search_box(page: Page) -> Locator:
    return main(page).locator("input[name=q]").first


def procedure_link(page: Page) -> Locator:
    return main(page).get_by_role("link", name=TITLE).first


def sheet_link(page: Page) -> Locator:
    return main(page).locator("a[href$='/in/']:visible").first


def back_link(page: Page) -> Locator:
    return main(page).get_by_role("link", name="Về trang thủ tục")


def district(page: Page) -> Locator:
    """The first district among the places; its communes show when it is opened."""
    return main(page).get_by_text(re.compile(r"^Huyện .+ nơi$")).first


def service_point_link(page: Page) -> Locator:
    return main(page).locator("a[href^='/noi-nop/']:not([href*='?']):visible").first


def expect_procedure(page: Page) -> None:
    expect(page).to_have_url(PROCEDURE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    for part in ("Giấy tờ", "Nơi nộp", "Thời hạn", "Phí, lệ phí", "Căn cứ pháp lý"):
        expect(main(page)).to_contain_text(part)


def expect_sheet(page: Page) -> None:
    expect(page).to_have_url(SHEET)
    expect(main(page)).to_contain_text(TITLE)
    expect(main(page)).to_contain_text("BQP-06")


def expect_service_point(page: Page) -> None:
    expect(page).to_have_url(SERVICE_POINT)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(main(page).locator("a[href^='/thu-tuc/']").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_citizen_reaches_list_and_place_without_javascript(site: Site, new_page: NewPage, width: int) -> None:
    page = new_page(width=width, java_script_enabled=False)
    page.goto(site.url("home"))
    search_box(page).fill(WORDS)
    search_box(page).press("Enter")

    expect(page).to_have_url(re.compile(r"/tim-kiem/\?q="))
    procedure_link(page).click()
    expect_procedure(page)

    sheet_link(page).click()
    expect_sheet(page)

    back_link(page).click()
    district(page).click()
    service_point_link(page).click()
    expect_service_point(page)


def test_a_citizen_reaches_list_and_place_by_keyboard_alone(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("home"))
    tab_to(page, search_box(page))
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/tim-kiem/\?q="))
    tab_to(page, procedure_link(page))
    page.keyboard.press("Enter")
    expect_procedure(page)

    tab_to(page, sheet_link(page))
    page.keyboard.press("Enter")
    expect_sheet(page)

    tab_to(page, back_link(page))
    page.keyboard.press("Enter")
    expect_procedure(page)
    tab_to(page, district(page))
    page.keyboard.press("Enter")
    tab_to(page, service_point_link(page))
    page.keyboard.press("Enter")
    expect_service_point(page)


def test_the_first_tab_leads_past_the_head(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("procedure, complete"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#noi-dung")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["home", "search with results", "procedure, complete", "service point"])
def test_every_stop_of_the_keyboard_can_be_seen(site: Site, new_page: NewPage, name: str) -> None:
    page = new_page()
    page.goto(site.url(name))
    stops = 0
    while stops < MOST_STOPS:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        check_focus(page)
    assert stops > 5


def check_focus(page: Page) -> None:
    focus = page.evaluate(FOCUS)
    assert focus["seen"], f"the focus left the screen: {focus['html']}"
    assert focus["marked"], f"the focus cannot be seen: {focus['html']}"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        check_focus(page)
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by {MOST_STOPS} tabs")
