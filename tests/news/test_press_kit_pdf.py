"""Poster, leaflet and notice as PDF, read back as a reader, a telephone and a screen reader do."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from django.core.cache import cache

from portal.news.enums import Medium
from portal.news.press_kit import sheets
from portal.news.press_kit.material import Link, Material, Place, Procedure
from portal.printing import typst_runner
from tests.printing import reading

CREATED = datetime(2020, 1, 1, 3, 0, tzinfo=UTC)
SHEETS = ["ap-phich-a3", "ap-phich-a2", "to-roi-a4-gap-doi", "thong-bao-a4"]
#: Pages, and width and height in millimetres.
SHAPES = {
    "ap-phich-a3": (1, 297, 420),
    "ap-phich-a2": (1, 420, 594),
    "to-roi-a4-gap-doi": (2, 297, 210),
    "thong-bao-a4": (1, 210, 297),
}
LINKS = {
    "ap-phich-a3": "https://tthc.example/q/mot",
    "ap-phich-a2": "https://tthc.example/q/mot",
    "to-roi-a4-gap-doi": "https://tthc.example/q/hai",
    "thong-bao-a4": "https://tthc.example/chien-dich/mot-cua/",
}


@pytest.fixture(autouse=True)
def _no_sheet_is_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def procedures(code: str, agency: str, count: int, title: str = "Đăng ký nghĩa vụ quân sự") -> tuple[Procedure, ...]:
    return tuple(
        Procedure(
            code=f"{code}-{number:02d}",
            title=f"{title} {number}",
            legal_title=title,
            agency=agency,
            field="Nghĩa vụ quân sự",
            url=f"https://tthc.example/tt/{code}-{number:02d}",
            version=1,
        )
        for number in range(1, count + 1)
    )


def material(**values: Any) -> Material:
    """A campaign of 36 procedures at three levels."""
    army = procedures("BQP", "Quân sự", 14)
    police = procedures("BCA", "Công an", 13, "Cấp thẻ Căn cước công dân")
    insurance = procedures("BHXH", "Bảo hiểm xã hội", 9, "Cấp lại, đổi thẻ bảo hiểm y tế")
    first = date(2020, 1, 1)
    defaults: dict[str, Any] = {
        "slug": "mot-cua",
        "title": "Thủ tục của ngành dọc tại một cửa",
        "message": "36 thủ tục của ba cơ quan nay nộp tại một cửa.",
        "audience": "Người dân trong tỉnh",
        "starts_on": date(2019, 12, 1),
        "ends_on": None,
        "period_note": "",
        "carried_out_by": "",
        "law": "Quyết định 1291/QĐ-TTg ngày 07/10/2019",
        "plan": "Mục II.6 kế hoạch của tỉnh, bản dự thảo",
        "release": "",
        "background_short": "",
        "background_long": "",
        "press_contact": "",
        "led_line": "",
        "poster_line": "Quân sự nộp ở xã. Công an, bảo hiểm nộp ở huyện, tỉnh.",
        "questions": (("Tôi đăng ký nghĩa vụ quân sự ở đâu?", "Ở xã. Xem tthc.example/tt/BQP-06."),) * 6,
        "procedures": (*army, *police, *insurance),
        "places": (
            Place(
                level="commune",
                name="Xã, phường, thị trấn",
                count=102,
                begins=first,
                is_coming=False,
                procedures=army,
            ),
            Place(
                level="district",
                name="Huyện, thành phố",
                count=10,
                begins=first,
                is_coming=False,
                procedures=(*police[:8], *insurance[:6]),
            ),
            Place(
                level="province",
                name="Trung tâm Phục vụ hành chính công tỉnh",
                count=1,
                begins=date(2019, 12, 1),
                is_coming=False,
                procedures=(*police, *insurance),
            ),
        ),
        "scripts": (),
        "pictures": (),
        "missing_languages": (),
        "page": Link(url="https://tthc.example/chien-dich/mot-cua/"),
        "links": {
            Medium.POSTER: Link(url="https://tthc.example/q/mot"),
            Medium.LEAFLET: Link(url="https://tthc.example/q/hai"),
        },
        "publisher": "Ủy ban nhân dân tỉnh Kon Tum",
        "hotline": "",
        "feedback_address": "",
        "is_sample": True,
        "day": date(2020, 1, 2),
        "clock_is_fixed": False,
        "published_at": CREATED,
    }
    return Material(**(defaults | values))


def pdf_of(name: str, found: Material) -> bytes:
    jobs = {name: job for name, _, job in sheets.jobs(found, CREATED)}
    job = jobs[name]
    return typst_runner.compile(job.template, job.data, created=job.created)


def shape_of(pdf: bytes) -> tuple[int, int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        box = [float(number) for number in document.pages[0].mediabox]
        return len(document.pages), round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_tagged_titled_and_carries_its_letters(name: str) -> None:
    pdf = pdf_of(name, material())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "vi"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Quân sự nộp ở xã. Công an, bảo hiểm nộp ở huyện, tỉnh."
            assert metadata["pdfuaid:part"] == "1"
    fonts = reading.fonts_of(pdf)
    assert fonts
    assert all(embedded for _, embedded in fonts)
    assert {font.split("+")[1] for font, _ in fonts} == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    kinds = [kind for kind, _ in reading.tags_of(pdf)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Figure") == 1


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_the_paper_it_is_named_after(name: str) -> None:
    assert shape_of(pdf_of(name, material())) == SHAPES[name]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_says_what_where_since_when_and_that_it_is_a_sample(name: str) -> None:
    text = reading.text_of(pdf_of(name, material()))
    assert reading.is_nfc(text)
    for words in (
        "Ủy ban nhân dân tỉnh Kon Tum",
        "Xã, phường, thị trấn",
        "Từ ngày 01/01/2020 · 102 nơi nhận",
        "Trung tâm Phục vụ hành chính công tỉnh",
        "Từ ngày 01/12/2019",
        "Bản mẫu, chưa duyệt",
        "Đường dây nóng: Chưa cung cấp",
        "Theo thông tin ngày 02/01/2020.",
        "1291/QĐ-TTg",
        LINKS[name].removeprefix("https://").rstrip("/"),
    ):
        assert words in text, words


@pytest.mark.parametrize("name", SHEETS)
def test_a_telephone_reads_the_address_of_this_medium(name: str) -> None:
    document = pypdfium2.PdfDocument(pdf_of(name, material()))
    try:
        # A telephone sees a poster from afar, so no finer than this.
        image = document[0].render(scale=72 / 72).to_pil()
    finally:
        document.close()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [LINKS[name]]


def test_the_leaflet_lists_every_procedure_once_where_one_level_takes_all_of_another() -> None:
    text = reading.text_of(pdf_of("to-roi-a4-gap-doi", material()))
    assert "Nhận các thủ tục như ở huyện, thành phố, và thêm:" in text
    for found in material().procedures:
        assert len(re.findall(re.escape(found.title) + r"(?!\d)", text)) == 1, found.title


def test_the_front_of_the_leaflet_is_read_before_its_back() -> None:
    kinds = [kind for kind, _ in reading.tags_of(pdf_of("to-roi-a4-gap-doi", material()))]
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3")


LONG = material(
    message="Một câu rất dài về việc nộp hồ sơ tại một cửa ở xã, ở huyện và ở tỉnh. " * 3,
    poster_line="Nộp hồ sơ của Công an, Quân sự, Bảo hiểm xã hội tại một cửa ở xã, huyện, tỉnh",
    questions=(("Câu hỏi dài? " * 15, "Một câu trả lời dài. " * 40),) * 12,
    places=tuple(
        replace(place, procedures=procedures("ABC", "Cơ quan có tên rất dài " * 3, 150, "Thủ tục tên dài " * 21))
        for place in material().places
    ),
    page=Link(url="https://mot-ten-mien-rat-dai.example/chien-dich/" + "mot-duong-dan-rat-dai-" * 4),
    links={},
    feedback_address="Văn phòng Ủy ban nhân dân tỉnh " * 9,
)
ODD = material(
    message="#panic() $x$ *đậm* <script> \\ 😀 中文",
    poster_line="",
    audience="",
    law="",
    plan="",
    questions=(),
    is_sample=False,
    places=material().places[:1],
)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("extreme", [LONG, ODD], ids=["very much", "very little, with odd letters"])
def test_however_much_there_is_to_say_a_sheet_keeps_its_pages(name: str, extreme: Material) -> None:
    assert shape_of(pdf_of(name, extreme)) == SHAPES[name]


def test_words_are_printed_and_never_run() -> None:
    assert "#panic() $x$ *đậm* <script>" in reading.text_of(pdf_of("thong-bao-a4", ODD))


def test_what_does_not_fit_is_counted_and_not_dropped_in_silence() -> None:
    assert "thủ tục nữa: quét mã để xem." in reading.text_of(pdf_of("to-roi-a4-gap-doi", LONG))


def test_the_same_material_gives_the_same_bytes() -> None:
    first = pdf_of("ap-phich-a3", material())
    cache.clear()
    assert pdf_of("ap-phich-a3", material()) == first
