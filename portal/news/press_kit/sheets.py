"""What is printed of a campaign: poster, leaflet and notice, as plain data for their Typst templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.news.enums import Medium
from portal.news.press_kit import texts
from portal.news.press_kit.material import Material, Place, day_text
from portal.printing import qr

#: Questions a notice has room for; the leaflet prints as many as fit.
MOST_QUESTIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One PDF to compile."""

    template: str
    data: Mapping[str, Any]
    created: datetime


def jobs(material: Material, created: datetime) -> Iterator[tuple[str, str, PrintJob]]:
    """File name, title and job of each sheet."""
    for paper, size in (("a3", "A3"), ("a2", "A2")):
        data = {**_common(material, Medium.POSTER), "paper": paper}
        yield f"ap-phich-{paper}", _("Áp phích khổ %s") % size, _job("poster", data, created)
    leaflet = {**_common(material, Medium.LEAFLET), "questions": _questions(material)}
    yield "to-roi-a4-gap-doi", _("Tờ rơi A4, in hai mặt, gấp đôi"), _job("leaflet", leaflet, created)
    notice = {**_common(material, Medium.BOARD), "questions": _questions(material)[:MOST_QUESTIONS]}
    yield "thong-bao-a4", _("Thông báo A4 để dán"), _job("campaign_notice", notice, created)


def _job(template: str, data: dict[str, Any], created: datetime) -> PrintJob:
    return PrintJob(template=f"news/typst/{template}.typ", data=data, created=created)


def _common(material: Material, medium: Medium) -> dict[str, Any]:
    link = material.link_for(medium)
    day = _("Theo thông tin ngày %s.") % day_text(material.day)
    return {
        "publisher": material.publisher,
        "title": material.title,
        "headline": material.poster_line or material.message,
        "message": material.message,
        "audience": material.audience,
        "sample": texts.SAMPLE.rstrip(".") if material.is_sample else "",
        "places": [_place(place, material.places[:number]) for number, place in enumerate(material.places)],
        "where_heading": _("Nộp ở đâu"),
        "all_heading": _("Các thủ tục"),
        "questions_heading": _("Hỏi và đáp"),
        "law": _("Theo %s.") % material.law if material.law else "",
        "plan": f"{material.plan}." if material.plan else "",
        "scan": _("Quét mã để xem giấy tờ và nơi nộp"),
        "or_type": _("hoặc mở"),
        "link": link.words,
        "qr": qr.svg_file(link.url),
        "qr_label": texts.link_words(link),
        "hotline_label": _("Đường dây nóng"),
        "hotline": material.hotline,
        "feedback_label": _("Nơi nhận phản ánh, kiến nghị"),
        "feedback": material.feedback_address,
        "not_supplied": texts.NOT_SUPPLIED,
        "more": _("và %s thủ tục nữa: quét mã để xem."),
        "footer": f"{day} {texts.fixed_clock()}" if material.clock_is_fixed else day,
    }


def _place(place: Place, before: tuple[Place, ...]) -> dict[str, Any]:
    """One level; `same` says that it takes in all of a level before it, whose procedures are then not listed again."""
    since = _("Nhận từ ngày %s") if place.is_coming else _("Từ ngày %s")
    base = next((other for other in before if _covers(place, other)), None)
    known = {procedure.code for procedure in base.procedures} if base else set()
    more = [procedure for procedure in place.procedures if procedure.code not in known]
    same = ""
    if base is not None:
        name = base.name[:1].lower() + base.name[1:]
        same = _("Nhận các thủ tục như ở %s, và thêm:") if more else _("Nhận các thủ tục như ở %s.")
        same %= name
    return {
        "name": place.name,
        "since": since % day_text(place.begins),
        "count": _("%s nơi nhận") % place.count if place.count > 1 else "",
        "agencies": [
            {
                "count": f"{len(procedures):02d}",
                "name": _("thủ tục của %s") % agency,
                "fields": "; ".join(dict.fromkeys(procedure.field for procedure in procedures)),
            }
            for agency, procedures in place.by_agency.items()
        ],
        "same": same,
        "procedures": [{"title": row.title, "agency": row.agency, "code": row.code} for row in more],
    }


def _covers(place: Place, other: Place) -> bool:
    return {row.code for row in other.procedures} <= {row.code for row in place.procedures}


def _questions(material: Material) -> list[dict[str, str]]:
    return [{"question": question, "answer": answer} for question, answer in material.questions]
