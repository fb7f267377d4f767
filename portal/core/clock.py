"""The one place that knows which day it is.

Legal dates are dates, never moments: a notice of 1 July applies from midnight in Kon Tum, which is
17:00 of 30 June in UTC (Asia/Ho_Chi_Minh, no daylight time).
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

#: First day a reader may ask for: before the plan's decision nothing here was in force.
EARLIEST = date(2000, 1, 1)

#: Characters of `2020-01-15`; date.fromisoformat would also read other, shorter forms.
_LENGTH = 10


class UnreadableDate(ValueError):
    """The reader's text is not a day the portal can show; the message is for the reader."""


def today() -> date:
    """Today in Kon Tum, or the demonstration's fixed day (setting PORTAL_TODAY)."""
    return settings.PORTAL_TODAY or timezone.localdate()


def now() -> datetime:
    """This moment; where the day is fixed, the same time of that day."""
    moment = timezone.localtime()
    day = settings.PORTAL_TODAY
    return moment.replace(year=day.year, month=day.month, day=day.day) if day else moment


def is_fixed() -> bool:
    """Whether the clock stands still, which every page must then say."""
    return settings.PORTAL_TODAY is not None


def parse_day(text: str | None) -> date | None:
    """Read `YYYY-MM-DD` (what `<input type=date>` sends) or `dd/mm/yyyy`; None for an empty text.

    Raises:
        UnreadableDate: not a date, or outside EARLIEST .. a year after today, so that crawlers
            cannot walk the calendar for ever.
    """
    text = (text or "").strip()
    if not text:
        return None
    day = _read(text)
    if day is None:
        raise UnreadableDate("Ngày không đúng. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 15/01/2020.")
    if not EARLIEST <= day <= _latest():
        raise UnreadableDate("Chỉ xem được từ năm 2000 đến một năm sau hôm nay.")
    return day


def _latest() -> date:
    # The demo's clock may stand in the past while the succession of 2025 is worth showing.
    now = max(today(), timezone.localdate())
    return date(now.year + 1, 12, 31)


def _read(text: str) -> date | None:
    if not text.isascii() or len(text) > _LENGTH:
        return None
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text) if len(text) == _LENGTH else None
    except ValueError:
        return None
