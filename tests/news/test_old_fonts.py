"""Text of an old font in a form of the admin: shown beside what it would become, and changed only when asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.core.models import BasePage, StandardPage
from portal.core.panels import OldFontPanel
from portal.news.models import ArticlePage, CampaignPage
from portal.procedures.models import AgencyPage, ProcedurePage
from portal.vietnamese.legacy import Encoding, encode

SENTENCE = "căn cước công dân được cấp tại xã"
TCVN3 = encode(SENTENCE, Encoding.TCVN3)
VNI = encode(SENTENCE, Encoding.VNI)


@pytest.fixture
def as_admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri"))
    return client


def article_form(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": "Nộp ở xã",
        "slug": "nop-o-xa",
        "lead": "Bà con nộp ở xã.",
        "published_on": "20/12/2019",
        "author_unit": "Ban biên tập",
        "body": streamfield([("notice", {"text": "Mang theo giấy tờ."})]),
        "procedures": inline_formset([]),
        "sources": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | changes)


@pytest.fixture
def save_article(as_admin: Client, make_article: Callable[..., ArticlePage]) -> Callable[..., Any]:
    page = make_article()

    def save(**changes: Any) -> Any:
        choice = {"old_font_choice": changes.pop("choice")} if "choice" in changes else {}
        return as_admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), article_form(**changes) | choice)

    return save


def draft() -> ArticlePage:
    return ArticlePage.objects.get(slug="nop-o-xa").get_latest_revision_as_object()


@pytest.mark.parametrize("typed", [TCVN3, VNI])
def test_the_form_comes_back_with_what_the_text_would_become(save_article: Callable[..., Any], typed: str) -> None:
    answer = save_article(lead=typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"Hiện: “{typed}” → sẽ thành: “{SENTENCE}”." in page
    assert 'name="old_font_choice" value="convert"' in page
    assert 'name="old_font_choice" value="keep"' in page
    assert f'value="{typed}"' in page, "what was typed stays in the form"
    assert draft().lead != typed


def test_the_choice_to_convert_is_carried_out_in_every_kind_of_field(save_article: Callable[..., Any]) -> None:
    body = streamfield(
        [
            ("text", rich_text(f"<p>{VNI}</p><p>Bà con <b>nộp</b> ở xã.</p>")),
            ("steps", {"heading": "", "items": streamfield_list([TCVN3])}),
        ]
    )
    sources = inline_formset([{"label": VNI, "url": "", "document": ""}])
    answer = save_article(lead=TCVN3, body=body, sources=sources, choice="convert")
    assert answer.status_code == 302
    page = draft()
    assert page.lead == SENTENCE
    assert SENTENCE in page.body[0].value.source
    assert "<b>nộp</b>" in page.body[0].value.source
    assert list(page.body[1].value["items"]) == [SENTENCE]
    assert [source.label for source in page.sources.all()] == [SENTENCE]


def test_the_choice_to_keep_saves_what_was_typed_and_asks_no_second_time(save_article: Callable[..., Any]) -> None:
    assert save_article(lead=TCVN3, choice="keep").status_code == 302
    assert draft().lead == TCVN3
    assert save_article(lead=TCVN3, author_unit="Văn phòng").status_code == 302
    assert draft().author_unit == "Văn phòng"


def test_a_choice_nobody_offered_is_no_choice(save_article: Callable[..., Any]) -> None:
    assert save_article(lead=TCVN3, choice="xoa").status_code == 200


def test_decomposed_text_is_composed_without_a_question(save_article: Callable[..., Any]) -> None:
    assert save_article(lead="Ba\u0300 con\u200b nộp \u00adở xã.").status_code == 302
    assert draft().lead == "Bà con nộp ở xã."


def test_a_campaign_is_asked_about_its_rich_text_and_its_rows(
    as_admin: Client, make_campaign: Callable[..., CampaignPage]
) -> None:
    page = make_campaign()
    data: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "message": page.message,
        "starts_on": "01/12/2019",
        "press_release": rich_text(f"<p>{TCVN3}</p>"),
        "background_short": rich_text("<p>Bối\u00a0cảnh</p>"),
        "background_long": rich_text(""),
        **{name: inline_formset([]) for name in ("procedures", "pictures", "coverage", "comments")},
        "questions": inline_formset([{"question": VNI, "answer": rich_text("<p>Có.</p>")}]),
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert as_admin.post(url, nested_form_data(data)).content.decode().count(SENTENCE) >= 2
    assert as_admin.post(url, nested_form_data(data) | {"old_font_choice": "convert"}).status_code == 302
    saved = CampaignPage.objects.get().get_latest_revision_as_object()
    assert SENTENCE in saved.press_release
    assert ">Bối cảnh<" in saved.background_short
    assert [row.question for row in saved.questions.all()] == [SENTENCE]


def test_a_text_page_and_a_procedure_are_asked_about_too(as_admin: Client, home: Page, agency_page: AgencyPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["core", "standardpage", home.pk])
    body = streamfield([("text", rich_text(f"<p>{VNI}</p>"))])
    text_page = {"title": "Giới thiệu", "slug": "gioi-thieu", "lead": "", "body": body, "comments": inline_formset([])}
    assert SENTENCE in as_admin.post(url, nested_form_data(text_page)).content.decode()
    assert not StandardPage.objects.exists()
    url = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", agency_page.pk])
    rows = ("levels", "other_names", "documents", "handlings", "steps", "legal_basis", "successors", "comments")
    procedure = {"title": TCVN3, "lifecycle": "in_force", **{name: inline_formset([]) for name in rows}}
    assert SENTENCE in as_admin.post(url, nested_form_data(procedure)).content.decode()
    assert not ProcedurePage.objects.exists()
    as_admin.post(url, nested_form_data(procedure) | {"old_font_choice": "convert"})
    assert ProcedurePage.objects.get().title == SENTENCE


def test_every_page_form_that_asks_shows_the_choice() -> None:
    """Else an editor could neither convert nor keep, and so never save."""
    for model in BasePage.__subclasses__():
        assert _has_choice(model.get_edit_handler()), model


def _has_choice(panel: Any) -> bool:
    return isinstance(panel, OldFontPanel) or any(_has_choice(child) for child in getattr(panel, "children", ()))


def streamfield_list(items: list[str]) -> dict[str, Any]:
    rows = {str(i): {"value": item, "deleted": "", "order": str(i)} for i, item in enumerate(items)}
    return {"count": str(len(items)), **rows}
