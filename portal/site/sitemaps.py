"""The pages a search engine should know: today's notices, lists, places, documents, texts, news, campaigns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from portal.core import clock
from portal.core.models import StandardPage
from portal.news.addresses import public_addresses
from portal.places.selectors import points_on
from portal.procedures.days import Day
from portal.procedures.models import LegalDocument
from portal.procedures.outline import outline_on
from portal.procedures.presenters_catalogue import catalogue
from portal.procedures.selectors import addresses, recorded_on


class _PublicSitemap(Sitemap):
    """Addresses under the public host of the settings, not under the name the request came by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.BASE_URL.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return settings.BASE_URL.partition("://")[2]


class ProcedureSitemap(_PublicSitemap):
    """Notices in force today, with the moment their version was recorded."""

    def items(self) -> list[tuple[str, datetime]]:
        urls = addresses()
        return [(urls[code], recorded_at) for code, recorded_at in recorded_on(clock.today()) if code in urls]

    def location(self, item: tuple[str, datetime]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class ListSitemap(_PublicSitemap):
    """Home, lists, service points, documents, text pages."""

    def items(self) -> list[str]:
        return list(dict.fromkeys(self._locations()))

    def location(self, item: str) -> str:
        return item

    def _locations(self) -> Iterable[str]:
        today = clock.today()
        yield from ("/", reverse("procedures:index"), reverse("procedures:service_points"))
        yield reverse("procedures:legal_documents")
        for agency in catalogue(outline_on(today), Day(today, today)):
            yield agency.url
            yield from (field.url for field in agency.fields if field.url)
        for point in points_on(today):
            yield reverse("procedures:service_point", args=[point.slug])
        for slug in LegalDocument.objects.exclude(slug="").values_list("slug", flat=True):
            yield reverse("procedures:legal_document", args=[slug])
        pages: Iterable[Page] = StandardPage.objects.live()
        yield from (page.url for page in pages if page.url)


class NewsSitemap(_PublicSitemap):
    """Articles of today and their lists, live campaigns; the moment each was last published."""

    def items(self) -> list[tuple[str, datetime | None]]:
        return list(public_addresses(clock.today()))

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


SITEMAPS = {"thu-tuc": ProcedureSitemap, "danh-sach": ListSitemap, "tin-tuc": NewsSitemap}
