"""From a JSON object of either shape to a Record.

Nothing is ever guessed: what a cell says unclearly stays as its text, behind a phrase of `source_marks`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from portal.procedures.enums import Given
from portal.procedures.importers.national import handlings, legal, lists, papers
from portal.procedures.importers.national.agencies import OF_STRUCTURED_RECORDS
from portal.procedures.importers.national.record import Record
from portal.procedures.importers.national.steps import parse_steps
from portal.procedures.importers.national.texts import given, one_line, stated, tidy
from portal.procedures.source_marks import BASIS_WITHOUT_NUMBER, OUTSIDE_LIST, REFERENCE, SHIFTED, marked

_SHIFT: Final = "phần cuối của trình tự thực hiện nằm ở cột “Thành phần hồ sơ”, không có danh sách giấy tờ."
_TABLES: Final = ("hinh_thuc_nop", "thanh_phan_ho_so", "can_cu_phap_ly")


class NotARecord(ValueError):
    """The object is of neither shape; the message says so in Vietnamese."""


def parse(item: Any) -> Record:
    """The record of a JSON value.

    Raises:
        NotARecord: it is no object of a known shape, or holds something else where text belongs.
    """
    if isinstance(item, Mapping) and "ma_thu_tuc" in item:
        return _flat(item)
    if isinstance(item, Mapping) and "thu_tuc_id" in item:
        return _structured(item)
    raise NotARecord("Không phải bản ghi thủ tục (thiếu ma_thu_tuc hoặc thu_tuc_id).")


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotARecord(f"“{key}” phải là chữ.")
    return tidy(value)


def _group(item: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = item.get(key, {})
    if not isinstance(value, Mapping):
        raise NotARecord(f"“{key}” phải là một nhóm khóa.")
    return value


def _rows(tables: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = tables.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise NotARecord(f"“tables.{key}” phải là danh sách các nhóm khóa.")
    return value


def _flat(item: Mapping[str, Any]) -> Record:
    record = Record(
        code=one_line(_text(item, "ma_thu_tuc")),
        title=one_line(_text(item, "ten_thu_tuc")),
        agency=_text(item, "_agency"),
        field=one_line(stated(_text(item, "linh_vuc"))),
    )
    record.handlings = handlings.parse_cell(_text(item, "cach_thuc_thuc_hien"))
    record.result = lists.parse_result(_text(item, "ket_qua_xu_ly"))
    _set_order_and_papers(record, stated(_text(item, "trinh_tu_thuc_hien")), _text(item, "thanh_phan_ho_so"))
    record.citations, rest = legal.parse_cell(_text(item, "can_cu_phap_ly"))
    _note(record, BASIS_WITHOUT_NUMBER, rest)
    _set_common(
        record,
        lambda name: _text(item, name),
        levels="cap_thuc_hien",
        audiences="doi_tuong_thuc_hien",
        place="dia_chi_tiep_nhan",
        acting="co_quan_thuc_hien",
        competent="co_quan_co_tham_quyen",
        authorised="co_quan_duoc_uy_quyen",
        coordinating="co_quan_phoi_hop",
        conditions="yeu_cau_dieu_kien",
    )
    _remark(record, "Thủ tục liên quan", stated(_text(item, "thu_tuc_lien_quan")))
    _set_source(record, _text(item, "so_quyet_dinh"), _text(item, "loai_thu_tuc"))
    return record


def _structured(item: Mapping[str, Any]) -> Record:
    head, content, tables = _group(item, "metadata"), _group(item, "content"), _group(item, "tables")
    record = Record(
        code=one_line(_text(head, "mã_thủ_tục") or _text(item, "thu_tuc_id")),
        title=one_line(_text(head, "tên_thủ_tục")),
        agency=_text(item, "_agency") or OF_STRUCTURED_RECORDS,
        field=one_line(stated(_text(head, "lĩnh_vực"))),
        steps=parse_steps(stated(_text(content, "trình_tự_thực_hiện"))),
        result=stated(_text(content, "kết_quả_thực_hiện")),
    )
    for row in _rows(tables, _TABLES[0]):
        cells = [_text(row, key) for key in ("hinh_thuc", "thoi_han_giai_quyet", "phi_le_phi", "mo_ta")]
        record.handlings += handlings.parse_table_row(*cells)
    for row in _rows(tables, _TABLES[1]):
        paper = papers.parse_table_row(*(_text(row, key) for key in ("ten_giay_to", "so_luong", "ghi_chu")))
        record.papers += [paper] if paper else []
    for row in _rows(tables, _TABLES[2]):
        keys = ("so_ky_hieu", "trich_yeu", "ngay_ban_hanh", "co_quan_ban_hanh")
        citation, rest = legal.parse_table_row(*(_text(row, key) for key in keys))
        record.citations += [citation] if citation else []
        _note(record, BASIS_WITHOUT_NUMBER, rest)
    _set_common(
        record,
        lambda name: _text(head if name == "cấp_thực_hiện" else content, name),
        levels="cấp_thực_hiện",
        audiences="đối_tượng_thực_hiện",
        place="địa_chỉ_tiếp_nhận_hs",
        acting="cơ_quan_thực_hiện",
        competent="cơ_quan_có_thẩm_quyền",
        authorised="cơ_quan_được_ủy_quyền",
        coordinating="cơ_quan_phối_hợp",
        conditions="yêu_cầu_điều_kiện_thực_hiện",
    )
    for label, name in (("Cách thức thực hiện", "cách_thức_thực_hiện"), ("Từ khóa", "từ_khóa"), ("Mô tả", "mô_tả")):
        _remark(record, label, stated(_text(content, name)))
    _set_source(record, _text(head, "số_quyết_định"), _text(head, "loại_thủ_tục"))
    return record


def _set_common(record: Record, text: Callable[[str], str], **names: str) -> None:
    """What both shapes hold under different keys."""
    record.levels, unknown = lists.parse_levels(text(names["levels"]))
    _note(record, OUTSIDE_LIST, f"cấp thực hiện “{unknown}”" if unknown else "")
    record.audiences, unknown = lists.parse_audiences(text(names["audiences"]))
    _note(record, OUTSIDE_LIST, f"đối tượng thực hiện “{unknown}”" if unknown else "")
    record.receiving_body = one_line(stated(text(names["place"])))
    acting, competent = (one_line(stated(text(names[name]))) for name in ("acting", "competent"))
    record.deciding_body = acting or competent
    _remark(record, "Cơ quan có thẩm quyền quyết định", competent if competent != record.deciding_body else "")
    _remark(record, "Cơ quan được ủy quyền", stated(text(names["authorised"])))
    record.coordinating_bodies = one_line(stated(text(names["coordinating"])))
    kind, words = given(text(names["conditions"]))
    record.conditions, record.conditions_none = words, kind == Given.NONE


def _set_order_and_papers(record: Record, order: str, cell: str) -> None:
    """Papers; where the crawl cut the order of work at the words "thành phần hồ sơ", its rest stands in their cell."""
    if papers.is_table(cell):
        record.steps = parse_steps(order)
        record.papers = papers.parse_cell(cell)
    elif stated(cell) and cell.strip("-"):
        record.steps = parse_steps(f"{order} […] {cell}".strip())
        _note(record, SHIFTED, _SHIFT)
    else:
        record.steps = parse_steps(order)


def _set_source(record: Record, decision: str, kind: str) -> None:
    record.decision = legal.decision_number(decision)
    words = one_line(stated(decision))
    said = [REFERENCE, f"mã {record.code}"]
    said += [words if words.lower().startswith("quyết định") else f"Quyết định công bố {words}"] if words else []
    said += [one_line(kind)] if stated(kind) else []
    record.notes.append(f"{'; '.join(said)}.")


def _note(record: Record, phrase: str, text: str) -> None:
    if text:
        record.notes.append(marked(phrase, one_line(text)))


def _remark(record: Record, label: str, text: str) -> None:
    """A remark in one note; its lines in as many."""
    if text:
        first, *rest = text.split("\n")
        record.notes += [f"{label}: {first}", *rest]
