"""The real nginx with the real configuration: what it trusts, keeps, limits and writes down."""

import json
import time
import urllib.error
import urllib.request

import pytest

from .conftest import Nginx

LOGIN = "/quan-tri/login/"
#: Seconds. nginx counts whole ones, and copies live one (`proxy_cache_valid`).
COPIES_ARE_OLD = 2.1


def test_only_nginx_says_how_the_request_came_and_no_address_goes_on(nginx: Nginx) -> None:
    spoofed = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Host": "evil.example",
        "X-Real-IP": "203.0.113.7",
        "X-Request-ID": "chosen-by-reader",
        "Forwarded": "for=203.0.113.7",
    }
    assert nginx.ask("/", headers=spoofed).status == 200
    (seen,) = nginx.portal.seen
    assert seen["x-forwarded-proto"] == "https"
    assert seen["x-request-id"] != "chosen-by-reader"
    assert not {"x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded"} & set(seen)


def test_the_name_and_port_a_reader_typed_reach_the_portal(nginx: Nginx) -> None:
    nginx.ask("/")
    assert nginx.portal.seen[0]["host"] == f"localhost:{nginx.https_port}"


def test_plain_http_leads_to_https_and_keeps_the_address(nginx: Nginx) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object, **options: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(f"http://localhost:{nginx.http_port}/tim-kiem/?q=cmnd", timeout=10)
    with caught.value as answer:
        assert answer.code == 301
        assert answer.headers["Location"] == f"https://localhost:{nginx.https_port}/tim-kiem/?q=cmnd"
    assert nginx.portal.paths == []


def test_a_rush_on_one_page_asks_the_portal_once_and_the_next_second_asks_again(nginx: Nginx) -> None:
    first = nginx.ask("/thu-tuc/")
    assert [nginx.ask("/thu-tuc/").text for _ in range(3)].count(first.text) >= 1
    time.sleep(COPIES_ARE_OLD)
    assert nginx.ask("/thu-tuc/").text != first.text


def test_another_query_is_another_page(nginx: Nginx) -> None:
    assert nginx.ask("/tim-kiem/?q=a").text != nginx.ask("/tim-kiem/?q=b").text


def test_whoever_has_a_cookie_never_gets_nor_leaves_a_copy(nginx: Nginx) -> None:
    editor = {"Cookie": "sessionid=abc"}
    seen = [nginx.ask("/", headers=editor).text, nginx.ask("/", headers=editor).text, nginx.ask("/").text]
    assert len(set(seen)) == 3


def test_the_admin_is_never_copied(nginx: Nginx) -> None:
    assert nginx.ask("/quan-tri/").text != nginx.ask("/quan-tri/").text


@pytest.mark.parametrize("status", [500, 503])
def test_a_page_read_before_is_still_answered_while_the_portal_fails(nginx: Nginx, status: int) -> None:
    before = nginx.ask("/thu-tuc/")
    time.sleep(COPIES_ARE_OLD)
    nginx.portal.status = status
    assert nginx.ask("/thu-tuc/").text == before.text
    assert nginx.ask("/tim-kiem/?q=never-asked-before").status == status


def test_a_portal_that_is_down_is_said_in_vietnamese_and_as_problem_json(nginx: Nginx) -> None:
    before = nginx.ask("/thu-tuc/")
    nginx.take_the_portal_down()
    page, api = nginx.ask("/never"), nginx.ask("/api/v1/never")
    assert (page.status, api.status) == (503, 503)
    assert "Cổng tạm thời chưa trả lời" in page.text
    assert api.headers["Content-Type"] == "application/problem+json"
    assert json.loads(api.text)["status"] == 503
    time.sleep(COPIES_ARE_OLD)
    assert nginx.ask("/thu-tuc/").text == before.text


def test_passwords_are_tried_slowly_and_the_form_can_still_be_opened(nginx: Nginx) -> None:
    statuses = [nginx.ask(LOGIN, method="POST").status for _ in range(12)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert nginx.ask(LOGIN).status == 200
    refused = nginx.ask(LOGIN, method="POST")
    assert "Quá nhiều yêu cầu" in refused.text
    assert refused.headers["Retry-After"] == "10"


def test_costly_sheets_are_limited_and_so_is_the_api_in_its_own_words(nginx: Nginx) -> None:
    sheets = [nginx.ask(f"/thu-tuc/cong-an/lam-con-dau/in/to-a4.pdf?n={n}").status for n in range(20)]
    assert (sheets[0], sheets[-1]) == (200, 429)
    answers = [nginx.ask(f"/api/v1/search?q={n}") for n in range(150)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert refused[0].headers["Access-Control-Allow-Origin"] == "*"


def test_images_are_served_without_the_portal_and_documents_are_not(nginx: Nginx) -> None:
    (nginx.folder / "media" / "images" / "a.png").write_bytes(b"picture")
    (nginx.folder / "media" / "documents" / "secret.pdf").write_bytes(b"secret")
    assert nginx.ask("/media/images/a.png").text == "picture"
    assert "sandbox" in nginx.ask("/media/images/a.png").headers["Content-Security-Policy"]
    assert nginx.portal.paths == []
    assert "secret" not in nginx.ask("/media/documents/secret.pdf").text
    assert nginx.ask("/media/images/../documents/secret.pdf").text.startswith("answer")


@pytest.mark.parametrize("path", ["/quan-tri/images/multiple/add/", "/quan-tri/media/audio/add/", "/tim-kiem/"])
def test_half_a_gigabyte_is_refused_by_its_announcement(nginx: Nginx, path: str) -> None:
    answer = nginx.ask(path, method="POST", headers={"Content-Length": str(500 << 20)})
    assert answer.status == 413
    assert "Tệp quá lớn" in answer.text
    assert nginx.portal.paths == []
    assert [found for found in (nginx.folder / "state" / "body").rglob("*") if found.is_file()] == []


def test_the_log_names_neither_who_asked_nor_what_was_typed(nginx: Nginx) -> None:
    nginx.ask("/tim-kiem/?q=012345678901", headers={"Cookie": "sessionid=abc", "Referer": "https://x.example/?q=ten"})
    nginx.ask("/012345678901")
    nginx.portal.status = 500
    for number in range(12):
        nginx.ask(LOGIN + f"?next=nguyen-van-a-{number}", method="POST")
    # An accident of nginx itself, which it would write down with the whole request.
    (nginx.folder / "state" / "cache").chmod(0)
    assert nginx.ask("/khong-ghi-duoc/?q=012345678901").status == 500
    written = nginx.log()
    assert '"path":"/tim-kiem/"' in written
    assert '"status":429' in written
    for secret in ("012345678901", "127.0.0.1", "sessionid", "x.example", "nguyen-van-a"):
        assert secret not in written
