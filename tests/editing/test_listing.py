"""The editors' list of procedures and its filters."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.procedures.models import AgencyPage, ProcedurePage

Make = Callable[..., ProcedurePage]


@pytest.fixture
def three(police: AgencyPage, military: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True, title="Đăng ký thường trú", review_date=date(2019, 6, 1))
    make_page(military, "BQP-06", live=True, title="Đăng ký nghĩa vụ quân sự", review_date=date(2021, 6, 1))
    complete = make_page(police, "BCA-10", live=True, title="Cấp sổ hộ khẩu")
    ProcedurePage.objects.filter(pk=complete.pk).update(missing_parts=[], quality_flags=[])


def codes(client: Client, **query: str | int) -> list[str]:
    response = client.get(reverse("procedure_listing:index"), query)
    assert response.status_code == 200
    return [page.code for page in response.context["object_list"]]


def test_it_lists_all_by_code(as_admin: Client, three: None) -> None:
    assert codes(as_admin) == ["BCA-04", "BCA-10", "BQP-06"]


@pytest.mark.parametrize("name", ["agency", "field"])
def test_a_number_no_database_can_hold_is_no_choice(as_admin: Client, three: None, name: str) -> None:
    response = as_admin.get(reverse("procedure_listing:index"), {name: "9" * 24})
    assert response.status_code == 200


def test_an_editor_sees_the_own_agency_only(as_editor: Client, three: None) -> None:
    assert codes(as_editor) == ["BCA-04", "BCA-10"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"level": "commune"}, ["BCA-04", "BCA-10", "BQP-06"]),
        ({"level": "district"}, []),
        ({"missing": "complete"}, ["BCA-10"]),
        ({"missing": "incomplete"}, ["BCA-04", "BQP-06"]),
        ({"missing": "documents"}, ["BCA-04", "BQP-06"]),
        ({"missing": "steps"}, []),
        ({"flag": "basis_missing"}, ["BCA-04", "BQP-06"]),
        ({"flag": "agency_ended"}, []),
        ({"review": "overdue"}, ["BCA-04"]),
        ({"review": "unset"}, ["BCA-10"]),
        ({"q": "dang ky"}, ["BCA-04", "BQP-06"]),
        ({"q": "Đăng KÝ quân"}, ["BQP-06"]),
        ({"q": "bca-10"}, ["BCA-10"]),
        ({"q": "không có đâu"}, []),
    ],
)
def test_filters_find_what_they_say(as_admin: Client, three: None, query: dict[str, str], expected: list[str]) -> None:
    assert codes(as_admin, **query) == expected


def test_agency_and_field_can_be_chosen(as_admin: Client, three: None, military: AgencyPage) -> None:
    assert codes(as_admin, agency=military.agency.pk) == ["BQP-06"]
    assert codes(as_admin, field=military.agency.fields.get().pk) == ["BQP-06"]


@pytest.mark.parametrize(
    "query", [{"agency": "x"}, {"level": "moon"}, {"missing": "?"}, {"p": "-1"}, {"ordering": "x"}]
)
def test_a_filter_that_makes_no_sense_is_no_error(as_admin: Client, three: None, query: dict[str, str]) -> None:
    assert as_admin.get(reverse("procedure_listing:index"), query).status_code == 200


def test_it_shows_completeness_levels_flags_and_overdue_reviews(as_admin: Client, three: None) -> None:
    html = as_admin.get(reverse("procedure_listing:index")).content.decode()
    assert "4/8" in html
    assert "8/8" in html
    assert "Xã" in html
    assert "Có nội dung nhưng chưa nêu căn cứ pháp lý" in html
    assert "01/06/2019" in html
    assert html.count("quá ngày</strong>") == 1


def test_more_procedures_cost_no_more_queries(
    as_admin: Client, police: AgencyPage, make_page: Make, three: None
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            codes(as_admin)
        return len(captured)

    queries()  # fills Wagtail's caches
    before = queries()
    for number in range(20, 28):
        make_page(police, f"BCA-{number}", live=True)
    assert queries() == before
