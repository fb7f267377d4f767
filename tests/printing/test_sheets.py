"""What stands on a posting sheet, before anything is drawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import (
    Document,
    DocumentCase,
    Duration,
    Fee,
    Handling,
    LegalRef,
    LevelMark,
    Notice,
    ProcedureRef,
    Text,
)
from portal.procedures.sheet_parts import Line
from portal.procedures.sheets import AcceptanceSummary, Contact, Places, Section, Setting, Sheet, build
from portal.procedures.source_marks import REFERENCE

MakeSheet = Callable[..., Sheet]
MakeVersion = Callable[..., NoticeVersion]
DAY = date(2020, 1, 2)


def part(sheet: Sheet, key: str) -> Section:
    return next(section for section in sheet.sections if section.key == key)


def line(sheet: Sheet, key: str, label: str) -> Line:
    section = part(sheet, key)
    return next(line for line in (*section.lines, *section.after) if line.label == label)


def test_the_legal_parts_stand_in_the_order_of_the_law(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    letters = [section.letter for section in make_sheet(simple_notice).sections if section.letter]
    assert letters == ["a", "b", "c, đ", "d", "e", "g", "h"]


def test_every_part_stands_on_the_sheet_of_an_empty_notice(empty_notice: Notice, make_sheet: MakeSheet) -> None:
    sheet = make_sheet(empty_notice)
    assert [section.letter for section in sheet.sections if section.letter] == ["a", "b", "c, đ", "d", "e", "g", "h"]
    assert all(any(line.missing for line in (*s.lines, *s.after)) for s in sheet.sections if s.letter)


def test_the_gaps_of_the_law_are_named_at_the_top(empty_notice: Notice, make_sheet: MakeSheet) -> None:
    (banner,) = make_sheet(empty_notice).banners
    assert banner.kind == "gaps"
    assert banner.lines[0].text.startswith("Trình tự thực hiện, Cách thức thực hiện, Thành phần hồ sơ")


def test_none_missing_and_stated_stay_three_values(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    sheets = {
        given: make_sheet(replace(simple_notice, conditions=Text(given=given, text=text)))
        for given, text in (("stated", "Đủ 17 tuổi"), ("none", ""), ("missing", ""))
    }
    lines = {given: line(sheet, "outcome", "Yêu cầu, điều kiện") for given, sheet in sheets.items()}
    assert {given: (found.text, found.missing) for given, found in lines.items()} == {
        "stated": ("Đủ 17 tuổi", False),
        "none": ("Không có yêu cầu, điều kiện", False),
        "missing": ("Chưa cung cấp", True),
    }


@pytest.mark.parametrize(
    ("fee", "text", "missing"),
    [
        (Fee(kind="amount", amount=300_000), "300.000\u00a0đồng", False),
        (Fee(kind="free"), "Miễn phí", False),
        (Fee(kind="none"), "Không thu", False),
        (Fee(kind="unregulated"), "Văn bản chưa quy định mức thu", False),
        (Fee(), "Chưa cung cấp", True),
    ],
)
def test_the_five_statements_about_fees_stay_apart(
    fee: Fee, text: str, missing: bool, simple_notice: Notice, make_sheet: MakeSheet
) -> None:
    sheet = make_sheet(replace(simple_notice, handlings=(Handling(channel="direct", fee=fee),)))
    table = part(sheet, "ways").table
    assert table is not None
    printed = table.rows[0][-1][0]
    assert (printed.text, printed.missing) == (text, missing)
    glance = sheet.glance[3].lines[0]
    assert (glance.text, glance.missing) == (text, missing)


def test_a_missing_fee_is_not_taken_for_none(empty_notice: Notice, make_sheet: MakeSheet) -> None:
    fee = make_sheet(empty_notice).glance[3]
    assert [line.text for line in fee.lines] == ["Chưa cung cấp", "Chưa cung cấp không có nghĩa là miễn phí."]


def test_case_and_area_have_columns_only_where_a_row_needs_them(
    simple_notice: Notice, rich_notice: Notice, make_sheet: MakeSheet
) -> None:
    simple, rich = (part(make_sheet(notice), "ways").table for notice in (simple_notice, rich_notice))
    assert simple is not None
    assert rich is not None
    assert simple.headers == ("Cách nộp", "Thời hạn", "Phí, lệ phí")
    assert rich.headers == ("Cách nộp", "Trường hợp", "Khu vực", "Thời hạn", "Phí, lệ phí")
    assert all(len(row) == 5 for row in rich.rows)


def test_what_all_rows_share_is_said_once_below_the_table(rich_notice: Notice, make_sheet: MakeSheet) -> None:
    section = part(make_sheet(rich_notice), "ways")
    assert section.table is not None
    assert [found.text for found in section.after].count("kể từ khi nhận đủ hồ sơ hợp lệ") == 1
    assert not any("kể từ" in found.text for row in section.table.rows for cell in row for found in cell)


def test_channels_with_the_same_terms_are_one_sentence(rich_notice: Notice, make_sheet: MakeSheet) -> None:
    same = tuple(replace(row, area="", fee=Fee(kind="none")) for row in rich_notice.handlings)
    section = part(make_sheet(replace(rich_notice, handlings=same)), "ways")
    assert section.lines[0].text == "Cách nộp: trực tiếp, dịch vụ bưu chính, trực tuyến; thời hạn và phí như nhau."
    assert section.table is not None
    assert section.table.headers == ("Trường hợp", "Thời hạn", "Phí, lệ phí")
    assert [row[0][0].text for row in section.table.rows] == [case.label for case in rich_notice.documents]


def test_a_remark_of_one_row_stays_in_its_row(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    rows = (
        Handling(channel="direct", duration=Duration(number=1, unit="day", note="từ khi nhận")),
        Handling(channel="post", duration=Duration(number=2, unit="day")),
    )
    section = part(make_sheet(replace(simple_notice, handlings=rows)), "ways")
    assert section.table is not None
    assert [found.text for found in section.table.rows[0][1]] == ["01 ngày", "từ khi nhận"]


def test_channels_nothing_is_known_of_are_named_as_missing(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    assert line(make_sheet(simple_notice), "ways", "Trực tuyến, Dịch vụ bưu chính").missing


def test_many_cases_become_a_range_at_a_glance(rich_notice: Notice, make_sheet: MakeSheet) -> None:
    papers, place, time, _ = make_sheet(rich_notice).glance
    assert papers.lines[0].text == "Tùy trường hợp"
    assert [found.text for found in place.lines] == ["Trung tâm Phục vụ hành chính công tỉnh", "Huyện, thành phố"]
    assert [found.text for found in time.lines] == ["Từ 04 đến 05 ngày làm việc", "Tùy trường hợp"]


def test_a_place_that_is_to_come_is_dated_at_a_glance(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    place = make_sheet(simple_notice, day=date(2019, 12, 15)).glance[1]
    assert [found.text for found in place.lines] == ["Xã, phường, thị trấn", "nhận từ 01/01/2020"]


def test_a_level_without_a_place_today_is_no_place_to_go(simple_notice: Notice, make_version: MakeVersion) -> None:
    marks = [LevelMark(level=level, starts_on=date(2019, 12, 1)) for level in ("province", "ministry")]
    notice = replace(simple_notice, levels=tuple(marks))
    setting = Setting(day=DAY, today=DAY, clock_is_fixed=False, url=f"http://localhost:8000/tt/{notice.code}")
    sheet = build(notice, make_version(notice), AcceptanceSummary(), Contact(publisher=""), setting)
    assert [found.text for found in sheet.glance[1].lines] == ["Bộ, cơ quan trung ương"]


def test_a_notice_from_the_national_database_claims_no_day_of_effect(
    simple_notice: Notice, make_sheet: MakeSheet
) -> None:
    notice = replace(simple_notice, notes=(f"{REFERENCE}; mã 1.900001.",))
    for sheet, label in ((make_sheet(notice), "Từ ngày"), (make_sheet(simple_notice), "Áp dụng từ")):
        assert sheet.status[1].label == label
        assert line(sheet, "issue", label).text == sheet.status[1].text
    assert f"{REFERENCE}; mã 1.900001." in [banner.title for banner in make_sheet(notice).banners]
    assert not any(banner.kind == "reference" for banner in make_sheet(simple_notice).banners)


def test_a_form_without_a_file_is_named_as_missing(rich_notice: Notice, make_sheet: MakeSheet) -> None:
    assert line(make_sheet(rich_notice), "outcome", "Mẫu đơn, tờ khai").text == "Mẫu số 03; Mẫu số 02; Mẫu số 02b"
    assert line(make_sheet(rich_notice), "outcome", "Tệp mẫu của Mẫu số 03; Mẫu số 02; Mẫu số 02b").missing


def test_counts_missing_on_every_paper_are_said_once(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    papers = (Document(name="Đơn"), Document(name="Bản sao quyết định"))
    cases = (DocumentCase(documents=papers), DocumentCase(label="Cấp lại", documents=papers))
    section = part(make_sheet(replace(simple_notice, documents=cases)), "papers")
    assert [case.label for case in section.cases] == ["Mọi trường hợp", "Cấp lại"]
    assert not any(paper.lines for case in section.cases for paper in case.papers)
    assert [found.label for found in section.after] == ["Số bản của từng giấy tờ", "Số bộ hồ sơ"]


def test_where_one_paper_is_counted_every_gap_is_named(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    case = DocumentCase(documents=(Document(name="Đơn", originals=1, copies=0), Document(name="Quyết định")))
    (printed,) = part(make_sheet(replace(simple_notice, documents=(case,))), "papers").cases
    assert [[(found.label, found.text) for found in paper.lines] for paper in printed.papers] == [
        [("Bản chính", "01"), ("Bản sao", "Không")],
        [("Bản chính", "Chưa cung cấp"), ("Bản sao", "Chưa cung cấp")],
    ]


def test_the_plan_without_a_date_is_called_a_draft(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    plan = LegalRef(number="Kế hoạch tiếp nhận thủ tục", kind="plan", title="Tỉnh Kon Tum")
    dated = replace(plan, issued_on=date(2019, 11, 1))
    first, second = part(make_sheet(replace(simple_notice, legal_basis=(plan, dated))), "law").lines
    assert "Bản dự thảo: chưa ghi số, chưa ghi ngày ban hành" in first.text
    assert first.label == "Kế hoạch tiếp nhận thủ tục"
    assert "dự thảo" not in second.text


def test_without_a_decision_the_sheet_says_so(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    assert line(make_sheet(simple_notice, decision="", decided_on=None), "issue", "Quyết định công bố").missing


def test_the_notices_own_feedback_address_comes_before_the_sites(
    simple_notice: Notice, rich_notice: Notice, make_sheet: MakeSheet
) -> None:
    contact = Contact(publisher="Ủy ban nhân dân tỉnh", feedback_address="Địa chỉ chung")
    label = "Nơi nhận phản ánh, kiến nghị"
    assert line(make_sheet(simple_notice, contact=contact), "rights", label).text == "Địa chỉ chung"
    own = line(make_sheet(rich_notice, contact=contact), "rights", label)
    assert own.text == "Văn phòng Ủy ban nhân dân tỉnh Kon Tum"
    assert line(make_sheet(simple_notice), "rights", label).missing


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("withdrawn", "Thủ tục này đã được rút khỏi trang"),
        ("abolished", "Thủ tục này đã bị bãi bỏ"),
        ("replaced", "Thủ tục này đã được thay thế"),
    ],
)
def test_an_ended_notice_says_so_first_and_nowhere_that_it_applies(
    kind: str, title: str, simple_notice: Notice, make_sheet: MakeSheet
) -> None:
    successor = ProcedureRef(code="1.012566", title="Xác nhận số chứng minh nhân dân")
    sheet = make_sheet(replace(simple_notice, successors=(successor,)), kind=kind)
    (banner,) = sheet.banners
    assert (banner.kind, banner.title) == ("ended", title)
    assert banner.lines[1].text == "1.012566 Xác nhận số chứng minh nhân dân"
    assert sheet.glance == ()
    assert "Áp dụng từ" not in str(sheet)
    assert part(sheet, "places").lines[0].text == "Không còn tiếp nhận."


def test_a_sheet_for_another_day_says_so(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    other = make_sheet(simple_notice, day=date(2020, 1, 15))
    assert "Nội dung của ngày 15/01/2020" in [banner.title for banner in other.banners]
    assert not any(banner.kind == "other-day" for banner in make_sheet(simple_notice).banners)


def test_few_places_are_named_many_counted_and_coming_ones_dated(
    simple_notice: Notice, make_version: Callable[..., object]
) -> None:
    notice = replace(
        simple_notice,
        levels=(
            LevelMark(level="province", starts_on=date(2019, 12, 1)),
            LevelMark(level="district", starts_on=date(2019, 12, 1), ends_on=date(2020, 1, 2)),
            LevelMark(level="commune", starts_on=date(2020, 2, 1)),
        ),
    )
    sheet = build(
        notice,
        make_version(notice),  # type: ignore[arg-type]
        AcceptanceSummary(places=(Places(level="province", names=("Trung tâm",)),), paused=(("Xã A", "sửa trụ sở"),)),
        Contact(publisher="Ủy ban nhân dân tỉnh"),
        Setting(day=DAY, today=DAY, clock_is_fixed=False, url="https://tthc.example/tt/BQP-06"),
    )
    assert [(found.label, found.text) for found in part(sheet, "places").lines] == [
        ("Cấp tỉnh", "Trung tâm"),
        ("Cấp huyện", "Không còn nhận từ ngày 02/01/2020"),
        ("Cấp xã", "Nhận từ ngày 01/02/2020"),
        ("Tạm ngừng nhận", "Xã A: sửa trụ sở"),
    ]
    assert sheet.link == "tthc.example/tt/BQP-06"
    assert "trình diễn" not in str(sheet)
