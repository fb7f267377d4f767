"""`manage.py check_links`: every kind of link in what is published, and what becomes of broken ones."""

import http.server
import io
import ipaddress
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from wagtail.rich_text import RichText

from portal.core.outside import is_public, what_is_wrong
from portal.news.link_check import all_links, broken_inside
from portal.news.models import ArticlePage, ArticleSource, CampaignPage, CampaignQuestion, Spot
from portal.procedures.models import ProcedurePage

Make = Callable[..., ArticlePage]


def body(html: str) -> list[tuple[str, object]]:
    return [("text", RichText(html))]


def reasons() -> dict[str, str]:
    return {found.link.target: found.reason for found in broken_inside(all_links())}


def checked(*options: str) -> str:
    said = io.StringIO()
    call_command("check_links", *options, stdout=said)
    return said.getvalue()


def test_links_that_lead_somewhere_are_passed_over(make_article: Make, live_page: ProcedurePage) -> None:
    make_article(
        procedures=[live_page],
        body=[
            *body(
                f'<p><a href="/noi-nop/">a</a> <a href="/tt/{live_page.code}">b</a> <a href="#muc">c</a> '
                '<a href="mailto:a@b.vn">d</a> <a href="http://localhost:8000/thu-tuc/">e</a></p>'
            ),
            ("procedures", {"heading": "", "codes": [live_page.code]}),
        ],
    )
    assert reasons() == {}
    assert "Không có liên kết hỏng" in checked()


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/khong-co-trang-nay/", "trả lời 404"),
        ("/tt/XYZ-99", "trả lời 404"),
        ("http://localhost:8000/khong-co/", "trả lời 404"),
        ("/q/khongco", "không có mã ngắn này"),
        ("javascript:alert(1)", "không phải địa chỉ trang"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(make_article: Make, target: str, reason: str) -> None:
    make_article(body=body(f'<p><a href="{target}">x</a></p>'))
    assert reasons() == {target: reason}


def test_pages_and_documents_are_looked_up_by_their_keys(make_article: Make, news_index: Page) -> None:
    other = make_article("khac", title="Khác")
    keys = [("page", other.pk), ("document", 77), ("page", 9999)]
    links = "".join(f'<a linktype="{kind}" id="{key}">x</a>' for kind, key in keys)
    make_article(body=body(f"<p>{links}</p>"))
    assert reasons() == {"77": "tài liệu đã xóa", "9999": "trang đã xóa hoặc chưa công bố"}
    other.unpublish()
    assert reasons()[str(other.pk)] == "trang đã xóa hoặc chưa công bố"


def test_procedures_that_ended_are_told_in_blocks_and_in_lists(make_article: Make, live_page: ProcedurePage) -> None:
    make_article(procedures=[live_page], body=[("procedures", {"heading": "", "codes": [live_page.code, "KHONG-CO"]})])
    assert list(reasons()) == ["KHONG-CO"]
    live_page.unpublish()
    assert set(reasons()) == {"KHONG-CO", live_page.code}


def test_rows_of_a_page_and_spots_and_plain_texts_are_read_too(
    campaign: CampaignPage, spot: Spot, make_article: Make
) -> None:
    article = make_article()
    article.sources.add(ArticleSource(label="Nguồn", url="http://localhost:8000/mat/"))
    article.save()
    campaign.questions.add(CampaignQuestion(question="Ở đâu?", answer='<p><a href="/cho-khac/">x</a></p>'))
    campaign.save()
    spot.script = "Xem tại http://localhost:8000/het/."
    spot.save()
    assert set(reasons()) == {"http://localhost:8000/mat/", "/cho-khac/", "http://localhost:8000/het/"}


def test_what_is_not_published_is_not_looked_at(make_article: Make) -> None:
    make_article(body=body('<p><a href="/mat/">x</a></p>')).unpublish()
    assert reasons() == {}


def test_the_command_names_the_place_and_fails(make_article: Make) -> None:
    make_article(body=body('<p><a href="/mat/">x</a> <a href="https://example.vn/a">y</a></p>'))
    said = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("check_links", stdout=said)
    assert failed.value.returncode == 1
    assert "1 liên kết hỏng" in str(failed.value)
    assert "Bài viết “Thủ tục quân sự nộp ở xã”\n  /mat/: trả lời 404" in said.getvalue()
    assert "Ngoài cổng, chưa hỏi: https://example.vn/a" in said.getvalue()


def test_external_addresses_are_asked_only_when_wanted(make_article: Make) -> None:
    make_article(body=body('<p><a href="http://127.0.0.1:9/a">y</a></p>'))
    assert "chưa hỏi" in checked()
    with pytest.raises(CommandError):
        call_command("check_links", "--external", stdout=io.StringIO())


class _Site(http.server.BaseHTTPRequestHandler):
    """Another site: what it answers stands in the path."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked = self.path.strip("/")
        status = 405 if asked == "no-head" and self.command == "HEAD" else 200
        self.send_response(302 if asked in {"moved", "round", "inside"} else 404 if asked == "gone" else status)
        self.send_header("Location", {"moved": "/here", "inside": "http://10.0.0.1/"}.get(asked, "/round"))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def other_site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/here", ""),
        ("/no-head", ""),
        ("/moved", ""),
        ("/gone", "trả lời 404"),
        ("/round", "chuyển hướng quá nhiều lần"),
        ("/inside", "địa chỉ trong mạng nội bộ, không kiểm tra"),
    ],
)
def test_another_site_is_asked_as_a_browser_would(other_site: str, path: str, said: str) -> None:
    def only_this_site(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        return str(address) == "127.0.0.1"

    assert what_is_wrong(other_site + path, only_this_site) == said


def test_a_site_that_is_not_there_is_told() -> None:
    assert what_is_wrong("http://127.0.0.1:1/", lambda address: True) == "không kết nối được"
    assert what_is_wrong("ftp://example.vn/") == "không phải địa chỉ http hoặc https"
    assert what_is_wrong("http://example.vn:99999/") == "không kết nối được"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "169.254.169.254", "[::1]", "0.0.0.0", "[::ffff:10.0.0.1]"],
)
def test_nothing_inside_the_network_is_ever_asked(host: str) -> None:
    assert what_is_wrong(f"http://{host}/") == "địa chỉ trong mạng nội bộ, không kiểm tra"


def test_addresses_of_the_open_internet_are_public() -> None:
    assert is_public(ipaddress.ip_address("203.162.4.1"))
    assert not is_public(ipaddress.ip_address("224.0.0.1"))
    assert not is_public(ipaddress.ip_address("100.64.0.1"))
