"""What holds for every address under /api/: read only, readable from any site, errors as problem+json."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from portal.core.middleware import PROBLEM_TYPE, GetResponse, problem

_PREFIX = "/api/"
_METHODS = "GET, HEAD, OPTIONS"


class PublicApiMiddleware:
    """The API's outermost layer. It answers to nobody in particular: no cookie is read or set."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        # The data are public by law; any site may read them in its readers' browsers.
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(
                status=HTTPStatus.NO_CONTENT,
                headers={
                    "Allow": _METHODS,
                    "Access-Control-Allow-Methods": _METHODS,
                    "Access-Control-Allow-Headers": "*",
                    "Access-Control-Max-Age": "86400",
                },
            )
        if request.method not in {"GET", "HEAD"}:
            refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, "Chỉ đọc", "API này chỉ đọc: dùng GET hoặc HEAD.")
            refused["Allow"] = _METHODS
            return refused
        # The routes know GET only; the server leaves the body of an answer to HEAD out.
        is_head, request.method = request.method == "HEAD", "GET"
        response = self.get_response(request)
        if response.status_code != HTTPStatus.OK and response.get("Content-Type") != PROBLEM_TYPE:
            response = _as_problem(response.status_code)
        if is_head:
            request.method = "HEAD"
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = str(length)
        return response


def _as_problem(status: int) -> HttpResponse:
    # The API never redirects: where Django would try the address with a slash, there is nothing either.
    if status < HTTPStatus.BAD_REQUEST or status == HTTPStatus.NOT_FOUND:
        return problem(HTTPStatus.NOT_FOUND, "Không tìm thấy", "Không có gì ở địa chỉ này. Xem /api/v1/docs.")
    return problem(status, HTTPStatus(status).phrase, "Không trả lời được yêu cầu này.")
