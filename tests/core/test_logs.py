import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.log import AdminEmailHandler
from django.utils.module_loading import import_string

from portal.core.logs import JsonLinesFormatter, PlainFormatter, WithoutReadersMistakes, WithRequestId, request_id
from portal.core.redaction import redact
from portal.core.request_log import RequestLogMiddleware


def record(status: int | None) -> logging.LogRecord:
    try:
        raise ValueError("2020-02-31")
    except ValueError:
        made = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Bad Request", (), sys.exc_info())
    if status is not None:
        made.status_code = status
    return made


@pytest.mark.parametrize(("status", "kept"), [(400, False), (404, False), (500, True), (None, True)])
def test_a_readers_mistake_is_one_line_and_our_own_keeps_its_traceback(status: int | None, kept: bool) -> None:
    made = record(status)
    assert WithoutReadersMistakes().filter(made)
    assert (made.exc_info is not None) is kept


# --- nothing about persons --------------------------------------------------------------------------

PERSONAL = {
    "a query": ("Not Found: /tim-kiem/?q=Nguyễn+Văn+A&size=20", ["Nguyễn", "size=20"]),
    "an address with a query": ('"GET https://tthc.example/api/v1/search?q=abc HTTP/1.1" 200', ["q=abc"]),
    "a citizen card": ("CCCD 001099012345 không hợp lệ", ["001099012345"]),
    "a citizen card in groups": ("số 001 099 012 345.", ["001 099", "012 345"]),
    "an identity card": ("CMND:233123456;", ["233123456"]),
    "a mobile phone": ("gọi 0905123456", ["0905123456"]),
    "a phone in groups": ("gọi 0905.123.456 hoặc 0260 3862 222", ["123.456", "3862"]),
    "a phone in brackets": ("gọi (0260) 3862 222", ["3862", "0260"]),
    "a social insurance number": ("BHXH 6420123456.", ["6420123456"]),
    "a health insurance card": ("thẻ HS4620123456789", ["4620123456789"]),
    "a bank account": ("STK 1903456789012345", ["1903456789012345"]),
    "a phone from abroad": ("gọi +84 905 123 456", ["905 123"]),
    "an e-mail address": ("Key (email)=(nguyen.van.a@kontum.gov.vn) already exists.", ["nguyen", "kontum"]),
    "a database's password": (
        "connection to postgresql://portal:p@ss/word@db:5432/portal failed",
        ["p@ss", "word@", "portal:p"],
    ),
    "a redis password": ("redis://:geheim@cache:6379/0 refused", ["geheim"]),
    "a password by name": ("password=geheim user=portal", ["geheim"]),
    "a token": ("Authorization: Bearer abc.def", ["abc.def"]),
}

KEPT = [
    "Not Found: /thu-tuc/cong-an/cap-doi-the/",
    "GET /tt/BCA-04 200 12.5 ms",
    "2020-01-02 đến 2025-07-01, 36 thủ tục",
    "Bạn cần làm thủ tục gì? Xem tiếp",
    "mã 1.013133, văn bản 13/2016/NĐ-CP, 78/2015/QH13",
    "http://localhost:8000/",
    "127.0.0.1:55432",
    "portal-procedures-20260102030405678901-a1b2c3",
    "IndexError: list index out of range (line 1234)",
]


