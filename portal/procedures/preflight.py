"""What a notice still lacks, from one pure function with three callers.

The page form asks on publish and submit (never on a draft), the review task before approval, and
`publication.record` as the last guard. Legal parts: Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2, a to g.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.procedures.notice import Notice


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: the form field it belongs to, the legal part, and a sentence for the editor.

    `blocks` gaps stop publication always; the others unless the editor accepts that the public
    page names them (`gaps_accepted`).
    """

    part: str
    field: str
    message: str | Promise
    blocks: bool = False


class PreflightFailed(Exception):
    """Live content lacks what a public notice must have; `gaps` lists all of it at once."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        self.gaps = gaps
        super().__init__("; ".join(str(gap.message) for gap in gaps))


#: The legal parts a notice is measured by, in the order of the law.
PARTS = {
    "name": _("Tên thủ tục"),
    "steps": _("Trình tự thực hiện"),
    "channels": _("Cách thức thực hiện"),
    "documents": _("Thành phần hồ sơ"),
    "sets": _("Số lượng hồ sơ"),
    "duration": _("Thời hạn giải quyết"),
    "audience": _("Đối tượng thực hiện"),
    "deciding_body": _("Cơ quan thực hiện"),
}


def gaps(notice: Notice, effective_from: date | None) -> tuple[Gap, ...]:
    """Every gap of a notice, first those that block, then the legal parts in the order of the law."""
    return (*_blocking(notice, effective_from), *legal_gaps(notice))


def legal_gaps(notice: Notice) -> tuple[Gap, ...]:
    """The parts a to g of the law that are not supplied."""
    return tuple(_legal(notice))


def refusals(notice: Notice, effective_from: date | None) -> tuple[Gap, ...]:
    """The gaps that stop publication now: all of them, unless the editor accepted the legal ones."""
    found = gaps(notice, effective_from)
    if notice.gaps_accepted:
        return tuple(gap for gap in found if gap.blocks)
    return found


def _blocking(notice: Notice, effective_from: date | None) -> Iterator[Gap]:
    if not notice.code:
        yield Gap("identity", "code", _("Chưa có mã thủ tục."), blocks=True)
    if not notice.title:
        yield Gap("name", "title", _("Chưa có tên thủ tục."), blocks=True)
    if not notice.agency.code:
        yield Gap("identity", "agency", _("Thủ tục chưa thuộc cơ quan nào."), blocks=True)
    if not notice.field:
        yield Gap("identity", "field", _("Chưa chọn lĩnh vực."), blocks=True)
    if not notice.levels:
        yield Gap("place", "levels", _("Chưa có cấp tiếp nhận và ngày bắt đầu nhận."), blocks=True)
    if effective_from is None:
        yield Gap("identity", "effective_from", _("Chưa có ngày áp dụng."), blocks=True)


def _legal(notice: Notice) -> Iterator[Gap]:
    if not notice.steps:
        yield Gap("steps", "steps", _("Trình tự thực hiện (điểm b) chưa có bước nào."))
    if not notice.handlings:
        yield Gap("channels", "handlings", _("Cách thức thực hiện (điểm c) chưa có."))
    if not any(case.documents for case in notice.documents):
        yield Gap("documents", "documents", _("Thành phần hồ sơ (điểm d) chưa có giấy tờ nào."))
    if notice.dossier_sets is None:
        yield Gap("sets", "dossier_sets", _("Số lượng hồ sơ (điểm d) chưa có."))
    if not any(row.duration for row in notice.handlings):
        yield Gap("duration", "handlings", _("Thời hạn giải quyết (điểm đ) chưa có."))
    if not notice.audiences:
        yield Gap("audience", "audiences", _("Đối tượng thực hiện (điểm e) chưa có."))
    if not notice.deciding_body:
        yield Gap("deciding_body", "deciding_body", _("Cơ quan thực hiện (điểm g) chưa có."))
