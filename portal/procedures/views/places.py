"""Service points: where to hand papers in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.places.selectors import point_by_slug
from portal.procedures.days import asked_day
from portal.procedures.presenters_points import list_context, point_context


@require_safe
def service_points(request: HttpRequest) -> HttpResponse:
    """The places of the day; `?ten=` by name, `?xa=` nearest to a commune, `?thu-tuc=` that take one procedure in."""
    day = asked_day(request)
    name = " ".join(request.GET.get("ten", "").split())
    context = list_context(day, name, request.GET.get("xa", ""), request.GET.get("thu-tuc", "").upper())
    return render(request, "procedures/service_points_page.html", context)


@require_safe
def service_point(request: HttpRequest, slug: str) -> HttpResponse:
    """One place on the day; a closed one leads to those that took over."""
    day = asked_day(request)
    point = point_by_slug(slug, day.shown)
    if point is None:
        raise Http404
    return render(request, "procedures/service_point_page.html", point_context(point, day))
