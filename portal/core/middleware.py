"""Guards every request passes: its size, readable input, and the content policy of its surface."""

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

#: Longest query string answered. A search text is cut far earlier; this bounds what is parsed at all.
MAX_QUERY_STRING = 4_096

PROBLEM_TYPE = "application/problem+json"

GetResponse = Callable[[HttpRequest], HttpResponse]


def problem(status: int, title: str, detail: str) -> JsonResponse:
    """An error of the API as problem+json (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE, json_dumps_params={"ensure_ascii": False})


class RequestSizeMiddleware:
    """Refuses a request that says it is larger than its address takes (`settings.REQUEST_LIMITS`).

    Its body is never read, so nothing of it comes to the disk. A body that does not say how large it is reads as
    empty, since WSGI has nothing else to go by.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = next(limit for prefix, limit in settings.REQUEST_LIMITS.items() if request.path.startswith(prefix))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= limit:
            return self.get_response(request)
        message = f"Nội dung gửi lên lớn hơn {limit >> 20} MB. Hãy chọn tệp nhỏ hơn rồi gửi lại."
        if request.path.startswith("/api/"):
            return problem(413, "Nội dung quá lớn", message)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What the upload pages of Wagtail show beside the file.
            return JsonResponse({"success": False, "error_message": message}, status=413)
        return render(request, "413.html", {"message": message}, status=413)


class ReadableInputMiddleware:
    """Refuses what no page can use: NUL bytes (PostgreSQL refuses them too) and endless query strings."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_STRING:
            return self._refuse(request, 414, "Câu hỏi quá dài. Hãy gõ ngắn hơn.")
        if "%00" in query or "\x00" in query or "\x00" in request.path:
            return self._refuse(request, 400, "Địa chỉ có ký tự không đọc được.")
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest, status: int, message: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            return problem(status, "Yêu cầu không đọc được", message)
        return render(request, "400.html", {"message": message}, status=status)


class ContentSecurityMiddleware(CSPMiddleware):
    """django-csp with a second policy for the editors' admin; readers' pages stay strict."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(settings.ADMIN_PREFIXES):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        elif getattr(request, "is_dummy", False):
            # Wagtail passes a previewed page through here under its public address; the editor frames the answer.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts
