"""The admin speaks Vietnamese and leads to the work that waits."""

from collections.abc import Callable
from datetime import date
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.procedures.home_panel import waiting_work
from portal.procedures.models import AgencyPage, ProcedurePage

Make = Callable[..., ProcedurePage]

CATALOG = Path(settings.LOCALE_PATHS[-1]) / "vi" / "LC_MESSAGES"


def test_the_login_page_is_vietnamese_and_names_the_portal(client: Client, db: None) -> None:
    html = client.get(reverse("wagtailadmin_login")).content.decode()
    for words in ("Đăng nhập", "Mật khẩu", "Nhớ đăng nhập", settings.SITE_NAME, settings.PROVINCE_NAME):
        assert words in html
    assert "Wagtail" not in html.split("<h1>")[1].split("</main>")[0]


def test_the_fields_of_the_login_page_have_vietnamese_labels(client: Client, db: None) -> None:
    form = client.get(reverse("wagtailadmin_login")).context["form"]
    assert [field.label for field in (form["username"], form["password"])] == ["Tên đăng nhập", "Mật khẩu"]


def test_the_lists_and_forms_of_recordings_are_vietnamese(as_admin: Client) -> None:
    pages = [reverse("wagtailmedia:index"), *(reverse("wagtailmedia:add", args=[kind]) for kind in ("audio", "video"))]
    for page in pages:
        html = as_admin.get(page).content.decode()
        for english in ("Add audio", "Add video", "Media<", "media files", "Upload Audio", "Upload Video", "Duration"):
            assert english not in html, page


def test_a_recording_without_a_file_is_refused_in_vietnamese(as_admin: Client) -> None:
    html = as_admin.post(reverse("wagtailmedia:add", args=["audio"]), {"title": "Bản ghi"}).content.decode()
    assert "Trường này là bắt buộc." in html
    assert "Các đuôi được nhận: mp3, m4a, ogg." in html
    assert "not allowed" not in html


def test_the_words_of_the_editor_are_vietnamese(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", live=True)
    html = as_reviewer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for english in ("Save draft", ">Publish<", "Submit to", "Status:", "Toggle", "Reports"):
        assert english not in html


def test_the_words_of_the_scripts_are_vietnamese(client: Client) -> None:
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert "\\u1ebft" in script or "hết" in script
    assert '"Collapse all": "Thu g' in script


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_source(domain: str) -> None:
    source = (CATALOG / f"{domain}.po").read_text(encoding="utf-8")
    with (CATALOG / f"{domain}.mo").open("rb") as file:
        compiled = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert source.count("\nmsgid ") - 1 == len(compiled) - 1


def test_the_first_page_leads_to_the_work_that_waits(
    as_editor: Client, police: AgencyPage, military: AgencyPage, make_page: Make
) -> None:
    make_page(police, "BCA-04", live=True, review_date=date(2019, 1, 1))
    make_page(police, "BCA-05")
    make_page(military, "BQP-01", live=True)
    response = as_editor.get(reverse("wagtailadmin_home"))
    assert "Việc cần làm" in response.content.decode()
    work = waiting_work(response.wsgi_request.user)
    for item in work:
        assert len(as_editor.get(item.url).context["object_list"]) == item.number, item.label
    assert [item.number for item in work] == [2, 1, 1, 1, 1]


def test_who_sees_no_procedure_gets_no_list_of_work(as_admin: Client) -> None:
    assert "Việc cần làm" not in as_admin.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(
    "english",
    [
        "just now",
        "Draft saved",
        "Changes requested",
        "View details",
        "'%(workflow)s' started. Next step '%(task)s'",
        "Proceeding will overwrite the changes made by %(user_name)s.",
        "You are viewing a previous version of this page from <b>%(created_at)s</b> by %(user)s",
    ],
)
def test_the_words_of_history_review_and_two_editors_are_vietnamese(english: str) -> None:
    with (CATALOG / "django.mo").open("rb") as file:
        assert GNUTranslations(file).gettext(english) != english
