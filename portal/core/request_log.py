"""One log line for each request, by which an operator follows it; none by which a reader could be followed."""

import logging
import re
import time
import uuid

from django.http import HttpRequest, HttpResponse

from portal.core.logs import request_id
from portal.core.middleware import GetResponse

logger = logging.getLogger("portal.requests")

HEADER = "X-Request-ID"
LONGEST_PATH = 200

#: Ids of a proxy that may be taken over; anything else could write what it likes into the log.
_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestLogMiddleware:
    """Logs method, route, path, status and time. No address, no name, no cookie, nothing that was asked.

    The id comes from the proxy in front (`X-Request-ID`) or is made here; every line written for the
    request bears it, and the answer tells it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        token = request_id.set(_id_of(request))
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            _log(request, response.status_code, started)
        finally:
            request_id.reset(token)
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex


def _log(request: HttpRequest, status: int, started: float) -> None:
    match = request.resolver_match
    fields = {
        "method": request.method,
        "route": match.route if match is not None else "",
        "path": request.path[:LONGEST_PATH],
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    logger.info("%(method)s %(path)s %(status)s %(ms)s ms", fields, extra=fields)
