"""What a browser reports of every type of page: width, errors, cookies, enlarged text."""

import pytest
from playwright.sync_api import Page

from .conftest import NewPage
from .pages import PAGES, STATUS, Site

#: How far the page can be scrolled sideways, and what sticks out.
OVERFLOW = """() => {
    const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 5)
        .map(e => e.outerHTML.slice(0, 120));
}"""


def what_sticks_out(page: Page) -> list[str]:
    return list(page.evaluate(OVERFLOW))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_fits(site: Site, new_page: NewPage, name: str) -> None:
    page = new_page(width=360)
    messages: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"error: {error}"))
    page.on("requestfailed", lambda request: messages.append(f"failed: {request.url}"))
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))

    answer = page.goto(site.url(name), wait_until="load")

    assert answer is not None
    assert answer.status == STATUS.get(name, 200)
    # Chromium itself reports the status of a page that is an error on purpose.
    unexpected = [text for text in messages if not (name in STATUS and "the server responded with a status" in text)]
    assert unexpected == []
    assert [url for url in requested if not url.startswith((site.address, "data:"))] == []
    assert page.context.cookies() == []
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert what_sticks_out(page) == [], f"{name} scrolls sideways at {width} px"


@pytest.mark.parametrize("name", PAGES)
def test_text_twice_as_large_stays_within_the_page(site: Site, new_page: NewPage, name: str) -> None:
    page = new_page(width=640)
    page.goto(site.url(name))
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}px` }", size * 2)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= size * 2
    assert what_sticks_out(page) == []


@pytest.mark.parametrize("name", ["home", "procedure, complete", "service point"])
def test_nothing_is_smaller_than_a_finger(site: Site, new_page: NewPage, name: str) -> None:
    page = new_page(width=360)
    page.goto(site.url(name))
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary')]
            .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
            .filter(([e, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
            .map(([e]) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
