"""What articles, campaigns and spots lack before they may be public; asked of a draft as it would be saved.

The forms ask on publish and submit (never on a draft), the approval steps before "approve", and the list's bulk
action. All gaps are named at once. What only makes a page slow is a warning and stops nothing.
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portal.core.models import PortalImage
from portal.news.enums import Medium
from portal.news.models import ArticlePage, CampaignPage, OutreachMedia, Spot
from portal.procedures.preflight import Gap

#: Bytes of a file for which somebody on a weak network (1 Mbit/s) waits a minute.
HEAVY_FILE = 7_500_000
MEGABYTE = 1_000_000

#: Media with a picture: what is spoken in them must also be readable (WCAG 2.2, 1.2.2).
FILMED = (Medium.VIDEO, Medium.TELEVISION)


@singledispatch
def gaps(content: Any) -> tuple[Gap, ...]:
    """Everything that keeps this draft from the public; nothing for content that has no rules here."""
    return ()


@gaps.register
def of_article(article: ArticlePage) -> tuple[Gap, ...]:
    return tuple(_of_article(article))


@gaps.register
def of_campaign(campaign: CampaignPage) -> tuple[Gap, ...]:
    return tuple(_of_campaign(campaign))


@gaps.register
def of_spot(spot: Spot) -> tuple[Gap, ...]:
    return tuple(_of_spot(spot))


def warnings(spot: Spot) -> list[str]:
    """What a spot may be published with, but makes people on a weak network wait."""
    size = _size(spot.media) if spot.media is not None else None
    if size is None or size <= HEAVY_FILE:
        return []
    text = _("Tệp nặng %(size)d MB: mạng yếu phải chờ hơn một phút. Nên làm bản nhẹ hơn.")
    return [text % {"size": round(size / MEGABYTE)}]


def _of_article(article: ArticlePage) -> Iterator[Gap]:
    if not article.title:
        yield Gap("text", "title", _("Chưa có tên bài."))
    if not article.lead:
        yield Gap("text", "lead", _("Chưa có câu mở đầu."))
    if not article.published_on:
        yield Gap("text", "published_on", _("Chưa có ngày đăng."))
    if not article.author_unit:
        yield Gap("text", "author_unit", _("Chưa có đơn vị biên soạn."))
    if not len(article.body):
        yield Gap("text", "body", _("Chưa có nội dung."))
    if not article.sources.all():
        yield Gap("sources", "sources", _("Chưa có nguồn nào."))
    yield from _of_picture("picture", article.picture)
    yield from _of_body(article)
    yield from _of_time(article, article.published_on, _("Giờ gỡ xuống trước ngày đăng."))


def _of_body(article: ArticlePage) -> Iterator[Gap]:
    for block in article.body:
        if block.block_type != "picture":
            continue
        if block.value.get("picture") is None:
            yield Gap("pictures", "body", _("Một ô ảnh trong nội dung chưa chọn ảnh, hoặc ảnh đã bị xóa."))
            continue
        if not block.value.get("alt_text", "").strip():
            text = _("Ảnh “%(picture)s” trong nội dung chưa có mô tả cho người không nhìn thấy.")
            yield Gap("pictures", "body", text % {"picture": block.value["picture"]})
        yield from _of_rights("body", block.value["picture"])


def _of_campaign(campaign: CampaignPage) -> Iterator[Gap]:
    if not campaign.title:
        yield Gap("text", "title", _("Chưa có tên đợt tuyên truyền."))
    if not campaign.message:
        yield Gap("text", "message", _("Chưa có thông điệp."))
    if not campaign.starts_on:
        yield Gap("time", "starts_on", _("Chưa có ngày bắt đầu."))
    if campaign.legal_document is None:
        yield Gap("legal", "legal_document", _("Chưa chọn văn bản được tuyên truyền."))
    for row in campaign.pictures.all():
        yield from _of_picture("pictures", row.picture)
    yield from _of_time(campaign, campaign.starts_on, _("Giờ gỡ xuống trước ngày bắt đầu."))


def _of_spot(spot: Spot) -> Iterator[Gap]:
    if not spot.script.strip():
        yield Gap("text", "script", _("Chưa có lời."))
    if spot.language_id is None:
        yield Gap("text", "language", _("Chưa chọn ngôn ngữ."))
    if spot.media is not None:
        yield from _of_rights("media", spot.media)
        if spot.medium in FILMED and not spot.captions:
            yield Gap("captions", "captions", _("Phim chưa có phụ đề cho người không nghe được."))


def _of_picture(field: str, picture: PortalImage | None) -> Iterator[Gap]:
    if picture is None:
        return
    if not picture.description.strip():
        text = _("Ảnh “%(picture)s” chưa có mô tả cho người không nhìn thấy (ghi ở kho ảnh).")
        yield Gap("pictures", field, text % {"picture": picture})
    yield from _of_rights(field, picture)


def _of_rights(field: str, file: PortalImage | OutreachMedia) -> Iterator[Gap]:
    if not file.credit.strip():
        yield Gap("rights", field, _("“%(file)s” chưa ghi người làm, nguồn.") % {"file": file})
    if not file.rights.strip():
        yield Gap("rights", field, _("“%(file)s” chưa ghi quyền sử dụng.") % {"file": file})


def _of_time(page: ArticlePage | CampaignPage, first_day: Any, message: str) -> Iterator[Gap]:
    if page.expire_at and first_day and localdate(page.expire_at) < first_day:
        yield Gap("time", "expire_at", message)


def _size(media: OutreachMedia) -> int | None:
    try:
        return int(media.file.size)
    except (OSError, ValueError):
        return None
