"""The posting sheet as PDF, read back as a reader, a telephone and a screen reader do."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pikepdf
import pytest
from django.core.cache import cache
from django.template.loader import render_to_string

from portal.printing import qr, typst_runner
from portal.procedures.notice import Document, DocumentCase, Notice, Step
from portal.procedures.sheets import Contact, Sheet
from tests.printing import reading

CREATED = datetime(2019, 12, 30, 3, 0, tzinfo=UTC)
MakeSheet = Callable[..., Sheet]


@pytest.fixture(autouse=True)
def _no_sheet_is_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def pdf_of(sheet: Sheet) -> bytes:
    data = {**asdict(sheet), "qr": qr.svg_file(sheet.url)}
    return typst_runner.compile("procedures/typst/a4.typ", data, created=CREATED)


def test_the_pdf_is_tagged_vietnamese_and_titled(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(make_sheet(simple_notice)))) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "vi"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Đăng ký nghĩa vụ quân sự lần đầu"
            assert metadata["pdfuaid:part"] == "1"


def test_the_creation_date_is_that_of_the_version(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(make_sheet(simple_notice)))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20191230030000")


def test_headings_lists_table_headers_and_the_code_are_tagged(rich_notice: Notice, make_sheet: MakeSheet) -> None:
    tags = reading.tags_of(pdf_of(make_sheet(rich_notice)))
    kinds = [kind for kind, _ in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") > 10
    assert kinds.count("/H3") == 3
    assert kinds.count("/TH") == 5
    assert {"/Table", "/L", "/LI", "/THead"} <= set(kinds)
    assert ("/Figure", "Mã QR mở localhost:8000/tt/BCA-13") in tags


def test_every_letter_is_in_the_file_and_no_font_of_the_machine_is_used(
    rich_notice: Notice, make_sheet: MakeSheet
) -> None:
    fonts = reading.fonts_of(pdf_of(make_sheet(rich_notice)))
    assert fonts
    assert all(embedded for _, embedded in fonts)
    assert {name.split("+")[1] for name, _ in fonts} == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}


def test_every_vietnamese_letter_has_a_shape_in_both_weights(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    syllables = " ".join(_vietnamese_letters())
    sheet = make_sheet(replace(simple_notice, title=syllables, notes=(syllables,)))
    pdf = pdf_of(sheet)
    assert _passed_pdf_ua(pdf)  # the standard refuses a letter without a shape
    assert reading.text_of(pdf).count(syllables) == 3


def test_the_telephone_reads_the_permanent_link(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    sheet = make_sheet(simple_notice)
    assert reading.codes_in(pdf_of(sheet)) == [sheet.url]


def test_what_a_clerk_must_find_is_on_the_sheet(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    contact = Contact(publisher="Ủy ban nhân dân tỉnh Kon Tum", feedback_address="Số 1 đường Thử Nghiệm")
    text = reading.text_of(pdf_of(make_sheet(simple_notice, contact=contact)))
    assert reading.is_nfc(text)
    for words in (
        "Đăng ký nghĩa vụ quân sự lần đầu",
        "Nơi nhận phản ánh, kiến nghị: Số 1 đường Thử Nghiệm",
        "Bản: 3",
        "Quyết định công bố: 1291/QĐ-TTg ngày 07/10/2019",
        "Áp dụng từ: 01/01/2020",
        "In cho ngày: 02/01/2020",
        "localhost:8000/tt/BQP-06",
        "trang 1/2",
    ):
        assert words in text


@pytest.mark.parametrize("kind", ["simple", "rich", "empty"])
def test_page_and_pdf_carry_the_same_words_in_the_same_order(
    kind: str, request: pytest.FixtureRequest, make_sheet: MakeSheet, db: None
) -> None:
    sheet = make_sheet(request.getfixturevalue(f"{kind}_notice"))
    page = render_to_string("procedures/sheet_body.html", {"sheet": sheet, "qr": "", "portal": {}})
    printed = reading.text_of(pdf_of(sheet))
    assert _words(_without_page_furniture(printed, sheet).split()) == _words(reading.words_of(page))


def test_the_longest_title_of_all_stands_whole_on_the_sheet(empty_notice: Notice, make_sheet: MakeSheet) -> None:
    assert len(empty_notice.title) == 344
    assert reading.text_of(pdf_of(make_sheet(empty_notice))).count(empty_notice.title) == 2


def test_an_empty_notice_prints_with_every_gap_named(empty_notice: Notice, make_sheet: MakeSheet) -> None:
    pdf = pdf_of(make_sheet(empty_notice))
    assert reading.pages_in(pdf) <= 2
    assert reading.text_of(pdf).count("Chưa cung cấp") > 15


HOSTILE = [
    "#panic()",
    "$x^2$",
    "*đậm* _nghiêng_ `mã`",
    "\\ \\u{41} \\#",
    'ngoặc " kép',
    "<script>alert(1)</script>",
    "@nhan <nhan>",
    "// không phải lời bình /* */",
    "= Không phải đề mục",
    '#import "/settings/base.py": *',
    '#read("/printing/fonts/OFL.txt")',
    "https://tthc.example/#~--- ... 'a'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_notice_is_printed_letter_by_letter(
    text: str, simple_notice: Notice, make_sheet: MakeSheet
) -> None:
    notice = replace(
        simple_notice,
        title=text,
        national_code="",
        steps=(Step(title=text, text=text, actor=text, basis=text),),
        documents=(DocumentCase(label=text, documents=(Document(name=text, note=text),)),),
        notes=(text,),
    )
    sheet = make_sheet(notice, contact=Contact(publisher=text, feedback_address=text), decision=text)
    pdf = pdf_of(sheet)
    printed = re.sub(r"\s", "", reading.text_of(pdf))
    # Heading and part a, four of the step, three of the paper, note, publisher, feedback address, decision.
    assert printed.count(re.sub(r"\s", "", text)) == 13
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == text


def test_a_null_byte_in_a_notice_is_left_out(simple_notice: Notice, make_sheet: MakeSheet) -> None:
    sheet = make_sheet(replace(simple_notice, notes=("trước\x00sau",)))
    assert "trướcsau" in reading.text_of(pdf_of(sheet))


def _passed_pdf_ua(pdf: bytes) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        return metadata.get("pdfuaid:part") == "1"


def _vietnamese_letters() -> list[str]:
    plain = "aăâeêioôơuưyđ"
    marked = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
    return [*plain, *marked, *plain.upper(), *marked.upper()]


def _without_page_furniture(text: str, sheet: Sheet) -> str:
    """The text without footers and without the table heads repeated on later pages."""
    text = re.sub(re.escape(sheet.footer) + r" trang \d/\d", "", text)
    for section in sheet.sections:
        if section.table:
            head = " ".join(section.table.headers)
            first, *rest = text.split(head)
            text = first + head + " ".join(rest)
    return text


def _words(words: list[str]) -> list[str]:
    """The words without list numbers and bullets, which a page draws by style."""
    return [word for word in words if word != "•" and not re.fullmatch(r"\d\.", word)]
