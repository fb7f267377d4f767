"""What the pages of articles, their lists and the home page print of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.models import Page as WagtailPage

from portal.core.models import PortalImage
from portal.news import browsing
from portal.news.addresses import article_path
from portal.news.browsing import ArticleList
from portal.news.metadata import ArticleFacts, article_metadata, list_metadata
from portal.news.models import ArticlePage, ArticleSource
from portal.news.pictures import Picture, fetch_sizes, picture_of
from portal.news.presenters_procedures import ProcedureLink, procedure_links
from portal.news.selectors import articles_on, campaigns_on
from portal.printing.qr import svg_for_html

#: Articles the home page names.
HOME_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list."""

    title: str
    url: str
    lead: str
    day: date
    topic: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class HomeArticle:
    """An article on the home page."""

    title: str
    url: str
    day: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article has its facts from; `url` leads to a document of the portal or elsewhere, or is empty."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Body:
    """What the blocks of a body need from the database, read for all of them at once."""

    pictures: dict[int, Picture | None]
    procedures: dict[str, ProcedureLink]

    def context(self) -> dict[str, Any]:
        """What the templates of the blocks look into (`blocks.py`)."""
        return {"pictures": self.pictures, "procedure_links": self.procedures}


def row(page: ArticlePage) -> ArticleRow:
    """What a list prints of an article whose topic was read with it."""
    topic = page.topic.name if page.topic else ""
    return ArticleRow(page.title, article_path(page.slug), page.lead, page.published_on, topic, page.is_sample)


def index_context(shown: ArticleList, page: Page, day: date) -> dict[str, Any]:
    """A list of articles, the ways to other lists, and its feeds."""
    number = {"page": page.number} if page.number > 1 else {}
    return {
        "nav_current": "news",
        "shown": shown,
        "is_whole": shown.path == reverse("news:index"),
        "page": page,
        "articles": [row(article) for article in page.object_list],
        "total": page.paginator.count,
        "ways": browsing.ways_on(day),
        "campaigns": running_campaigns(day) if shown.path == reverse("news:index") else [],
        "feeds": shown.feeds,
        "canonical_path": f"{shown.path}?{urlencode(number)}" if number else shown.path,
        "metadata": list_metadata(shown.heading, shown.path),
    }


def whole_list_context(day: date) -> dict[str, Any]:
    """The first page of all articles."""
    shown = browsing.all_articles()
    return index_context(shown, browsing.paginated(shown, day).page(1), day)


def article_context(page: ArticlePage, day: date) -> dict[str, Any]:
    """One article, live or a draft whose fields may still be empty."""
    codes = linked_codes(page)
    body = read_bodies([page], day, codes)
    linked = [body.procedures[code] for code in codes if code in body.procedures]
    in_body = set(_codes_in_body(page))
    sources = [_source(row) for row in page.sources.select_related("document")]
    facts = ArticleFacts(
        path=article_path(page.slug),
        updated=moment_of_update(page, day),
        tags=[tag.name for tag in page.tags.all()],
        sources=[source.label for source in sources],
        picture=picture_of(page.picture, caption=page.picture_caption),
        procedures=linked,
    )
    return {
        **body.context(),
        "nav_current": "news",
        "article": page,
        "canonical_path": facts.path,
        "updated_on": timezone.localdate(facts.updated) if facts.updated else None,
        "lead_picture": facts.picture,
        "topic_url": reverse("news:topic", args=[page.topic.slug]) if page.topic and page.topic.slug else "",
        "tags": [(name, browsing.tag_path(name)) for name in facts.tags],
        "sources": sources,
        # Those the body lists stand there already.
        "procedures": [link for link in linked if link.code not in in_body],
        "feeds": browsing.all_articles().feeds,
        "print_url": reverse("news:article_print", args=[page.slug]) if page.slug else "",
        "metadata": article_metadata(page, facts),
    }


def print_context(page: ArticlePage) -> dict[str, Any]:
    """What the printed article has besides: its full address, to type and to scan."""
    address = settings.BASE_URL + article_path(page.slug)
    return {"noindex": True, "address": address, "qr": svg_for_html(address, f"Mã QR dẫn tới {address}")}


def read_bodies(pages: Sequence[ArticlePage], day: date, linked: Iterable[str] = ()) -> Body:
    """Pictures and procedures of the bodies, and the procedures `linked` besides.

    Two queries, and one more for each article with pictures.
    """
    images = [image for page in pages for image in _images_in_body(page)]
    fetch_sizes([*images, *(page.picture for page in pages if page.picture)])
    codes = [*linked, *(code for page in pages for code in _codes_in_body(page))]
    return Body({image.pk: picture_of(image) for image in images}, procedure_links(codes, day))


def linked_codes(page: ArticlePage) -> list[str]:
    """Codes of the procedures an article is linked to. One query."""
    return [row.procedure.code for row in page.procedures.select_related("procedure") if row.procedure.code]


def _images_in_body(page: ArticlePage) -> list[PortalImage]:
    # None where a picture was deleted since.
    found = [block.value.get("picture") for block in page.body if block.block_type == "picture"]
    return [image for image in found if image is not None]


def _codes_in_body(page: ArticlePage) -> list[str]:
    return [code for block in page.body if block.block_type == "procedures" for code in block.value["codes"]]


def _source(source: ArticleSource) -> Source:
    document = source.document
    own = reverse("procedures:legal_document", args=[document.slug]) if document and document.slug else ""
    return Source(source.label, own or source.url)


def moment_of_publication(page: ArticlePage) -> datetime:
    """Midnight of the day an article is dated: editors give a day, feeds want a moment."""
    return timezone.make_aware(datetime.combine(page.published_on, time.min))


def moment_of_update(page: ArticlePage, day: date) -> datetime | None:
    """When an article was last published anew; None where that is its first publication, or not yet past on `day`.

    The demonstration's day lies before the real one, on which its articles are changed.
    """
    last, first = page.last_published_at, page.first_published_at
    if last is None or first is None or last <= first or page.published_on is None:
        return None
    return last if page.published_on < timezone.localdate(last) <= day else None


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A campaign as other pages name it."""

    title: str
    message: str
    url: str


def running_campaigns(day: date) -> list[RunningCampaign]:
    """Campaigns running on `day`. One query."""
    return [
        RunningCampaign(title, message, reverse("news:campaign", args=[slug]))
        for title, message, slug in campaigns_on(day).values_list("title", "message", "slug")
    ]


def home_news(day: date) -> dict[str, Any]:
    """What the home page shows of the outreach on `day`. One query for both kinds of page."""
    newest = articles_on(day).values("pk")[:HOME_ARTICLES]
    pages = WagtailPage.objects.filter(Q(pk__in=newest) | Q(pk__in=campaigns_on(day).order_by().values("pk")))
    columns = ("articlepage__published_on", "articlepage__is_sample", "campaignpage__message", "title", "slug")
    rows = list(pages.order_by("-articlepage__published_on", "-campaignpage__starts_on", "-pk").values_list(*columns))
    return {
        "articles": [
            HomeArticle(title, article_path(slug), day, is_sample) for day, is_sample, _, title, slug in rows if day
        ],
        "campaigns": [
            RunningCampaign(title, message, reverse("news:campaign", args=[slug]))
            for day, _, message, title, slug in rows
            if not day
        ],
    }
