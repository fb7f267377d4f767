"""Who is reminded of what, before and after its day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from portal.news.models import ArticlePage, CampaignPage
from portal.news.reminders import reminders
from portal.places.models import Agency
from portal.procedures.permissions import editors_name, set_up_groups

from .conftest import logged_in

TODAY = date(2020, 1, 2)


@pytest.fixture
def dated(make_article: Callable[..., ArticlePage], make_campaign: Callable[..., CampaignPage]) -> None:
    make_article("qua-ngay", title="Bài quá ngày", review_date=date(2019, 12, 1), content_owner="Tổ biên tập")
    make_article("hom-nay", title="Bài hôm nay", review_date=TODAY)
    make_article("xa", title="Bài còn xa", review_date=date(2020, 6, 1))
    make_article("khong-ngay", title="Bài không ngày")
    make_campaign("sap", title="Đợt sắp đến", review_date=date(2020, 1, 20))
    make_article("go-xuong", title="Bài đã gỡ", review_date=date(2019, 1, 1)).unpublish()


def titles(items: tuple[object, ...]) -> list[str]:
    return [item.title for item in items]  # type: ignore[attr-defined]


def test_pages_are_due_on_their_day_announced_before_it_and_named_where_nobody_set_one(
    dated: None, editor: User
) -> None:
    found = reminders(editor, TODAY)
    assert titles(found.overdue) == ["Bài quá ngày", "Bài hôm nay"]
    assert titles(found.soon) == ["Đợt sắp đến"]
    assert titles(found.undated) == ["Bài không ngày"]


def test_the_first_page_of_the_admin_names_what_is_due_with_its_owner(dated: None, as_editor: Client) -> None:
    html = as_editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Bài quá ngày" in html
    assert "Tổ biên tập" in html
    assert "Bài còn xa" not in html


def test_the_report_lists_all_and_is_in_the_menu(dated: None, as_publisher: Client) -> None:
    html = as_publisher.get(reverse("news_reviews")).content.decode()
    assert "Tin bài cần rà soát" in html.split("<title>")[1].split("</title>")[0]
    for title in ("Bài quá ngày", "Đợt sắp đến", "Bài không ngày"):
        assert title in html
    assert "Bài đã gỡ" not in html
    assert reverse("news_reviews") in as_publisher.get(reverse("wagtailadmin_home")).content.decode()


def test_an_agencys_editor_sees_neither_the_report_nor_the_panel(
    dated: None, agency: Agency, make_user: Callable[[str, str], User]
) -> None:
    set_up_groups()
    client = logged_in(make_user("quan-su", editors_name(agency)))
    assert client.get(reverse("news_reviews")).status_code == 302
    assert "Bài quá ngày" not in client.get(reverse("wagtailadmin_home")).content.decode()
