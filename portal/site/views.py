"""What robots read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Other days and search results are endless: crawlers stay with today's pages."""
    return render(request, "site/robots.txt", content_type="text/plain; charset=utf-8")
