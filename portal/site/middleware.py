"""A database that is away is a 503 with a page that says so, not an error of the program."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from portal.site.error_views import service_unavailable

logger = logging.getLogger(__name__)


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
