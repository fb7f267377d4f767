"""Synonyms, picks and areas in the admin: who may write them, what is refused, and trying before saving."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.ledger.writing import head_seq
from portal.procedures.models import AgencyPage, ProcedurePage
from portal.search.models import EditorsPick, ElsewhereArea, Synonym

Make = Callable[..., ProcedurePage]
FORBIDDEN = 302  # Wagtail sends who may not enter back to the dashboard.


def url(model: str, view: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_search_{model}:{view}", args=args)


def synonym_form(**changes: str) -> dict[str, str]:
    data = {
        "wordings": "làm hộ khẩu\nnhập hộ khẩu",
        "meanings": "đăng ký thường trú",
        "kind": "synonym",
        "note": "",
        "source": "",
        "is_active": "on",
    }
    return data | changes


def pick_form(*pages: ProcedurePage, **changes: str) -> dict[str, Any]:
    rows = inline_formset([{"procedure": page.pk} for page in pages])
    return nested_form_data({"phrases": "hộ khẩu", "note": "", "is_active": "on", "procedures": rows} | changes)


def said(response: Any) -> str:
    return str(response.content.decode())


def preview(client: Client, model: str, data: dict[str, Any], *pk: int, query: str = "") -> Any:
    sent = data | ({"preview-query": query} if query else {})
    return client.post(reverse("search_words_preview", args=[model, *pk]), sent)


# --- writing -------------------------------------------------------------------------------------


def test_a_reviewer_adds_a_synonym_and_the_ledger_says_so(as_reviewer: Client) -> None:
    before = head_seq()
    as_reviewer.post(url("synonym", "add"), synonym_form(wordings=" làm  hộ khẩu\n\nnhập hộ khẩu"))
    assert Synonym.objects.get().wordings == "làm hộ khẩu\nnhập hộ khẩu"
    assert head_seq() == before + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wordings": ""}, "bắt buộc"),
        ({"meanings": "làm hộ khẩu"}, "Nghĩa trùng với cách nói"),
        ({"wordings": "®¨ng ký"}, "gõ lại bằng Unicode"),
        ({"wordings": "<script>alert(1)</script>" * 9}, "dài hơn 120 ký tự"),
        ({"wordings": "a\x00b"}, ""),
        ({"kind": "other"}, ""),
    ],
)
def test_a_bad_form_comes_back_with_a_sentence_and_what_was_typed(
    as_reviewer: Client, changes: dict[str, str], words: str
) -> None:
    response = as_reviewer.post(url("synonym", "add"), synonym_form(note="ghi nhớ của tôi", **changes))
    assert response.status_code == 200
    assert words in said(response)
    assert "ghi nhớ của tôi" in said(response)
    assert "<script>alert(1)" not in said(response)
    assert not Synonym.objects.exists()


def test_a_synonym_that_is_there_already_is_refused_and_the_entry_named(as_reviewer: Client) -> None:
    Synonym.objects.create(wordings="Nhập Hộ Khẩu", meanings="đăng ký thường trú")
    response = as_reviewer.post(url("synonym", "add"), synonym_form())
    assert "Đã có trong mục “Nhập Hộ Khẩu → đăng ký thường trú”" in said(response)
    Synonym.objects.update(is_active=False)
    as_reviewer.post(url("synonym", "add"), synonym_form())
    assert Synonym.objects.count() == 2


def test_the_way_back_of_a_two_way_synonym_is_there_already(as_reviewer: Client) -> None:
    Synonym.objects.create(wordings="đăng ký thường trú", meanings="nhập hộ khẩu", is_two_way=True)
    assert "Đã có trong mục" in said(as_reviewer.post(url("synonym", "add"), synonym_form()))


def test_a_second_meaning_is_allowed_and_the_first_is_named(as_reviewer: Client) -> None:
    Synonym.objects.create(wordings="nhập hộ khẩu", meanings="nhập sinh cho trẻ")
    response = as_reviewer.post(url("synonym", "add"), synonym_form(), follow=True)
    assert "còn có nghĩa khác, ở mục “nhập hộ khẩu → nhập sinh cho trẻ”" in said(response)
    assert Synonym.objects.count() == 2


def test_a_pick_keeps_its_procedures_in_their_order(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    pages = [make_page(police, code, live=True) for code in ("BCA-05", "BCA-04")]
    before = head_seq()
    as_reviewer.post(url("editorspick", "add"), pick_form(*pages))
    assert EditorsPick.objects.get().codes() == ["BCA-05", "BCA-04"]
    assert head_seq() > before


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("draft", "chưa công bố"),
        ("twice", "đã chọn ở trên"),
        ("none", "Chọn ít nhất một thủ tục."),
        ("six", "nhiều nhất 5"),
    ],
)
def test_a_pick_of_nothing_findable_is_refused(
    as_reviewer: Client, police: AgencyPage, make_page: Make, problem: str, words: str
) -> None:
    page = make_page(police, "BCA-04", live=problem != "draft")
    pages = {"draft": [page], "twice": [page, page], "none": [], "six": [page] * 6}[problem]
    response = as_reviewer.post(url("editorspick", "add"), pick_form(*pages))
    assert words in said(response)
    assert not EditorsPick.objects.exists()


def test_a_query_has_one_pick(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    EditorsPick.objects.create(phrases="Hộ khẩu\nsổ hộ khẩu")
    page = make_page(police, "BCA-04", live=True)
    response = as_reviewer.post(url("editorspick", "add"), pick_form(page))
    assert "đã có trong mục “Hộ khẩu, sổ hộ khẩu”" in said(response)


def test_an_area_has_one_entry(as_reviewer: Client) -> None:
    data = {"area": "đất đai", "subjects": "sổ đỏ", "note": "", "source": "", "is_active": "on"}
    as_reviewer.post(url("elsewherearea", "add"), data)
    response = as_reviewer.post(url("elsewherearea", "add"), data | {"area": "Đất Đai"})
    assert "đã có một mục" in said(response)
    assert ElsewhereArea.objects.count() == 1


def test_a_page_that_is_deleted_leaves_its_picks_and_the_ledger_knows(
    as_admin: Client, police: AgencyPage, make_page: Make
) -> None:
    page = make_page(police, "BCA-04", live=True)
    pick = EditorsPick(phrases="hộ khẩu")
    pick.procedures.create(procedure=page)
    pick.save()
    before = head_seq()
    page.delete()
    assert EditorsPick.objects.get().codes() == []
    assert head_seq() > before


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["synonym", "editorspick", "elsewherearea"])
def test_editors_look_up_and_reviewers_write(as_editor: Client, as_reviewer: Client, model: str) -> None:
    views = ("list", "add")
    assert [as_editor.get(url(model, view)).status_code for view in views] == [200, FORBIDDEN]
    assert [as_reviewer.get(url(model, view)).status_code for view in views] == [200, 200]


def test_an_editor_changes_nothing_by_sending_a_form(as_editor: Client) -> None:
    row = Synonym.objects.create(wordings="a", meanings="b")
    as_editor.post(url("synonym", "edit", row.pk), synonym_form())
    as_editor.post(url("synonym", "add"), synonym_form())
    assert list(Synonym.objects.values_list("wordings", flat=True)) == ["a"]
    assert preview(as_editor, "synonym", synonym_form()).status_code == FORBIDDEN


def test_what_a_table_may_bring_back_is_put_out_of_use_and_never_deleted(as_admin: Client) -> None:
    synonym = Synonym.objects.create(wordings="a", meanings="b")
    area = ElsewhereArea.objects.create(area="Đất đai", subjects="sổ đỏ")
    for model, row in (("synonym", synonym), ("elsewherearea", area)):
        assert as_admin.post(url(model, "delete", row.pk)).status_code == FORBIDDEN
        row.refresh_from_db()


def test_a_reviewer_deletes_a_pick(as_reviewer: Client) -> None:
    pick = EditorsPick.objects.create(phrases="hộ khẩu")
    as_reviewer.post(url("editorspick", "delete", pick.pk))
    assert not EditorsPick.objects.exists()


@pytest.mark.parametrize("query", ["làm hộ khẩu", "lam ho khau", "thuong tru"])
def test_the_list_finds_with_and_without_accents(as_editor: Client, query: str) -> None:
    Synonym.objects.create(wordings="làm hộ khẩu", meanings="đăng ký thường trú")
    Synonym.objects.create(wordings="cmnd", meanings="chứng minh nhân dân")
    response = as_editor.get(url("synonym", "list"), {"q": query})
    assert [row.wordings for row in response.context["object_list"]] == ["làm hộ khẩu"]


# --- trying before saving ------------------------------------------------------------------------


@pytest.fixture
def found(police: AgencyPage, make_page: Make) -> list[ProcedurePage]:
    titles = {"BCA-01": "Đăng ký thường trú", "BCA-02": "Đăng ký tạm trú", "BCA-03": "Khai báo tạm vắng"}
    return [make_page(police, code, live=True, title=title, slug=code.lower()) for code, title in titles.items()]


def rows(response: Any, side: str) -> list[tuple[str, str]]:
    return [(row.code, row.change.value) for row in getattr(response.context["comparison"], side)]


def test_the_form_has_a_button_that_sends_it_to_the_preview(as_reviewer: Client) -> None:
    row = Synonym.objects.create(wordings="a", meanings="b")
    for page, preview_url in (
        (url("synonym", "add"), reverse("search_words_preview", args=["synonym"])),
        (url("synonym", "edit", row.pk), reverse("search_words_preview", args=["synonym", row.pk])),
    ):
        html = said(as_reviewer.get(page))
        assert f'data-search-preview="{preview_url}"' in html
        assert "js/search_preview.js" in html


def test_the_preview_asks_first_for_the_first_phrase_and_saves_nothing(
    as_reviewer: Client, found: list[ProcedurePage]
) -> None:
    before = head_seq()
    response = preview(as_reviewer, "synonym", synonym_form(wordings="tạm vắng\nđi xa"))
    assert response.context["query"] == "tạm vắng"
    assert rows(response, "before")[0] == ("BCA-03", "same")
    assert not Synonym.objects.exists()
    assert head_seq() == before


def test_the_preview_of_a_stored_entry_asks_first_for_what_was_added(
    as_reviewer: Client, found: list[ProcedurePage]
) -> None:
    stored = Synonym.objects.create(wordings="làm hộ khẩu", meanings="đăng ký thường trú")

    response = preview(as_reviewer, "synonym", synonym_form(wordings="làm hộ khẩu\nvô hộ khẩu"), stored.pk)

    assert response.context["query"] == "vô hộ khẩu"


def test_another_query_keeps_the_unsaved_form(as_reviewer: Client, found: list[ProcedurePage]) -> None:
    response = preview(as_reviewer, "synonym", synonym_form(), query='tạm "trú" <b>')
    assert response.context["query"] == 'tạm "trú" <b>'
    assert "<b>" not in said(response).split("<main")[1]
    assert ("wordings", "làm hộ khẩu\nnhập hộ khẩu") in response.context["sent"]
    assert 'name="meanings" value="đăng ký thường trú"' in said(response)


def test_an_entry_that_cannot_be_saved_shows_why_and_what_is_found_now(
    as_reviewer: Client, found: list[ProcedurePage]
) -> None:
    response = preview(as_reviewer, "synonym", synonym_form(meanings="tạm vắng", wordings="tạm vắng"))
    assert "Nghĩa trùng với cách nói" in said(response)
    assert rows(response, "before")[0][0] == "BCA-03"
    assert "after" not in response.context


@pytest.mark.parametrize("query", ["   ", "x" * 10_000, "\ud83d", "<script>", "' OR 1=1 --", "\u202e", "a AND (b"])
def test_the_preview_answers_whatever_is_typed(as_reviewer: Client, found: list[ProcedurePage], query: str) -> None:
    data = synonym_form(wordings="", **{"preview-query": query.encode("utf-8", "replace").decode()})
    response = as_reviewer.post(reverse("search_words_preview", args=["synonym"]), data)
    assert response.status_code == 200
    assert "<script>" not in said(response).split("<main")[1]


def test_a_preview_that_is_only_looked_at_leads_back_to_the_entry(as_reviewer: Client) -> None:
    row = Synonym.objects.create(wordings="a", meanings="b")
    assert as_reviewer.get(reverse("search_words_preview", args=["synonym"])).url == url("synonym", "list")  # type: ignore[attr-defined]
    address = reverse("search_words_preview", args=["synonym", row.pk])
    assert as_reviewer.get(address).url == url("synonym", "edit", row.pk)  # type: ignore[attr-defined]
    assert as_reviewer.get(reverse("search_words_preview", args=["user"])).status_code == 404


def test_a_preview_sent_from_elsewhere_is_refused(as_reviewer: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_reviewer.cookies
    assert preview(client, "synonym", synonym_form()).status_code == 403


def test_the_preview_names_what_a_synonym_brings_and_moves(as_reviewer: Client, found: list[ProcedurePage]) -> None:
    response = preview(as_reviewer, "synonym", synonym_form(), query="nhập hộ khẩu")
    assert rows(response, "before") == []
    assert rows(response, "after")[0] == ("BCA-01", "new")
    assert "+ mới" in said(response)


def test_the_preview_of_a_pick_puts_its_procedures_first(as_reviewer: Client, found: list[ProcedurePage]) -> None:
    first, second, *_ = (
        code for code, _ in rows(preview(as_reviewer, "synonym", synonym_form(), query="DANG KY"), "before")
    )
    chosen = ProcedurePage.objects.get(code=second)
    response = preview(as_reviewer, "editorspick", pick_form(chosen, phrases="đăng ký"), query="DANG KY")
    assert rows(response, "after")[:2] == [(second, "up"), (first, "down")]
    assert "lên 1 bậc" in said(response)


def test_the_preview_of_an_area_says_what_the_reader_will_be_told(
    as_reviewer: Client, found: list[ProcedurePage]
) -> None:
    data = {"area": "Đất đai", "subjects": "sổ đỏ", "note": "", "source": "", "is_active": "on"}
    response = preview(as_reviewer, "elsewherearea", data)
    assert [area.area for area in response.context["after"].elsewhere] == ["Đất đai"]
    assert "lĩnh vực “Đất đai” không có ở cổng này" in said(response)
