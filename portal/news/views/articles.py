"""Articles and the lists of them."""

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.news import browsing
from portal.news.browsing import ArticleList
from portal.news.models import ArticlePage
from portal.news.presenters_articles import index_context, print_context
from portal.news.selectors import articles_on
from portal.procedures.days import asked_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All articles, newest first."""
    return _list(request, browsing.all_articles())


@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    """The articles of a year."""
    return _list(request, browsing.of_year(int(year), clock.today()))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles about a topic."""
    return _list(request, browsing.of_topic(slug))


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """The articles with a tag; the address names it without accents."""
    return _list(request, browsing.of_tag(tag, clock.today()))


@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles about an agency."""
    return _list(request, browsing.of_agency(slug))


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article. Without Wagtail's route, which asks the database five times before it begins."""
    page = _article(slug)
    return render(request, page.template, page.get_context(request))


@require_safe
def article_print(request: HttpRequest, slug: str) -> HttpResponse:
    """An article on white paper: words, sources and the address, without the ways around the site."""
    page = _article(slug)
    return render(request, page.print_template, {**page.get_context(request), **print_context(page)})


def _article(slug: str) -> ArticlePage:
    """The article at an address.

    Raises:
        Http404: there is none, it is not live, or its day is still to come.
    """
    articles = articles_on(clock.today()).select_related("topic", "agency", "picture")
    return get_object_or_404(articles, slug=slug)


def _list(request: HttpRequest, shown: ArticleList | None) -> HttpResponse:
    if shown is None:
        raise Http404
    today = clock.today()
    try:
        page = browsing.paginated(shown, today).page(asked_page(request))
    except EmptyPage as error:
        raise Http404 from error
    return render(request, "news/index_page.html", index_context(shown, page, today))
