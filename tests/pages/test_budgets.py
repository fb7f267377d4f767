"""What every public page must keep: few queries, little weight, nothing inline, no cookie, the strict policy."""

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

from portal.news.models import ArticlePage
from portal.procedures.models import NoticeVersion

from .conftest import Get, path_of

MOST_QUERIES = 10
#: Ten TCP packets: a page that fits comes in the first flight, also over a slow network.
FIRST_FLIGHT = 14_336

PAGES = [
    "/",
    "/?ngay=2019-12-05",
    "/thu-tuc/",
    "/thu-tuc/cong-an/",
    "/thu-tuc/quan-su/linh-vuc/nghia-vu-quan-su/",
    "/van-ban/",
    "/van-ban/1291-qd-ttg/",
    "/noi-nop/",
    "/noi-nop/?ten=dak+to",
    "/noi-nop/?xa=23281&thu-tuc=BQP-06",
    "/noi-nop/trung-tam-tinh/",
    "/noi-nop/huyen-dak-ha/",
    "/noi-nop/xa-dak-blo/",
    "/noi-nop/xa-dak-blo/?ngay=2019-12-20",
    "/noi-nop/xa-dak-blo/?ngay=2025-07-02",
    "/noi-nop/huyen-dak-ha/?ngay=2025-07-02",
    "/gioi-thieu/",
    "/tin-tuc/",
    "/tin-tuc/nam/2019/",
    "/tin-tuc/36-thu-tuc-nop-tai-mot-cua/",
    "/tin-tuc/36-thu-tuc-nop-tai-mot-cua/in/",
    "/chien-dich/mot-cua-nganh-doc/bao-chi/",
    "/khong-co-trang-nay/",
    "/robots.txt",
    "/sitemap.xml",
]
PROCEDURE_PAGES = ["", "?ngay=2025-07-02", "?ngay=2019-12-01", "lich-su/"]

MaxQueries = Callable[[int], AbstractContextManager[object]]


def check_queries(client: Client, path: str, most: MaxQueries) -> None:
    cache.clear()
    with most(MOST_QUERIES):
        client.get(path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_database_at_most_ten_times(
    seeded: None, client: Client, path: str, django_assert_max_num_queries: MaxQueries
) -> None:
    check_queries(client, path, django_assert_max_num_queries)


@pytest.mark.parametrize("code", ["BCA-13", "BQP-14", "BQP-01", "BHXH-05"])
@pytest.mark.parametrize("rest", PROCEDURE_PAGES)
def test_a_procedure_asks_the_database_at_most_ten_times(
    seeded: None, client: Client, code: str, rest: str, django_assert_max_num_queries: MaxQueries
) -> None:
    check_queries(client, path_of(code) + rest, django_assert_max_num_queries)


def test_each_of_the_36_procedures_fits_into_the_first_flight_with_its_style(get: Get) -> None:
    codes = NoticeVersion.objects.values_list("code", flat=True).distinct()
    weights = {code: weight(get(f"/tt/{code}").content) for code in codes}
    assert len(weights) == 36
    assert {code: weight for code, weight in weights.items() if weight > FIRST_FLIGHT} == {}


def test_each_article_of_the_demonstration_fits_into_the_first_flight_with_its_style(get: Get) -> None:
    weights = {page.slug: weight(get(f"/tin-tuc/{page.slug}/").content) for page in ArticlePage.objects.live()}
    assert len(weights) == 6
    assert {slug: weight for slug, weight in weights.items() if weight > FIRST_FLIGHT} == {}
    assert weight(get("/tin-tuc/").content) <= FIRST_FLIGHT
    assert weight(get("/").content) <= FIRST_FLIGHT


@pytest.mark.parametrize("path", [*PAGES, "/tt/BCA-13", "/tt/BQP-14", "/tt/BQP-01"])
def test_a_page_sets_no_cookie_and_carries_the_strict_policy(get: Get, path: str) -> None:
    response = get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


# A data block (JSON-LD) is not run.
INLINE = re.compile(
    rb"<style|<script(?![^>]*src=)(?![^>]*application/ld\+json)|<[^>]*\s(style|on[a-z]+)\s*=", re.IGNORECASE
)


@pytest.mark.parametrize("path", [*PAGES, "/tt/BCA-13", "/tt/BQP-14", "/tt/BQP-01", "/tt/BCA-13?ngay=2025-07-02"])
def test_a_page_has_nothing_inline(get: Get, path: str) -> None:
    assert INLINE.search(get(path).content) is None


@pytest.mark.parametrize("name", ["display", "opened"])
def test_a_script_of_every_reader_stays_tiny(name: str) -> None:
    file = finders.find(f"js/{name}.js")
    assert isinstance(file, str)
    with open(file, "rb") as script:
        assert len(script.read()) <= 400


def test_the_suggestions_are_light_and_wait_for_the_page(get: Get) -> None:
    file = finders.find("js/suggest.js")
    assert isinstance(file, str)
    with open(file, "rb") as script:
        assert len(gzip.compress(script.read(), 9)) <= 2_400
    html = get("/").content.decode()
    assert re.search(r'<script defer src="[^"]*js/suggest[^"]*\.js"></script>', html)
    # Its style is fetched when somebody comes to the box.
    assert re.findall(r"<link[^>]*suggest", html) == []


def weight(html: bytes) -> int:
    """Bytes of the page and its style sheets, each compressed as a server sends them."""
    sheets = re.findall(rf'<link rel="stylesheet" href="{settings.STATIC_URL}([^"]+)"', html.decode())
    total = len(gzip.compress(html, 9))
    for sheet in sheets:
        file = finders.find(sheet)
        assert isinstance(file, str), sheet
        with open(file, "rb") as content:
            total += len(gzip.compress(content.read(), 9))
    return total
