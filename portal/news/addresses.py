"""Where the pages of the outreach are found, without asking the database for the tree above them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from portal.news.models import CampaignPage
from portal.news.selectors import articles_on


def article_path(slug: str) -> str:
    """Where an article is read; the list for a draft that has no address yet."""
    return reverse("news:article", args=[slug]) if slug else reverse("news:index")


def public_addresses(day: date) -> Iterator[tuple[str, datetime | None]]:
    """Every page a search engine should know, with the moment of its last publication. Two queries."""
    columns = ("slug", "last_published_at", "published_on__year", "topic__slug", "agency__slug")
    articles = list(articles_on(day).values_list(*columns))
    yield reverse("news:index"), None
    yield reverse("news:campaigns"), None
    yield reverse("news:languages"), None
    for name, values in zip(("year", "topic", "agency"), list(zip(*articles, strict=True))[2:], strict=False):
        yield from ((reverse(f"news:{name}", args=[value]), None) for value in dict.fromkeys(values) if value)
    yield from ((article_path(slug), published_at) for slug, published_at, *_ in articles)
    campaigns = CampaignPage.objects.live().filter(starts_on__lte=day)
    for slug, published_at in campaigns.values_list("slug", "last_published_at"):
        yield reverse("news:campaign", args=[slug]), published_at
