"""Where the pages of the outreach are found, without asking the database for the tree above them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from portal.news.browsing import ways_on
from portal.news.models import CampaignPage
from portal.news.selectors import articles_on


def path_of(url_path: str) -> str:
    """`/trang-dau/chien-dich/mot-cua/` -> `/chien-dich/mot-cua/`: `Page.url` would ask for the site again."""
    return "/" + url_path.split("/", 2)[2]


def article_path(slug: str) -> str:
    """Where an article is read; the list for a draft that has no address yet."""
    return reverse("news:article", args=[slug]) if slug else reverse("news:index")


def public_addresses(day: date) -> Iterator[tuple[str, datetime | None]]:
    """Every page a search engine should know, with the moment of its last publication where it has one."""
    ways = ways_on(day)
    yield reverse("news:index"), None
    for way in (*ways.topics, *ways.agencies, *ways.years):
        yield way.path, None
    for slug, published_at in articles_on(day).values_list("slug", "last_published_at"):
        yield article_path(slug), published_at
    campaigns = CampaignPage.objects.live().filter(starts_on__lte=day)
    for url_path, published_at in campaigns.values_list("url_path", "last_published_at"):
        yield path_of(url_path), published_at
