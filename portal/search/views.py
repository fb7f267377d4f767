"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def results(request: HttpRequest) -> HttpResponse:
    """`/tim-kiem/?q=`: what was found."""
    return render(request, "search/results.html", {"text": request.GET.get("q", "")[:200]})
