"""Errors of the API, each as problem+json with a sentence a person can act on."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from portal.core.clock import UnreadableDate
from portal.core.middleware import problem
from portal.ledger.reading import CursorTooOld
from portal.search.engines.base import EngineUnavailable
from portal.search.parameters import UnknownValue

_MESSAGES = {
    "missing": "phải có",
    "int_parsing": "phải là số nguyên",
    "int_parsing_size": "là số quá lớn",
    "int_from_float": "phải là số nguyên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không quá {le}",
    "string_too_long": "dài quá {max_length} ký tự",
}


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "minLength": 1},
        "status": {"type": "integer"},
        "detail": {"type": "string", "minLength": 1},
    },
}
_DESCRIPTIONS = {
    HTTPStatus.BAD_REQUEST: "Địa chỉ có ký tự không đọc được",
    HTTPStatus.REQUEST_URI_TOO_LONG: "Địa chỉ quá dài",
    HTTPStatus.NOT_FOUND: "Không có thủ tục này",
    HTTPStatus.METHOD_NOT_ALLOWED: "Chỉ đọc",
    HTTPStatus.GONE: "Không còn theo tiếp được từ số này: tải lại toàn bộ",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Tham số không đúng; “detail” nói tham số nào",
    HTTPStatus.SERVICE_UNAVAILABLE: "Bộ tìm kiếm không chạy được lúc này; hỏi lại sau Retry-After giây",
}


_ANYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


def described(*statuses: HTTPStatus) -> dict[str, Any]:
    """What a route's description says of its refusals, for `openapi_extra`."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {
        "responses": {
            status.value: {"description": _DESCRIPTIONS[status], "content": content}
            for status in (*_ANYWHERE, *statuses)
        }
    }


def add_handlers(api: NinjaAPI) -> None:
    """Turn every refusal of the routes into a problem."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(UnknownValue, _unreadable)
    api.add_exception_handler(UnreadableDate, _unreadable)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(CursorTooOld, _gone)
    api.add_exception_handler(EngineUnavailable, _unavailable)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    details = [_sentence(item) for item in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Tham số không đúng", "; ".join(details))


def _sentence(error: dict[str, Any]) -> str:
    name = str(error["loc"][-1])
    template = _MESSAGES.get(error["type"])
    return f"{name}: {template.format(**error.get('ctx', {})) if template else error['msg']}"


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Tham số không đúng", str(error))


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "Không tìm thấy", str(error) or "Không có gì ở địa chỉ này.")


def _gone(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        HTTPStatus.GONE,
        "Phải tải lại toàn bộ",
        "Không còn theo tiếp được từ số này. Hãy tải lại tất cả từ /api/v1/procedures, rồi đồng bộ từ số "
        "“cursor” của trang đầu.",
    )


def _unavailable(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "Tìm kiếm đang gián đoạn", "Bộ tìm kiếm không chạy được lúc này."
    )
    response["Retry-After"] = "60"
    return response
