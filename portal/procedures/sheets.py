"""The posting sheet as one value: the HTML sheet and the PDF print these words in this order.

Order and letters follow Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2. A sheet is built from a Notice, the
header of its version, where the procedure is accepted on the day, and the site's contact data; it
asks neither the database nor the clock.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.places.models import Level
from portal.procedures import sheet_parts as parts
from portal.procedures.enums import IN_FORCE_KINDS, Given, VersionKind
from portal.procedures.models import NoticeVersion
from portal.procedures.notice import Notice, Text
from portal.procedures.preflight import PARTS, legal_gaps
from portal.procedures.presenters_values import level_badges, outside_words, text_value
from portal.procedures.sheet_parts import MISSING, Key, Line, PaperCase, Step, Table, day_text
from portal.procedures.source_marks import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The service points of one level that take the procedure in on the day."""

    level: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceSummary:
    """Where a procedure is accepted on a day, by level; `paused` are points that stopped for a while."""

    places: tuple[Places, ...] = ()
    paused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who publishes and where citizens turn to, from the settings; "" is not supplied."""

    publisher: str
    feedback_address: str = ""
    hotline: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The circumstances of one print: the day it is for, today, and the permanent link."""

    day: date
    today: date
    clock_is_fixed: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """Something the reader must know first, in large words; `kind` is ended, other-day, reference or gaps."""

    kind: str
    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the sheet. What is not empty is printed in the order of these fields; `bullets` is for `lines`."""

    key: str
    heading: str
    letter: str = ""
    bullets: bool = False
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    table: Table | None = None
    cases: tuple[PaperCase, ...] = ()
    after: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything printed on a posting sheet, in print order."""

    publisher: str
    agency: str
    code: str
    heading: str
    is_long: bool
    status: tuple[Line, ...]
    banners: tuple[Banner, ...]
    glance_heading: str
    glance: tuple[Key, ...]
    sections: tuple[Section, ...]
    url: str
    link: str
    qr_label: str
    footer: str


#: From this length the title is set smaller.
LONG_TITLE = 60
#: So many service points are named; more are counted.
MOST_NAMES = 3


def build(
    notice: Notice, version: NoticeVersion, acceptance: AcceptanceSummary, contact: Contact, setting: Setting
) -> Sheet:
    """The sheet of one version on one day."""
    ended = version.kind not in IN_FORCE_KINDS
    link = setting.url.split("://", 1)[-1]
    return Sheet(
        publisher=contact.publisher,
        agency=notice.agency.name,
        code=notice.code,
        heading=notice.heading,
        is_long=len(notice.heading) > LONG_TITLE,
        status=_status(notice, version, setting),
        banners=_banners(notice, version, setting),
        glance_heading=_("Cần biết trước khi đi"),
        glance=() if ended else parts.glance(notice, setting.day, _accepting(acceptance)),
        sections=(
            _name(notice),
            _steps(notice),
            _ways(notice),
            _papers(notice),
            _audience(notice),
            _bodies(notice),
            _outcome(notice),
            *_notes(notice),
            _law(notice),
            _places(notice, acceptance, setting, ended=ended),
            _rights(notice, contact),
            _issue(notice, version, setting),
        ),
        url=setting.url,
        link=link,
        qr_label=_("Mã QR mở %s") % link,
        footer=_("%(code)s, bản %(number)s, in cho ngày %(day)s. %(link)s")
        % {"code": notice.code, "number": version.number, "day": day_text(setting.day), "link": link},
    )


def _since(notice: Notice, version: NoticeVersion) -> Line:
    """The first day; it is one of legal effect only for what is in force and whose source states it."""
    applies = version.kind in IN_FORCE_KINDS and not reference(notice.notes)
    return Line(label=_("Áp dụng từ") if applies else _("Từ ngày"), text=day_text(version.effective_from))


def _accepting(acceptance: AcceptanceSummary) -> set[str]:
    return {places.level for places in acceptance.places if places.names}


def _status(notice: Notice, version: NoticeVersion, setting: Setting) -> tuple[Line, ...]:
    return (
        Line(label=_("Bản"), text=str(version.number)),
        _since(notice, version),
        Line(label=_("In cho ngày"), text=day_text(setting.day)),
    )


