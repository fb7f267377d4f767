"""Feeds of articles: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.

An entry keeps its id for ever (a UUID of the page), whatever becomes of its address or of the portal's host.
"""

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.template.loader import render_to_string
from django.utils import feedgenerator, timezone
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from portal.news.addresses import article_path
from portal.news.browsing import FEEDS, ArticleList
from portal.news.metadata import absolute, publisher, rights, site_name
from portal.news.models import ArticlePage
from portal.news.pictures import picture_of
from portal.news.presenters_articles import Body, moment_of_publication, moment_of_update, read_bodies
from portal.news.selectors import articles_on

#: Articles of one feed: who polls once a week misses none.
MOST_ENTRIES = 20

#: What XML 1.0 forbids; pasted text has it. https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ADDRESS = re.compile(r'(?<=\s)(href|src)="(/[^"]*)"')
_ADDRESSES = re.compile(r'(?<=\s)srcset="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed; `content` is HTML with whole addresses, `image` the address of its picture or empty."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    author: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    image: str


@dataclass(frozen=True, slots=True)
class FeedContents:
    """A feed before it is written in one of the formats.

    `updated` is what the feed says of itself; `changed` is when its newest article came onto the site, which may be
    later than the day the article is dated.
    """

    title: str
    description: str
    list_url: str
    own_url: str
    entries: tuple[Entry, ...]
    updated: datetime
    changed: datetime


def read_feed(shown: ArticleList, end: str, day: date) -> FeedContents:
    """The newest articles of a list; `end` is the end of the feed's own address (`rss.xml`)."""
    found = articles_on(day).filter(shown.condition).select_related("topic", "picture")
    pages = list(found.prefetch_related("tagged_items__tag")[:MOST_ENTRIES])
    bodies = read_bodies(pages, day)
    entries = tuple(_entry(page, bodies, day) for page in pages)
    start_of_day = timezone.make_aware(datetime.combine(day, time.min))
    updated = max((entry.updated for entry in entries), default=start_of_day)
    return FeedContents(
        title=f"{shown.heading} – {site_name()}",
        description=f"Tin, bài của {site_name()}. {rights()}.",
        list_url=absolute(shown.path),
        own_url=absolute(shown.path + end),
        entries=entries,
        updated=updated,
        changed=max([updated, *(page.last_published_at for page in pages if page.last_published_at)]),
    )


def _entry(page: ArticlePage, bodies: Body, day: date) -> Entry:
    published = moment_of_publication(page)
    picture = picture_of(page.picture, caption=page.picture_caption)
    tags = [item.tag.name for item in page.tagged_items.all()]
    topic = [page.topic.name] if page.topic else []
    content = render_to_string("news/feed_entry.html", {**bodies.context(), "article": page, "lead_picture": picture})
    return Entry(
        id=f"urn:uuid:{page.translation_key}",
        url=absolute(article_path(page.slug)),
        title=_readable(page.title),
        summary=_readable(page.lead),
        content=_readable(with_whole_addresses(content)),
        author=_readable(page.author_unit),
        published=published,
        updated=moment_of_update(page, day) or published,
        categories=tuple(_readable(name) for name in (*topic, *tags)),
        image=absolute(picture.url) if picture else "",
    )


def _readable(text: str) -> str:
    """A text without the characters no XML document may hold."""
    return _NOT_XML.sub("", text)


def with_whole_addresses(html: str) -> str:
    """HTML whose links and pictures also work on another site."""
    whole = _ADDRESS.sub(lambda found: f'{found[1]}="{absolute(found[2])}"', html)
    return _ADDRESSES.sub(lambda found: f'srcset="{_whole_srcset(found[1])}"', whole)


def _whole_srcset(srcset: str) -> str:
    return ", ".join(absolute(part.strip()) for part in srcset.split(", "))


class _Rss(feedgenerator.Rss201rev2Feed):
    """RSS with the whole article beside its summary (the `content` module of RSS 1.0, as readers know it)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self) -> datetime:
        """Not the moment of asking, which Django takes for a feed without entries."""
        return self.feed["updated"]


class _Atom(feedgenerator.Atom1Feed):
    """Atom with the whole article beside its summary."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """As in RSS."""
        return self.feed["updated"]


def _xml(kind: type[feedgenerator.SyndicationFeed], feed: FeedContents) -> bytes:
    document = kind(
        title=feed.title,
        link=feed.list_url,
        description=feed.description,
        subtitle=feed.description,
        language="vi",
        author_name=publisher(),
        feed_url=feed.own_url,
        feed_guid=feed.own_url,
        feed_copyright=rights(),
        updated=feed.updated,
    )
    for entry in feed.entries:
        document.add_item(
            title=entry.title,
            link=entry.url,
            # Read as HTML by both formats.
            description=escape(entry.summary),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            author_name=entry.author,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
            content=entry.content,
        )
    written = io.StringIO()
    document.write(written, "utf-8")
    return written.getvalue().encode()


def as_rss(feed: FeedContents) -> bytes:
    """RSS 2.0."""
    return _xml(_Rss, feed)


def as_atom(feed: FeedContents) -> bytes:
    """Atom 1.0."""
    return _xml(_Atom, feed)


def as_json(feed: FeedContents) -> bytes:
    """JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.list_url,
        "feed_url": feed.own_url,
        "description": feed.description,
        "language": "vi",
        "authors": [{"name": publisher()}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
        "tags": list(entry.categories),
        "language": "vi",
    }
    return {name: value for name, value in item.items() if value}


#: Format -> how it is written.
WRITERS: Mapping[str, Callable[[FeedContents], bytes]] = {"rss": as_rss, "atom": as_atom, "json": as_json}

#: End of an address -> its format.
FORMATS: Mapping[str, str] = {end: name for name, end in FEEDS.items()}
