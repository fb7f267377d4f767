"""A campaign of real size, 36 procedures and ten spots, on an old phone: light, with few queries, without cookies."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client

from portal.news.models import CampaignPage, OutreachMedia, Spot, SpotSource
from tests.pages.test_budgets import FIRST_FLIGHT, weight
from tests.seeding import seed_all

CAMPAIGN = "/chien-dich/mot-cua-nganh-doc/"
PAGES = [
    "/chien-dich/",
    CAMPAIGN,
    "/chien-dich/ngon-ngu/",
    "/chien-dich/ngon-ngu/?q=sedang",
    "/chien-dich/ngon-ngu/vi/",
    "/chien-dich/lich-phat/",
    f"{CAMPAIGN}lich-phat/",
]

#: The page of a campaign joins lists that live in tables of their own; each costs one query however long it is.
#: Three of them are asked only when the ledger has grown, which a test always is after.
MOST_QUERIES = 13


@pytest.fixture
def seeded(db: None) -> None:
    """With every spot of the demonstration recorded and overtaken by its notices: the page at its heaviest."""
    seed_all()
    media = OutreachMedia.objects.get()
    media.file.save("phat-thanh-mau.mp3", ContentFile(b"mp3"))
    Spot.objects.update(media=media)
    SpotSource.objects.update(number=99)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_into_the_first_flight_with_its_style(seeded: None, client: Client, path: str) -> None:
    assert CampaignPage.objects.get().procedures.count() == 36
    assert Spot.objects.filter(live=True).count() == 10
    response = client.get(path)
    assert response.status_code == 200
    assert weight(response.content) <= FIRST_FLIGHT


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_database_few_times(
    seeded: None,
    client: Client,
    path: str,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    cache.clear()
    with django_assert_max_num_queries(MOST_QUERIES if path == CAMPAIGN else 10):
        client.get(path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_sets_no_cookie_and_carries_the_strict_policy(seeded: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert not response.cookies
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "style=" not in response.content.decode()


def test_each_of_the_36_procedures_is_linked_to_its_page(seeded: None, client: Client) -> None:
    html = client.get(CAMPAIGN).content.decode()
    details = re.findall(r'<details class="procs">.*?</details>', html, re.DOTALL)
    assert len(re.findall(r'<a href="/thu-tuc/[a-z-]+/', "".join(details))) == 36


def test_the_levels_take_in_what_the_decision_says(seeded: None, client: Client) -> None:
    html = " ".join(client.get(CAMPAIGN).content.decode().split())
    for words in ("14 thủ tục Quân sự", "8 thủ tục Công an, 6 thủ tục Bảo hiểm xã hội", "Tìm trong 102 nơi"):
        assert words in html
    assert "13 thủ tục Công an, 7 thủ tục Bảo hiểm xã hội" in html
