"""Feeds of articles: all, of a topic, of an agency. Readers ask often, so an unchanged feed is one line."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.news import browsing
from portal.news.browsing import FEED_TYPES, ArticleList
from portal.news.feeds import FORMATS, WRITERS, read_feed

#: Seconds for which programs between here and the reader may keep a feed.
_KEPT_SECONDS = 300


@require_safe
def all_articles(request: HttpRequest, end: str) -> HttpResponseBase:
    """`/tin-tuc/rss.xml`, `atom.xml`, `feed.json`."""
    return _feed(request, browsing.all_articles(), end)


@require_safe
def of_topic(request: HttpRequest, slug: str, end: str) -> HttpResponseBase:
    """The same for a topic."""
    return _feed(request, browsing.of_topic(slug), end)


@require_safe
def of_agency(request: HttpRequest, slug: str, end: str) -> HttpResponseBase:
    """The same for an agency."""
    return _feed(request, browsing.of_agency(slug), end)


def _feed(request: HttpRequest, shown: ArticleList | None, end: str) -> HttpResponseBase:
    if shown is None:
        raise Http404
    name = FORMATS[end]
    feed = read_feed(shown, end, clock.today())
    content = WRITERS[name](feed)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    modified = int(feed.changed.timestamp())
    response = HttpResponse(content, content_type=f"{FEED_TYPES[name]}; charset=utf-8")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    # Read by scripts of other sites too; there is nothing here that is not public.
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response) or response
