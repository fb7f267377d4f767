"""The address of every kind of page comes from its Vietnamese title, made by the server and by nothing else."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.core.models import StandardPage
from portal.news.models import ArticlePage
from portal.site.models import HomePage
from tests.news.conftest import agency, agency_page, home, news_index
from tests.news.editing import article_form

__all__ = ["agency", "agency_page", "home", "news_index"]

TITLE = "Nộp hồ sơ quân sự ở đâu"


def add_url(app: str, model: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])


def test_an_article_without_a_slug_gets_one_that_can_be_read(as_admin: Client, news_index: Page) -> None:
    as_admin.post(add_url("news", "articlepage", news_index), article_form(title=TITLE, slug=""))
    as_admin.post(add_url("news", "articlepage", news_index), article_form(title=TITLE, slug=""))
    slugs = ArticlePage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["nop-ho-so-quan-su-o-dau", "nop-ho-so-quan-su-o-dau-2"]


def test_a_slug_that_was_written_stays(as_admin: Client, news_index: Page) -> None:
    as_admin.post(add_url("news", "articlepage", news_index), article_form(title=TITLE, slug="quan-su"))
    assert ArticlePage.objects.get().slug == "quan-su"


def test_a_text_page_without_a_slug_gets_one_too(as_admin: Client, home: HomePage) -> None:
    data = {"title": "Đường đến Trung tâm", "slug": "", "lead": "", "body-count": "0", "comments-TOTAL_FORMS": "0"}
    data |= {"comments-INITIAL_FORMS": "0", "seo_title": "", "search_description": ""}
    as_admin.post(add_url("core", "standardpage", home), data)
    assert StandardPage.objects.get().slug == "duong-den-trung-tam"


@pytest.mark.parametrize("kind", [("news", "articlepage"), ("news", "campaignpage"), ("core", "standardpage")])
def test_no_script_writes_a_slug_beside_the_title(
    as_admin: Client, home: HomePage, news_index: Page, kind: tuple[str, str]
) -> None:
    parents = {"articlepage": news_index, "campaignpage": Page.objects.get(slug="chien-dich"), "standardpage": home}
    html = as_admin.get(add_url(*kind, parents[kind[1]])).content.decode()
    field = re.search(r'<(?:input|textarea)[^>]*name="title"[^>]*>', html)
    assert field is not None
    assert "id_slug" not in field[0]
