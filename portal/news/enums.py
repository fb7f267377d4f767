"""The code lists of outreach work."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    """How a message reaches people. Short links and reach entries are counted by it."""

    RADIO = "radio", _("Phát thanh")
    TELEVISION = "tv", _("Truyền hình")
    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh xã")
    VIDEO = "video", _("Video trên mạng")
    LED = "led", _("Bảng chữ điện tử")
    NEWSPAPER = "newspaper", _("Báo")
    PORTAL = "portal", _("Cổng thông tin điện tử")
    POSTER = "poster", _("Áp phích")
    LEAFLET = "leaflet", _("Tờ rơi")
    BOARD = "board", _("Bảng niêm yết")
    MEETING = "meeting", _("Buổi họp dân")


#: What a spot can be made for: something that is heard, seen or runs over a sign.
SPOT_MEDIA = (Medium.RADIO, Medium.TELEVISION, Medium.LOUDSPEAKER, Medium.VIDEO, Medium.LED)


class OutletKind(models.TextChoices):
    """Who carries a message."""

    RADIO = "radio", _("Đài phát thanh")
    TELEVISION = "tv", _("Đài truyền hình")
    NEWSPAPER = "newspaper", _("Báo")
    PORTAL = "portal", _("Cổng thông tin điện tử")
    LOUDSPEAKER = "loudspeaker", _("Đài truyền thanh xã")


class Frequency(models.TextChoices):
    """How often a slot comes back (RFC 5545, FREQ); "once" has no rule."""

    ONCE = "once", _("Một lần")
    DAILY = "daily", _("Hằng ngày")
    WEEKLY = "weekly", _("Hằng tuần")
    MONTHLY = "monthly", _("Hằng tháng")


class Weekday(models.TextChoices):
    """Days of the week, in the order of `date.weekday()`, as recurrence rules name them (RFC 5545, BYDAY)."""

    MONDAY = "MO", _("thứ Hai")
    TUESDAY = "TU", _("thứ Ba")
    WEDNESDAY = "WE", _("thứ Tư")
    THURSDAY = "TH", _("thứ Năm")
    FRIDAY = "FR", _("thứ Sáu")
    SATURDAY = "SA", _("thứ Bảy")
    SUNDAY = "SU", _("Chủ nhật")

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The weekday of `day`."""
        return list(cls)[day.weekday()]


class AiringStatus(models.TextChoices):
    """What became of one planned airing."""

    PLANNED = "planned", _("Dự kiến")
    AIRED = "aired", _("Đã phát")
    CANCELLED = "cancelled", _("Hủy")


class TranslationStatus(models.TextChoices):
    """How far the words of a spot are in its language."""

    MISSING = "missing", _("Chưa dịch")
    IN_WORK = "in_work", _("Đang dịch")
    DONE = "done", _("Đã dịch")
    CHECKED = "checked", _("Đã soát")


class ReachKind(models.TextChoices):
    """What is counted by hand; scans and visits count themselves."""

    AIRING = "airing", _("Lượt phát")
    LEAFLET = "leaflet", _("Tờ rơi đã phát")
    POSTER = "poster", _("Áp phích đã dán")
    MEETING = "meeting", _("Buổi họp")
    PEOPLE = "people", _("Người dự")
    ARTICLE = "article", _("Bài đã đăng")
