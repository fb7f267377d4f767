"""The day a reader asks for (`?ngay=`), and what that makes of links."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from portal.core import clock


class UnreadableDay(BadRequest):
    """`?ngay=` is no day the portal can show; the message is for the reader."""


class UnreadableNumber(BadRequest):
    """A page number is none; the message is for the reader."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day a page shows, beside today."""

    shown: date
    today: date

    @property
    def is_other(self) -> bool:
        """Whether the reader looks at another day than today."""
        return self.shown != self.today

    @property
    def query(self) -> str:
        """What links append so that the reader stays in the day asked for."""
        return f"?ngay={self.shown:%Y-%m-%d}" if self.is_other else ""

    def context(self) -> dict[str, object]:
        """What `core/base.html` and every dated page need."""
        return {
            "day": self.shown,
            "is_dated": True,
            "is_other_day": self.is_other,
            "day_query": self.query,
            "noindex": self.is_other,
        }


def asked_day(request: HttpRequest) -> Day:
    """The day of `?ngay=`, today without it.

    Raises:
        UnreadableDay: answered with status 400, the message and a form to ask again.
    """
    today = clock.today()
    try:
        return Day(clock.parse_day(request.GET.get("ngay")) or today, today)
    except clock.UnreadableDate as error:
        raise UnreadableDay(str(error)) from error


def asked_page(request: HttpRequest) -> int:
    """The number of `?page=`, 1 without it.

    Raises:
        UnreadableNumber: not a whole number from 1 to 9999.
    """
    text = request.GET.get("page", "").strip() or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) >= 1):  # noqa: PLR2004 - four digits
        raise UnreadableNumber("Số trang không đúng. Hãy chọn trang trong danh sách.")
    return int(text)