def _banners(notice: Notice, version: NoticeVersion, setting: Setting) -> tuple[Banner, ...]:
    found = []
    since = Line(text=_("Từ ngày %s. Tờ này chỉ để tra cứu, không dán tại quầy.") % day_text(version.effective_from))
    titles = {
        VersionKind.WITHDRAWN: _("Thủ tục này đã được rút khỏi trang"),
        VersionKind.ABOLISHED: _("Thủ tục này đã bị bãi bỏ"),
        VersionKind.REPLACED: _("Thủ tục này đã được thay thế"),
    }
    if version.kind in titles:
        successors = tuple(
            Line(label=_("Thủ tục thay thế"), text=f"{successor.code} {successor.title}")
            for successor in notice.successors
        )
        found.append(Banner(kind="ended", title=titles[VersionKind(version.kind)], lines=(since, *successors)))
    if setting.day != setting.today:
        words = _("Hôm nay là %(today)s. Mở %(link)s để xem bản mới nhất trước khi dán.")
        values = {"today": day_text(setting.today), "link": setting.url.split("://", 1)[-1]}
        found.append(
            Banner(
                kind="other-day",
                title=_("Nội dung của ngày %s") % day_text(setting.day),
                lines=(Line(text=words % values),),
            )
        )
    gaps = dict.fromkeys(str(PARTS[gap.part]) for gap in legal_gaps(notice))
    if credit := reference(notice.notes):
        found.append(Banner(kind="reference", title=credit))
    if gaps and version.kind in IN_FORCE_KINDS:
        found.append(
            Banner(
                kind="gaps",
                title=_("Thông báo chưa đủ nội dung luật định"),
                lines=(Line(label=MISSING.text, text=", ".join(gaps)),),
            )
        )
    return tuple(found)


def _name(notice: Notice) -> Section:
    levels = ", ".join(badge.word for badge in level_badges(notice.levels))
    return Section(
        key="name",
        letter="a",
        heading=_("Tên thủ tục"),
        lines=(
            Line(label=_("Tên đầy đủ"), text=notice.title),
            Line(label=_("Mã thủ tục"), text=notice.code),
            Line.of(notice.national_code, label=_("Mã quốc gia")),
            Line.of(notice.field, label=_("Lĩnh vực")),
            Line.of(levels, label=_("Cấp tiếp nhận")),
        ),
    )


def _steps(notice: Notice) -> Section:
    return Section(
        key="steps",
        letter="b",
        heading=_("Trình tự thực hiện"),
        steps=tuple(parts.step(step) for step in notice.steps),
        lines=() if notice.steps else (MISSING,),
    )


def _ways(notice: Notice) -> Section:
    heading = _("Cách nộp, thời hạn, phí và lệ phí")
    if not notice.handlings:
        return Section(key="ways", letter="c, đ", heading=heading, lines=(MISSING,))
    ways = parts.ways(notice.handlings)
    return Section(key="ways", letter="c, đ", heading=heading, lines=ways.before, table=ways.table, after=ways.after)


def _papers(notice: Notice) -> Section:
    sets = "" if notice.dossier_sets is None else _("%s bộ") % parts.count_text(notice.dossier_sets)
    cases, uncounted = parts.paper_cases(notice.documents)
    return Section(
        key="papers",
        letter="d",
        heading=_("Thành phần, số lượng hồ sơ"),
        lines=() if cases else (Line.of("", label=_("Giấy tờ")),),
        cases=cases,
        after=(*uncounted, Line.of(sets, label=_("Số bộ hồ sơ"))),
    )


def _audience(notice: Notice) -> Section:
    return Section(
        key="audience",
        letter="e",
        heading=_("Đối tượng thực hiện"),
        bullets=bool(notice.audiences),
        lines=parts.audience_lines(notice.audiences),
    )


def _bodies(notice: Notice) -> Section:
    return Section(
        key="bodies",
        letter="g",
        heading=_("Cơ quan thực hiện"),
        lines=(
            _line(_("Nơi tiếp nhận hồ sơ"), notice.receiving_body),
            _line(_("Cơ quan giải quyết"), notice.deciding_body),
            _line(_("Cơ quan phối hợp"), notice.coordinating_bodies),
        ),
    )


