"""Cells of the national catalogue: what is certain becomes rows, everything else stays as text and says so."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.procedures.importers.national import handlings, legal, lists, papers, steps
from portal.procedures.importers.national.record import HandlingRow
from portal.procedures.importers.national.shapes import NotARecord, parse
from portal.procedures.importers.national.texts import tidy
from portal.procedures.source_marks import COUNT_UNCLEAR, FEE_UNCLEAR, SHIFTED, UNPARSED
from tests.importing.national_records import FOOTER, HANDLINGS, LAWS, PAPERS, flat, structured

# --- ways to apply --------------------------------------------------------------------------------


def handling(cell: str) -> HandlingRow:
    [row] = handlings.parse_cell(HANDLINGS + cell)
    return row


@pytest.mark.parametrize(
    ("cell", "duration", "unit"),
    [
        ("Trực tuyến5 Ngày làm việcMiễn phí", 5, "working_day"),
        ("Trực tuyến30 NgàyMiễn phí", 30, "day"),
        ("Dịch vụ bưu chính2 GiờKhông có thông tin", 2, "hour"),
        ("Trực tiếp3 Tháng100,000 VNĐ", 3, "month"),
        ("Trực tiếp7Miễn phí", 7, ""),
        ("Trực tiếpKhông có thông tinMiễn phí", None, ""),
    ],
)
def test_a_time_is_a_number_and_its_unit_or_no_unit(cell: str, duration: int | None, unit: str) -> None:
    row = handling(cell)
    assert (row.duration, row.duration_unit, row.duration_note) == (duration, unit, "")


@pytest.mark.parametrize("digits", ["0", "000000001" + "9" * 9, "1" * 5_000, "0" * 5_000 + "7"])
def test_a_time_of_too_many_digits_is_a_number_only_if_it_is_one(digits: str) -> None:
    row = handling(f"Trực tiếp{digits} NgàyMiễn phí")
    is_seven = digits.endswith("07")
    assert row.duration == (7 if is_seven else None)
    assert row.duration_note == ("" if is_seven else f"{digits} Ngày")


@pytest.mark.parametrize("text", ["1" * 300_000, "1." * 150_000, "1,000 " * 50_000])
def test_a_cell_of_nothing_but_digits_is_read_through_once(text: str) -> None:
    row = handling("Trực tiếp" + text)
    assert row.remark == f"{UNPARSED}: {text}"


def test_a_time_in_words_stays_in_words() -> None:
    row = handling("Trực tuyếnKhông phải trả kết quảMiễn phíQua cổng dịch vụ công")
    assert (row.duration, row.duration_note) == (None, "Không phải trả kết quả")
    assert (row.fee_kind, row.remark) == ("free", "Qua cổng dịch vụ công")


@pytest.mark.parametrize(
    ("cell", "kind", "amount", "note"),
    [
        ("Trực tiếp1 NgàyMiễn phí", "free", None, ""),
        ("Trực tiếp1 NgàyMiễn phí(Không có.)", "free", None, "Không có."),
        ("Trực tiếp1 NgàyKhông có thông tin", "missing", None, ""),
        ("Trực tiếp1 Ngày2,000,000 Việt Nam Đồng(mỗi giấy (bản))", "amount", 2_000_000, "mỗi giấy (bản)"),
        ("Trực tiếp1 Ngày10 USD(/lần)", "missing", None, "10 USD (/lần)"),
    ],
)
def test_a_fee_is_one_of_the_statements(cell: str, kind: str, amount: int | None, note: str) -> None:
    row = handling(cell)
    assert (row.fee_kind, row.fee_amount, row.fee_note) == (kind, amount, note)


@pytest.mark.parametrize(
    "cell",
    [
        "Trực tiếp1 NgàyMiễn phí(20.000.000 đồng/lần)",
        "Trực tiếp1 NgàyMiễn phí(Theo quy định của Hội đồng nhân dân cấp tỉnh)",
        "Trực tiếp1 Ngày20 VNĐ(20.000 đ/tờ khai)",
    ],
)
def test_a_free_fee_with_a_price_and_a_price_of_some_dong_are_unclear(cell: str) -> None:
    row = handling(cell)
    assert (row.fee_kind, row.fee_amount) == ("missing", None)
    assert row.fee_note.startswith(FEE_UNCLEAR)


def test_a_time_that_runs_into_a_fee_is_not_parted() -> None:
    row = handling("Trực tiếp120,000 VNĐ(mỗi lần)")
    assert (row.duration, row.fee_amount) == (None, None)
    assert row.remark == f"{UNPARSED}: 120,000 VNĐ(mỗi lần)"


def test_rows_end_where_the_next_channel_begins_and_words_in_a_description_do_not_count() -> None:
    cell = "Trực tuyến5 NgàyMiễn phí- Trực tiếp: 5 ngày; Trực tuyến: 3 ngày.Trực tiếp5 NgàyMiễn phíTại Bộ phận Một cửa"
    first, second = handlings.parse_cell(HANDLINGS + cell)
    assert (first.channel, first.remark) == ("online", "- Trực tiếp: 5 ngày; Trực tuyến: 3 ngày.")
    assert (second.channel, second.remark) == ("direct", "Tại Bộ phận Một cửa")


def test_an_enumeration_after_no_fee_is_the_description() -> None:
    assert handling("Trực tiếp5 NgàyKhông có thông tin(1) Trường hợp A: 3 ngày.").remark.startswith("(1) Trường hợp A")


def test_several_fees_of_a_table_row_are_cases() -> None:
    fee = "Phí : 2.000.000 Đồng (nghiên cứu)\nPhí : 3.500.000 Đồng (khai thác)"
    rows = handlings.parse_table_row("Trực tiếp", "05 Ngày", fee, "")
    assert [(row.case, row.fee_amount, row.duration) for row in rows] == [
        ("nghiên cứu", 2_000_000, 5),
        ("khai thác", 3_500_000, 5),
    ]


@pytest.mark.parametrize(
    ("fee", "kind", "note"),
    [
        ("Phí : 0 Đồng", "free", ""),
        ("Phí : Không Đồng", "none", ""),
        ("Lệ phí : 1.5 USD", "missing", "1.5 USD"),
        ("Phí : Bằng 50% mức quy định Đồng", "missing", "Bằng 50% mức quy định Đồng"),
        ("", "missing", ""),
    ],
)
def test_a_fee_of_a_table_says_what_it_says(fee: str, kind: str, note: str) -> None:
    [row] = handlings.parse_table_row("Trực tuyến", "0.5 Giờ", fee, "")
    assert (row.fee_kind, row.fee_note) == (kind, note)
    assert (row.duration, row.duration_note) == (None, "0.5 Giờ")


# --- papers ---------------------------------------------------------------------------------------


def test_papers_stand_under_the_heading_of_their_case() -> None:
    cell = f"a) Cấp mới:{PAPERS}- Đơn;1 bản chínhb) Cấp lại:{PAPERS}Thẻ cũ0 bản chính,1 bản sao"
    assert [(row.case, row.name, row.originals, row.copies) for row in papers.parse_cell(cell)] == [
        ("a) Cấp mới", "Đơn", 1, None),
        ("b) Cấp lại", "Thẻ cũ", 0, 1),
    ]


def test_a_form_file_is_parted_from_the_name_where_the_seam_is_certain() -> None:
    certain, doubtful = papers.parse_cell(
        f"--{PAPERS}Đơn theo mẫu;Mau 1.docx1 bản chínhĐơn theo mẫuphu luc.docx1 bản chính"
    )
    assert (certain.name, certain.note) == ("Đơn theo mẫu", "Tệp mẫu ở nguồn: Mau 1.docx")
    assert (doubtful.name, doubtful.note) == ("Đơn theo mẫuphu luc.docx", "")


def test_a_count_that_runs_into_a_number_is_not_parted() -> None:
    [row] = papers.parse_cell(f"--{PAPERS}Đơn theo Mẫu số 181 bản chính")
    assert (row.name, row.originals) == ("Đơn theo Mẫu số", None)
    assert row.note == f"{COUNT_UNCLEAR}: “181 bản chính”"


def test_a_count_behind_a_year_is_certain() -> None:
    [row] = papers.parse_cell(f"--{PAPERS}Theo Thông tư ngày 01/01/20261 bản chính,1 bản sao")
    assert (row.name, row.originals, row.copies) == ("Theo Thông tư ngày 01/01/2026", 1, 1)


def test_a_count_inside_a_name_does_not_end_it() -> None:
    rows = papers.parse_cell(f"--{PAPERS}Giấy phép: 01 bản chính1 bản chính02 bản sao hợp đồng0 bản chính,2 bản sao")
    assert [row.name for row in rows] == ["Giấy phép: 01 bản chính", "02 bản sao hợp đồng"]


def test_a_paper_without_a_count_is_still_a_paper() -> None:
    rows = papers.parse_cell(f"--{PAPERS}Đơn1 bản chínhẢnh chụp")
    assert [(row.name, row.originals) for row in rows] == [("Đơn", 1), ("Ảnh chụp", None)]


# --- law, results, lists, steps -------------------------------------------------------------------


def test_cited_documents_are_pairs_of_name_and_number() -> None:
    cell = (
        f"{LAWS}Sửa đổi Nghị định số 24/2012/NĐ-CP ngày 03/4/2012232/2025/NĐ-CPLuật Thử nghiệmLuật số 32/2024/QH15"
        "Thông tư 05/2020/TT-BTCsửa đổi quy định66.7/2025/NQ-CP"
    )
    citations, rest = legal.parse_cell(cell)
    assert [(row.number, row.kind) for row in citations][1:] == [
        ("32/2024/QH15", "law"),
        ("05/2020/TT-BTC", "circular"),
        ("66.7/2025/NQ-CP", "resolution"),
    ]
    assert citations[1].title == "Luật Thử nghiệm"
    assert rest == ""


def test_a_name_that_ends_with_its_number_is_cited_once() -> None:
    citations, _rest = legal.parse_cell(f"{LAWS}Nghị định 02/2021/NĐ-CP02/2021/NĐ-CP")
    assert [(row.number, row.title) for row in citations] == [("02/2021/NĐ-CP", "")]


@pytest.mark.parametrize("glued", ["Luật Thử nghiệm 202068/2020/QH14", "Quy định thử nghiệm118/2025/NĐ-C"])
def test_a_document_is_not_named_by_the_one_before_whose_number_cannot_be_told(glued: str) -> None:
    citations, unclear = legal.parse_cell(f"{LAWS}{glued}Thông tư về thử nghiệm57/2021/TT-BCA")
    assert [(found.number, found.title) for found in citations] == [("57/2021/TT-BCA", "Thông tư về thử nghiệm")]
    assert unclear == glued


def test_a_law_without_a_number_stays_in_words() -> None:
    citations, rest = legal.parse_cell(f"{LAWS}Luật A01/2020/QH14BỘ LUẬT HÀNG HẢIBỘ LUẬT HÀNG HẢI")
    assert [row.number for row in citations] == ["01/2020/QH14"]
    assert rest == "BỘ LUẬT HÀNG HẢIBỘ LUẬT HÀNG HẢI"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("379/QĐ-BNNMT", "379/QĐ-BNNMT"),
        ("Quyết định số 3980 /QĐ-BQP", "3980/QĐ-BQP"),
        ("7134/QĐ-BCA-QLXNC", "7134/QĐ-BCA-QLXNC"),
        ("QĐ/0001-BCA", "QĐ/0001-BCA"),
        ("Quyết định số 4777", ""),
        ("", ""),
    ],
)
def test_the_number_of_the_decision(text: str, number: str) -> None:
    assert legal.decision_number(text) == number


def test_results_lose_the_footer_of_the_page_and_nothing_else() -> None:
    cell = f"Giấy phépMã: KQ.G01.000001Văn bản từ chốiMã: G19-KQ006098{FOOTER}"
    assert lists.parse_result(cell) == "Giấy phép (mã KQ.G01.000001)\nVăn bản từ chối (mã G19-KQ006098)"


@pytest.mark.parametrize("text", ["chữ " * 60_000, "Mã: " * 60_000, "Từ khóa " * 40_000, "1" * 300_000])
def test_a_long_result_without_an_end_is_read_through_once(text: str) -> None:
    assert lists.parse_result(text) == text.strip()


def test_levels_in_any_case_and_outside_the_list() -> None:
    assert lists.parse_levels("Cấp Bộ, cấp xã, Cấp tỉnh") == (("province", "commune", "ministry"), "")
    assert lists.parse_levels("Cấp xã, Cấp ấp") == (("commune",), "Cấp ấp")


def test_audiences_are_never_split_on_their_own_commas() -> None:
    cell = (
        "Cán bộ, công chức, viên chức, Doanh nghiệp Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX), Doanh nghiệp"
    )
    assert lists.parse_audiences(cell) == (("official", "enterprise", "organisation"), "Doanh nghiệp Việt Nam")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Bước 1: Nộp.\nBước 2: Nhận.", ["Nộp.", "Nhận."]),
        ("+ Bước 1: Nộp. + Bước 2: Nhận.", ["Nộp.", "Nhận."]),
        ("a) Nộp hồ sơ:\n- Tại quầy.\nb) Giải quyết:\n- Trả kết quả.", ["Nộp hồ sơ", "Giải quyết"]),
        ("Loại 1\nBước 1: A.\nLoại 2\nBước 1: B.", ["Loại 1\nBước 1: A.\nLoại 2\nBước 1: B."]),
        ("Như đã nêu ở Bước 2 của quy định.", ["Như đã nêu ở Bước 2 của quy định."]),
    ],
)
def test_steps_are_parted_only_where_their_numbers_run(text: str, titles: list[str]) -> None:
    assert [row.title for row in steps.parse_steps(text)] == titles


def test_a_long_text_without_certain_steps_is_one_step() -> None:
    text = "Người đề nghị nộp hồ sơ tại nơi tiếp nhận. " * 5
    [step] = steps.parse_steps(text)
    assert (step.title, step.text) == ("Trình tự thực hiện", text)


def test_a_long_step_is_named_by_its_first_clause_or_its_number() -> None:
    first, second = steps.parse_steps(f"Bước 1: Nộp hồ sơ. {'Rồi chờ. ' * 30}\nBước 2: {'rồi chờ và ' * 30}")
    assert (first.title, second.title) == ("Nộp hồ sơ", "Bước 2")


# --- whole records --------------------------------------------------------------------------------


def test_the_order_of_work_that_runs_on_in_the_column_of_papers_is_put_back() -> None:
    record = parse(
        flat(
            trinh_tu_thuc_hien="Bước 1. Lập hồ sơ theo mục 9.3 (",
            thanh_phan_ho_so=") và nộp.\nBước 2. Nhận kết quả.",
        )
    )
    assert [step.title for step in record.steps] == ["Lập hồ sơ theo mục 9.3 ( […] ) và nộp.", "Nhận kết quả."]
    assert record.papers == []
    assert any(note.startswith(SHIFTED) for note in record.notes)


def test_nothing_and_none_are_different() -> None:
    assert parse(flat(yeu_cau_dieu_kien="Không")).conditions_none
    silent = parse(flat(yeu_cau_dieu_kien="Không có thông tin"))
    assert (silent.conditions, silent.conditions_none) == ("", False)


def test_old_fonts_and_loose_marks_become_unicode() -> None:
    record = parse(flat(ten_thu_tuc="§¨ng ký khai sinh cho trÎ em".replace("ý", "ý"), linh_vuc="Hộ tịch"))
    assert record.field == "Hộ tịch"
    assert parse(flat(co_quan_thuc_hien="Uû ban nh©n d©n x·")).deciding_body == "Uỷ ban nhân dân xã"


def test_the_structured_shape_gives_the_same_kind_of_record() -> None:
    record = parse(structured())
    assert (record.code, record.agency, record.decision, record.levels) == (
        "1.900101",
        "bo-quoc-phong",
        "34/QĐ-BQP",
        ("commune",),
    )
    assert [step.title for step in record.steps] == ["Đến đăng ký.", "Nhận giấy."]
    assert [(row.name, row.originals, row.copies) for row in record.papers] == [("Đơn đăng ký", 1, 0)]
    [citation] = record.citations
    assert (citation.number, citation.issued_on, citation.issuer) == ("03/2022/TT-BQP", "2022-12-09", "Bộ Quốc phòng")


@pytest.mark.parametrize("item", [[], {}, {"code": "1"}, {"ma_thu_tuc": 1}, {"thu_tuc_id": "1", "tables": []}])
def test_what_is_no_record_is_told_so(item: Any) -> None:
    with pytest.raises(NotARecord):
        parse(item)


# --- nothing raises, nothing is lost --------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(HANDLINGS, PAPERS, "Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính", "5 Ngày làm việc", "7", "Miễn phí"),
        *(
            "Không có thông tin",
            "100,000 VNĐ",
            "10 USD",
            "(mỗi lần)",
            "((",
            "))",
            "1 bản chính",
            "0 bản chính,1 bản sao",
        ),
        *("Mau1.docx", "--", "Bước 1: ", "Bước 2: ", "\n", "a) ", "b) ", "01/2020/QH14", "02/2021/NĐ-CP", "Mã: KQ.1"),
        *("Đơn đề nghị", " ", ".", ";", "ngày 01/01/2026", "Từ khóa", "Mô tả", "Luật số "),
    ]
)
CELLS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=14).map("".join).map(tidy)


def everything(*rows: Any) -> str:
    """All words and numbers of parsed rows, as text."""
    parts: list[str] = []
    for row in rows:
        value = dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else {"": row}
        parts += [str(item) for item in value.values() if item is not None]
    return "".join(char for char in "".join(parts) if char.isalnum())


def assert_kept(cell: str, kept: str, *headings: str) -> None:
    """Every word of the cell that is no heading of a table stands in what was parsed."""
    for heading in headings:
        cell = cell.replace(heading, " ")
    lost = [word for word in "".join(char if char.isalpha() else " " for char in cell).split() if word not in kept]
    assert lost == []


@given(CELLS)
def test_steps_lose_no_word(cell: str) -> None:
    rows = steps.parse_steps(cell)
    assert_kept(cell, everything(*rows), "Bước 1", "Bước 2", "a)", "b)")
    assert all(row.title for row in rows)


@given(CELLS)
def test_papers_never_raise_and_lose_no_word(cell: str) -> None:
    if not papers.is_table(cell):
        return
    _heading, *_cases, last = cell.split(PAPERS)
    assert_kept(last, everything(*papers.parse_cell(cell)), "bản chính", "bản sao")


@given(CELLS)
def test_ways_to_apply_never_raise_and_lose_no_word(cell: str) -> None:
    columns = ("Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính", "Ngày làm việc")
    values = ("Miễn phí", "Không có thông tin", "VNĐ")
    assert_kept(cell, everything(*handlings.parse_cell(cell)), HANDLINGS, *columns, *values)


@given(CELLS)
def test_cited_documents_lose_no_word(cell: str) -> None:
    citations, rest = legal.parse_cell(cell)
    numbers = ("01/2020/QH14", "02/2021/NĐ-CP")
    assert_kept(cell, everything(*citations, rest), LAWS, "Không có thông tin", *numbers, "Luật số", "Luật", "Số")


@given(CELLS)
def test_results_and_lists_never_raise(cell: str) -> None:
    lists.parse_result(cell)
    lists.parse_levels(cell)
    lists.parse_audiences(cell)
    legal.decision_number(cell)


@given(st.text("aăâđêôơưạếÂĐỞ \n\t\u00a0\u200b(),.1-", max_size=60))
def test_tidy_text_stays_tidy(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
