"""The search page."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.core import clock
from portal.procedures.days import Day, asked_page
from portal.search import counting, presenters
from portal.search.engines.base import EngineUnavailable
from portal.search.parameters import NAMES, UnknownValue, read_filters
from portal.search.presenters_reading import FLAGS
from portal.search.service import LAST_PAGE, SearchRequest, search

#: Results on a page: enough to find, few enough for an old phone.
PAGE_SIZE = 20

#: Bytes of the note that a result was opened: a counted text, percent-encoded.
LONGEST_NOTE = 1_500


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`/tim-kiem/?q=`: what was found, or where else to ask; without a query, ways to browse."""
    today = clock.today()
    day = Day(today, today)
    asked = {name: values for name in NAMES if (values := request.GET.getlist(name))}
    asked |= {flag: ["1"] for flag in FLAGS if request.GET.get(flag) == "1"}
    page = min(asked_page(request), LAST_PAGE)
    try:
        filters = read_filters(asked, today)
    except UnknownValue as error:
        return render(request, "400.html", {"message": str(error)}, status=400)
    try:
        result = search(
            SearchRequest(
                text=request.GET.get("q", ""),
                filters=filters,
                page=page,
                size=PAGE_SIZE,
                literal="literal" in asked,
                anywhere="anywhere" in asked,
            )
        )
    except EngineUnavailable:
        return _unavailable(request, day)
    counting.count(request, result)
    if result.total and page > result.pages:
        last = request.GET.copy()
        last["page"] = str(result.pages)
        return redirect(f"{reverse('search:results')}?{last.urlencode()}")
    context = {
        "nav_current": "procedures",
        "noindex": bool(request.GET),
        **presenters.result_context(result, asked, filters, day),
    }
    if not result.total:
        context |= presenters.browse_context(day)
    response = render(request, "search/results.html", context)
    if request.GET:
        # What people look for is nobody else's business: no shared cache keeps it.
        add_never_cache_headers(response)
    return response


# No token: the page sets no cookie, and the note changes nothing but a count, for whoever sends it from our own page.
@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """`/tim-kiem/da-mo/`: a reader opened a result of the search `q`. Always 204, since nobody reads the answer."""
    if _comes_from_our_page(request) and _is_short_form(request):
        # Not request.POST, which refuses other encodings with a page of its own.
        counting.opened(QueryDict(request.body, encoding="utf-8").get("q", ""))
    response = HttpResponse(status=204)
    add_never_cache_headers(response)
    return response


def _comes_from_our_page(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Browsers from before 2023.
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_short_form(request: HttpRequest) -> bool:
    # Looked at before the body is read, of which the server hands over no more than this says.
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_form = request.content_type == "application/x-www-form-urlencoded"
    return is_form and length.isascii() and length.isdigit() and int(length) <= LONGEST_NOTE


def _unavailable(request: HttpRequest, day: Day) -> HttpResponse:
    context = {"nav_current": "procedures", "noindex": True, **presenters.browse_context(day)}
    response = render(request, "search/unavailable.html", context, status=503)
    add_never_cache_headers(response)
    return response
