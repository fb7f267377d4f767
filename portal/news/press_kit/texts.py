"""The texts of a press kit, as people open them in any editor: lines, no formatting."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.core.spreadsheets import BYTE_ORDER_MARK, defused
from portal.news.enums import Medium
from portal.news.press_kit.material import Link, Material, Picture, Script, day_text
from portal.news.reading_time import LOUDSPEAKER_LONGEST, LOUDSPEAKER_SHORTEST, SYLLABLES_PER_SECOND, ReadingTime

NOT_SUPPLIED = "Chưa cung cấp"
SAMPLE = "Bản mẫu, chưa duyệt."
RULE = "-" * 40

#: Characters a sign shows in one run.
LONGEST_SIGN = 100


def encode(text: str) -> bytes:
    """UTF-8 with a mark and the line ends of Windows: without them old machines show broken letters in one line."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return (BYTE_ORDER_MARK + "\r\n".join(lines) + "\r\n").encode()


def press_release(material: Material) -> str:
    """The release, with whom to ask and where to read on."""
    return _page(
        material,
        _("Thông cáo báo chí"),
        material.release,
        [
            _said(_("Người liên hệ"), material.press_contact),
            _said(_("Trang của đợt tuyên truyền"), material.link_for(Medium.NEWSPAPER).url),
        ],
    )


def background(material: Material, heading: str, text: str) -> str:
    """One background sheet."""
    return _page(material, heading, text, [_said(_("Căn cứ"), material.law), _said(_("Kế hoạch"), material.plan)])


def _page(material: Material, heading: str, text: str, last: list[str]) -> str:
    top = [heading, material.publisher, *([SAMPLE] if material.is_sample else [])]
    return "\n\n".join(["\n".join(top), material.title, paragraphs(text), RULE, "\n".join([*last, _as_of(material)])])


