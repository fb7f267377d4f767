"""Lists of articles: newest first, page by page, by year, topic, tag and agency; and the home page."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from portal.news.browsing import PAGE_SIZE
from portal.news.models import ArticlePage, CampaignPage, Topic
from portal.places.models import Agency

from .reading import Head

MakeArticle = Callable[..., ArticlePage]
MaxQueries = Callable[[int], AbstractContextManager[object]]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def shown(client: Client, path: str) -> list[str]:
    """Slugs of the articles on a page of a list, in its order."""
    return [item.url.split("/")[2] for item in client.get(path).context["articles"]]


def make_many(make_article: MakeArticle, count: int) -> None:
    for number in range(count):
        make_article(f"bai-{number:02}", published_on=date(2019, 11, 1) + timedelta(days=number))


def test_the_newest_article_comes_first_and_those_to_come_do_not(client: Client, make_article: MakeArticle) -> None:
    make_article("cu", published_on=date(2019, 11, 29))
    make_article("moi", published_on=date(2020, 1, 2))
    make_article("mai", published_on=date(2020, 1, 3))
    make_article("go").unpublish()
    assert shown(client, "/tin-tuc/") == ["moi", "cu"]


def test_a_long_list_has_pages(client: Client, make_article: MakeArticle) -> None:
    make_many(make_article, PAGE_SIZE + 2)
    first, second = shown(client, "/tin-tuc/"), shown(client, "/tin-tuc/?page=2")
    assert len(first) == PAGE_SIZE
    assert second == ["bai-01", "bai-00"]
    assert 'rel="next" href="?page=2"' in page(client, "/tin-tuc/")
    assert 'rel="prev" href="?page=1"' in page(client, "/tin-tuc/?page=2")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tin-tuc/?page=abc", 400),
        ("/tin-tuc/?page=-1", 400),
        ("/tin-tuc/?page=0", 400),
        ("/tin-tuc/?page=²", 400),
        ("/tin-tuc/?page=99999999999999999999", 400),
        ("/tin-tuc/?page=7", 404),
        ("/tin-tuc/?trang=abc", 200),
        ("/tin-tuc/nam/2018/", 404),
        ("/tin-tuc/nam/0000/", 404),
        ("/tin-tuc/nam/99999/", 404),
        ("/tin-tuc/chu-de/khong-co/", 404),
        ("/tin-tuc/co-quan/khong-co/", 404),
        ("/tin-tuc/tu-khoa/khong-co/", 404),
        ("/tin-tuc/tu-khoa/%0b%1b/", 404),
        ("/tin-tuc/tu-khoa/%F0%9F%99%82/", 404),
        ("/tin-tuc/tu-khoa/" + "a" * 3000 + "/", 404),
        ("/tin-tuc/khong-co-bai-nay/", 404),
        ("/tin-tuc/khong-co-bai-nay/in/", 404),
        ("/tin-tuc/chu-de/khong-co/rss.xml", 404),
        ("/tin-tuc/co-quan/khong-co/feed.json", 404),
        ("/tin-tuc/%00/", 400),
    ],
)
def test_what_is_not_there_is_told_plainly(client: Client, article: ArticlePage, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert "text/html" in response["Content-Type"]


@pytest.mark.parametrize("path", ["/tin-tuc/", "/tin-tuc/nop-o-xa/", "/tin-tuc/rss.xml"])
def test_nothing_can_be_sent_there(client: Client, article: ArticlePage, path: str) -> None:
    assert client.post(path, {"a": "b"}).status_code == 405


def test_each_way_leads_to_its_articles_only(
    client: Client, make_article: MakeArticle, topic: Topic, agency: Agency
) -> None:
    other = Topic.objects.create(name="Quân sự", slug="quan-su", order=1)
    make_article("mot", published_on=date(2019, 12, 1), agency=agency)
    second = make_article("hai", published_on=date(2020, 1, 1), topic=other)
    second.tags.add("Một cửa", "đăng ký")
    second.save()
    assert shown(client, "/tin-tuc/nam/2019/") == ["mot"]
    assert shown(client, "/tin-tuc/nam/2020/") == ["hai"]
    assert shown(client, f"/tin-tuc/chu-de/{topic.slug}/") == ["mot"]
    assert shown(client, "/tin-tuc/chu-de/quan-su/") == ["hai"]
    assert shown(client, f"/tin-tuc/co-quan/{agency.slug}/") == ["mot"]
    assert shown(client, "/tin-tuc/tu-khoa/dang-ky/") == ["hai"]


def test_a_tag_is_found_without_accents_and_listed_once(client: Client, make_article: MakeArticle) -> None:
    article = make_article("mot")
    article.tags.add("một cửa", "mốt của")
    article.save()
    assert shown(client, "/tin-tuc/tu-khoa/mot-cua/") == ["mot"]
    assert shown(client, "/tin-tuc/tu-khoa/một cửa/") == ["mot"]
    head = Head(page(client, "/tin-tuc/tu-khoa/một cửa/"))
    assert head.canonical().endswith("/tin-tuc/tu-khoa/mot-cua/")


def test_the_ways_are_counted_and_lead_on(
    client: Client, make_article: MakeArticle, topic: Topic, agency: Agency
) -> None:
    make_article("mot", published_on=date(2019, 12, 1), agency=agency)
    tagged = make_article("hai", published_on=date(2019, 12, 2), topic=None)
    tagged.tags.add("???", "một cửa")
    tagged.save()
    make_article("mai", published_on=date(2020, 5, 1))
    ways = client.get("/tin-tuc/").context["ways"]
    assert [(way.words, way.path, way.count) for way in ways.years] == [("2019", "/tin-tuc/nam/2019/", 2)]
    assert [(way.words, way.count) for way in ways.topics] == [(topic.name, 1)]
    assert [(way.words, way.count) for way in ways.agencies] == [(agency.short_name, 1)]
    assert [(way.words, way.path) for way in ways.tags] == [("một cửa", "/tin-tuc/tu-khoa/mot-cua/")]


def test_a_topic_without_articles_says_so(client: Client, topic: Topic) -> None:
    assert "Chưa có bài nào ở mục này" in page(client, f"/tin-tuc/chu-de/{topic.slug}/")
    assert "Chưa có bài nào." in page(client, "/tin-tuc/")


@pytest.mark.parametrize("path", ["/tin-tuc/", "/tin-tuc/?page=2", "/tin-tuc/chu-de/nop-ho-so/", "/tin-tuc/nam/2019/"])
def test_a_list_asks_the_database_at_most_ten_times(
    client: Client, make_article: MakeArticle, path: str, django_assert_max_num_queries: MaxQueries
) -> None:
    make_many(make_article, PAGE_SIZE + 2)
    cache.clear()
    with django_assert_max_num_queries(10):
        assert client.get(path).status_code == 200


def test_the_menu_leads_to_the_news(client: Client, article: ArticlePage) -> None:
    assert '<a href="/tin-tuc/" aria-current="true">Tin tức</a>' in page(client, "/tin-tuc/")
    assert '<a href="/tin-tuc/">Tin tức</a>' in page(client, "/")


def test_the_home_page_names_the_three_newest_articles_and_the_running_campaign(
    client: Client, make_article: MakeArticle, campaign: CampaignPage
) -> None:
    make_many(make_article, 5)
    context = client.get("/").context
    assert [item.url for item in context["articles"]] == [f"/tin-tuc/bai-0{number}/" for number in (4, 3, 2)]
    html = page(client, "/")
    assert 'href="/chien-dich/mot-cua/"' in html
    assert campaign.message in html


def test_the_home_page_of_another_day_has_the_news_of_that_day(
    client: Client, make_article: MakeArticle, make_campaign: Callable[..., CampaignPage]
) -> None:
    make_article("cu", published_on=date(2019, 12, 1))
    make_article("moi", published_on=date(2019, 12, 20))
    make_campaign(starts_on=date(2019, 12, 1), ends_on=date(2019, 12, 10))
    context = client.get("/?ngay=2019-12-10").context
    assert [item.url for item in context["articles"]] == ["/tin-tuc/cu/"]
    assert [item.url for item in context["campaigns"]] == ["/chien-dich/mot-cua/"]
    assert client.get("/").context["campaigns"] == []


def test_the_map_of_the_site_has_articles_lists_and_campaigns(
    client: Client, make_article: MakeArticle, campaign: CampaignPage, settings: pytest.FixtureRequest
) -> None:
    settings.BASE_URL = "https://tthc.example"  # type: ignore[attr-defined]
    make_article("mot")
    make_article("mai", published_on=date(2020, 1, 3))
    text = page(client, "/sitemap.xml")
    for path in (
        "/tin-tuc/",
        "/tin-tuc/mot/",
        "/tin-tuc/nam/2019/",
        "/tin-tuc/chu-de/nop-ho-so/",
        "/chien-dich/mot-cua/",
    ):
        assert f"<loc>https://tthc.example{path}</loc>" in text
    assert "/tin-tuc/mai/" not in text
