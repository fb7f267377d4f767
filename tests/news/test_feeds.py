"""Feeds: RSS, Atom and JSON say the same, keep to their rules, and answer an unchanged reader in one line."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from wagtail.models import Page

from portal.news.feeds import MOST_ENTRIES, with_whole_addresses
from portal.news.models import ArticlePage, Topic
from portal.places.models import Agency
from portal.procedures.models import ProcedurePage

from .reading import picture

MakeArticle = Callable[..., ArticlePage]
MaxQueries = Callable[[int], AbstractContextManager[object]]

HOST = "https://tthc.example"
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ["/tin-tuc/", "/tin-tuc/chu-de/nop-ho-so/", "/tin-tuc/co-quan/quan-su/"]
FORMATS = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}


@pytest.fixture(autouse=True)
def public_host(settings: pytest.FixtureRequest) -> None:
    settings.BASE_URL = HOST  # type: ignore[attr-defined]


@pytest.fixture
def two_articles(make_article: MakeArticle, agency: Agency, live_page: ProcedurePage) -> list[ArticlePage]:
    """The newer one first, with everything a feed can carry."""
    image = picture()
    body = [
        ("text", '<p>Xem <a href="/noi-nop/">nơi nộp</a>.</p>'),
        ("picture", {"picture": image, "alt_text": "Quầy", "caption": ""}),
        ("procedures", {"heading": "", "codes": ["BQP-06"]}),
    ]
    old = make_article("cu", title="Bài cũ", published_on=date(2019, 11, 29), agency=agency)
    new = make_article("moi", title='Bài "mới" & cũ', published_on=date(2020, 1, 2), agency=agency, body=body)
    new.tags.add("một cửa")
    new.picture = image
    new.save()
    return [new, old]


def answer(client: Client, path: str, **headers: str) -> Any:
    # As a proxy asks that knows the portal under another name: addresses come from the settings.
    return client.get(path, headers={"host": "testserver", **headers})


def parsed(client: Client, path: str) -> Any:
    response = answer(client, path)
    assert response.status_code == 200
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("base", LISTS)
@pytest.mark.parametrize("end", ["rss.xml", "atom.xml"])
def test_a_feed_reader_understands_every_feed(
    client: Client, two_articles: list[ArticlePage], base: str, end: str
) -> None:
    found = parsed(client, base + end)
    assert found.version == {"rss.xml": "rss20", "atom.xml": "atom10"}[end]
    assert found.feed.link == HOST + base
    assert found.feed.language == "vi"
    assert "tỉnh Kon Tum" in found.feed.title
    assert [entry.title for entry in found.entries] == ['Bài "mới" & cũ', "Bài cũ"]
    entry = found.entries[0]
    assert entry.link == f"{HOST}/tin-tuc/moi/"
    assert entry.summary == two_articles[0].lead
    assert entry.author == two_articles[0].author_unit
    assert [tag.term for tag in entry.tags] == ["Nộp hồ sơ", "một cửa"]
    assert entry.published_parsed[:5] == (2020, 1, 1, 17, 0)
    assert f'href="{HOST}/noi-nop/"' in entry.content[0].value
    assert "Đăng ký nghĩa vụ quân sự lần đầu" in entry.content[0].value


@pytest.mark.parametrize("base", LISTS)
def test_json_feed_keeps_to_its_version(client: Client, two_articles: list[ArticlePage], base: str) -> None:
    data = json.loads(answer(client, base + "feed.json").content)
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == HOST + base + "feed.json"
    assert data["home_page_url"] == HOST + base
    assert data["language"] == "vi"
    first, second = data["items"]
    assert first["title"] == 'Bài "mới" & cũ'
    assert first["url"] == f"{HOST}/tin-tuc/moi/"
    assert first["image"].startswith(f"{HOST}/")
    assert first["tags"] == ["Nộp hồ sơ", "một cửa"]
    assert first["authors"] == [{"name": two_articles[0].author_unit}]
    assert datetime.fromisoformat(first["date_published"]).date() == date(2020, 1, 2)
    assert datetime.fromisoformat(first["date_modified"]).tzinfo is not None
    assert "image" not in second
    # Strings only, as the version asks; nothing empty.
    assert all(value for item in data["items"] for value in item.values())


def test_rss_keeps_the_rules_a_validator_checks(client: Client, two_articles: list[ArticlePage]) -> None:
    channel = ET.fromstring(answer(client, "/tin-tuc/rss.xml").content).find("channel")
    assert channel is not None
    assert [child.tag for child in channel if child.tag == f"{ATOM}link"] == [f"{ATOM}link"]
    itself = channel.find(f"{ATOM}link")
    assert itself is not None
    assert itself.attrib == {"rel": "self", "href": f"{HOST}/tin-tuc/rss.xml"}
    items = channel.findall("item")
    guids = [item.find("guid") for item in items]
    assert len({guid.text for guid in guids if guid is not None}) == len(items) == 2
    assert all(guid is not None and guid.attrib == {"isPermaLink": "false"} for guid in guids)
    dates = [channel.findtext("lastBuildDate"), *(item.findtext("pubDate") for item in items)]
    moments = [parsedate_to_datetime(text or "") for text in dates]
    assert all(moment.utcoffset() is not None for moment in moments)
    assert moments[0] == max(moments)
    for name in ("title", "link", "description", "language"):
        assert channel.findtext(name)
    assert channel.findtext("link", "").startswith("https://")


def test_atom_keeps_the_rules_a_validator_checks(client: Client, two_articles: list[ArticlePage]) -> None:
    feed = ET.fromstring(answer(client, "/tin-tuc/atom.xml").content)
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{HOST}/tin-tuc/atom.xml", "alternate": f"{HOST}/tin-tuc/"}
    entries = feed.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id", "") for element in (feed, *entries)]
    assert len(set(ids)) == 3
    assert all(urlsplit(identifier).scheme for identifier in ids)
    for element in (feed, *entries):
        moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated", ""))
        assert moment.utcoffset() is not None
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
    contents = [entry.find(f"{ATOM}content") for entry in entries]
    assert all(content is not None and content.attrib == {"type": "html"} for content in contents)


@pytest.mark.parametrize("end", FORMATS)
def test_a_feed_is_sent_as_what_it_is(client: Client, article: ArticlePage, end: str) -> None:
    response = answer(client, "/tin-tuc/" + end)
    assert response["Content-Type"] == f"{FORMATS[end]}; charset=utf-8"
    assert not response.cookies


@pytest.mark.parametrize("end", FORMATS)
def test_letters_that_xml_forbids_break_no_feed(client: Client, make_article: MakeArticle, end: str) -> None:
    nasty = "Nộp hồ\x0b sơ\x1f ở\ufffe xã 🙂"
    article = make_article(title=nasty, lead=nasty, author_unit=nasty, body=[("notice", {"text": nasty})])
    article.tags.add("một\x0b cửa")
    article.save()
    content = answer(client, "/tin-tuc/" + end).content
    if end == "feed.json":
        assert json.loads(content)["items"][0]["title"] == "Nộp hồ sơ ở xã 🙂"
    else:
        entry = parsed(client, "/tin-tuc/" + end).entries[0]
        assert entry.title == "Nộp hồ sơ ở xã 🙂"
        assert "Nộp hồ sơ ở xã 🙂" in entry.content[0].value


@pytest.mark.parametrize("end", FORMATS)
def test_a_feed_without_articles_is_a_feed(client: Client, topic: Topic, end: str) -> None:
    path = "/tin-tuc/chu-de/nop-ho-so/" + end
    if end == "feed.json":
        assert json.loads(answer(client, path).content)["items"] == []
    else:
        assert parsed(client, path).entries == []
    # Asked again it is the same: nothing in it is the moment of asking.
    assert answer(client, path)["ETag"] == answer(client, path)["ETag"]


@pytest.mark.parametrize("end", FORMATS)
def test_an_unchanged_feed_is_answered_without_a_body(client: Client, article: ArticlePage, end: str) -> None:
    path = "/tin-tuc/" + end
    first = answer(client, path)
    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = answer(client, path, **header)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]


def test_a_new_or_removed_article_changes_the_feed(client: Client, make_article: MakeArticle) -> None:
    make_article("mot")
    first = answer(client, "/tin-tuc/rss.xml")
    second = make_article("hai")
    changed = answer(client, "/tin-tuc/rss.xml", **{"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    second.unpublish()
    assert answer(client, "/tin-tuc/rss.xml", **{"if-none-match": changed["ETag"]}).status_code == 200


def test_an_article_published_late_under_an_old_date_reaches_who_asks_by_time(
    client: Client, make_article: MakeArticle
) -> None:
    make_article("mot")
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Page.objects.update(last_published_at=an_hour_ago)
    seen = {"if-modified-since": http_date(an_hour_ago.timestamp() + 1)}
    assert answer(client, "/tin-tuc/rss.xml", **seen).status_code == 304
    make_article("hai", published_on=date(2019, 1, 1))
    assert answer(client, "/tin-tuc/rss.xml", **seen).status_code == 200


def test_an_entry_keeps_its_id_under_another_address_and_host(
    client: Client, article: ArticlePage, settings: pytest.FixtureRequest
) -> None:
    before = parsed(client, "/tin-tuc/atom.xml").entries[0]
    article.slug = "ten-moi"
    article.save_revision().publish()
    settings.BASE_URL = "https://moi.example"  # type: ignore[attr-defined]
    after = parsed(client, "/tin-tuc/atom.xml").entries[0]
    assert after.link == "https://moi.example/tin-tuc/ten-moi/"
    assert after.id == before.id


def test_a_feed_holds_the_newest_only(client: Client, make_article: MakeArticle) -> None:
    for number in range(MOST_ENTRIES + 1):
        make_article(f"bai-{number}", published_on=date(2019, 11, 1) + timedelta(days=number))
    make_article("mai", published_on=date(2020, 1, 3))
    entries = parsed(client, "/tin-tuc/rss.xml").entries
    assert len(entries) == MOST_ENTRIES
    assert entries[0].link.endswith(f"/bai-{MOST_ENTRIES}/")
    assert not [entry for entry in entries if entry.link.endswith(("/bai-0/", "/mai/"))]


def test_a_feed_asks_no_more_for_more_articles(
    client: Client, make_article: MakeArticle, live_page: ProcedurePage, django_assert_max_num_queries: MaxQueries
) -> None:
    for number in range(12):
        body = [("procedures", {"heading": "", "codes": ["BQP-06"]})]
        article = make_article(f"bai-{number}", procedures=[live_page], body=body)
        article.tags.add("một cửa")
        article.save()
    cache.clear()
    with django_assert_max_num_queries(4):
        answer(client, "/tin-tuc/rss.xml")


def test_a_sample_says_so_in_the_feed(client: Client, make_article: MakeArticle) -> None:
    make_article(is_sample=True)
    assert "Bài mẫu." in parsed(client, "/tin-tuc/rss.xml").entries[0].content[0].value


def test_addresses_become_whole_and_words_stay() -> None:
    html = (
        '<a href="/a/">href="/b/"</a><img src="/c.jpg" srcset="/c.jpg 480w, /d.jpg 960w"><a href="https://x.example/">'
    )
    assert with_whole_addresses(html) == (
        f'<a href="{HOST}/a/">href="/b/"</a><img src="{HOST}/c.jpg" srcset="{HOST}/c.jpg 480w, {HOST}/d.jpg 960w">'
        '<a href="https://x.example/">'
    )
