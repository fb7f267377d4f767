"""The search page: what a reader gets, and what happens with whatever is typed."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from portal.places.models import AdministrativeUnit, Agency, Counter, ServicePoint
from portal.procedures.notice import AgencyRef, Duration, Fee, Handling, LevelMark, Notice
from portal.search.presenters_facets import MOST_CHOICES
from tests.search.publishing import FIRST_DAY, publish, short_notice

URL = "/tim-kiem/"


def page(client: Client, **asked: object) -> str:
    response = client.get(f"{URL}?{urlencode(asked, doseq=True)}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_result_says_where_when_and_how_much(client: Client, plan: list[Notice]) -> None:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã Đắk Hà", kind="xã", level="commune")
    for slug in ("xa-mot", "xa-hai"):
        point = ServicePoint.objects.create(unit=unit, level="commune", name=slug, slug=slug)
        Counter.objects.create(service_point=point, agency=Agency.objects.get(code="BQP"))
    handling = Handling(channel="direct", duration=Duration(number=1, unit="day"), fee=Fee(kind="none"))
    publish([short_notice("BQP-06", handlings=(handling,))])

    html = page(client, q="nghĩa vụ quân sự lần đầu")

    assert '<a href="/thu-tuc/co-quan/bqp-06/"><mark>' not in html, "the title is marked, not the link"
    assert "Đăng ký <mark>nghĩa vụ quân sự lần đầu</mark>" in html
    assert "2 xã" in html
    assert "01 ngày" in html
    assert "Không thu" in html
    assert "BQP-06" in html


def test_a_level_outside_the_province_is_where_papers_go(client: Client, plan: list[Notice]) -> None:
    publish([short_notice("BQP-06", levels=(LevelMark(level="ministry", starts_on=FIRST_DAY),))])

    html = page(client, q="BQP-06")

    assert "Nộp tại <b>bộ, cơ quan trung ương</b>" in html
    assert "chưa nơi nào nhận" not in html


def test_a_long_facet_shows_its_first_choices_and_those_chosen(client: Client, plan: list[Notice]) -> None:
    publish([short_notice(f"BQP-{n}", "Cấp thử", field=f"Lĩnh vực {n:02d}") for n in range(40, 60)])
    hidden = page(client, q="cấp thử").partition('<details class="more">')[2].partition("</details>")[0]
    slug = re.findall(r'name="field" value="([^"]+)"', hidden)[-1]
    assert f"Thêm {hidden.count('<label>')} lĩnh vực" in hidden

    shown, _, hidden = page(client, q="cấp thử", field=slug).partition('<details class="more">')

    assert shown.count('name="field"') == MOST_CHOICES + 1
    assert f'value="{slug}" checked' in shown
    assert f'value="{slug}"' not in hidden


def test_where_many_agencies_publish_a_search_without_results_counts_them(client: Client, plan: list[Notice]) -> None:
    agencies = [AgencyRef(code=f"BO-{n}", name=f"Bộ Thử nghiệm {n}", short_name=f"Bộ Thử nghiệm {n}") for n in range(3)]
    publish([short_notice(f"BO-{n}-01", agency=agency) for n, agency in enumerate(agencies)])

    assert "Trang này chỉ có thủ tục của 6 cơ quan." in page(client, q="làm hộ chiếu")


def test_what_nobody_supplied_is_said(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="BCA-04")

    assert "Chưa cung cấp" in html
    assert "Hôm nay chưa nơi nào nhận" in html
    assert "Bạn gõ một mã thủ tục" in html


def test_nothing_found_says_so_and_where_else_to_ask(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="làm hộ chiếu")

    assert "Không có trong 36 thủ tục" in html
    assert "18001096" in html
    assert "https://dichvucong.gov.vn" in html
    assert "/noi-nop/" in html


def test_without_a_query_there_are_ways_to_browse(client: Client, plan: list[Notice]) -> None:
    html = page(client)

    assert "Xem tất cả 36 thủ tục" in html
    assert "Bộ Chỉ huy Quân sự" in html.replace("\u00a0", " ")


def test_facets_keep_the_query_and_what_was_chosen(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="cấp", agency="Công an tỉnh Kon Tum")

    assert '<input type="hidden" name="q" value="cấp">' in html
    assert 'name="agency" value="bca" checked' in html
    assert "Bỏ bộ lọc" in html


def test_a_filter_that_lets_nothing_through_offers_to_go_without(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="an ninh trật tự", level="commune")

    assert "Không lọc thì có 1 thủ tục" in html


def test_results_come_in_pages(client: Client, plan: list[Notice]) -> None:
    first = page(client, q="", level=["province", "commune"])

    assert "trang 1/2" in first
    assert "level=province&amp;level=commune&amp;page=2" in first
    assert '<ol class="res" start="21">' in page(client, level=["province", "commune"], page=2)


def test_a_page_beyond_the_last_leads_to_the_last(client: Client, plan: list[Notice]) -> None:
    response = client.get(f"{URL}?q=cấp&page=77")

    assert response.status_code == 302
    assert response["Location"].endswith("page=2")


@pytest.mark.parametrize("asked", ["page=-1", "page=0", "page=x", "page=1e9", "level=ward", "place=nowhere"])
def test_an_unreadable_parameter_is_answered_in_words(client: Client, plan: list[Notice], asked: str) -> None:
    response = client.get(f"{URL}?q=cấp&{asked}")

    assert response.status_code == 400
    assert "không đúng" in response.content.decode() or "hông có" in response.content.decode()


def test_a_megabyte_of_query_is_refused(client: Client, db: None) -> None:
    assert client.get(f"{URL}?q={'a' * 2**20}").status_code == 414
    assert client.get(f"{URL}?q=a%00b").status_code == 400


def test_markup_in_a_query_stays_text(client: Client, plan: list[Notice]) -> None:
    html = page(client, q='"><script>alert(1)</script> con dấu')

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_what_people_look_for_is_kept_by_no_cache_and_no_search_engine(client: Client, plan: list[Notice]) -> None:
    response = client.get(f"{URL}?q=cấp")

    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in response.content.decode()
    assert "Set-Cookie" not in response
    assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_a_page_takes_at_most_ten_queries(
    client: Client, plan: list[Notice], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, q="cấp")

    for asked in ({"q": "cấp"}, {"q": "làm hộ chiếu"}, {}, {"q": "cấp", "agency": "bca"}):
        with django_assert_max_num_queries(10):
            page(client, **asked)


@pytest.mark.usefixtures("embedded_only")
def test_without_an_index_the_page_offers_the_lists(
    client: Client, plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = settings.SEARCH_INDEX_FILE.parent / "file"
    blocked.write_text("")
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", blocked / "search.sqlite3")

    response = client.get(f"{URL}?q=cấp")

    assert response.status_code == 503
    assert "Xem tất cả 36 thủ tục" in response.content.decode()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_any_text_gets_a_page(client: Client, plan: list[Notice], text: str) -> None:
    response = client.get(f"{URL}?q={quote(text, errors='surrogatepass')}")

    assert response.status_code in {200, 400}
