"""The home page counts what is true on the day; error pages speak Vietnamese and need little to stand."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from portal.procedures.views import catalogue
from portal.site import error_views
from portal.site.models import HomePage

from .conftest import Get


def test_the_home_page_counts_procedures_and_places_of_the_day(get: Get) -> None:
    text = get("/").content.decode()
    assert "Xem tất cả 36 thủ tục" in text
    for words in ("1 điểm, nhận 20 thủ tục", "10 điểm, nhận 14 thủ tục", "102 điểm, nhận 14 thủ tục"):
        assert words in text
    before = get("/?ngay=2019-12-05").content.decode()
    assert "10 điểm, chưa nhận thủ tục nào" in before
    assert "1 điểm, nhận 20 thủ tục" in before


def test_links_of_another_day_stay_in_that_day(get: Get) -> None:
    text = get("/?ngay=2019-12-05").content.decode()
    assert 'href="/thu-tuc/cong-an/?ngay=2019-12-05"' in text


def test_the_demo_says_which_day_it_is_and_offers_another(get: Get, settings: pytest.FixtureRequest) -> None:
    assert "đứng ở ngày <b>02/01/2020</b>" in get("/thu-tuc/").content.decode()
    settings.PORTAL_TODAY = None  # type: ignore[attr-defined]
    assert "Bản trình diễn" not in get("/thu-tuc/").content.decode()


def test_an_unpublished_home_page_is_not_shown(get: Get, seeded: None) -> None:
    home = HomePage.objects.get()
    home.unpublish()
    assert get("/").status_code == 404


def test_robots_stay_with_todays_pages_and_find_the_map(get: Get) -> None:
    text = get("/robots.txt").content.decode()
    assert "Disallow: /*?ngay=" in text
    assert "Disallow: /tim-kiem/" in text
    assert "Sitemap: http" in text


def test_the_map_lists_every_procedure_and_place(get: Get) -> None:
    text = get("/sitemap.xml").content.decode()
    assert text.count("<loc>") >= 36 + 113
    assert "ngay=" not in text


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_is_away_is_a_503_with_ways_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def away(_day: object) -> None:
        raise error

    monkeypatch.setattr(catalogue, "outline_on", away)
    # No database mark: the page must stand without one.
    response = client.get("/thu-tuc/")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    text = response.content.decode()
    assert "Trang đang tạm ngừng" in text
    assert 'name="q"' in text


@pytest.mark.parametrize(("handler", "status"), [("server_error", 500), ("service_unavailable", 503)])
def test_pages_of_trouble_stand_without_a_database(handler: str, status: int, rf: RequestFactory) -> None:
    page = getattr(error_views, handler)(rf.get("/"))
    assert page.status_code == status
    assert "Về trang đầu" in page.content.decode()
    problem = getattr(error_views, handler)(rf.get("/api/v1/search"))
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.status_code == status


def test_a_program_error_gives_the_500_page(seeded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_day: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(catalogue, "outline_on", fail)
    response = Client(raise_request_exception=False).get("/thu-tuc/")
    assert response.status_code == 500
    assert "Lỗi này do máy chủ" in response.content.decode()


def test_a_page_out_of_reach_offers_search_and_lists(get: Get) -> None:
    text = get("/khong-co/").content.decode()
    assert 'role="search"' in text
    assert 'href="/thu-tuc/"' in text
    assert 'href="/noi-nop/"' in text


def test_a_plan_without_number_and_date_is_called_a_draft(get: Get, seeded: None) -> None:
    from portal.procedures.models import LegalDocument

    LegalDocument.objects.create(number="/KH-UBND", slug="ke-hoach", kind="plan", title="Kế hoạch tiếp nhận")
    assert "Bản dự thảo." in get("/van-ban/ke-hoach/").content.decode()
