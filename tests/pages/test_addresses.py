"""Addresses never die: short links, old addresses, ended procedures, and input nobody meant."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.procedures.models import AgencyPage, ProcedurePage, Successor

from .conftest import Get, SetDay, path_of, procedure, publish


@pytest.mark.parametrize("code", ["BCA-04", "bca-04", "Bca-04", "BCA-04/"])
def test_the_short_link_leads_to_the_procedure_in_any_letters(seeded: None, client: Client, code: str) -> None:
    response = client.get(f"/tt/{code}")
    assert response.status_code == 302
    assert response["Location"] == path_of("BCA-04")


def test_the_short_link_keeps_the_day_asked_for(seeded: None, client: Client) -> None:
    assert client.get("/tt/BCA-04?ngay=2020-03-01")["Location"] == path_of("BCA-04") + "?ngay=2020-03-01"


def test_a_code_that_was_never_published_is_not_found(get: Get) -> None:
    response = get("/tt/BCA-99")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_an_old_address_leads_to_the_new_one_for_good(seeded: None, client: Client) -> None:
    old = path_of("BQP-06")
    page = procedure("BQP-06")
    page.slug = "dang-ky-nghia-vu-quan-su"
    publish(page)
    for suffix in ("", "lich-su/"):
        response = client.get(old + suffix)
        assert response.status_code == 301
        assert response["Location"] == path_of("BQP-06") + suffix


def test_a_deleted_procedure_still_answers_and_says_what_happened(get: Get, seeded: None) -> None:
    path = path_of("BQP-06")
    procedure("BQP-06").delete()
    response = get("/tt/BQP-06")
    text = response.content.decode()
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == path
    assert "đã được rút khỏi trang" in text
    assert "02/01/2020" in text
    assert 'content="noindex"' in text
    assert f'{path}?ngay=2020-01-01"' in text


def test_a_replaced_procedure_names_its_successor_reason_and_day(get: Get, seeded: None, set_day: SetDay) -> None:
    page = procedure("BQP-06")
    page.lifecycle = "replaced"
    page.effective_from = date(2020, 2, 1)
    page.change_reason = "Gộp hai thủ tục"
    page.successors = [Successor(procedure=procedure("BQP-07"))]
    publish(page)
    assert "Sắp thay đổi" in get("/tt/BQP-06").content.decode()
    set_day(date(2020, 2, 1))
    text = get("/tt/BQP-06").content.decode()
    assert "Thủ tục này đã được thay thế" in text
    assert "Gộp hai thủ tục" in text
    assert path_of("BQP-07") in text


@pytest.mark.parametrize("path", ["/", "/thu-tuc/", "/noi-nop/", "/tt/BCA-13", "/van-ban/", "/noi-nop/trung-tam-tinh/"])
@pytest.mark.parametrize("day", ["2020-02-31", "hom-nay", "1999-12-31", "9999-01-01", "20200101", "١٢٣٤-٠١-٠١"])
def test_a_day_that_cannot_be_read_is_asked_again(get: Get, path: str, day: str) -> None:
    response = get(f"{path}?ngay={day}")
    text = response.content.decode()
    assert response.status_code == 400
    assert "Ngày không đúng" in text or "Chỉ xem được" in text
    assert 'name="ngay"' in text


@pytest.mark.parametrize("page", ["-1", "0", "x", "1e9", "99999", "²"])
def test_a_page_number_that_is_none_is_refused(get: Get, page: str) -> None:
    assert get(f"/thu-tuc/?page={page}").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/thu-tuc/?page=99",
        "/thu-tuc/khong-co/",
        "/thu-tuc/cong-an/khong-co/",
        "/thu-tuc/cong-an/khong-co/lich-su/",
        "/thu-tuc/cong-an/linh-vuc/khong-co/",
        "/van-ban/khong-co/",
        "/noi-nop/khong-co/",
        "/bieu-mau/" + "0" * 64 + "/mau.pdf",
        "/bieu-mau/../../secret-key/mau.pdf",
        "/bieu-mau/xyz/mau.pdf",
        "/tt/%F0%9F%98%80",
    ],
)
def test_what_is_not_there_is_not_found(get: Get, path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/noi-nop/?ten=%3Cscript%3E&xa=%27%22&thu-tuc=%25",
        "/noi-nop/?ten=" + "a" * 3000,
        "/noi-nop/?xa=99999",
        "/noi-nop/?thu-tuc=KHONG-CO",
    ],
)
def test_odd_questions_about_places_are_answered(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("path", ["/noi-nop/?ten=%00", "/tt/a%00b", "/thu-tuc/?ngay=2020-01-01%00"])
def test_nul_bytes_are_refused(get: Get, path: str) -> None:
    assert get(path).status_code == 400


def test_readers_pages_answer_only_to_reading(seeded: None, client: Client) -> None:
    assert client.post(reverse("procedures:index")).status_code == 405


def test_a_page_moved_by_its_editor_stays_with_its_agency(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.move(AgencyPage.objects.get(slug="cong-an"), pos="last-child")
    page = ProcedurePage.objects.get(code="BQP-06")
    publish(page)
    assert "/thu-tuc/quan-su/" in path_of("BQP-06")
    assert get("/tt/BQP-06").status_code == 200
