"""What is answered before or instead of a page: how the portal is, and a database that is away."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from portal.site import health
from portal.site.error_views import service_unavailable

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """`/healthz` (this process is alive) and `/readyz` (citizens can be served), before everything else.

    Whoever checks a container calls it by an address of the inner network and over plain HTTP, so neither
    the allowed hosts nor the redirect to HTTPS may come first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in {"/healthz", "/readyz"}:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if request.path == "/healthz":
            return self._answer({"status": "ok"}, 200)
        found = health.readiness()
        return self._answer(found.as_json(), 503 if found.status is health.Status.UNAVAILABLE else 200)

    @staticmethod
    def _answer(body: dict[str, object], status: int) -> HttpResponse:
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return JsonResponse(body, status=status, headers=headers)


class DatabaseAwayMiddleware:
    """Answers for views and templates that could not reach the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only what the database's driver reports; everything else stays a 500."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.exception("The database did not answer", exc_info=exception)
        return service_unavailable(request)
