"""Trying a synonym before it is saved: the button of the form needs a browser to be proven."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage
from .pages import Site

REVIEWER = "nguoi-duyet"


def logged_in(page: Page, site: Site) -> Page:
    page.goto(f"{site.address}/quan-tri/")
    page.fill("[name=username]", REVIEWER)
    page.fill("[name=password]", site.passwords[REVIEWER])
    page.click("[type=submit]")
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_the_button_sends_the_unsaved_form_and_leaves_it_as_it_is(site: Site, new_page: NewPage, width: int) -> None:
    page = logged_in(new_page(width=width), site)
    page.goto(f"{site.address}/quan-tri/snippets/search/synonym/add/")
    page.fill("[name=wordings]", "giấy ra trận\ngiấy gọi đi lính")
    page.fill("[name=meanings]", "nghĩa vụ quân sự")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Xem thử trong cửa sổ mới").click()
    preview = opened.value
    query = preview.get_by_label("Câu tìm")
    expect(query).to_have_value("giấy ra trận")
    query.fill("khám sức khỏe")
    query.press("Enter")
    expect(query).to_have_value("khám sức khỏe")
    expect(preview.get_by_text("giấy ra trận, giấy gọi đi lính → nghĩa vụ quân sự")).to_be_visible()
    assert preview.get_by_role("heading", level=2).all_inner_texts() == ["Bây giờ", "Sau khi lưu mục này"]
    assert preview.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("[name=wordings]")).to_have_value("giấy ra trận\ngiấy gọi đi lính")
    page.goto(f"{site.address}/quan-tri/snippets/search/synonym/?q=giay+ra+tran")
    assert page.get_by_text("giấy gọi đi lính").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_form_sends_its_unsaved_other_names_and_stays_as_it_is(
    site: Site, new_page: NewPage, width: int
) -> None:
    page = logged_in(new_page(width=width), site)
    page.goto(f"{site.address}/quan-tri/thu-tuc/?q=BQP-06")
    edit = page.locator("a[href$='/edit/']").first.get_attribute("href")
    page.goto(f"{site.address}{edit}")
    button = page.get_by_role("button", name="Xem thử tìm kiếm")
    rows = page.locator("[name^=other_names-][name$=-text]")
    stored = rows.count()
    page.get_by_role("button", name="Thêm cách gọi").click()
    expect(rows).to_have_count(stored + 1)
    rows.last.fill("giấy ra trận")
    with page.context.expect_page() as opened:
        button.click()
    preview = opened.value
    expect(preview.get_by_label("Câu tìm")).to_have_value("giấy ra trận")
    assert preview.get_by_role("heading", level=2).all_inner_texts() == ["Bây giờ", "Sau khi công bố các cách gọi này"]
    expect(preview.locator("section").last.get_by_text("BQP-06")).to_be_visible()
    assert preview.evaluate("document.documentElement.scrollWidth") <= width
    assert preview.locator("form input[type=hidden]").evaluate_all(
        "inputs => inputs.every(input => /^(csrfmiddlewaretoken|other_names-)/.test(input.name))"
    )
    expect(rows.last).to_have_value("giấy ra trận")
    page.reload()
    expect(rows).to_have_count(stored)
