"""The two addresses of a sheet: the page and the PDF."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.core.models import ContactSettings
from portal.places.models import AdministrativeUnit, Agency, Counter, ServicePoint
from portal.printing import typst_runner
from portal.procedures import canonical
from portal.procedures.models import AcceptanceException, Address, NoticeLevel, NoticeVersion
from portal.procedures.notice import SCHEMA, Notice
from tests.printing import reading

ADDRESS = "/thu-tuc/quan-su/dang-ky-nghia-vu-quan-su-lan-dau"
PAGE = f"{ADDRESS}/in/"
PDF = f"{ADDRESS}/in/to-a4.pdf"


@pytest.fixture(autouse=True)
def _no_sheet_is_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def publish(db: None, make_version: Callable[..., NoticeVersion]) -> Callable[..., NoticeVersion]:
    """Store a version with its levels."""
    agency = Agency.objects.create(code="BQP", name="Bộ Chỉ huy Quân sự", short_name="Quân sự", slug="quan-su")
    Address.objects.create(agency_slug="quan-su", slug="dang-ky-nghia-vu-quan-su-lan-dau", code="BQP-06")

    def store(notice: Notice, **values: Any) -> NoticeVersion:
        version = make_version(notice, schema=SCHEMA, content=canonical.dump(notice), **values)
        version.digest = f"{version.number:064d}"
        version.save()
        for mark in notice.levels:
            NoticeLevel.objects.create(version=version, agency=agency, level=mark.level, starts_on=mark.starts_on)
        return version

    return store


@pytest.fixture
def published(publish: Callable[..., NoticeVersion], simple_notice: Notice) -> NoticeVersion:
    """BQP-06, accepted at one commune and paused at another."""
    version = publish(simple_notice)
    unit = AdministrativeUnit.objects.create(code="23299", name="Xã Đắk Cấm", kind="xã", level="commune")
    agency = Agency.objects.get()
    for name, slug in (("Một cửa xã Đắk Cấm", "dak-cam"), ("Một cửa xã Đắk Trăm", "dak-tram")):
        point = ServicePoint.objects.create(unit=unit, level="commune", name=name, slug=slug)
        Counter.objects.create(service_point=point, agency=agency)
    AcceptanceException.objects.create(
        code="BQP-06",
        service_point=ServicePoint.objects.get(slug="dak-tram"),
        valid_from=date(2020, 1, 1),
        reason="sửa trụ sở",
    )
    return version


def test_the_page_prints_the_notice_with_its_code_and_a_way_to_the_pdf(
    client: Client, published: NoticeVersion
) -> None:
    response = client.get(PAGE)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Đăng ký nghĩa vụ quân sự lần đầu" in text
    assert "Mã QR mở localhost:8000/tt/BQP-06" in text
    assert f'href="{PDF}"' in text
    assert "Cấp xã:</span> Xã Đắk Cấm" in text
    assert "Một cửa xã Đắk Trăm: sửa trụ sở" in text
    assert "noindex" in response["X-Robots-Tag"]
    assert " style=" not in text


def test_the_page_takes_few_queries(
    client: Client, published: NoticeVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        client.get(PAGE)


def test_the_pdf_is_shown_in_the_browser_under_a_plain_name(client: Client, published: NoticeVersion) -> None:
    response = client.get(PDF)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="BQP-06-ban-3-2020-01-02.pdf"'
    assert "noindex" in response["X-Robots-Tag"]
    assert reading.codes_in(response.content) == ["http://localhost:8000/tt/BQP-06"]


def test_a_known_pdf_is_not_sent_again(client: Client, published: NoticeVersion) -> None:
    etag = client.get(PDF)["ETag"]
    again = client.get(PDF, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_sites_contact_is_printed(client: Client, published: NoticeVersion) -> None:
    from wagtail.models import Site

    ContactSettings.objects.create(
        site=Site.objects.get(is_default_site=True), feedback_address="Địa chỉ thử", hotline="0000"
    )
    text = client.get(PAGE).content.decode()
    assert "Địa chỉ thử" in text
    assert "Địa chỉ thử" in reading.text_of(client.get(PDF).content)


def test_a_day_asked_for_shows_that_days_version(
    client: Client, publish: Callable[..., NoticeVersion], simple_notice: Notice
) -> None:
    publish(replace(simple_notice, notes=("Lưu ý của bản cũ.",)), number=1, effective_from=date(2019, 12, 1))
    publish(simple_notice, number=2, effective_from=date(2020, 1, 1))
    assert "Lưu ý của bản cũ." not in client.get(PAGE).content.decode()
    former = client.get(PAGE, {"ngay": "2019-12-15"}).content.decode()
    assert "Lưu ý của bản cũ." in former
    assert f"{PDF}?ngay=2019-12-15" in former
    assert "Lưu ý của bản cũ." in reading.text_of(client.get(PDF, {"ngay": "15/12/2019"}).content)


@pytest.mark.parametrize("address", [PAGE, PDF])
@pytest.mark.parametrize("day", ["2020-02-31", "hôm qua", "1066-10-14", "9999-01-01", "2020-01-02'--", "²020-01-02"])
def test_an_unreadable_day_is_refused(address: str, day: str, client: Client, published: NoticeVersion) -> None:
    assert client.get(address, {"ngay": day}).status_code == 400


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_before_the_first_version_and_without_a_procedure_there_is_no_sheet(
    address: str, client: Client, published: NoticeVersion
) -> None:
    assert client.get(address, {"ngay": "2019-11-30"}).status_code == 404
    assert client.get(address.replace("lan-dau", "lan-hai")).status_code == 404


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_a_former_address_leads_to_the_newest_with_its_day(
    address: str, client: Client, published: NoticeVersion
) -> None:
    Address.objects.create(agency_slug="quan-su", slug="ten-cu", code="BQP-06", is_current=False)
    former = address.replace("dang-ky-nghia-vu-quan-su-lan-dau", "ten-cu")
    response = client.get(former, {"ngay": "2020-01-15"})
    assert (response.status_code, response["Location"]) == (301, f"{address}?ngay=2020-01-15")


@pytest.mark.parametrize("kind", ["withdrawn", "abolished"])
def test_an_ended_notice_is_printed_as_ended(
    kind: str, client: Client, publish: Callable[..., NoticeVersion], simple_notice: Notice
) -> None:
    publish(simple_notice, number=1)
    publish(simple_notice, number=2, kind=kind)
    text = client.get(PAGE).content.decode()
    assert "Tờ này chỉ để tra cứu, không dán tại quầy." in text
    assert "Áp dụng từ" not in reading.text_of(client.get(PDF).content)


def test_when_no_pdf_can_be_made_the_reader_gets_a_message_and_the_page(
    client: Client, published: NoticeVersion, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise typst_runner.PrintingFailed("unknown variable: secret-detail")

    monkeypatch.setattr(typst_runner, "compile", fail)
    response = client.get(PDF, {"ngay": "2020-01-15"})
    text = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "chưa tạo được tờ PDF" in text
    assert f'href="{PAGE}?ngay=2020-01-15"' in text
    assert "secret-detail" not in text
    assert "secret-detail" in caplog.text
    assert client.get(PAGE).status_code == 200


def test_markup_in_a_notice_is_escaped_on_the_page(
    client: Client, publish: Callable[..., NoticeVersion], simple_notice: Notice
) -> None:
    publish(replace(simple_notice, title="<script>alert(1)</script>", notes=("<b>đậm</b>",)))
    text = client.get(PAGE).content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;đậm&lt;/b&gt;" in text


def test_only_reading_is_allowed(client: Client, published: NoticeVersion) -> None:
    assert client.post(PDF).status_code == 405
    assert client.head(PDF).status_code == 200
