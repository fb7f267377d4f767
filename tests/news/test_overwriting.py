"""Wagtail saves over the author's last revision while they type; never over one that others have judged."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from portal.news.models import ArticlePage, CampaignPage, Language, NewsIndexPage, Spot
from portal.news.permissions import PUBLISHERS
from portal.news.workflow import writers

from .conftest import logged_in
from .editing import act, article_form, page_url, write_article
from .test_spot_approval import spot_form

MakeUser = Callable[[str, str], User]


@pytest.fixture
def submitted(as_publisher: Client, news_index: NewsIndexPage) -> ArticlePage:
    """An article written and submitted by one who is asked at the second step, too."""
    article = write_article(as_publisher, news_index.pk)
    assert article is not None
    return article


def save_over(client: Client, article: ArticlePage, title: str) -> None:
    """Send the form as the editor does by itself while somebody types."""
    article.refresh_from_db()
    newest = article.latest_revision_id
    data = article_form(article, title=title, overwrite_revision_id=str(newest), loaded_revision_id=str(newest))
    client.post(page_url("edit", article), data, headers={"accept": "application/json"})
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().title == title


def test_what_the_first_step_passed_is_not_exchanged_under_the_second(
    as_checker: Client, as_publisher: Client, make_user: MakeUser, submitted: ArticlePage
) -> None:
    act(as_checker, submitted, "approve")
    save_over(as_publisher, submitted, "Tên không ai kiểm tra")
    act(logged_in(make_user("xuat-ban-2", PUBLISHERS)), submitted, "approve")
    assert not submitted.live
    assert "Tên không ai kiểm tra" not in ArticlePage.objects.live().values_list("title", flat=True)


def test_who_saves_over_what_is_public_is_its_writer(
    as_checker: Client, as_publisher: Client, publisher: User, make_user: MakeUser, submitted: ArticlePage
) -> None:
    act(as_checker, submitted, "approve")
    act(logged_in(make_user("xuat-ban-2", PUBLISHERS)), submitted, "approve")
    assert submitted.live
    public = submitted.live_revision_id
    save_over(as_publisher, submitted, "Tên khác")
    assert submitted.live_revision_id == public
    assert submitted.latest_revision_id != public
    assert writers(submitted, None) == {publisher.pk}


def test_a_draft_nobody_has_judged_is_saved_over(as_editor: Client, news_index: NewsIndexPage) -> None:
    draft = write_article(as_editor, news_index.pk, action="")
    assert draft is not None
    for title in ("Tên một", "Tên hai"):
        save_over(as_editor, draft, title)
    assert draft.revisions.count() == 1


def test_an_approved_spot_is_not_exchanged_either(
    as_checker: Client, as_publisher: Client, make_user: MakeUser, campaign: CampaignPage, vietnamese: Language
) -> None:
    as_publisher.post(
        reverse("wagtailsnippets_news_spot:add"), spot_form(campaign, vietnamese, **{"action-submit": "1"})
    )
    spot = Spot.objects.get()
    act(as_checker, spot, "approve")
    act(logged_in(make_user("xuat-ban-2", PUBLISHERS)), spot, "approve")
    newest = str(spot.latest_revision_id)
    changes = {"script": "Lời khác.", "overwrite_revision_id": newest, "loaded_revision_id": newest}
    url = reverse("wagtailsnippets_news_spot:edit", args=[spot.pk])
    as_publisher.post(url, spot_form(campaign, vietnamese, **changes), headers={"accept": "application/json"})
    spot.refresh_from_db()
    assert spot.get_latest_revision_as_object().script == "Lời khác."
    assert str(spot.live_revision_id) == newest
    assert str(spot.latest_revision_id) != newest
    assert writers(spot, None) == {User.objects.get(username="xuat-ban").pk}
