"""What machines read in the head of an article: Dublin Core, Open Graph, JSON-LD, and the ways to its feeds."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.news.models import ArticlePage, ArticleSource
from portal.procedures.models import ProcedurePage

from .reading import Head, picture

MakeArticle = Callable[..., ArticlePage]

ADDRESS = "https://tthc.example/tin-tuc/nop-o-xa/"

#: Closes a script element, begins a comment, ends a line for old parsers, and is no letter at all.
AWKWARD = 'Hỏi "đáp" & </script><script>alert(1)</script><!-- \u2028\u2029 \x0b \\ {{ 7|add:7 }}'


@pytest.fixture(autouse=True)
def public_host(settings: pytest.FixtureRequest) -> None:
    settings.BASE_URL = "https://tthc.example"  # type: ignore[attr-defined]


def head(client: Client, path: str = "/tin-tuc/nop-o-xa/") -> Head:
    response = client.get(path)
    assert response.status_code == 200
    return Head(response.content.decode())


def test_dublin_core_has_what_must_and_what_should_be_there(
    client: Client, article: ArticlePage, settings: pytest.FixtureRequest
) -> None:
    article.tags.add("một cửa")
    article.sources.set([ArticleSource(label="Quyết định 1291/QĐ-TTg")])
    article.save()
    found = head(client)
    assert found.one("DC.title") == article.title
    assert found.one("DC.creator") == "Ban biên tập Cổng thông tin điện tử tỉnh"
    assert found.one("DC.date") == "2019-12-20"
    assert found.one("DC.description") == article.lead
    assert found.one("DC.publisher") == "Ủy ban nhân dân tỉnh Kon Tum"
    assert found.one("DC.identifier") == ADDRESS
    assert found.one("DC.language") == "vi"
    assert found.one("DC.source") == "Quyết định 1291/QĐ-TTg"
    assert found.all("DC.subject") == ["Nộp hồ sơ", "một cửa"]
    assert found.one("DC.type") == "Text"
    assert "ghi rõ nguồn" in found.one("DC.rights")
    assert {link["rel"] for link in found.links} >= {"schema.DC", "schema.DCTERMS"}


def test_open_graph_names_the_page_under_its_public_host(client: Client, make_article: MakeArticle) -> None:
    make_article(picture=picture())
    found = head(client)
    assert found.one("og:type") == "article"
    assert found.one("og:title") == "Thủ tục quân sự nộp ở xã"
    assert found.one("og:url") == found.canonical() == ADDRESS
    assert found.one("og:locale") == "vi_VN"
    assert found.one("og:image").startswith("https://tthc.example/")
    assert found.one("og:image:alt") == "Người dân nộp hồ sơ ở quầy"
    assert found.one("article:published_time") == "2019-12-20"


def test_json_ld_describes_the_article_and_the_services_it_is_about(
    client: Client, article: ArticlePage, live_page: ProcedurePage
) -> None:
    data = head(client).json_ld()
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.title
    assert data["datePublished"] == data["dateModified"] == "2019-12-20"
    assert data["mainEntityOfPage"] == ADDRESS
    assert data["author"] == {"@type": "Organization", "name": article.author_unit}
    assert data["publisher"]["name"] == "Ủy ban nhân dân tỉnh Kon Tum"
    assert data["about"] == [
        {
            "@type": "GovernmentService",
            "name": "Đăng ký nghĩa vụ quân sự lần đầu",
            "identifier": "BQP-06",
            "url": "https://tthc.example/thu-tuc/quan-su/thu-tuc-bqp-06/",
        }
    ]
    assert "image" not in data


def test_no_title_gets_out_of_its_place(client: Client, make_article: MakeArticle) -> None:
    article = make_article(title=AWKWARD, lead=AWKWARD, author_unit=AWKWARD)
    html = client.get("/tin-tuc/nop-o-xa/").content.decode()
    assert "<script>alert" not in html
    found = Head(html)
    assert found.json_ld()["headline"] == article.title
    assert found.one("og:title") == found.one("DC.title") == article.title
    assert "\u2028" not in html.split("application/ld+json")[1].split("</script>")[0]


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/tin-tuc/", "/tin-tuc/"),
        ("/tin-tuc/nop-o-xa/", "/tin-tuc/"),
        ("/tin-tuc/chu-de/nop-ho-so/", "/tin-tuc/chu-de/nop-ho-so/"),
        ("/tin-tuc/co-quan/quan-su/", "/tin-tuc/co-quan/quan-su/"),
    ],
)
def test_readers_of_news_find_the_feeds_of_a_page(client: Client, article: ArticlePage, path: str, base: str) -> None:
    assert head(client, path).alternates() == {
        "application/rss+xml": f"https://tthc.example{base}rss.xml",
        "application/atom+xml": f"https://tthc.example{base}atom.xml",
        "application/feed+json": f"https://tthc.example{base}feed.json",
    }


def test_a_list_without_feeds_names_none(client: Client, article: ArticlePage) -> None:
    found = head(client, "/tin-tuc/nam/2019/")
    assert found.alternates() == {}
    assert found.one("og:type") == "website"
    assert found.canonical() == "https://tthc.example/tin-tuc/nam/2019/"


def test_later_pages_of_a_list_have_an_address_of_their_own(client: Client, make_article: MakeArticle) -> None:
    for number in range(11):
        make_article(f"bai-{number}")
    assert head(client, "/tin-tuc/?page=1&utm_source=x").canonical() == "https://tthc.example/tin-tuc/"
    assert head(client, "/tin-tuc/?page=2").canonical() == "https://tthc.example/tin-tuc/?page=2"
