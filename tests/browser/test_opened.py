"""The note a browser sends when a result is opened: what is in it, and that the link does not need it."""

from typing import Literal

import pytest
from playwright.sync_api import Page, Request, Response, expect

from .conftest import NewPage
from .pages import Site
from .test_walk import expect_procedure, procedure_link, search_box

WORDS = "Đăng ký NGHĨA VỤ quân sự lần đầu"
ADDRESS = "/tim-kiem/da-mo/"


def is_note(sent: Request | Response) -> bool:
    return sent.url.endswith(ADDRESS)


def find(page: Page, site: Site) -> None:
    page.goto(site.url("home"))
    search_box(page).fill(WORDS)
    search_box(page).press("Enter")
    expect(procedure_link(page)).to_be_visible()


@pytest.mark.parametrize("button", ["left", "middle"])
def test_opening_a_result_sends_the_words_of_the_search_and_nothing_else(
    site: Site, new_page: NewPage, button: Literal["left", "middle"]
) -> None:
    page = new_page()
    find(page, site)
    with page.expect_event("response", is_note) as answered:
        procedure_link(page).click(button=button)
    note = answered.value.request
    assert answered.value.status == 204
    assert note.method == "POST"
    assert note.post_data == "q=" + (
        "%C4%91%C4%83ng+k%C3%BD+ngh%C4%A9a+v%E1%BB%A5+qu%C3%A2n+s%E1%BB%B1+l%E1%BA%A7n+%C4%91%E1%BA%A7u"
    )
    assert "cookie" not in note.headers


def test_where_the_note_cannot_be_sent_the_result_opens_all_the_same(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("delete Navigator.prototype.sendBeacon")
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    find(page, site)
    procedure_link(page).click()
    expect_procedure(page)
    assert mistakes == []


def test_other_links_of_the_page_send_no_note(site: Site, new_page: NewPage) -> None:
    page = new_page()
    find(page, site)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if is_note(request) else None)
    page.get_by_role("link", name="Văn bản", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert sent == []