@pytest.fixture(params=["plain", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger with the handler of the settings, and what it writes."""
    chosen: Any = settings.LOGGING
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatters: dict[str, logging.Formatter] = {"plain": PlainFormatter(), "json": JsonLinesFormatter()}
    handler.setFormatter(formatters[request.param])
    for name in chosen["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(chosen["filters"][name]["()"])())
    logger = logging.getLogger(f"portal.test.{request.param}")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield logger, stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(("text", "secrets"), PERSONAL.values(), ids=PERSONAL.keys())
def test_what_says_who_somebody_is_never_reaches_the_log(
    written: tuple[logging.Logger, io.StringIO], text: str, secrets: list[str]
) -> None:
    logger, stream = written
    logger.warning(text)
    logger.warning("%s", text)
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("failed")
    assert stream.getvalue().count("…") >= 3
    assert [secret for secret in secrets if secret in stream.getvalue()] == []


@pytest.mark.parametrize("text", KEPT)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert redact(text) == text


def test_an_exception_is_told_without_the_values_of_its_variables(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    name_of_a_citizen = "Y Bhăm " + "Niê"
    try:
        raise RuntimeError(len(name_of_a_citizen))
    except RuntimeError:
        logger.exception("failed")
    assert "RuntimeError" in stream.getvalue()
    assert "Bhăm Niê" not in stream.getvalue()


def test_a_json_line_has_known_fields_only_whatever_is_attached() -> None:
    made = record(404)
    made.request = object()
    made.user = "nguyen"
    line = json.loads(JsonLinesFormatter().format(made))
    assert set(line) == {"time", "level", "logger", "message", "exc_info"}
    assert line["level"] == "WARNING"


# --- requests ---------------------------------------------------------------------------------------


@pytest.fixture
def requests(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="portal.requests")
    return caplog


@pytest.mark.django_db
def test_a_request_is_one_line_that_says_nothing_about_the_reader(
    client: Client, requests: pytest.LogCaptureFixture
) -> None:
    client.cookies["sessionid"] = "geheim"
    response = client.get("/robots.txt?q=Nguyễn", headers={"user-agent": "Old phone"}, REMOTE_ADDR="203.0.113.7")
    (line,) = [made for made in requests.records if made.name == "portal.requests"]
    fields = vars(line)
    assert (fields["method"], fields["route"], fields["path"], fields["status"]) == (
        "GET",
        "robots.txt",
        "/robots.txt",
        200,
    )
    assert fields["ms"] >= 0
    text = JsonLinesFormatter().format(line) + PlainFormatter().format(line)
    assert [word for word in ("Nguyễn", "203.0.113.7", "geheim", "Old phone") if word in text] == []
    assert response["X-Request-ID"]


@pytest.mark.parametrize(
    ("given", "is_taken_over"),
    [
        ("a1b2c3d4-e5f6", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("short", False),
        ("two words 1234", False),
        ('"}{injected', False),
        ("", False),
    ],
)
def test_the_id_of_a_proxy_is_taken_over_only_if_it_is_one(client: Client, given: str, is_taken_over: bool) -> None:
    response = client.options("/api/v1/search", headers={"x-request-id": given})
    assert (response["X-Request-ID"] == given) is is_taken_over
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", response["X-Request-ID"])


def test_lines_written_during_a_request_bear_its_id_and_later_ones_do_not() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        made = record(500)
        WithRequestId().filter(made)
        seen.append(vars(made)["request_id"])
        return HttpResponse()

    request = RequestFactory().get("/", headers={"x-request-id": "proxy-0001"})
    request.resolver_match = None
    RequestLogMiddleware(view)(request)
    assert seen == ["proxy-0001"]
    assert request_id.get() == "-"


def test_what_is_typed_into_an_address_never_becomes_a_line_of_its_own(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    logger.info("GET %s 404", "/x\n2026-01-01 ERROR portal: \x1b[31mforged\ragain")
    assert stream.getvalue().count("\n") == 1
    assert not {"\x1b", "\r"} & set(stream.getvalue())


def test_the_id_by_which_a_request_is_followed_is_written_whole_though_it_looks_like_a_number(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    for given, kept in (("0905123456f001099012345abcdef123", True), ("ma-0905123456", False)):
        token = request_id.set(given)
        logger.info("failed")
        request_id.reset(token)
        assert (given in stream.getvalue()) is kept


def test_nobody_gets_mail_with_the_values_of_variables() -> None:
    names = [None, *logging.root.manager.loggerDict]
    handlers = [handler for name in names for handler in logging.getLogger(name).handlers]
    assert not any(isinstance(handler, AdminEmailHandler) for handler in handlers)
