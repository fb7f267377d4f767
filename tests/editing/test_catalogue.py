"""What procedures cite: form files kept by their bytes, addresses kept for ever, places with counters and hours."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.places.models import AdministrativeUnit, Level, ServicePoint
from portal.procedures.models import AcceptanceException, AgencyPage, Field, FormFile, LegalDocument

PDF = b"%PDF-1.7 mau HK02"


def url(model: str, view: str, *args: object) -> str:
    app = "places" if model in {"agency", "servicepoint"} else "procedures"
    return reverse(f"wagtailsnippets_{app}_{model}:{view}", args=args)


def upload(client: Client, name: str, content: bytes, title: str = "Phiếu báo thay đổi hộ khẩu") -> object:
    file = SimpleUploadedFile(name, content)
    return client.post(url("formfile", "add"), {"file": file, "title": title, "code": "HK02"})


def file_errors(response: object) -> str:
    return " ".join(response.context["form"].errors["file"])  # type: ignore[attr-defined]


def test_a_form_is_kept_under_the_hash_of_its_bytes(as_editor: Client) -> None:
    upload(as_editor, "Mẫu HK02.PDF", PDF)
    form = FormFile.objects.get()
    assert (form.filename, form.size, form.code) == ("mau-hk02.pdf", len(PDF), "HK02")
    with default_storage.open(FormFile.path_of(form.sha256)) as stored:
        assert stored.read() == PDF


def test_the_same_bytes_are_kept_once(as_editor: Client) -> None:
    upload(as_editor, "a.pdf", PDF)
    assert "đã có trong kho" in file_errors(upload(as_editor, "b.pdf", PDF, "Tên khác"))
    assert FormFile.objects.get().title == "Phiếu báo thay đổi hộ khẩu"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mau.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("mau.html", b"<!doctype html><script>alert(1)</script>"),
        ("mau.exe", b"MZ"),
        ("mau", PDF),
        ("mau.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("mau.docx", b"%PDF-1.7"),
        ("mau.csv", b" \n<html>"),
        ("mau.csv", b"a\x00b"),
        ("mau.pdf.html", PDF),
    ],
)
def test_files_that_readers_must_not_get_are_refused(as_editor: Client, name: str, content: bytes) -> None:
    assert file_errors(upload(as_editor, name, content))
    assert not FormFile.objects.exists()


def test_an_empty_and_a_too_large_file_are_refused(as_editor: Client) -> None:
    assert file_errors(upload(as_editor, "a.pdf", b""))
    large = BytesIO(PDF + b"0" * (11 * 1024 * 1024))
    assert "10 MB" in file_errors(upload(as_editor, "a.pdf", large.getvalue()))
    assert not FormFile.objects.exists()


def test_a_stored_form_changes_its_words_never_its_bytes(as_reviewer: Client) -> None:
    upload(as_reviewer, "a.pdf", PDF)
    form = FormFile.objects.get()
    other = SimpleUploadedFile("b.pdf", b"%PDF-khac")
    as_reviewer.post(url("formfile", "edit", form.pk), {"title": "Tên mới", "code": "", "file": other})
    assert [(row.sha256, row.title) for row in FormFile.objects.all()] == [(form.sha256, "Tên mới")]


def test_a_form_is_never_deleted(as_admin: Client) -> None:
    upload(as_admin, "a.pdf", PDF)
    form = FormFile.objects.get()
    as_admin.post(url("formfile", "delete", form.pk))
    bulk = reverse("wagtail_bulk_action", args=["procedures", "formfile", "delete"])
    as_admin.post(f"{bulk}?id={form.pk}&next=/quan-tri/")
    assert FormFile.objects.filter(pk=form.pk).exists()


def test_a_form_can_be_uploaded_while_a_procedure_is_written(as_editor: Client) -> None:
    response = as_editor.get(reverse("wagtailsnippetchoosers_procedures_formfile:choose"))
    assert 'type=\\"file\\"' in response.content.decode()


def test_the_address_of_a_document_comes_from_its_number_and_stays(as_reviewer: Client) -> None:
    data = {"number": "61/2018/NĐ-CP", "kind": "decree", "title": "Một cửa", "slug": ""}
    as_reviewer.post(url("legaldocument", "add"), data)
    document = LegalDocument.objects.get()
    assert document.slug == "61-2018-nd-cp"
    as_reviewer.post(url("legaldocument", "edit", document.pk), {**data, "title": "Khác", "slug": "khac"})
    document.refresh_from_db()
    assert (document.title, document.slug) == ("Khác", "61-2018-nd-cp")


def test_two_numbers_with_one_address_are_told_at_the_form(as_reviewer: Client) -> None:
    LegalDocument.objects.create(number="61-2018-NĐ-CP", slug="61-2018-nd-cp")
    response = as_reviewer.post(url("legaldocument", "add"), {"number": "61/2018/NĐ-CP", "kind": "decree"})
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors


def test_a_field_without_letters_in_its_name_is_refused(as_reviewer: Client, police: AgencyPage) -> None:
    response = as_reviewer.post(url("field", "add"), {"agency": police.agency.pk, "name": "???", "order": 0})
    assert "name" in response.context["form"].errors
    assert Field.objects.filter(agency=police.agency).count() == 1


def test_an_agency_keeps_its_code_and_address(as_reviewer: Client, police: AgencyPage) -> None:
    data = {"name": "Công an tỉnh", "short_name": "CA", "ministry": "Bộ Công an", "code": "XXX", "slug": "xxx"}
    as_reviewer.post(url("agency", "edit", police.agency.pk), data)
    police.agency.refresh_from_db()
    assert (police.agency.name, police.agency.code, police.agency.slug) == ("Công an tỉnh", "BCA", "cong-an")


def test_a_service_point_is_written_with_counters_hours_and_closures(as_reviewer: Client, police: AgencyPage) -> None:
    unit = AdministrativeUnit.objects.create(code="610", name="Huyện Đắk Hà", kind="huyện", level=Level.DISTRICT)
    data = {
        "name": "Bộ phận một cửa huyện Đắk Hà",
        "unit": unit.pk,
        "level": "district",
        "counters": inline_formset([{"agency": police.agency.pk, "label": "Quầy 1"}]),
        "opening_hours": inline_formset([{"weekday": "1", "opens": "07:00", "closes": "11:00"}]),
        "opening_exceptions": inline_formset(
            [{"first_day": "23/01/2020", "last_day": "29/01/2020", "reason": "Tết Canh Tý"}]
        ),
    }
    response = as_reviewer.post(url("servicepoint", "add"), nested_form_data(data))
    assert response.status_code == 302
    point = ServicePoint.objects.get()
    assert point.slug == "bo-phan-mot-cua-huyen-dak-ha"
    assert (point.counters.count(), point.opening_hours.count(), point.opening_exceptions.count()) == (1, 1, 1)


def test_a_closing_hour_before_the_opening_one_is_told(as_reviewer: Client) -> None:
    unit = AdministrativeUnit.objects.create(code="610", name="Huyện Đắk Hà", kind="huyện", level=Level.DISTRICT)
    rows = inline_formset([{"weekday": "1", "opens": "11:00", "closes": "07:00"}])
    none = {"counters": inline_formset([]), "opening_exceptions": inline_formset([])}
    data = nested_form_data({"name": "Một cửa", "unit": unit.pk, "level": "district", "opening_hours": rows, **none})
    response = as_reviewer.post(url("servicepoint", "add"), data)
    assert "closes" in response.context["form"].formsets["opening_hours"].errors[0]
    assert not ServicePoint.objects.exists()


def test_an_exception_for_a_code_nobody_published_is_refused(as_reviewer: Client) -> None:
    response = as_reviewer.post(
        url("acceptanceexception", "add"), {"code": "bca-99", "valid_from": "01/02/2020", "reason": "Sửa trụ sở"}
    )
    assert "code" in response.context["form"].errors
    assert not AcceptanceException.objects.exists()
