"""What the log keeps: one line for each event, plain or JSON, and nothing about persons."""

import logging
import re
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from portal.core.redaction import redact

#: The request in work in this thread; "-" outside requests.
request_id: ContextVar[str] = ContextVar("request_id", default="-")

#: Fields of a JSON line. Whatever else libraries attach to a record (the request itself) is left out.
_FIELDS = ("time", "level", "logger", "message", "request_id", "method", "route", "path", "status", "ms")
_TEXTS = ("exc_info", "stack_info")

#: Fields no reader has a say in; `WithRequestId` looked at the id.
_SAFE = ("time", "level", "logger", "request_id")

#: Ids as nginx and this program make them. Their digits may look like anybody's number, and say nothing of anybody.
_MADE_HERE = re.compile(r"[0-9a-f]{32}|-")

#: What stands before it in a plain line is ours: time, level, logger and the request's id.
_END_OF_HEAD = "]: "


class WithoutReadersMistakes(logging.Filter):
    """Drops the traceback, never the line, of answers below 500: a crawler's bad dates would fill the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if isinstance(status, int) and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = None
            record.exc_text = None
        return True


class WithRequestId(logging.Filter):
    """Gives each record the id of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        found = request_id.get()
        record.request_id = found if _MADE_HERE.fullmatch(found) else redact(found)
        return True


class PlainFormatter(logging.Formatter):
    """A line for people; of an exception its traceback, never the values of its variables."""

    def __init__(self) -> None:
        super().__init__(
            f"{{asctime}} {{levelname}} {{name}} [{{request_id}}{_END_OF_HEAD}{{message}}",
            style="{",
            defaults={"request_id": "-"},
        )

    def format(self, record: logging.LogRecord) -> str:
        head, end, rest = super().format(record).partition(_END_OF_HEAD)
        return head + end + redact(rest)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """One line, whatever was asked for: what a reader typed must not look like another event."""
        record.message = "".join(map(_visible, record.message))
        return super().formatMessage(record)


class JsonLinesFormatter(JsonFormatter):
    """One JSON object a line."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime} {levelname} {name} {message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Keep the fields we know, each without personal data."""
        kept = {name: log_data[name] for name in (*_FIELDS, *_TEXTS) if log_data.get(name) is not None}
        return {name: value if name in _SAFE else _plain(value) for name, value in kept.items()}


def _visible(char: str) -> str:
    return char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """Numbers as they are; anything that is neither is told as redacted text."""
    return value if isinstance(value, int | float) else redact(str(value))
