"""The page of one article, its print, and what it never shows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from portal.news.models import ArticlePage, ArticleSource, NewsIndexPage
from portal.procedures import publication
from portal.procedures.enums import Lifecycle
from portal.procedures.models import LegalDocument, ProcedurePage

from .reading import picture

MakeArticle = Callable[..., ArticlePage]
MaxQueries = Callable[[int], AbstractContextManager[object]]

PATH = "/tin-tuc/nop-o-xa/"


def page(client: Client, path: str = PATH) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_article_shows_its_words_its_day_its_unit_and_its_procedures(client: Client, article: ArticlePage) -> None:
    html = page(client)
    for words in ("Thủ tục quân sự nộp ở xã", "Từ ngày 01/01/2020", "20/12/2019", article.author_unit):
        assert words in html.replace("\u00a0", " ")
    assert "Mang theo chứng minh nhân dân." in html
    assert 'href="/thu-tuc/quan-su/thu-tuc-bqp-06/"' in html
    assert "Đăng ký nghĩa vụ quân sự lần đầu" in html


def test_a_procedure_is_named_as_it_is_called_today(
    client: Client, article: ArticlePage, live_page: ProcedurePage
) -> None:
    live_page.title = "Đăng ký nghĩa vụ quân sự từ đủ 17 tuổi"
    live_page.change_reason = "Tên mới"
    live_page.save_revision().publish()
    assert "Đăng ký nghĩa vụ quân sự từ đủ 17 tuổi" in page(client)


def test_a_procedure_that_ended_says_so_and_keeps_its_link(
    client: Client, article: ArticlePage, live_page: ProcedurePage
) -> None:
    live_page.lifecycle = Lifecycle.ABOLISHED
    live_page.effective_from = date(2020, 1, 2)
    live_page.change_reason = "Bãi bỏ"
    live_page.save_revision().publish()
    html = page(client)
    assert "Đã bãi bỏ từ 02/01/2020" in html
    assert 'href="/thu-tuc/quan-su/thu-tuc-bqp-06/"' in html


def test_a_procedure_that_only_begins_says_from_when(
    client: Client, article: ArticlePage, settings: pytest.FixtureRequest
) -> None:
    settings.PORTAL_TODAY = date(2019, 12, 25)  # type: ignore[attr-defined]
    assert "Áp dụng từ 01/01/2020" in page(client)


def test_a_withdrawn_procedure_says_so(client: Client, article: ArticlePage, live_page: ProcedurePage) -> None:
    publication.withdraw("BQP-06")
    assert "Đã rút khỏi trang từ" in page(client)


def test_a_list_in_the_body_names_procedures_and_they_are_not_listed_twice(
    client: Client, make_article: MakeArticle, live_page: ProcedurePage
) -> None:
    body = [("procedures", {"heading": "Xem thủ tục", "codes": ["BQP-06", "BQP-99"]})]
    make_article(procedures=[live_page], body=body)
    html = page(client)
    assert html.count("Đăng ký nghĩa vụ quân sự lần đầu</a>") == 1
    assert "Thủ tục liên quan" not in html
    assert "BQP-99" not in html


def test_sources_lead_to_the_portals_own_documents_and_to_other_sites(
    client: Client, make_article: MakeArticle
) -> None:
    document = LegalDocument.objects.create(number="1291/QĐ-TTg", slug="1291-qd-ttg", kind="decision")
    article = make_article()
    article.sources.set(
        [
            ArticleSource(label="Quyết định 1291/QĐ-TTg", document=document, url="https://example.org/ban-sao"),
            ArticleSource(label="Báo tỉnh", url="https://example.org/bai"),
            ArticleSource(label="Kế hoạch, bản giấy"),
        ]
    )
    article.save()
    html = page(client)
    assert 'href="/van-ban/1291-qd-ttg/"' in html
    assert 'href="https://example.org/bai"' in html
    assert "<li>Kế hoạch, bản giấy</li>" in html
    assert "ban-sao" not in html


def test_a_picture_is_described_and_says_whose_it_is(client: Client, make_article: MakeArticle) -> None:
    image = picture()
    body = [("picture", {"picture": image, "alt_text": "Hai người ở quầy số một", "caption": "Ngày đầu tiên"})]
    make_article(picture=image, picture_caption="Một cửa xã", body=body)
    html = page(client)
    assert 'alt="Người dân nộp hồ sơ ở quầy"' in html
    assert 'alt="Hai người ở quầy số một"' in html
    assert html.count("Ảnh: Văn phòng UBND xã. Quyền sử dụng: Cơ quan tự chụp, được dùng lại") == 2
    assert "480w" in html
    assert "960w" in html


def test_a_picture_whose_file_is_gone_leaves_the_page_standing(client: Client, make_article: MakeArticle) -> None:
    image = picture()
    make_article(picture=image, body=[("picture", {"picture": image, "alt_text": "Quầy", "caption": ""})])
    Path(image.file.path).unlink()
    cache.clear()
    html = page(client)
    assert "<img" not in html
    assert "Thủ tục quân sự nộp ở xã" in html.replace("\u00a0", " ")


def test_a_picture_deleted_from_the_library_leaves_the_page_standing(client: Client, make_article: MakeArticle) -> None:
    image = picture()
    make_article(body=[("picture", {"picture": image, "alt_text": "Quầy", "caption": ""})])
    image.delete()
    assert "<figure" not in page(client)


def test_a_sample_says_it_is_one(client: Client, make_article: MakeArticle) -> None:
    make_article(is_sample=True)
    assert "Bài mẫu." in page(client)
    assert "Bài mẫu" in page(client, "/tin-tuc/")
    assert "Bài mẫu." in page(client, PATH + "in/")


def test_an_article_changed_on_a_later_day_says_when(client: Client, article: ArticlePage) -> None:
    assert "cập nhật" not in page(client)
    moment = timezone.make_aware(datetime(2020, 1, 1, 8))
    Page.objects.filter(pk=article.pk).update(first_published_at=moment - timedelta(days=12), last_published_at=moment)
    assert 'cập nhật ngày <time datetime="2020-01-01">' in page(client)


def test_a_change_after_the_demonstrations_day_is_not_told(client: Client, article: ArticlePage) -> None:
    article.lead = "Sửa sau ngày của bản trình diễn."
    article.save_revision().publish()
    assert "cập nhật" not in page(client)


@pytest.mark.parametrize("path", [PATH, PATH + "in/"])
def test_an_article_of_tomorrow_is_not_there_yet(
    client: Client, make_article: MakeArticle, settings: pytest.FixtureRequest, path: str
) -> None:
    make_article(published_on=date(2020, 1, 3))
    assert client.get(path).status_code == 404
    settings.PORTAL_TODAY = date(2020, 1, 3)  # type: ignore[attr-defined]
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [PATH, PATH + "in/"])
def test_an_article_taken_off_is_gone(client: Client, article: ArticlePage, path: str) -> None:
    article.unpublish()
    assert client.get(path).status_code == 404


def test_the_print_has_the_address_as_words_and_as_a_code_and_is_in_no_index(
    client: Client, article: ArticlePage, settings: pytest.FixtureRequest
) -> None:
    settings.BASE_URL = "https://tthc.example"  # type: ignore[attr-defined]
    html = page(client, PATH + "in/")
    assert "<b>https://tthc.example/tin-tuc/nop-o-xa/</b>" in html
    assert 'role="img" aria-label="Mã QR dẫn tới https://tthc.example/tin-tuc/nop-o-xa/"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Mang theo chứng minh nhân dân." in html


def test_an_index_renamed_in_the_admin_still_leads_to_the_articles(
    client: Client, article: ArticlePage, news_index: NewsIndexPage
) -> None:
    news_index.refresh_from_db()
    news_index.slug = "tin-moi"
    news_index.save_revision().publish()
    assert client.get("/tin-moi/").headers["Location"] == "/tin-tuc/"
    assert client.get("/tin-moi/nop-o-xa/").headers["Location"] == PATH


@pytest.mark.parametrize("images", [0, 4])
def test_an_article_asks_the_database_at_most_ten_times(
    client: Client,
    make_article: MakeArticle,
    live_page: ProcedurePage,
    django_assert_max_num_queries: MaxQueries,
    images: int,
) -> None:
    blocks = [
        ("picture", {"picture": picture(f"Ảnh {number}"), "alt_text": "Quầy", "caption": ""})
        for number in range(images)
    ]
    blocks.append(("procedures", {"heading": "", "codes": ["BQP-06"]}))
    article = make_article(picture=picture("Đầu bài"), body=blocks, procedures=[live_page])
    article.tags.add("một cửa", "nơi nộp")
    article.sources.set([ArticleSource(label=f"Nguồn {number}") for number in range(5)])
    article.save()
    # The first reader makes the sizes of the pictures.
    client.get(PATH)
    cache.clear()
    with django_assert_max_num_queries(10):
        client.get(PATH)


def test_a_page_of_an_article_sets_no_cookie_and_carries_the_strict_policy(
    client: Client, article: ArticlePage
) -> None:
    response = client.get(PATH)
    assert not response.cookies
    assert "unsafe" not in response["Content-Security-Policy"]
