"""The home page, what robots read, and pictures."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.static import serve

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


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A size of a picture of a page, where no web server in front of the portal hands it out, as in the demonstration.

    Uploaded originals and documents lie in other folders.
    """
    try:
        response = serve(request, path, document_root=default_storage.path("images"))
    except OSError as error:
        # A name longer than any file's.
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=604800"
    return response
