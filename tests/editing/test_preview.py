"""Editors see the public page of what stands in the form, however little that is."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.procedures.models import AgencyPage, ProcedurePage

from .conftest import complete_form, empty_form

Make = Callable[..., ProcedurePage]


def preview(client: Client, url: str, data: dict[str, object]) -> str:
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_half_empty_draft_is_shown(as_editor: Client, police: AgencyPage) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["procedures", "procedurepage", police.pk])
    html = preview(as_editor, url, empty_form())
    assert "Đăng ký thường trú" in html
    assert "Chưa cung cấp" in html


def test_rows_typed_into_the_form_are_shown(as_editor: Client, police: AgencyPage) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["procedures", "procedurepage", police.pk])
    assert "Phiếu báo thay đổi hộ khẩu" in preview(as_editor, url, complete_form(police.agency))


@pytest.mark.parametrize("code", ["BCA-04", None])
def test_a_saved_draft_can_be_viewed(as_editor: Client, police: AgencyPage, make_page: Make, code: str | None) -> None:
    page = make_page(police, code, gaps_accepted=False, effective_from=None, field=None)
    response = as_editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert "Nộp phiếu tự khai" in response.content.decode()


def test_the_editor_may_frame_the_preview_and_nobody_the_public_page(as_editor: Client, police: AgencyPage) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["procedures", "procedurepage", police.pk])
    as_editor.post(url, empty_form())
    response = as_editor.get(url, {"in_preview_panel": "true"})
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src 'self';" in response["Content-Security-Policy"] + ";"
    assert "frame-ancestors 'none'" in as_editor.get("/")["Content-Security-Policy"]
