"""Sound waits for a tap: a page with recordings costs a weak network nothing until somebody wants to listen."""

from .conftest import NewPage
from .pages import Site

PLAYER = "audio"


def test_nothing_is_loaded_before_somebody_plays_it(site: Site, new_page: NewPage) -> None:
    page = new_page(width=360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url("campaign"))
    page.wait_for_load_state("networkidle")
    player = page.locator(PLAYER).first
    player.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/tep/" in url or "/phu-de/" in url] == []
    with page.expect_request(lambda request: "/tep/" in request.url):
        player.focus()
        page.keyboard.press("Space")


def test_the_player_plays_what_the_portal_sends(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("campaign"))
    source = page.locator(f"{PLAYER} source").first.get_attribute("src")
    assert source
    answer = page.request.get(site.address + source, headers={"Range": "bytes=0-99"})
    assert (answer.status, len(answer.body())) == (206, 100)
    # Browsers without the sound format of the demonstration could still seek: length and ranges are known.
    assert answer.headers["content-range"].startswith("bytes 0-99/")


def test_the_words_are_opened_by_keyboard_alone(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site.url("campaign"))
    words = page.locator("details.say").first
    words.locator("summary").focus()
    assert not words.locator("blockquote").is_visible()
    page.keyboard.press("Enter")
    assert words.locator("blockquote").is_visible()
