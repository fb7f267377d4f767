"""Drafts always save; what goes public is complete, and every gap is told at once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from portal.procedures.models import AgencyPage, NoticeVersion, ProcedurePage

from .conftest import complete_form, empty_form, handling_row

Make = Callable[..., ProcedurePage]


def add_url(parent: AgencyPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", parent.pk])


def edit_url(page: ProcedurePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])  # type: ignore[attr-defined]


GAPS = [
    "Chưa có mã thủ tục.",
    "Chưa chọn lĩnh vực.",
    "Chưa có cấp tiếp nhận và ngày bắt đầu nhận.",
    "Chưa có ngày áp dụng.",
    "Trình tự thực hiện (điểm b) chưa có bước nào.",
    "Cách thức thực hiện (điểm c) chưa có.",
    "Thành phần hồ sơ (điểm d) chưa có giấy tờ nào.",
    "Số lượng hồ sơ (điểm d) chưa có.",
    "Thời hạn giải quyết (điểm đ) chưa có.",
    "Đối tượng thực hiện (điểm e) chưa có.",
    "Cơ quan thực hiện (điểm g) chưa có.",
]


def test_a_draft_with_nothing_but_a_title_is_saved(as_editor: Client, police: AgencyPage) -> None:
    response = as_editor.post(add_url(police), empty_form())
    page = ProcedurePage.objects.get()
    assert response.status_code == 302
    assert (page.live, page.code, page.slug) == (False, None, "dang-ky-thuong-tru")
    assert page.agency == police.agency
    assert as_editor.post(edit_url(page), empty_form(summary="Một câu")).status_code == 302


def test_the_address_of_a_second_page_of_the_same_name_is_its_own(as_editor: Client, police: AgencyPage) -> None:
    as_editor.post(add_url(police), empty_form())
    as_editor.post(add_url(police), empty_form())
    assert set(ProcedurePage.objects.values_list("slug", flat=True)) == {"dang-ky-thuong-tru", "dang-ky-thuong-tru-2"}


def test_publishing_lists_every_gap_at_once_and_changes_nothing(as_reviewer: Client, police: AgencyPage) -> None:
    response = as_reviewer.post(add_url(police), empty_form(**{"action-publish": "1"}))
    assert response.status_code == 200
    told = messages_of(response)
    assert [gap for gap in GAPS if gap not in told] == []
    assert not ProcedurePage.objects.exists()
    assert not NoticeVersion.objects.exists()


def test_each_gap_stands_at_its_place_in_the_form(as_reviewer: Client, police: AgencyPage) -> None:
    form = as_reviewer.post(add_url(police), empty_form(**{"action-publish": "1"})).context["form"]
    assert form.errors["code"] == ["Chưa có mã thủ tục."]
    assert form.errors["audiences"] == ["Đối tượng thực hiện (điểm e) chưa có."]
    assert form.formsets["steps"].non_form_errors() == ["Trình tự thực hiện (điểm b) chưa có bước nào."]
    assert len(form.formsets["handlings"].non_form_errors()) == 2


def test_submitting_asks_the_same_as_publishing(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", gaps_accepted=False)
    response = as_editor.post(edit_url(page), empty_form(**{"action-submit": "1"}))
    assert "Chưa có ngày áp dụng." in messages_of(response)
    assert ProcedurePage.objects.get().current_workflow_state is None


def test_a_complete_form_is_published_and_recorded(as_reviewer: Client, police: AgencyPage) -> None:
    response = as_reviewer.post(add_url(police), complete_form(police.agency, **{"action-publish": "1"}))
    assert response.status_code == 302
    version = NoticeVersion.objects.get()
    assert (version.code, version.number, version.effective_from) == ("BCA-04", 1, date(2020, 1, 1))
    assert ProcedurePage.objects.get().audiences == ["citizen", "overseas"]


def test_rows_typed_into_the_form_count_before_they_are_stored(
    as_reviewer: Client, police: AgencyPage, make_page: Make
) -> None:
    page = make_page(police, "BCA-04", gaps_accepted=False)
    stored = {"id": page.handlings.get().pk, "ORDER": "1"}
    rows = inline_formset([{**handling_row(), **stored}], initial=1)
    steps = inline_formset([{"id": page.steps.get().pk, "title": "Nộp", "ORDER": "1", "DELETE": "on"}], initial=1)
    levels = inline_formset([{"id": page.levels.get().pk, "level": "commune", "starts_on": "01/01/2020"}], initial=1)
    data = complete_form(police.agency, handlings=rows, steps=steps, levels=levels, **{"action-publish": "1"})
    form = as_reviewer.post(edit_url(page), data).context["form"]
    assert form.formsets["steps"].non_form_errors() == ["Trình tự thực hiện (điểm b) chưa có bước nào."]
    assert list(form.non_field_errors())[1:] == ["Trình tự thực hiện (điểm b) chưa có bước nào."]
    assert page.steps.count() == 1


def test_accepted_gaps_are_published_with_a_warning(as_reviewer: Client, police: AgencyPage) -> None:
    data = complete_form(
        police.agency, gaps_accepted="on", documents=inline_formset([]), dossier_sets="", **{"action-publish": "1"}
    )
    response = as_reviewer.post(add_url(police), data, follow=True)
    assert NoticeVersion.objects.count() == 1
    assert "Thành phần hồ sơ (điểm d) chưa có giấy tờ nào." in messages_of(response)


def test_accepted_gaps_do_not_excuse_a_missing_date(as_reviewer: Client, police: AgencyPage) -> None:
    data = complete_form(police.agency, gaps_accepted="on", effective_from="", **{"action-publish": "1"})
    assert "Chưa có ngày áp dụng." in messages_of(as_reviewer.post(add_url(police), data))


def test_setting_a_time_to_go_live_needs_a_complete_notice(
    as_editor: Client, police: AgencyPage, make_page: Make
) -> None:
    page = make_page(police, "BCA-04", gaps_accepted=False)
    refused = as_editor.post(edit_url(page), empty_form(go_live_at="01/06/2099 08:00"))
    assert "Chưa có ngày áp dụng." in messages_of(refused)
    assert as_editor.post(edit_url(page), empty_form()).status_code == 302


def test_going_live_after_the_day_of_effect_is_warned_about(as_editor: Client, police: AgencyPage) -> None:
    data = complete_form(police.agency, go_live_at="01/06/2099 08:00")
    response = as_editor.post(add_url(police), data, follow=True)
    assert "01/06/2099" in messages_of(response)
    assert "01/01/2020" in messages_of(response)


def test_a_form_that_saves_itself_leaves_no_messages(as_editor: Client, police: AgencyPage) -> None:
    data = complete_form(police.agency, go_live_at="01/06/2099 08:00")
    response = as_editor.post(add_url(police), data, headers={"accept": "application/json"})
    assert response.json()["success"] is True
    assert list(as_editor.get(reverse("wagtailadmin_home")).context["messages"]) == []


def test_days_are_read_day_first(as_reviewer: Client, police: AgencyPage) -> None:
    as_reviewer.post(
        add_url(police), complete_form(police.agency, effective_from="02/03/2020", **{"action-publish": "1"})
    )
    assert NoticeVersion.objects.get().effective_from == date(2020, 3, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("effective_from", "31/02/2020"),
        ("dossier_sets", "-1"),
        ("code", "khong phai ma"),
        ("audiences", ["nobody"]),
        ("field", "999999"),
        ("title", ""),
    ],
)
def test_a_value_that_cannot_be_read_is_told_at_its_field(
    as_editor: Client, police: AgencyPage, field: str, value: object
) -> None:
    response = as_editor.post(add_url(police), complete_form(police.agency, **{field: value}))
    assert response.status_code == 200
    assert field in response.context["form"].errors


def test_the_field_of_another_agency_cannot_be_chosen(
    as_editor: Client, police: AgencyPage, military: AgencyPage
) -> None:
    other = military.agency.fields.get()
    response = as_editor.post(add_url(police), complete_form(police.agency, field=other.pk))
    assert "field" in response.context["form"].errors


class TestSettingTheDayBack:
    def publish_again(self, client: Client, page: ProcedurePage, **changes: str) -> object:
        rows = {
            name: inline_formset([{"id": getattr(page, name).get().pk, **row}], initial=1)
            for name, row in {
                "levels": {"level": "commune", "starts_on": "01/01/2020"},
                "steps": {"title": "Nộp"},
                "handlings": handling_row(),
            }.items()
        }
        data = complete_form(page.agency, title=page.title, gaps_accepted="on", **rows, **changes)
        return client.post(edit_url(page), data | {"action-publish": "1"})

    def test_is_refused_without_a_reason(self, as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
        page = make_page(police, "BCA-04", live=True)
        response = self.publish_again(as_reviewer, page, effective_from="01/12/2019")
        assert response.context["form"].errors["change_reason"]  # type: ignore[attr-defined]
        assert NoticeVersion.objects.count() == 1

    def test_is_recorded_with_a_reason(self, as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
        page = make_page(police, "BCA-04", live=True)
        self.publish_again(as_reviewer, page, effective_from="01/12/2019", change_reason="Ghi sai ngày")
        version = NoticeVersion.objects.get(number=2)
        assert (version.effective_from, version.reason) == (date(2019, 12, 1), "Ghi sai ngày")

    def test_needs_its_own_right(self, as_editor: Client, police: AgencyPage, make_page: Make) -> None:
        page = make_page(police, "BCA-04", live=True)
        data = empty_form(effective_from="01/12/2019", change_reason="Ghi sai ngày", **{"action-submit": "1"})
        response = as_editor.post(edit_url(page), data)
        assert "ghi lùi ngày" in messages_of(response)

    def test_does_not_ask_for_a_day_that_stays(self, as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
        page = make_page(police, "BCA-04", live=True)
        self.publish_again(as_reviewer, page)
        assert NoticeVersion.objects.filter(number=2).exists()


def test_a_published_code_is_kept(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", live=True)
    as_reviewer.post(edit_url(page), empty_form(code="BCA-99"))
    assert page.get_latest_revision_as_object().code == "BCA-04"


def test_the_checklist_shows_what_the_saved_draft_lacks(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, None, gaps_accepted=False)
    html = as_editor.get(edit_url(page)).content.decode()
    assert "Chưa có mã thủ tục." in html
    assert "<strong>4/8</strong>" in html


def test_the_list_knows_what_a_draft_lacks(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", gaps_accepted=False)
    as_editor.post(edit_url(page), empty_form(code="BCA-04"))
    page.refresh_from_db()
    assert "documents" in page.missing_parts


def test_a_new_code_of_another_agency_is_refused_at_its_field(as_reviewer: Client, police: AgencyPage) -> None:
    data = complete_form(police.agency, code="BQP-99", **{"action-publish": "1"})
    response = as_reviewer.post(add_url(police), data)
    assert "BCA-" in str(response.context["form"].errors["code"])
    assert not NoticeVersion.objects.exists()


def test_a_national_code_belongs_to_any_agency(as_reviewer: Client, police: AgencyPage) -> None:
    as_reviewer.post(add_url(police), complete_form(police.agency, code="1.013133", **{"action-publish": "1"}))
    assert NoticeVersion.objects.get().code == "1.013133"


def test_text_typed_in_a_font_of_old_is_pointed_out(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    words = "Có chữ gõ bằng phông cũ"
    old = make_page(police, "BCA-04", result="Céng hßa x· héi chñ nghÜa ViÖt Nam")
    new = make_page(police, "BCA-05", result="Cộng hòa xã hội chủ nghĩa Việt Nam")
    assert words in as_editor.get(edit_url(old)).content.decode()
    assert words not in as_editor.get(edit_url(new)).content.decode()