def _outcome(notice: Notice) -> Section:
    return Section(
        key="outcome",
        letter="h",
        heading=_("Mẫu đơn, kết quả, yêu cầu"),
        lines=(
            *parts.form_lines(notice.documents),
            _line(_("Kết quả"), notice.result),
            _line(_("Yêu cầu, điều kiện"), notice.conditions, none=_("Không có yêu cầu, điều kiện")),
        ),
    )


def _notes(notice: Notice) -> tuple[Section, ...]:
    if not notice.notes:
        return ()
    lines = tuple(Line(text=note) for note in notice.notes)
    return (Section(key="notes", heading=_("Lưu ý"), bullets=True, lines=lines),)


def _law(notice: Notice) -> Section:
    return Section(
        key="law",
        heading=_("Căn cứ pháp lý"),
        bullets=bool(notice.legal_basis),
        lines=tuple(parts.legal_line(ref) for ref in notice.legal_basis) or (MISSING,),
    )


def _places(notice: Notice, acceptance: AcceptanceSummary, setting: Setting, *, ended: bool) -> Section:
    heading = _("Nơi tiếp nhận ngày %s") % day_text(setting.day)
    if ended:
        return Section(key="places", heading=heading, lines=(Line(text=_("Không còn tiếp nhận.")),))
    open_levels = {places.level: places.names for places in acceptance.places}
    lines = []
    for level in dict.fromkeys(mark.level for mark in notice.levels):
        marks = [mark for mark in notice.levels if mark.level == level]
        text = outside_words(level) or parts.places_text(open_levels.get(level, ()), marks, setting.day, MOST_NAMES)
        label = str(Level(level).label)
        lines.append(Line(label=label if outside_words(level) else _("Cấp %s") % label.lower(), text=text))
    lines += [Line(label=_("Tạm ngừng nhận"), text=f"{name}: {reason}") for name, reason in acceptance.paused]
    return Section(key="places", heading=heading, lines=tuple(lines) or (MISSING,))


def _rights(notice: Notice, contact: Contact) -> Section:
    stated = notice.feedback_address.text if notice.feedback_address.given == Given.STATED else ""
    return Section(
        key="rights",
        heading=_("Quyền của bạn; phản ánh, kiến nghị"),
        lines=(
            Line(
                text=_(
                    "Được từ chối yêu cầu không có trong nội dung niêm yết công khai "
                    "(Nghị định 63/2010/NĐ-CP, Điều 21 khoản 2)."
                )
            ),
            Line(
                text=_(
                    "Nếu phải bổ sung giấy tờ, đi lại không quá 2 lần; nếu bị từ chối, được trả lời bằng văn bản, "
                    "có nêu lý do (Điều 18, Điều 20 khoản 4)."
                )
            ),
            Line.of(stated or contact.feedback_address, label=_("Nơi nhận phản ánh, kiến nghị")),
            Line.of(contact.hotline, label=_("Đường dây nóng")),
            Line.of(contact.email, label=_("Thư điện tử")),
        ),
    )


def _issue(notice: Notice, version: NoticeVersion, setting: Setting) -> Section:
    kind = str(VersionKind(version.kind).label)
    decision = version.decision
    if decision and version.decided_on:
        decision = _("%(number)s ngày %(day)s") % {"number": decision, "day": day_text(version.decided_on)}
    lines = [
        Line(label=_("Bản"), text=f"{version.number} ({kind})"),
        Line.of(decision, label=_("Quyết định công bố")),
        _since(notice, version),
    ]
    if version.effective_to:
        lines.append(Line(label=_("Hết hiệu lực từ"), text=day_text(version.effective_to)))
    if version.reason:
        lines.append(Line(label=_("Lý do thay đổi"), text=version.reason))
    lines.append(Line(label=_("In cho ngày"), text=day_text(setting.day)))
    if setting.clock_is_fixed:
        lines.append(Line(text=_("Ngày của cổng được đặt cố định để trình diễn.")))
    return Section(key="issue", heading=_("Bản công bố"), lines=tuple(lines))


def _line(label: str, value: Text, none: str = "") -> Line:
    return Line.of(text_value(value, none).text, label=label)
