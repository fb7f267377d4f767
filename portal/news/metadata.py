"""What machines read of a page: Dublin Core, Open Graph, JSON-LD.

Thông tư 24/2011/TT-BTTTT, Điều 4 asks for the elements of Dublin Core: title, creator, date, description,
publisher and identifier must be there; language, source, contributor and subject should; the others may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from portal.news.models import ArticlePage
from portal.news.pictures import Picture
from portal.news.presenters_procedures import ProcedureLink
from portal.news.structured import json_ld

#: Namespaces of the elements; a browser never asks for them.
SCHEMAS = (("DC", "http://purl.org/dc/elements/1.1/"), ("DCTERMS", "http://purl.org/dc/terms/"))

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """(name, content) pairs for `<meta>` elements, and the text of a JSON-LD data block, ready for the page."""

    open_graph: Pairs
    dublin_core: Pairs = ()
    json_ld: str = ""

    @property
    def schemas(self) -> Pairs:
        """The namespaces a page with Dublin Core names."""
        return SCHEMAS if self.dublin_core else ()


def absolute(url: str) -> str:
    """An address under the public host of the settings, whatever name the request came by."""
    return urljoin(settings.BASE_URL, url)


def publisher() -> str:
    """The body that answers for the portal."""
    return settings.ADMINISTRATIVE_OFFICE


def rights() -> str:
    """How what is read here may be passed on."""
    return f"Khi dùng lại, ghi rõ nguồn: {site_name()}"


def site_name() -> str:
    """The portal's whole name."""
    return f"{settings.SITE_NAME} {settings.PROVINCE_NAME}"


def list_metadata(heading: str, path: str) -> Metadata:
    """Of a list of articles."""
    return Metadata(open_graph=_open_graph("website", heading, path))


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What the metadata of an article need beside its own fields; `updated` is None while it is as first published."""

    path: str
    updated: datetime | None
    tags: Sequence[str]
    sources: Sequence[str]
    picture: Picture | None
    procedures: Sequence[ProcedureLink]

    @property
    def modified(self) -> str:
        """`updated` with the hours that Viet Nam is ahead, or an empty text."""
        return timezone.localtime(self.updated).isoformat() if self.updated else ""

    @property
    def image(self) -> str:
        """The whole address of the picture, or an empty text."""
        return absolute(self.picture.url) if self.picture else ""


def article_metadata(page: ArticlePage, facts: ArticleFacts) -> Metadata:
    """Of an article."""
    return Metadata(
        open_graph=(
            *_open_graph("article", page.title, facts.path, page.lead),
            *_filled(
                ("og:image", facts.image),
                ("og:image:alt", facts.picture.alt if facts.picture else ""),
                ("article:published_time", _day(page)),
                ("article:modified_time", facts.modified),
                ("article:section", page.topic.name if page.topic else ""),
                *(("article:tag", tag) for tag in facts.tags),
            ),
        ),
        dublin_core=_dublin_core(page, facts),
        json_ld=json_ld(_news_article(page, facts)),
    )


def _day(page: ArticlePage) -> str:
    return f"{page.published_on:%Y-%m-%d}" if page.published_on else ""


def _subjects(page: ArticlePage, facts: ArticleFacts) -> list[str]:
    return [*([page.topic.name] if page.topic else []), *facts.tags]


def _filled(*pairs: tuple[str, str]) -> Pairs:
    return tuple((name, content) for name, content in pairs if content)


def _open_graph(kind: str, title: str, path: str, description: str = "") -> Pairs:
    return _filled(
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", absolute(path)),
        ("og:site_name", site_name()),
        ("og:locale", "vi_VN"),
    )


def _dublin_core(page: ArticlePage, facts: ArticleFacts) -> Pairs:
    return _filled(
        ("DC.title", page.title),
        ("DC.creator", page.author_unit),
        ("DC.date", _day(page)),
        ("DC.description", page.lead),
        ("DC.publisher", publisher()),
        ("DC.identifier", absolute(facts.path)),
        ("DC.language", "vi"),
        *(("DC.subject", subject) for subject in _subjects(page, facts)),
        *(("DC.source", source) for source in facts.sources),
        ("DC.coverage", settings.PROVINCE_NAME),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.rights", rights()),
        ("DCTERMS.modified", facts.modified),
    )


def _news_article(page: ArticlePage, facts: ArticleFacts) -> dict[str, Any]:
    """schema.org/NewsArticle; empty members are left out."""
    about = [
        {"@type": "GovernmentService", "name": link.title, "identifier": link.code, "url": absolute(link.url)}
        for link in facts.procedures
        if link.url
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.lead,
        "inLanguage": "vi",
        "datePublished": _day(page),
        "dateModified": facts.modified or _day(page),
        "author": {"@type": "Organization", "name": page.author_unit},
        "publisher": {"@type": "GovernmentOrganization", "name": publisher()},
        "mainEntityOfPage": absolute(facts.path),
        "image": [facts.image] if facts.image else [],
        "keywords": _subjects(page, facts),
        "about": about,
    }
    return {name: value for name, value in data.items() if value}
