"""What is named before something becomes public: all of it at once, and never on a draft."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, WorkflowPage
from wagtail.test.utils.form_data import streamfield

from portal.core.models import PortalImage
from portal.news import preflight
from portal.news.models import ArticlePage, CampaignIndexPage, CampaignPage, NewsIndexPage, OutreachMedia, Spot
from portal.news.preflight import gaps, warnings
from portal.site import demo

from .editing import act, article_form, bulk_url, campaign_form, no_rows, page_url, step, write_article

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def bare_picture(db: None) -> PortalImage:
    """A picture as an import would bring it: nothing said about it."""
    picture = PortalImage.objects.create(title="Trụ sở xã", file=get_test_image_file())
    # The size that forms show: Wagtail would make it, and leave a temporary file open.
    size = {"filter_spec": "max-165x165", "focal_point_key": "", "width": 165, "height": 124}
    picture.renditions.create(file=get_test_image_file(), **size)
    return picture


@pytest.fixture
def recording(db: None) -> OutreachMedia:
    media = OutreachMedia(title="Lời loa", type="audio", credit="Đài huyện", rights="Được dùng lại", duration=60)
    media.file.save("loa.mp3", ContentFile(b"ID3"))
    return media


def said(content: object) -> str:
    return " ".join(str(gap.message) for gap in gaps(content))


def test_the_demonstrations_own_contents_lack_nothing_but_translations(db: None) -> None:
    demo.seed()
    pages = [*ArticlePage.objects.all(), *CampaignPage.objects.all()]
    assert len(pages) == 7
    assert [said(page) for page in pages] == [""] * 7
    assert {said(spot) for spot in Spot.objects.exclude(script="")} == {""}
    assert {said(spot) for spot in Spot.objects.filter(script="")} == {"Chưa có lời."}


def test_every_gap_of_an_article_is_named_at_once(
    as_editor: Client, news_index: NewsIndexPage, bare_picture: PortalImage
) -> None:
    body = streamfield([("picture", {"picture": bare_picture.pk, "alt_text": "Trụ sở", "caption": ""})])
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news_index.pk])
    data = article_form(lead="", body=body, picture=bare_picture.pk, sources=no_rows(), **{"action-submit": "1"})
    html = as_editor.post(url, data).content.decode()
    for message in (
        "Chưa có nguồn nào.",
        "Ảnh “Trụ sở xã” chưa có mô tả cho người không nhìn thấy (ghi ở kho ảnh).",
        "“Trụ sở xã” chưa ghi người làm, nguồn.",
        "“Trụ sở xã” chưa ghi quyền sử dụng.",
    ):
        assert message in html
    assert not ArticlePage.objects.exists()


def test_a_draft_is_saved_whatever_is_missing(as_editor: Client, news_index: NewsIndexPage) -> None:
    draft = write_article(as_editor, news_index.pk, action="", lead="", author_unit="", sources=no_rows())
    assert draft is not None
    assert not draft.live
    assert "Chưa có câu mở đầu." in said(draft)


def test_a_campaign_needs_its_message_its_first_day_and_the_legal_text(
    as_editor: Client, campaign_index: CampaignIndexPage
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", "campaignpage", campaign_index.pk])
    as_editor.post(url, campaign_form(starts_on="01/12/2019"))
    draft = CampaignPage.objects.get()
    assert [gap.field for gap in gaps(draft)] == ["message", "legal_document"]
    response = as_editor.post(page_url("edit", draft), campaign_form(**{"action-submit": "1"}))
    assert {"message", "starts_on", "legal_document"} <= set(response.context["form"].errors)
    assert not draft.workflow_in_progress


def test_a_picture_must_be_described_in_the_body_too(
    make_article: Callable[..., ArticlePage], bare_picture: PortalImage
) -> None:
    bare_picture.credit, bare_picture.rights = "Văn phòng", "Được dùng lại"
    bare_picture.save()
    body = [("picture", {"picture": bare_picture, "alt_text": " ", "caption": ""})]
    assert "Ảnh “Trụ sở xã” trong nội dung chưa có mô tả" in said(make_article(body=body))


def test_a_picture_deleted_meanwhile_is_named(make_article: Callable[..., ArticlePage]) -> None:
    body = [("picture", {"picture": None, "alt_text": "Trụ sở", "caption": ""})]
    assert "chưa chọn ảnh, hoặc ảnh đã bị xóa" in said(make_article(body=body))


@pytest.mark.parametrize("kind", ["make_article", "make_campaign"])
def test_nothing_is_taken_down_before_it_begins(kind: str, request: pytest.FixtureRequest) -> None:
    make: Callable[..., Page] = request.getfixturevalue(kind)
    page = make(expire_at=datetime(2019, 11, 30, 23, 59, tzinfo=VIETNAM))
    assert "Giờ gỡ xuống trước ngày" in said(page)
    page.expire_at = datetime(2020, 3, 1, tzinfo=VIETNAM)
    assert "Giờ gỡ xuống" not in said(page)


def test_a_spot_needs_words_in_a_language_and_a_film_its_captions(
    make_spot: Callable[..., Spot], recording: OutreachMedia
) -> None:
    assert said(make_spot()) == ""
    assert "Chưa có lời." in said(make_spot(script=" "))
    assert "Phim chưa có phụ đề" in said(make_spot(medium="video", media=recording))
    assert said(make_spot(medium="video", media=recording, captions="captions/loi.vtt")) == ""
    assert said(make_spot(medium="radio", media=recording)) == ""


def test_a_heavy_file_is_warned_of_and_stops_nothing(
    make_spot: Callable[..., Spot], recording: OutreachMedia, monkeypatch: pytest.MonkeyPatch
) -> None:
    spot = make_spot(media=recording)
    assert warnings(spot) == []
    monkeypatch.setattr(preflight, "HEAVY_FILE", 2)
    assert "mạng yếu" in warnings(spot)[0]
    assert said(spot) == ""


def test_a_recording_whose_file_is_gone_is_no_error(make_spot: Callable[..., Spot], recording: OutreachMedia) -> None:
    recording.file.storage.delete(recording.file.name)
    assert warnings(make_spot(media=recording)) == []


def test_the_reviewer_reads_every_gap_and_cannot_approve(
    as_editor: Client, as_checker: Client, news_index: NewsIndexPage, bare_picture: PortalImage
) -> None:
    bare_picture.credit = bare_picture.rights = bare_picture.description = "Văn phòng"
    bare_picture.save()
    article = write_article(as_editor, news_index.pk, picture=bare_picture.pk)
    assert article is not None
    bare_picture.rights = ""
    bare_picture.save()
    response = as_checker.get(page_url("edit", article))
    assert "Chưa duyệt được: “Trụ sở xã” chưa ghi quyền sử dụng." in [
        str(message).strip() for message in response.context["messages"]
    ]
    act(as_checker, article, "approve")
    assert step().task.name == "Kiểm tra pháp lý"


def test_without_a_workflow_the_list_publishes_nothing_incomplete(
    admin_client: Client, make_article: Callable[..., ArticlePage]
) -> None:
    WorkflowPage.objects.all().delete()
    article = make_article()
    article.unpublish()
    response = admin_client.post(bulk_url("publish", article), follow=True)
    assert "Chưa có nguồn nào." in " ".join(str(message) for message in response.context["messages"])
    article.refresh_from_db()
    assert not article.live


def test_words_are_stored_with_whole_letters_however_they_were_typed(
    as_editor: Client, news_index: NewsIndexPage
) -> None:
    title = unicodedata.normalize("NFD", "Thủ tục quân sự")
    draft = write_article(as_editor, news_index.pk, action="", title=title)
    assert draft is not None
    assert draft.title == "Thủ tục quân sự"
    assert date(2019, 12, 20) == draft.published_on


def test_a_body_without_a_block_is_named_in_vietnamese(as_editor: Client, news_index: NewsIndexPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", news_index.pk])
    form = {name: value for name, value in article_form(sources=no_rows()).items() if not name.startswith("body-")}
    html = as_editor.post(url, form | {"body-count": "0", "action-submit": "1"}).content.decode()
    messages = html.split('class="messages"', 1)[1].split("</div>", 1)[0]
    assert "Chưa có nội dung, hoặc có ô chưa đúng" in messages
    assert "StreamBlock" not in messages
