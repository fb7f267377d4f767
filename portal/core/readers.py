"""Telling a reader's request from a machine's, for what is counted; nothing about the reader is kept."""

import re

from django.http import HttpRequest

_ROBOT = re.compile(r"bot\b|crawl|spider|slurp", re.IGNORECASE)


def is_a_readers(request: HttpRequest) -> bool:
    """Whether somebody asked for this, as far as the request says: no HEAD, no fetching ahead, no robot."""
    # Not request.method: the API answers HEAD as if it were GET.
    if request.META.get("REQUEST_METHOD") != "GET":
        return False
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    return _ROBOT.search(request.headers.get("User-Agent", "")) is None
