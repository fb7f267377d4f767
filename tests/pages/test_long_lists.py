"""A catalogue of hundreds of procedures: lists come in pages, grouped, and the ways in stay short."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from portal.places.models import Agency
from portal.procedures.models import LegalDocument
from portal.procedures.notice import AgencyRef, LegalRef, LevelMark, Notice
from portal.procedures.outline import outline_on
from portal.procedures.views import catalogue
from portal.vietnamese.slugs import slugify
from tests.search.publishing import publish

from .conftest import Get
from .test_budgets import FIRST_FLIGHT, MOST_QUERIES, weight

MaxQueries = Callable[[int], AbstractContextManager[object]]
MINISTRY = AgencyRef(code="BO-TN", name="Bộ Thử nghiệm", short_name="Bộ Thử nghiệm", ministry="Bộ Thử nghiệm")
#: In the order of the Vietnamese alphabet: "đ" after "d", "ê" after "e", capitals or not.
FIELDS = ("Dự trữ", "đấu giá", "Đê điều", "Giống", "Hải đảo", "Kho", "Lúa", "Muối", "Nước", "Ong", "Phân bón", "Rừng")
PER_FIELD = 13
DECREE = "12/2021/NĐ-CP"
PAGED = [
    "/thu-tuc/",
    "/thu-tuc/?page=4",
    "/thu-tuc/bo-thu-nghiem/",
    "/thu-tuc/bo-thu-nghiem/?page=2",
    "/van-ban/",
    "/van-ban/?loai=decree&page=2",
    "/van-ban/12-2021-nd-cp/",
    "/",
    "/noi-nop/trung-tam-tinh/",
]


def notices() -> Iterator[Notice]:
    for place, field in enumerate(FIELDS):
        for number in range(PER_FIELD):
            code = f"9.{place:03d}{number:03d}"
            yield Notice(
                code=code,
                title=f"Cấp giấy phép sử dụng {field.lower()} cho tổ chức, cá nhân trong nước, loại {number}",
                agency=MINISTRY,
                field=field,
                levels=(LevelMark(level="ministry", starts_on=date(2019, 12, 1)),),
                legal_basis=(LegalRef(number=DECREE),),
            )


@pytest.fixture
def many(seeded: None) -> None:
    Agency.objects.create(
        code=MINISTRY.code, name=MINISTRY.name, short_name=MINISTRY.name, ministry=MINISTRY.name, slug="bo-thu-nghiem"
    )
    publish(notices())
    numbers = [f"{number}/2021/NĐ-CP" for number in range(12, 162)]
    LegalDocument.objects.bulk_create(
        [
            LegalDocument(number=number, kind=LegalDocument.Kind.DECREE, slug=slugify(number.replace("/", "-")))
            for number in numbers
        ],
        ignore_conflicts=True,
    )


def listed(get: Get, path: str) -> list[str]:
    """Every code on a list, page after page, as a reader who follows "Trang sau" sees them."""
    found: list[str] = []
    while path:
        text = get(path).content.decode()
        codes = re.findall(r'<span class="code">([^<]+)</span>', text)
        assert len(codes) <= 100
        found += codes
        following = re.search(r'rel="next" href="(\?[^"]+)"', text)
        path = path.partition("?")[0] + following.group(1).replace("&amp;", "&") if following else ""
    return found


def test_the_pages_of_an_agency_hold_each_procedure_once(get: Get, many: None) -> None:
    expected = sorted(notice.code for notice in notices())
    assert sorted(listed(get, "/thu-tuc/bo-thu-nghiem/")) == expected


def test_the_pages_of_a_document_hold_each_procedure_that_cites_it_once(get: Get, many: None) -> None:
    assert listed(get, "/van-ban/12-2021-nd-cp/") == sorted(notice.code for notice in notices())
    assert "156 thủ tục dẫn văn bản này" in get("/van-ban/12-2021-nd-cp/?page=2").content.decode()


def test_a_long_agency_begins_with_its_fields_in_vietnamese_order_and_their_counts(get: Get, many: None) -> None:
    text = get("/thu-tuc/bo-thu-nghiem/").content.decode()
    assert "12 lĩnh vực" in text
    names = re.findall(r'<span class="u">([^<]+)</span> <span>13<', text)
    assert names == list(FIELDS)
    assert "12 lĩnh vực" not in get("/thu-tuc/bo-thu-nghiem/?page=2").content.decode()


def test_the_home_page_names_few_fields_of_a_ministry_and_leads_to_the_rest(get: Get, many: None) -> None:
    for path in ("/", "/thu-tuc/", "/tim-kiem/"):
        text = get(path).content.decode()
        assert "Và 6 lĩnh vực khác" in text
        assert text.count("/thu-tuc/bo-thu-nghiem/linh-vuc/") == 6


def test_the_provinces_own_agencies_come_before_ministries(get: Get, many: None) -> None:
    agencies: Any = get("/thu-tuc/").context["agencies"]
    assert [entry.code for entry in agencies] == ["BCA", "BHXH", "BQP", "BO-TN"]


def test_a_ministry_is_not_said_to_belong_to_itself(get: Get, many: None) -> None:
    assert "Cơ quan trung ương" not in get("/thu-tuc/bo-thu-nghiem/").content.decode()
    assert "Cơ quan trung ương: Bộ Công an" in get("/thu-tuc/cong-an/").content.decode()


def test_documents_come_by_kind_and_in_pages(get: Get, many: None) -> None:
    first = get("/van-ban/").content.decode()
    assert "văn bản, theo loại" in first
    assert 'href="/van-ban/?loai=decree"' in first
    decrees = get("/van-ban/?loai=decree").content.decode()
    assert "Luật" not in re.findall(r"<h2[^>]*>([^<]+)</h2>", decrees)
    assert "?loai=decree&amp;page=2" in decrees
    assert get("/van-ban/?loai=khong-co").status_code == 404
    assert get("/van-ban/?page=99").status_code == 404


def test_a_page_of_a_list_has_an_address_of_its_own_for_search_engines(get: Get, many: None) -> None:
    assert '/thu-tuc/bo-thu-nghiem/?page=2">' in get("/thu-tuc/bo-thu-nghiem/?page=2").content.decode()
    text = get("/thu-tuc/bo-thu-nghiem/").content.decode()
    assert re.search(r'rel="canonical" href="[^"?]+/thu-tuc/bo-thu-nghiem/"', text)


def test_a_service_point_only_counts_what_it_does_not_take_in(get: Get, many: None) -> None:
    text = get("/noi-nop/trung-tam-tinh/").content.decode()
    assert "156 thủ tục của Bộ Thử nghiệm" in text
    assert "9.000000" not in text


def test_a_procedure_that_ended_since_the_list_was_made_leaves_the_list(
    get: Get, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = outline_on(date(2020, 1, 2))
    stale = {
        code: {**fields, "Ong": ("9.999999", *fields["Ong"])} if code == "BO-TN" else fields
        for code, fields in known.by_field.items()
    }
    monkeypatch.setattr(catalogue, "outline_on", lambda _day: replace(known, by_field=stale))
    response = get("/thu-tuc/bo-thu-nghiem/linh-vuc/ong/")
    assert response.status_code == 200
    assert "9.999999" not in response.content.decode()


@pytest.mark.parametrize("path", PAGED)
def test_a_long_list_asks_little_and_weighs_little(
    many: None, client: Client, path: str, django_assert_max_num_queries: MaxQueries
) -> None:
    cache.clear()
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(path)
    assert response.status_code == 200
    assert weight(response.content) <= FIRST_FLIGHT
