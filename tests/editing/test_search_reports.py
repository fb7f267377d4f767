"""What editors see of the counted searches."""

import csv
import io
from datetime import date, timedelta

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.procedures.models import AgencyPage
from portal.search import reports
from portal.search.models import SearchCount

TODAY = date(2020, 1, 2)
NOTHING_FOUND, SELDOM_OPENED = "search_nothing_found", "search_seldom_opened"
NAMES = (NOTHING_FOUND, SELDOM_OPENED, f"{NOTHING_FOUND}_results", f"{SELDOM_OPENED}_results")


@pytest.fixture
def counted(db: None) -> None:
    """Days ago, words, searches, without results, clicks."""
    for ago, text, searches, without_results, clicks in (
        (0, "xin visa", 5, 5, 0),
        (3, "xin visa", 7, 7, 0),
        (0, "sổ đỏ", 40, 30, 1),
        (10, "xin visa", 100, 100, 0),
        (40, "visa cũ", 300, 300, 0),
        (0, "căn cước", 50, 0, 45),
        (0, "hộ khẩu", 20, 0, 2),
        (1, "hộ khẩu", 20, 0, 2),
        (0, "giấy phép", 19, 0, 0),
    ):
        SearchCount.objects.create(
            day=TODAY - timedelta(days=ago),
            text=text,
            searches=searches,
            without_results=without_results,
            clicks=clicks,
        )


def words(client: Client, name: str, **asked: str) -> list[str]:
    response = client.get(reverse(name), asked)
    assert response.status_code == 200
    return [row["text"] for row in response.context["object_list"]]


def test_what_found_nothing_is_listed_most_asked_first_over_the_period(as_editor: Client, counted: None) -> None:
    assert words(as_editor, NOTHING_FOUND) == ["xin visa", "sổ đỏ"]
    assert words(as_editor, NOTHING_FOUND, days="7") == ["sổ đỏ", "xin visa"]
    assert words(as_editor, NOTHING_FOUND, days="90") == ["visa cũ", "xin visa", "sổ đỏ"]
    assert words(as_editor, NOTHING_FOUND, days="30", ordering="text") == ["sổ đỏ", "xin visa"]


@pytest.mark.parametrize("days", ["", "0", "-1", "8", "nghìn", "9" * 40])
def test_a_period_that_is_none_of_ours_is_the_usual_one(as_editor: Client, counted: None, days: str) -> None:
    assert words(as_editor, NOTHING_FOUND, days=days) == ["xin visa", "sổ đỏ"]


def test_what_is_seldom_opened_is_listed_from_twenty_answers_on_lowest_share_first(
    as_editor: Client, counted: None
) -> None:
    assert words(as_editor, SELDOM_OPENED) == ["hộ khẩu", "căn cước"]
    html = as_editor.get(reverse(SELDOM_OPENED)).content.decode()
    assert "Lượt mở trên 100 lần tìm" in html
    assert "30 ngày qua" in html
    assert "Có 2 kết quả" in html


def test_a_row_leads_to_what_the_search_finds_now(as_editor: Client, counted: None) -> None:
    html = as_editor.get(reverse(NOTHING_FOUND)).content.decode()
    assert 'href="/tim-kiem/?q=xin+visa"' in html


def test_what_was_typed_is_text_and_no_markup(as_editor: Client, db: None) -> None:
    SearchCount.objects.create(day=TODAY, text="<script>alert(1)</script>", searches=9, without_results=9)
    html = as_editor.get(reverse(NOTHING_FOUND)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_an_empty_report_says_so(as_editor: Client) -> None:
    assert words(as_editor, NOTHING_FOUND) == words(as_editor, SELDOM_OPENED) == []


def test_both_lists_are_given_out_as_files_for_spreadsheets(as_editor: Client, counted: None) -> None:
    sent = as_editor.get(reverse(NOTHING_FOUND), {"export": "csv"})
    lines = list(csv.reader(io.StringIO(sent.getvalue().decode())))
    assert lines == [
        ["Câu tìm", "Không có kết quả", "Số lần tìm"],
        ["xin visa", "112", "112"],
        ["sổ đỏ", "30", "40"],
    ]
    sent = as_editor.get(reverse(SELDOM_OPENED), {"export": "xlsx", "days": "7"})
    sheet = openpyxl.load_workbook(io.BytesIO(sent.getvalue())).active
    assert sheet is not None
    assert list(sheet.values)[1:] == [("hộ khẩu", 40, 4, 10), ("căn cước", 50, 45, 90)]
    assert "tim-thay-ma-it-mo.xlsx" in sent["Content-Disposition"]


# --- who may -------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(police: AgencyPage) -> Client:
    """May enter the admin, and nothing else."""
    group = Group.objects.create(name="Khách")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("khach")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", NAMES)
def test_without_the_permission_it_is_refused_and_with_it_it_opens(
    stranger: Client, as_editor: Client, as_reviewer: Client, as_admin: Client, name: str
) -> None:
    # Wagtail sends a person back to the dashboard, and tells a script 403.
    refused = stranger.get(reverse(name))
    assert (refused.status_code, refused["Location"]) == (302, reverse("wagtailadmin_home"))
    assert stranger.get(reverse(name), headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    for client in (as_editor, as_reviewer, as_admin):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_who_is_not_logged_in_is_asked_to(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith("/quan-tri/login/")


def test_the_menu_shows_the_reports_to_those_who_may_open_them(stranger: Client, as_editor: Client) -> None:
    address = reverse(NOTHING_FOUND)
    assert address in as_editor.get(reverse("wagtailadmin_home")).content.decode()
    assert address not in stranger.get(reverse("wagtailadmin_home")).content.decode()


def test_a_synonym_is_offered_only_where_there_are_synonyms_and_the_right_to_add_them(
    as_admin: Client, police_editor: User, monkeypatch: pytest.MonkeyPatch, counted: None
) -> None:
    admin = User.objects.get(username="quan-tri")
    html = as_admin.get(reverse(NOTHING_FOUND)).content.decode()
    form = reports.synonym_form_url(admin)
    assert f'href="{form}"' in html
    assert as_admin.get(form).status_code == 200
    assert reports.synonym_form_url(police_editor) == ""
    monkeypatch.setattr(reports, "SYNONYM_FORM", "nowhere:add")
    with pytest.raises(NoReverseMatch):
        reverse(reports.SYNONYM_FORM)
    assert reports.synonym_form_url(admin) == ""
