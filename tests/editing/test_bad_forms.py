"""Forms no browser sends: told as errors, never a crash, and nothing is stored."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.procedures.models import AgencyPage, NoticeVersion, ProcedurePage

from .conftest import complete_form, empty_form

Make = Callable[..., ProcedurePage]


@pytest.mark.parametrize("action", ["action-publish", "action-submit", ""])
def test_a_form_without_its_rows_is_refused(
    as_reviewer: Client, police: AgencyPage, make_page: Make, action: str
) -> None:
    page = make_page(police, "BCA-04", live=True)
    response = as_reviewer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Khác", action: "1"})
    assert response.status_code == 200
    assert NoticeVersion.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"levels-0-level": "moon"},
        {"levels-0-starts_on": "31/02/2020"},
        {"handlings-0-duration": "-3"},
        {"handlings-0-duration": "99999999999999999999"},
        {"handlings-0-fee_amount": "1e9"},
        {"handlings-0-channel": "\x00"},
        {"steps-0-title": ""},
        {"documents-0-form": "../../etc/passwd"},
        {"legal_basis-0-document": "0"},
        {"title": "x" * 300},
        {"slug": "Đường dẫn"},
        {"review_date": "0000-00-00"},
        {"national_code": "1.01"},
    ],
)
def test_values_nobody_can_use_are_refused(as_reviewer: Client, police: AgencyPage, changes: dict[str, str]) -> None:
    url = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", police.pk])
    data = complete_form(police.agency, **{"action-publish": "1"}) | changes
    response = as_reviewer.post(url, data)
    assert response.status_code == 200
    assert not ProcedurePage.objects.exists()


def test_a_code_that_is_taken_is_told_at_the_field(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True)
    url = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", police.pk])
    response = as_reviewer.post(url, empty_form(code="BCA-04"))
    assert "code" in response.context["form"].errors


def test_markup_typed_into_a_field_stays_text(as_reviewer: Client, police: AgencyPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", police.pk])
    data = complete_form(police.agency, title="<script>alert(1)</script>Tên", **{"action-publish": "1"})
    as_reviewer.post(url, data)
    assert "<script" not in NoticeVersion.objects.get().content
    html = as_reviewer.get(reverse("procedure_listing:index")).content.decode()
    assert "<script>alert(1)" not in html
