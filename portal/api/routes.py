"""The addresses of the public API. Everything is read from Notice and Acceptance, as the pages are."""

from http import HTTPStatus
from typing import Annotated, Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from ninja import NinjaAPI, Path, Query
from ninja.renderers import BaseRenderer
from pydantic import BaseModel

from portal.api import errors, schemas, serialisers
from portal.core import clock
from portal.search import counting, suggestions
from portal.search.parameters import NAMES, read_filters
from portal.search.service import SearchRequest, search
from portal.search.understanding import LONGEST

#: Numbers of the ledger fit in 63 bits; a larger one was never given out.
LARGEST_CURSOR = 2**63 - 1


class Renderer(BaseRenderer):
    """JSON in UTF-8: Vietnamese escaped letter by letter would be twice as long."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer; dates and models as the shapes of the API have made them."""
        return orjson.dumps(data, default=_jsonable)


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)


api = NinjaAPI(
    title=f"{settings.SITE_NAME} {settings.PROVINCE_NAME}",
    version="1",
    description="Thủ tục hành chính đã công bố, nơi nhận và thay đổi. Chỉ đọc, không cần khóa.",
    urls_namespace="api",
    docs_url=None,
    renderer=Renderer(),
)
errors.add_handlers(api)

Code = Annotated[str, Path(max_length=24, description="Mã thủ tục, ví dụ BCA-04")]
Day = Annotated[str, Query(description="Ngày dạng YYYY-MM-DD; bỏ trống là hôm nay")]
Typed = Annotated[str, Query(description=f"Chữ đang gõ; chỉ {LONGEST} ký tự đầu được đọc")]
Since = Annotated[int, Query(ge=0, le=LARGEST_CURSOR, description="Số của lần hỏi trước")]


@api.get(
    "/search",
    url_name="search",
    response=schemas.SearchOut,
    summary="Tìm thủ tục",
    openapi_extra=errors.described(HTTPStatus.SERVICE_UNAVAILABLE),
)
def find(request: HttpRequest, asked: Query[schemas.SearchIn]) -> HttpResponse:
    """Bộ lọc cùng tên mở rộng, khác tên thu hẹp. Câu hỏi rỗng với bộ lọc cho mọi thủ tục qua bộ lọc."""
    filters = read_filters({name: getattr(asked, name) for name in NAMES}, clock.today())
    result = search(
        SearchRequest(
            text=asked.q,
            filters=filters,
            page=asked.page,
            size=asked.size,
            literal=asked.literal,
            anywhere=asked.anywhere,
        )
    )
    counting.count(request, result)
    return _at_once(serialisers.search_result(result, request))


@api.get(
    "/suggest",
    url_name="suggest",
    response=schemas.SuggestOut,
    summary="Gợi ý khi đang gõ",
    openapi_extra=errors.described(HTTPStatus.SERVICE_UNAVAILABLE),
)
def suggest(request: HttpRequest, q: Typed = "") -> HttpResponse:
    """Tên và cách gọi khác đi tiếp như đang gõ, tối đa 10."""
    return _at_once(serialisers.suggested(q, suggestions.suggest(q), request))


def _at_once(data: dict[str, Any]) -> HttpResponse:
    """An answer somebody waits for while typing, and that no cache keeps.

    Its shape is not proven at every request, which took a tenth of the time, but by the tests of the contract.
    """
    response = HttpResponse(orjson.dumps(data), content_type="application/json; charset=utf-8")
    add_never_cache_headers(response)
    return response


@api.get(
    "/procedures",
    url_name="procedures",
    response=schemas.ProcedureList,
    summary="Danh sách thủ tục",
    openapi_extra=errors.described(),
)
def procedures(request: HttpRequest, asked: Query[schemas.ListIn]) -> dict[str, Any]:
    """Mọi thủ tục đang áp dụng, theo mã."""
    return serialisers.procedure_list(clock.today(), asked.page, asked.size, request)


@api.get(
    "/procedures/{code}",
    url_name="procedure",
    response=schemas.ProcedureOut,
    summary="Một thủ tục",
    openapi_extra=errors.described(HTTPStatus.NOT_FOUND),
)
def procedure(request: HttpRequest, code: Code, date: Day = "") -> dict[str, Any]:
    """Nội dung công bố và nơi nhận vào một ngày."""
    return serialisers.procedure(code.upper(), clock.parse_day(date) or clock.today(), request)


@api.get(
    "/procedures/{code}/versions",
    url_name="versions",
    response=schemas.VersionList,
    summary="Các bản đã công bố",
    openapi_extra=errors.described(HTTPStatus.NOT_FOUND),
)
def versions(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Mọi bản của một thủ tục, mới nhất trước; xem nội dung một bản bằng ?date= trong thời gian hiệu lực của bản."""
    return serialisers.version_list(code.upper())


@api.get(
    "/sync",
    url_name="sync",
    response=schemas.SyncOut,
    summary="Những gì đã đổi",
    openapi_extra=errors.described(HTTPStatus.GONE),
)
def sync(request: HttpRequest, since: Since = 0) -> dict[str, Any]:
    """Mã đã đổi và đã gỡ sau một số của sổ thay đổi; số không theo tiếp được thì trả lời 410."""
    return serialisers.changes(since)
