"""The addresses of the public API."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from portal.core import clock
from portal.procedures import selectors

api = NinjaAPI(title="Thủ tục hành chính", version="1", urls_namespace="api", docs_url=None)


@api.get("/procedures", url_name="procedures")
def procedures(request: HttpRequest) -> dict[str, Any]:
    """Every procedure in force today."""
    found = selectors.notices_on(clock.today())
    return {"total": len(found), "results": [{"code": item.notice.code, "title": item.notice.title} for item in found]}
