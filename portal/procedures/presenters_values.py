"""Values as people read them: stated, expressly none ("Không …"), or not supplied yet.

Every surface that prints a duration, a fee or a channel takes its words from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.templatetags.portal_text import dong
from portal.places.models import Level
from portal.procedures.enums import Audience, Channel, DurationUnit, FeeKind, Given
from portal.procedures.notice import Duration, Fee, LevelMark, Text


@dataclass(frozen=True, slots=True)
class Value:
    """A value to print: `text` is empty where nothing is supplied; `is_none` says "there is none"."""

    text: str = ""
    note: str = ""
    is_none: bool = False

    @property
    def is_missing(self) -> bool:
        return not self.text


def duration_value(duration: Duration) -> Value:
    """05 ngày làm việc; a number without a unit says so instead of guessing one."""
    if duration.unit == DurationUnit.SAME_DAY:
        return Value(_("Trong ngày"), duration.note)
    if duration.number is None:
        return Value("", duration.note)
    unit = DurationUnit(duration.unit).label if duration.unit else _("(văn bản không ghi đơn vị)")
    return Value(f"{duration.number:02d} {unit}", duration.note)


def fee_value(fee: Fee) -> Value:
    """One of the five statements about money, with its note."""
    if fee.kind == FeeKind.AMOUNT and fee.amount is not None:
        return Value(dong(fee.amount), fee.note)
    words = {
        FeeKind.FREE: _("Miễn phí"),
        FeeKind.NONE: _("Không thu"),
        FeeKind.UNREGULATED: _("Văn bản chưa quy định mức thu"),
        # Something is said, but no sum in đồng: "10 USD", "theo quy định của Hội đồng nhân dân".
        FeeKind.MISSING: _("Chưa rõ mức thu") if fee.note else "",
    }
    kind = FeeKind(fee.kind)
    return Value(words.get(kind, ""), fee.note, is_none=kind in {FeeKind.FREE, FeeKind.NONE})


def text_value(text: Text, none: str = "") -> Value:
    """A legal text; `none` is the phrase for "expressly none", else "Không"."""
    if text.given == Given.NONE:
        return Value(none or _("Không"), is_none=True)
    return Value(text.text)


def audience_labels(audiences: Iterable[str]) -> list[str]:
    """Labels of Đối tượng thực hiện; a code of a later list stands as it is."""
    known = dict(Audience.choices)
    return [str(known.get(code, code)) for code in audiences]


def channel_label(channel: str) -> str:
    """Trực tiếp, Trực tuyến, Dịch vụ bưu chính."""
    return str(dict(Channel.choices).get(channel, channel))


# --- levels ---------------------------------------------------------------------------------------

#: CSS class and word of a level badge, in the order they are shown.
_BADGES = {
    Level.PROVINCE.value: "t",
    Level.DISTRICT.value: "h",
    Level.COMMUNE.value: "x",
    Level.MINISTRY.value: "b",
    Level.OTHER.value: "k",
}
_PLACE_WORDS = {
    Level.PROVINCE.value: gettext_lazy("Trung tâm Phục vụ hành chính công tỉnh"),
    Level.DISTRICT.value: gettext_lazy("Huyện, thành phố"),
    Level.COMMUNE.value: gettext_lazy("Xã, phường, thị trấn"),
    Level.MINISTRY.value: gettext_lazy("Bộ, cơ quan trung ương"),
    Level.OTHER.value: gettext_lazy("Cơ quan khác"),
}


@dataclass(frozen=True, slots=True)
class LevelBadge:
    """A level beside a title."""

    level: str
    css: str
    word: str


def is_open(mark: LevelMark, day: date) -> bool:
    """Whether a level takes in the procedure on `day`."""
    return mark.starts_on <= day and (mark.ends_on is None or mark.ends_on > day)


def level_badges(marks: Iterable[LevelMark]) -> list[LevelBadge]:
    """Badges from province to commune, then the levels outside the province, each once."""
    levels = {mark.level for mark in marks}
    return [LevelBadge(level, css, str(Level(level).label)) for level, css in _BADGES.items() if level in levels]


def open_badges(marks: Iterable[LevelMark], day: date) -> list[LevelBadge]:
    """The levels open on `day`; all of them where none is open yet."""
    marks = list(marks)
    return level_badges([mark for mark in marks if is_open(mark, day)] or marks)


#: What to say of a level without service points of the province.
_OUTSIDE = {
    Level.MINISTRY.value: gettext_lazy("Cấp bộ: nộp tại bộ, cơ quan trung ương; không nộp tại quầy của tỉnh."),
    Level.OTHER.value: gettext_lazy("Cơ quan khác: nộp tại cơ quan nêu trong thủ tục; không nộp tại quầy của tỉnh."),
}


def outside_words(level: str) -> str:
    """Where papers of a level outside the province go; "" for a level of the province."""
    return str(_OUTSIDE.get(level, ""))


def place_word(level: str, *, inside: bool = False) -> str:
    """Where a level takes papers in, as people say it; `inside` a sentence only the Centre keeps its capital."""
    words = str(_PLACE_WORDS.get(level, level))
    return words[:1].lower() + words[1:] if inside and level != Level.PROVINCE else words
