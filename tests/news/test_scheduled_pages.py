"""Articles and campaigns go up and come down at the hour that was approved."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from portal.news.models import ArticlePage, CampaignPage, NewsIndexPage
from portal.procedures.scheduling import publish_due

from .editing import act, write_article

UP = datetime(2030, 1, 6, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MINUTE = timedelta(minutes=1)


def test_an_approved_article_waits_for_its_hour_and_comes_down_at_its_end(
    as_editor: Client, as_checker: Client, as_publisher: Client, news_index: NewsIndexPage
) -> None:
    times = {"go_live_at": "06/01/2030 08:00", "expire_at": "06/02/2030 08:00"}
    article = write_article(as_editor, news_index.pk, **times)
    assert article is not None
    act(as_checker, article, "approve")
    act(as_publisher, article, "approve")
    assert not article.live
    with time_machine.travel(UP - MINUTE, tick=False):
        assert publish_due(timezone.now()).published == []
    with time_machine.travel(UP + MINUTE, tick=False):
        assert publish_due(timezone.now()).published == [article.title]
        article.refresh_from_db()
        assert article.live
    with time_machine.travel(UP + timedelta(days=32), tick=False):
        assert publish_due(timezone.now()).taken_down == [article.title]
    article.refresh_from_db()
    assert (article.live, article.expired) == (False, True)


def test_a_change_of_a_public_article_waits_too_and_the_old_words_stay_until_then(
    as_checker: Client, as_publisher: Client, roles: None, make_article: Callable[..., ArticlePage]
) -> None:
    article = ArticlePage.objects.get(pk=make_article().pk)
    article.title = "Tên mới"
    article.go_live_at = UP
    article.sources.create(label="Quyết định 1291/QĐ-TTg")
    article.save_revision()
    article.get_workflow().start(article, None)
    act(as_checker, article, "approve")
    act(as_publisher, article, "approve")
    assert (article.live, article.title) == (True, "Thủ tục quân sự nộp ở xã")
    with time_machine.travel(UP + MINUTE, tick=False):
        publish_due(timezone.now())
    article.refresh_from_db()
    assert (article.live, article.title) == (True, "Tên mới")


@pytest.mark.parametrize("kind", ["make_article", "make_campaign"])
def test_a_page_whose_time_is_over_leaves_the_public(kind: str, request: pytest.FixtureRequest, client: Client) -> None:
    make: Callable[..., Page] = request.getfixturevalue(kind)
    page = make(expire_at=UP)
    with time_machine.travel(UP + MINUTE, tick=False):
        assert publish_due(timezone.now()).taken_down == [page.title]
        assert client.get(page.get_url()).status_code == 404
    assert not type(page)._default_manager.live().exists()
    assert issubclass(type(page), (ArticlePage, CampaignPage))
