"""Urgent messages: on every page from one moment to another, with a link that stays on the portal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from portal.core.models import Announcement, ContactSettings, StandardPage
from portal.core.surroundings import surroundings
from portal.site.models import HomePage
from tests.news.conftest import agency, agency_page, home
from tests.seeding import seed_nothing

__all__ = ["agency", "agency_page", "home"]

#: 10:00 in Kon Tum on the day the suite stands at.
MOMENT = datetime(2020, 1, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def watch() -> Any:
    cache.clear()
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller
    cache.clear()


def announce(text: str = "Hôm nay Trung tâm nghỉ vì bão.", **values: Any) -> Announcement:
    hours = {"starts_at": MOMENT - timedelta(hours=1), "ends_at": MOMENT + timedelta(hours=1)}
    announcement = Announcement(text=text, **(hours | values))
    announcement.full_clean()
    announcement.save()
    return announcement


def bar(client: Client, path: str = "/noi-nop/") -> str:
    page = client.get(path).content.decode()
    return page.split('<aside class="alert"')[1].split("</aside>")[0] if '<aside class="alert"' in page else ""


@pytest.mark.parametrize("path", ["/", "/noi-nop/", "/tim-kiem/?q=bao", "/khong-co/", "/tim-kiem/?q=%00"])
def test_a_message_stands_on_every_page_even_on_one_that_is_not_there(home: Page, client: Client, path: str) -> None:
    announce(link_url="/noi-nop/", link_text="Nơi nộp khác")
    shown = bar(client, path)
    assert 'aria-label="Báo khẩn"' in shown
    assert "<b>Báo khẩn:</b> Hôm nay Trung tâm nghỉ vì bão." in shown
    assert '<a href="/noi-nop/">Nơi nộp khác</a>' in shown


def test_without_a_message_a_page_has_nothing_of_it(home: Page, client: Client) -> None:
    assert "alert" not in client.get("/noi-nop/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_message_begins_and_ends_to_the_second(watch: Any, client: Client) -> None:
    announce(starts_at=MOMENT + timedelta(seconds=5), ends_at=MOMENT + timedelta(seconds=10))
    seen = []
    for _second in range(12):
        seen.append(bool(bar(client)))
        watch.shift(timedelta(seconds=1))
    assert seen == [False] * 5 + [True] * 5 + [False] * 2


@pytest.mark.django_db(transaction=True)
def test_a_message_is_shown_changed_and_gone_at_once(client: Client) -> None:
    assert not bar(client)
    message = announce()
    assert "bão" in bar(client)
    message.text = "Đã mở cửa lại."
    message.save()
    assert "Đã mở cửa lại." in bar(client)
    message.delete()
    assert not bar(client)


@pytest.mark.django_db(transaction=True)
def test_a_message_costs_a_query_and_the_next_page_none(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_num_queries(1):
        assert not surroundings().messages_at(MOMENT)
    announce()
    with django_assert_num_queries(2):
        assert len(surroundings().messages_at(MOMENT)) == 1
    with django_assert_num_queries(0):
        assert len(surroundings().messages_at(MOMENT)) == 1


@pytest.mark.django_db(transaction=True)
def test_contact_data_and_text_pages_in_the_foot_change_at_once_too(client: Client) -> None:
    seed_nothing()
    root = Page.get_first_root_node().add_child(instance=HomePage(title="Trang đầu", slug="trang-dau"))
    site, _made = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": root}
    )
    assert "0260" not in client.get("/noi-nop/").content.decode()
    ContactSettings.objects.create(site=site, hotline="0260 3 999 999")
    page = root.add_child(instance=StandardPage(title="Về cổng này", slug="ve-cong", show_in_menus=True))
    shown = client.get("/noi-nop/").content.decode()
    assert "0260 3 999 999" in shown
    assert '<a href="/ve-cong/">Về cổng này</a>' in shown
    page.unpublish()
    assert "/ve-cong/" not in client.get("/noi-nop/").content.decode()


def test_markup_in_a_message_stays_text(home: Page, client: Client) -> None:
    announce("<script>alert(1)</script>")
    assert "<script>" not in bar(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "noi-nop/", "/a b"]
)
def test_a_link_leads_nowhere_but_to_this_portal(link: str) -> None:
    with pytest.raises(ValidationError) as refused:
        announce(link_url=link, link_text="Xem")
    assert "link_url" in refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [{"link_url": "/noi-nop/"}, {"link_text": "Xem"}, {"ends_at": MOMENT - timedelta(hours=1)}, {"text": ""}],
)
def test_a_message_that_is_not_whole_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        announce(**values)


def test_on_a_fixed_day_the_hours_are_those_of_that_day(home: Page, client: Client, settings: Any, watch: Any) -> None:
    announce()
    watch.move_to(MOMENT + timedelta(days=400))
    assert bar(client)
    settings.PORTAL_TODAY = date(2020, 1, 3)
    assert not bar(client)


def test_the_admin_has_a_list_for_those_with_the_right(home: Page) -> None:
    announce()
    admin, nobody = Client(), Client()
    admin.force_login(User.objects.create_superuser("quan-tri"))
    nobody.force_login(User.objects.create_user("khach"))
    url = reverse("wagtailsnippets_core_announcement:list")
    assert "Đang hiện" in admin.get(url).content.decode()
    assert nobody.get(url).status_code == 302
    form = {"text": "Mất điện", "starts_at": "02/01/2020 09:00", "ends_at": "02/01/2020 12:00"}
    answer = admin.post(
        reverse("wagtailsnippets_core_announcement:add"), form | {"link_url": "//evil.example", "link_text": "Xem"}
    )
    assert "bắt đầu bằng một dấu /" in answer.content.decode()
    admin.post(reverse("wagtailsnippets_core_announcement:add"), form | {"link_url": "", "link_text": ""})
    assert Announcement.objects.filter(text="Mất điện").exists()