def paragraphs(text: str) -> str:
    """A blank line between paragraphs, none between the items of a list."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not (line.startswith("- ") and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def script(material: Material, spot: Script) -> str:
    """The words of a spot under what a speaker must know of them."""
    notes = [
        spot.title,
        *([SAMPLE] if spot.is_sample else []),
        _said(_("Phương tiện"), spot.medium_name),
        _said(_("Ngôn ngữ"), spot.language_name),
        *(([_said(_("Thời gian đọc"), time_words(spot.time))]) if spot.time else []),
        *([remark] if (remark := time_remark(spot)) else []),
        _said(_("Cơ quan duyệt lời"), spot.approved),
        *([_said(_("Lời dựa vào"), "; ".join(spot.follows))] if spot.follows else []),
        *[_("Cần xem lại, vì thủ tục đã có bản mới: %s.") % "; ".join(spot.outdated)] * bool(spot.outdated),
        *([_said(_("Ghi chú"), spot.note)] if spot.note else []),
    ]
    link = material.link_for(Medium(spot.medium))
    return "\n\n".join(["\n".join(notes), RULE, spot.text, RULE, _("Xem thêm: %s") % link.words])


def time_words(time: ReadingTime) -> str:
    """Khoảng 70 giây (277 âm tiết, mỗi giây 4 âm tiết)."""
    return _("khoảng %(seconds)s giây (%(syllables)s âm tiết, mỗi giây %(rate)s âm tiết)") % {
        "seconds": time.seconds,
        "syllables": time.syllables,
        "rate": f"{SYLLABLES_PER_SECOND:g}".replace(".", ","),
    }


def time_remark(spot: Script) -> str:
    """For the loudspeaker: whether the text keeps to its time. For a sign: whether it fits."""
    if spot.medium == Medium.LED and len(spot.text) > LONGEST_SIGN:
        return _("Dài %(count)s ký tự; bảng chữ chỉ chạy %(most)s ký tự.") % {
            "count": len(spot.text),
            "most": LONGEST_SIGN,
        }
    if spot.medium != Medium.LOUDSPEAKER or spot.time is None:
        return ""
    span = {"shortest": LOUDSPEAKER_SHORTEST, "longest": LOUDSPEAKER_LONGEST}
    if spot.time.is_too_short:
        return _("Ngắn hơn mức nên có của loa xã (%(shortest)s đến %(longest)s giây).") % span
    if spot.time.is_too_long:
        return _("Dài hơn mức nên có của loa xã (%(shortest)s đến %(longest)s giây).") % span
    return _("Vừa mức nên có của loa xã (%(shortest)s đến %(longest)s giây).") % span


def credits_list(pictures: Iterable[tuple[str, Picture]]) -> str:
    """Under what right each picture may be printed; `pictures` with their names in the kit."""
    parts = [_("Ảnh và quyền sử dụng. In ảnh thì ghi người chụp, nguồn ảnh như ở đây.")]
    for name, picture in pictures:
        parts.append(
            "\n".join(
                [
                    name,
                    _said(_("Ảnh chụp gì"), picture.shows or picture.title),
                    *([_said(_("Chú thích"), picture.caption)] if picture.caption else []),
                    _said(_("Người chụp, nguồn ảnh"), picture.credit),
                    _said(_("Quyền sử dụng"), picture.rights),
                ]
            )
        )
    return "\n\n".join(parts)


def procedures_table(material: Material) -> str:
    """The procedures as CSV: a row a procedure, with where it is taken in on the day."""
    where: dict[str, list[str]] = {}
    for place in material.places:
        words = _("%(place)s (từ %(day)s)") % {"place": place.name, "day": day_text(place.begins)}
        for procedure in place.procedures:
            where.setdefault(procedure.code, []).append(words if place.is_coming else place.name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            _("Mã"),
            _("Tên thủ tục"),
            _("Cơ quan"),
            _("Lĩnh vực"),
            _("Nơi nộp ngày %s") % day_text(material.day),
            _("Bản công bố số"),
            _("Địa chỉ trang"),
        ]
    )
    for row in material.procedures:
        cells = (row.code, row.legal_title, row.agency, row.field, "; ".join(where.get(row.code, ())) or NOT_SUPPLIED)
        writer.writerow([*map(defused, cells), row.version, row.url])
    return out.getvalue()


def readme(material: Material, files: Iterable[tuple[str, str]], missing: Iterable[str]) -> str:
    """What the kit is, what is in it, and what is not; `files` are names with their titles."""
    ends = day_text(material.ends_on) if material.ends_on else ""
    facts = [
        _said(_("Thông điệp"), material.message),
        _said(_("Dành cho"), material.audience),
        _said(_("Từ ngày"), day_text(material.starts_on)),
        _said(_("Đến hết ngày"), ends),
        *([material.period_note] if material.period_note else []),
        _said(_("Đơn vị thực hiện"), material.carried_out_by),
        _said(_("Căn cứ"), material.law),
        _said(_("Kế hoạch"), material.plan),
        _said(_("Người liên hệ"), material.press_contact),
        _said(_("Trang của đợt tuyên truyền"), material.page.url),
        _as_of(material),
    ]
    gaps = list(missing)
    return "\n\n".join(
        [
            "\n".join([_("Tài liệu cho báo, đài, loa xã"), material.title, *([SAMPLE] if material.is_sample else [])]),
            "\n".join(facts),
            "\n".join([_("Trong bộ này có:"), *(f"- {name}: {title}" for name, title in files)]),
            *(["\n".join([_("Còn thiếu:"), *(f"- {gap}: {NOT_SUPPLIED}" for gap in gaps)])] if gaps else []),
        ]
    )


def _said(label: str, text: str) -> str:
    return f"{label}: {text or NOT_SUPPLIED}"


def _as_of(material: Material) -> str:
    words = _("Theo thông tin ngày %s.") % day_text(material.day)
    return f"{words} {fixed_clock()}" if material.clock_is_fixed else words


def fixed_clock() -> str:
    """What stands beside a day that is not today's."""
    return _("Ngày của cổng được đặt cố định để trình diễn.")


def link_words(link: Link) -> str:
    """What a QR code is called for those who do not see it."""
    return _("Mã QR mở %s") % link.words
