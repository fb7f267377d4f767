"""The home page, and what robots read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.site.models import HomePage


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page without Wagtail's route, which asks the database five times before it begins."""
    page = HomePage.objects.live().first()
    if page is None:
        raise Http404
    return render(request, page.template, page.get_context(request))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Other days and search results are endless: crawlers stay with today's pages."""
    return render(request, "site/robots.txt", content_type="text/plain; charset=utf-8")
