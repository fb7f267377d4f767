"""Editors see what readers will see: previews of an article, of its print and of each block; topics in their list."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.news.blocks import ArticleBody, ProceduresBlock
from portal.news.models import ArticlePage, NewsIndexPage, Topic
from portal.procedures.models import ProcedurePage

from .reading import picture


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Somebody who may do everything; who may do what is not asked here."""
    client.force_login(User.objects.create_superuser("bien-tap"))
    return client


def form(**values: Any) -> dict[str, Any]:
    """The form of an article as the browser sends it."""
    empty: dict[str, Any] = {
        "title": "Bài đang viết",
        "slug": "dang-viet",
        "lead": "",
        "published_on": "2020-05-01",
        "author_unit": "",
        "agency": "",
        "topic": "",
        "tags": "",
        "picture": "",
        "picture_caption": "",
        "body": streamfield([]),
        "procedures": inline_formset([]),
        "sources": inline_formset([]),
        "comments": inline_formset([]),
        "seo_title": "",
        "search_description": "",
        "content_owner": "",
        "review_date": "",
    }
    return nested_form_data(empty | values)


def preview(client: Client, index: NewsIndexPage, data: dict[str, Any], mode: str = "") -> str:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["news", "articlepage", index.pk])
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url, {"mode": mode})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("mode", ["", "print"])
def test_a_draft_with_nothing_but_a_title_and_a_day_is_shown(
    editor: Client, news_index: NewsIndexPage, mode: str
) -> None:
    assert "Bài đang viết" in preview(editor, news_index, form(), mode)


@pytest.mark.parametrize("mode", ["", "print"])
def test_a_draft_is_shown_as_readers_will_see_it(
    editor: Client, news_index: NewsIndexPage, topic: Topic, live_page: ProcedurePage, mode: str
) -> None:
    data = form(
        slug="bai-moi",
        lead="Nộp ở xã.",
        author_unit="Ban biên tập",
        topic=topic.pk,
        tags="một cửa",
        body=streamfield(
            [("procedures", {"heading": "Xem", "codes": streamfield([])}), ("notice", {"text": "Nhớ nhé"})]
        ),
        procedures=inline_formset([{"procedure": live_page.pk, "ORDER": 1}]),
        sources=inline_formset([{"label": "Kế hoạch", "url": "", "document": "", "ORDER": 1}]),
    )
    html = preview(editor, news_index, data, mode)
    for words in ("Nộp ở xã.", "01/05/2020", "Nhớ nhé", "Đăng ký nghĩa vụ quân sự lần đầu", "Kế hoạch"):
        assert words in html


def test_the_list_has_a_preview_too(editor: Client, news_index: NewsIndexPage, article: ArticlePage) -> None:
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[news_index.pk]))
    assert response.status_code == 200
    assert article.lead in response.content.decode()


def block_ids() -> list[str]:
    return list(ArticleBody().child_blocks)


@pytest.mark.parametrize("name", block_ids())
def test_each_block_is_shown_before_it_is_chosen(
    editor: Client, news_index: NewsIndexPage, live_page: ProcedurePage, name: str
) -> None:
    picture()
    block = ArticlePage.body.field.stream_block.child_blocks[name]
    assert block.is_previewable
    assert block.get_description()
    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    html = unescape(response.content.decode())
    expected = {
        "text": "Nộp ở đâu",
        "picture": 'alt="Người dân nộp hồ sơ ở quầy"',
        "steps": "Trước khi đi nộp",
        "notice": "Lưu ý.",
        "quote": "Lời trích nguyên văn",
        "procedures": "Đăng ký nghĩa vụ quân sự lần đầu",
    }
    assert expected[name] in html.replace("\u00a0", " ")
    assert "css/news" in html


def test_a_picture_block_has_a_preview_before_there_is_a_picture(editor: Client, news_index: NewsIndexPage) -> None:
    block = ArticlePage.body.field.stream_block.child_blocks["picture"]
    assert editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).status_code == 200


def test_a_code_of_no_procedure_is_refused_by_name(live_page: ProcedurePage) -> None:
    block = ProceduresBlock()
    block.set_name("procedures")
    value = block.to_python({"heading": "", "codes": [" bqp-06", "BQP-99"]})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    errors = refused.value.block_errors["codes"].block_errors
    assert list(errors) == [1]
    assert "BQP-99" in str(errors[1].messages)


def test_codes_are_kept_in_capitals(live_page: ProcedurePage) -> None:
    block = ProceduresBlock()
    value = block.clean(block.to_python({"heading": "", "codes": [" bqp-06"]}))
    assert list(value["codes"]) == ["BQP-06"]


def test_a_list_of_no_codes_is_refused_as_before(db: None) -> None:
    block = ProceduresBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"heading": "", "codes": [""]}))


def test_a_topic_gets_its_address_from_its_name_and_keeps_it(editor: Client, db: None) -> None:
    add = reverse("wagtailsnippets_news_topic:add")
    assert editor.post(add, {"name": "Đăng ký xe", "order": 1, "slug": ""}).status_code == 302
    topic = Topic.objects.get()
    assert topic.slug == "dang-ky-xe"
    edit = reverse("wagtailsnippets_news_topic:edit", args=[topic.pk])
    editor.post(edit, {"name": "Xe cộ", "order": 1, "slug": "xe-co"})
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Xe cộ", "dang-ky-xe")


def test_a_topic_without_letters_is_refused(editor: Client, db: None) -> None:
    response = editor.post(reverse("wagtailsnippets_news_topic:add"), {"name": "???", "order": 1, "slug": ""})
    assert response.status_code == 200
    assert "Phải có ít nhất một chữ cái hoặc chữ số." in response.content.decode()
    assert not Topic.objects.exists()


def test_a_topic_with_articles_is_not_deleted(editor: Client, article: ArticlePage, topic: Topic) -> None:
    editor.post(reverse("wagtailsnippets_news_topic:delete", args=[topic.pk]))
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_topics_are_found_without_accents(editor: Client, topic: Topic) -> None:
    Topic.objects.create(name="Quân sự", slug="quan-su")
    found = editor.get(reverse("wagtailsnippets_news_topic:list"), {"q": "nop ho so"}).content.decode()
    assert "Nộp hồ sơ" in found
    assert "Quân sự" not in found
