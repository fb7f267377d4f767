"""Links in what the outreach publishes: where each stands, and whether it still leads anywhere."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.test import Client
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.core import clock
from portal.core.models import Announcement, StandardPage
from portal.core.outside import what_is_wrong
from portal.news.models import ArticlePage, CampaignPage, ShortLink, Spot
from portal.procedures.models import NoticeVersion, ProcedurePage

#: Other sites asked at one time.
FEW = 4

PAGE, DOCUMENT, PROCEDURE, ADDRESS = "page", "document", "procedure", "address"
_IN_TEXT = re.compile(r"https?://[^\s<>\"”)]+")
_MOST_REDIRECTS = 5
_GONE = 400
_PUBLIC_MODELS: tuple[type[models.Model], ...] = (ArticlePage, CampaignPage, Spot, StandardPage)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with the place it stands in; `kind` says what the target is: a key, a code or an address."""

    place: str
    kind: str
    target: str

    @property
    def is_external(self) -> bool:
        """Whether it leads to another site."""
        address = urlsplit(self.target)
        own = urlsplit(settings.BASE_URL)
        return self.kind == ADDRESS and bool(address.netloc) and address.netloc != own.netloc


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere, and why, for whoever mends it."""

    link: FoundLink
    reason: str


def all_links() -> Iterator[FoundLink]:
    """Every link in live articles, campaigns, spots, text pages and in urgent messages, each once a place."""
    for model in _PUBLIC_MODELS:
        for row in model._default_manager.filter(live=True).order_by("pk"):
            yield from dict.fromkeys(_links_of(row, _place(row)))
    for message in Announcement.objects.exclude(link_url="").filter(ends_at__gt=clock.now()):
        yield FoundLink(_place(message), ADDRESS, message.link_url)


def broken_inside(links: Iterable[FoundLink]) -> list[BrokenLink]:
    """Those of this portal that lead nowhere. External ones are not asked."""
    portal = _Portal()
    judged = ((link, portal.what_is_wrong(link)) for link in links if not link.is_external)
    return [BrokenLink(link, reason) for link, reason in judged if reason]


def broken_outside(links: Iterable[FoundLink]) -> list[BrokenLink]:
    """Those of other sites that lead nowhere; each address is asked once, a few at a time."""
    outside = [link for link in links if link.is_external]
    addresses = list(dict.fromkeys(link.target for link in outside))
    with ThreadPoolExecutor(FEW) as pool:
        reasons = dict(zip(addresses, pool.map(what_is_wrong, addresses), strict=True))
    return [BrokenLink(link, reasons[link.target]) for link in outside if reasons[link.target]]


class _Portal:
    """Answers for the links of this portal; each address is asked once, as a reader would."""

    def __init__(self) -> None:
        own = urlsplit(settings.BASE_URL)
        self._is_secure = own.scheme == "https"
        self._client = Client(raise_request_exception=False, headers={"host": own.netloc})
        self._known: dict[str, str] = {}

    def what_is_wrong(self, link: FoundLink) -> str:
        key = f"{link.kind}:{link.target}"
        if key not in self._known:
            self._known[key] = self._look(link)
        return self._known[key]

    def _look(self, link: FoundLink) -> str:
        if link.kind == PAGE:
            return "" if self._live_page(link.target) else "trang đã xóa hoặc chưa công bố"
        if link.kind == DOCUMENT:
            is_there = link.target.isdecimal() and get_document_model().objects.filter(pk=link.target).exists()
            return "" if is_there else "tài liệu đã xóa"
        if link.kind == PROCEDURE:
            return "" if link.target.upper() in self._codes else "không có thủ tục nào đang áp dụng mang mã này"
        return self._look_at_address(link.target)

    @staticmethod
    def _live_page(pk: str) -> bool:
        return pk.isdecimal() and Page.objects.live().filter(pk=pk).exists()

    @cached_property
    def _codes(self) -> frozenset[str]:
        versions = NoticeVersion.objects.in_force_on(clock.today())
        return frozenset(version.code for version in versions if version.is_in_force_kind)

    def _look_at_address(self, address: str) -> str:
        path = urlsplit(urljoin(f"{settings.BASE_URL}/", address))
        if path.scheme not in ("http", "https"):
            return "" if path.scheme in ("mailto", "tel") else "không phải địa chỉ trang"
        if path.path.startswith("/q/"):
            # Asked as a reader does, it would be counted as a scan.
            code = path.path.removeprefix("/q/").strip("/")
            return "" if not code or ShortLink.objects.filter(code=code.lower()).exists() else "không có mã ngắn này"
        return self._follow(path.path or "/", path.query)

    def _follow(self, path: str, query: str) -> str:
        for _number in range(_MOST_REDIRECTS + 1):
            answer = self._client.head(path, QUERY_STRING=query, secure=self._is_secure)
            if answer.streaming:
                # To its end, which closes the file. Not `close()`: it would end this command's own connection too.
                list(answer)
            location = answer.headers.get("Location", "")
            if not location:
                return "" if answer.status_code < _GONE else f"trả lời {answer.status_code}"
            target = urlsplit(urljoin(path, location))
            path, query = target.path, target.query
        return "chuyển hướng vòng quanh"


def _links_of(row: models.Model, place: str) -> Iterator[FoundLink]:
    for field in row._meta.get_fields():
        if isinstance(field, models.Field) and field.model is not Page:
            yield from _links_in(field, getattr(row, field.attname, None), row, place)
    for relation in get_all_child_relations(type(row)):
        for child in getattr(row, relation.get_accessor_name()).all():
            yield from _links_of(child, place)


def _links_in(field: Any, value: Any, row: models.Model, place: str) -> Iterator[FoundLink]:
    if isinstance(field, models.ForeignKey) and field.related_model is ProcedurePage:
        procedure = getattr(row, field.name)
        if procedure is not None:
            yield FoundLink(place, PROCEDURE, procedure.code or procedure.title)
    elif not value:
        return
    elif isinstance(field, StreamField):
        yield from _links_in_blocks(field.stream_block.get_prep_value(value), place)
    elif isinstance(field, RichTextField):
        yield from _links_in_html(value, place)
    elif isinstance(field, models.URLField):
        yield FoundLink(place, ADDRESS, value)
    elif isinstance(field, models.CharField | models.TextField):
        yield from _links_in_text(value, place)


def _links_in_blocks(value: Any, place: str) -> Iterator[FoundLink]:
    """The blocks as they are stored: lists of {"type", "value"}, with HTML, words and codes of procedures in them."""
    if isinstance(value, str):
        yield from _links_in_html(value, place) if "<" in value else _links_in_text(value, place)
    elif isinstance(value, dict):
        if value.get("type") == "procedures":
            codes = value["value"].get("codes", ())
            for code in codes:
                yield FoundLink(place, PROCEDURE, code["value"] if isinstance(code, dict) else code)
        for part in value.values():
            yield from _links_in_blocks(part, place)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _links_in_blocks(part, place)


def _links_in_text(text: str, place: str) -> Iterator[FoundLink]:
    for address in _IN_TEXT.findall(text):
        yield FoundLink(place, ADDRESS, address.rstrip(".,;:"))


def _links_in_html(fragment: str, place: str) -> Iterator[FoundLink]:
    anchors = _Anchors()
    anchors.feed(fragment)
    anchors.close()
    for found in anchors.found:
        kind = found.get("linktype") or ADDRESS
        target = found.get("id") if kind in (PAGE, DOCUMENT) else found.get("href")
        # A link inside the page itself leads to this page.
        if target and not target.startswith("#"):
            yield FoundLink(place, kind if kind in (PAGE, DOCUMENT) else ADDRESS, target)


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs))


def _place(row: models.Model) -> str:
    title = getattr(row, "title", "") or str(row)
    return f"{row._meta.verbose_name} “{title}”"
