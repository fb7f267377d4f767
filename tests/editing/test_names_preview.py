"""Other names of a procedure in its form: what a query finds now, and would find if they were published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.ledger.writing import head_seq
from portal.procedures.models import AgencyPage, OtherName, ProcedurePage
from portal.search.models import Synonym
from tests.editing.test_search_words import FORBIDDEN, rows, said

Make = Callable[..., ProcedurePage]

TITLES = {"BCA-01": "Đăng ký thường trú", "BCA-02": "Đăng ký tạm trú", "BCA-03": "Khai báo tạm vắng"}


@pytest.fixture
def found(police: AgencyPage, make_page: Make) -> dict[str, ProcedurePage]:
    return {code: make_page(police, code, live=True, title=title, slug=code.lower()) for code, title in TITLES.items()}


@pytest.fixture
def page(found: dict[str, ProcedurePage]) -> ProcedurePage:
    return found["BCA-03"]


def address(page: ProcedurePage) -> str:
    return reverse("search_names_preview", args=[page.pk])


def named(*names: str, stored: int = 0, **rest: Any) -> dict[str, Any]:
    """What the browser sends of the block of other names."""
    return nested_form_data({"other_names": inline_formset([{"text": name} for name in names], initial=stored)}) | rest


def preview(client: Client, page: ProcedurePage, *names: str, query: str = "") -> Any:
    return client.post(address(page), named(*names) | ({"preview-query": query} if query else {}))


def store(page: ProcedurePage, *names: str) -> None:
    page.other_names = [OtherName(text=name, sort_order=order) for order, name in enumerate(names)]
    page.save_revision().publish()


# --- what it says --------------------------------------------------------------------------------


def test_a_query_that_only_the_new_name_finds_is_new(as_editor: Client, page: ProcedurePage) -> None:
    response = preview(as_editor, page, "xin đi làm ăn xa")
    assert response.context["query"] == "xin đi làm ăn xa"
    assert rows(response, "before") == []
    assert rows(response, "after") == [("BCA-03", "new")]
    assert "Công bố các cách gọi này thì kết quả của “xin đi làm ăn xa” thay đổi." in said(response)
    assert "Thêm cách gọi: <strong>xin đi làm ăn xa</strong>" in said(response)
    assert "Sau khi công bố các cách gọi này" in said(response)


def test_a_name_moves_its_procedure_up_and_the_others_down(as_editor: Client, found: dict[str, ProcedurePage]) -> None:
    first, second, *_ = (code for code, _ in rows(preview(as_editor, found["BCA-01"], query="dang ky tru"), "before"))
    response = preview(as_editor, found[second], "đăng ký trú", query="dang ky tru")
    assert rows(response, "after")[:2] == [(second, "up"), (first, "down")]
    assert "lên 1 bậc" in said(response)


def test_a_name_that_is_taken_away_no_longer_finds(as_editor: Client, page: ProcedurePage) -> None:
    store(page, "xin đi làm ăn xa", "giấy đi đường")
    sent = named("xin đi làm ăn xa", "giấy đi đường", stored=2) | {"other_names-0-DELETE": "on"}
    response = as_editor.post(address(page), sent)
    assert response.context["query"] == "xin đi làm ăn xa"
    assert (rows(response, "before"), rows(response, "after")) == ([("BCA-03", "gone")], [])
    assert "Bỏ cách gọi: <strong>xin đi làm ăn xa</strong>" in said(response)


def test_it_asks_first_for_what_is_new_and_else_for_what_is_there(as_editor: Client, page: ProcedurePage) -> None:
    store(page, "giấy đi đường")
    assert preview(as_editor, page, "giấy đi đường", "đi làm ăn xa").context["query"] == "đi làm ăn xa"
    unchanged = preview(as_editor, page, "giấy đi đường")
    assert unchanged.context["query"] == "giấy đi đường"
    assert "Chưa có cách gọi nào khác với bản đang công bố." in said(unchanged)
    assert "không làm thay đổi kết quả" in said(unchanged)


def test_a_name_without_any_effect_on_the_query_says_so(as_editor: Client, page: ProcedurePage) -> None:
    response = preview(as_editor, page, "đi làm ăn xa", query="thường trú")
    assert rows(response, "after") == rows(response, "before")
    assert "không làm thay đổi kết quả của “thường trú”" in said(response)


def test_what_editors_know_counts_on_both_sides(as_editor: Client, page: ProcedurePage) -> None:
    Synonym.objects.create(wordings="bỏ xứ", meanings="đi làm ăn xa")
    response = preview(as_editor, page, "đi làm ăn xa", query="bỏ xứ")
    assert (rows(response, "before"), rows(response, "after")) == ([], [("BCA-03", "new")])


def test_another_query_keeps_the_unsaved_names(as_editor: Client, page: ProcedurePage) -> None:
    response = preview(as_editor, page, 'đi "xa" <b>', query="tạm vắng")
    assert ("other_names-0-text", 'đi "xa" <b>') in response.context["sent"]
    assert "<b>" not in said(response).split("<main")[1]


def test_nothing_is_saved(as_editor: Client, page: ProcedurePage) -> None:
    store(page, "giấy đi đường")
    before, revisions = head_seq(), page.revisions.count()
    preview(as_editor, page, "đi làm ăn xa")
    assert [name.text for name in OtherName.objects.all()] == ["giấy đi đường"]
    assert (head_seq(), page.revisions.count()) == (before, revisions)
    assert rows(preview(as_editor, page, "giấy đi đường", query="đi làm ăn xa"), "before") == []


# --- what it refuses -----------------------------------------------------------------------------


def test_only_who_may_edit_the_page_may_try(
    as_editor: Client, page: ProcedurePage, military: AgencyPage, make_page: Make
) -> None:
    other = make_page(military, "BQP-06", live=True)
    assert preview(as_editor, other, "đi lính").status_code == FORBIDDEN
    assert as_editor.get(address(other)).status_code == FORBIDDEN
    assert preview(Client(), page, "đi xa").status_code == FORBIDDEN
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_editor.cookies
    assert preview(client, page, "đi xa").status_code == 403


def test_a_draft_cannot_be_tried_and_the_form_says_so(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    draft = make_page(police, "BCA-04")
    assert "Thủ tục này chưa công bố" in said(preview(as_editor, draft, "đi xa"))
    form = said(as_editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    assert "Thủ tục chưa công bố thì chưa ai tìm thấy." in form
    assert "Xem thử tìm kiếm" not in form
    new = said(as_editor.get(reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", police.pk])))
    assert "Xem thử tìm kiếm" not in new


def test_the_form_of_a_published_procedure_has_the_button(as_editor: Client, page: ProcedurePage) -> None:
    html = said(as_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert f'data-search-preview="{address(page)}"' in html
    assert "js/search_preview.js" in html


def test_names_that_cannot_be_saved_show_why_and_what_is_found_now(as_editor: Client, page: ProcedurePage) -> None:
    response = preview(as_editor, page, "x" * 161, query="tạm vắng")
    assert "chưa lưu được nên chưa so sánh được" in said(response)
    assert "160" in said(response)
    assert rows(response, "before")[0] == ("BCA-03", "same")
    assert "after" not in response.context


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"other_names-TOTAL_FORMS": "x", "other_names-INITIAL_FORMS": "-1"},
        {"other_names-TOTAL_FORMS": "999999999", "other_names-INITIAL_FORMS": "999999999"},
        named("a\x00b"),
        named("   "),
        named("đi xa") | {"other_names-0-ORDER": "không phải số", "other_names-0-id": "999999"},
        named("đi xa") | {"other_names-0-id": "' OR 1=1 --"},
        named("<script>alert(1)</script>", "' OR 1=1 --", "a AND (b", "\u202e", "đ" * 160),
    ],
)
@pytest.mark.parametrize("query", ["", "   ", "x" * 10_000, "<script>", '" OR 1', "\u202e", "a\x00b"])
def test_it_answers_whatever_is_sent(as_editor: Client, page: ProcedurePage, sent: dict[str, Any], query: str) -> None:
    response = as_editor.post(address(page), sent | {"preview-query": query})
    assert response.status_code == 200
    assert "<script>" not in said(response).split("<main")[1]


def test_a_list_that_did_not_arrive_is_named(as_editor: Client, page: ProcedurePage) -> None:
    assert "Không đọc được danh sách cách gọi." in said(as_editor.post(address(page), {}))


def test_a_preview_that_is_only_looked_at_leads_back_to_the_page(as_editor: Client, page: ProcedurePage) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert as_editor.get(address(page)).url == edit  # type: ignore[attr-defined]
    assert as_editor.get(reverse("search_names_preview", args=[page.pk + 999])).status_code == 404
    assert as_editor.get(reverse("search_names_preview", args=[page.get_parent().pk])).status_code == 404
