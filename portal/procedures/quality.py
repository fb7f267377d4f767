"""Completeness of a notice and flags for doubtful data, computed and never typed."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.places.models import Level
from portal.procedures.enums import FeeKind
from portal.procedures.notice import Notice
from portal.procedures.preflight import PARTS, Gap, legal_gaps
from portal.procedures.source_marks import FLAG_OF
from portal.vietnamese.legacy import detect

#: The first day without the district level (Nghị quyết 202/2025/QH15).
DISTRICTS_ENDED = date(2025, 7, 1)
_FOREIGN_MONEY = re.compile(r"\d ?(?:USD|EUR|đô la)")


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the legal parts a to g are supplied, and which are not."""

    supplied: int
    total: int
    missing: tuple[Gap, ...]


def completeness(notice: Notice) -> Completeness:
    """Measure a notice by the parts of Điều 8 khoản 2."""
    missing = legal_gaps(notice)
    return Completeness(len(PARTS) - len(missing), len(PARTS), missing)


FLAGS: dict[str, str | Promise] = {
    "duration_without_unit": _("Thời hạn có số nhưng không có đơn vị"),
    "agency_ended": _("Cơ quan hoặc cấp tiếp nhận không còn tồn tại"),
    "fee_differs_by_channel": _("Miễn phí ở cách nộp này nhưng thu ở cách nộp khác"),
    "documents_out_of_order": _("Giấy tờ đánh số không theo thứ tự"),
    "basis_missing": _("Có nội dung nhưng chưa nêu căn cứ pháp lý"),
    "legacy_font": _("Có chữ gõ bằng phông cũ (TCVN3, VNI), người dân không đọc được"),
    "fee_in_foreign_currency": _("Phí ghi bằng ngoại tệ"),
    "fee_unclear": _("Nguồn ghi mức phí không rõ hoặc mâu thuẫn"),
    "count_unclear": _("Số bản của giấy tờ dính liền với số khác"),
    "unparsed_cell": _("Có ô của nguồn chưa tách được, còn để nguyên văn"),
    "columns_shifted": _("Nguồn ghi lệch cột: trình tự nằm ở ô giấy tờ"),
    "basis_without_number": _("Căn cứ pháp lý chưa rõ số hiệu"),
    "outside_code_list": _("Có giá trị ngoài danh mục (cấp, đối tượng)"),
}


def flags(notice: Notice, day: date) -> tuple[str, ...]:
    """Names (keys of FLAGS) of what looks wrong in a notice on `day`; nothing is corrected by guess."""
    return tuple(dict.fromkeys(_flags(notice, day)))


def _flags(notice: Notice, day: date) -> Iterator[str]:
    timed = [*(row.duration for row in notice.handlings), *(step.duration for step in notice.steps)]
    if any(duration.number is not None and not duration.unit for duration in timed):
        yield "duration_without_unit"
    open_levels = {mark.level for mark in notice.levels if mark.ends_on is None or mark.ends_on > day}
    if Level.DISTRICT.value in open_levels and day >= DISTRICTS_ENDED:
        yield "agency_ended"
    kinds = {row.fee.kind for row in notice.handlings}
    if FeeKind.AMOUNT.value in kinds and kinds & {FeeKind.FREE.value, FeeKind.NONE.value}:
        yield "fee_differs_by_channel"
    if any(_out_of_order(tuple(document.name for document in case.documents)) for case in notice.documents):
        yield "documents_out_of_order"
    has_content = notice.steps or notice.documents or notice.handlings
    if has_content and not notice.legal_basis:
        yield "basis_missing"
    if any(row.fee.amount is None and _FOREIGN_MONEY.search(row.fee.note) for row in notice.handlings):
        yield "fee_in_foreign_currency"
    texts = list(_texts(asdict(notice)))
    for phrase, flag in FLAG_OF.items():
        if any(phrase in text for text in texts):
            yield flag
    if any(detect(text) for text in texts):
        yield "legacy_font"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)


def _out_of_order(names: tuple[str, ...]) -> bool:
    """Whether items that carry letters ("a)", "b)") or numbers ("1.") do not rise."""
    marks = [name.split(maxsplit=1)[0].rstrip(").") for name in names if name[:3].rstrip(" ")[-1:] in {")", "."}]
    order = [int(mark) if mark.isdecimal() else "abcdđeghiklmnopqrstuvxy".find(mark.lower()) for mark in marks]
    return any(second < first for first, second in pairwise(order))
