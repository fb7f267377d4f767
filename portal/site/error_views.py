"""Error pages: plain Vietnamese, a search box, ways out. Those of 500 and 503 need no database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.core import clock
from portal.core.middleware import problem
from portal.procedures.days import UnreadableDay, UnreadableNumber

_API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what could not be read, in the reader's words, and a form to ask again."""
    is_ours = isinstance(exception, UnreadableDay | UnreadableNumber)
    message = str(exception) if is_ours else "Máy chủ không đọc được yêu cầu này."
    if request.path.startswith(_API):
        return problem(400, "Yêu cầu không đọc được", message)
    context = {"message": message, "asks_day": isinstance(exception, UnreadableDay)}
    return render(request, "400.html", context, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed here."""
    if request.path.startswith(_API):
        return problem(403, "Không được phép", "Bạn không được phép xem mục này.")
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form sent twice, too late or from elsewhere; Django's own page would be in English."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: search, lists, and where to go for old printed links."""
    if request.path.startswith(_API):
        return problem(404, "Không tìm thấy", "Không có gì ở địa chỉ này.")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without context processors, which might be what failed."""
    if request.path.startswith(_API):
        return problem(500, "Lỗi máy chủ", "Máy chủ gặp lỗi. Xin thử lại sau ít phút.")
    return HttpResponse(render_to_string("500.html", bare_context()), status=500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away; come back in a minute."""
    if request.path.startswith(_API):
        response: HttpResponse = problem(503, "Tạm ngừng", "Cơ sở dữ liệu đang tạm ngừng. Xin thử lại sau ít phút.")
    else:
        response = HttpResponse(render_to_string("503.html", bare_context()), status=503)
    response["Retry-After"] = "60"
    return response


def bare_context() -> dict[str, Any]:
    """The names every page needs, from the settings alone."""
    return {
        "portal": {
            "site_name": settings.SITE_NAME,
            "province_name": settings.PROVINCE_NAME,
            "administrative_office": settings.ADMINISTRATIVE_OFFICE,
            "base_url": settings.BASE_URL,
            "today": clock.today(),
            "clock_is_fixed": False,
        },
        "noindex": True,
    }
