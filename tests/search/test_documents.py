"""What a notice becomes for the engines."""

from datetime import date

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import Document, DocumentCase, FormRef, LegalRef, LevelMark, Notice, Step, Text
from portal.procedures.selectors import Published
from portal.search.documents import SearchDocument, body_passages, build, documents_on, is_indexable, stamps_on
from tests.search.publishing import FIRST_DAY, publish, short_notice, withdraw

DAY = date(2020, 1, 2)


def built(notice: Notice, *names: str) -> SearchDocument:
    return build(Published(NoticeVersion(code=notice.code, number=3), notice), names, DAY, "quan-su")


def test_words_are_kept_with_and_without_accents_and_in_pairs() -> None:
    title = built(short_notice(title="Xoá đăng kí tạm vắng")).title

    assert title.accented == ("xóa", "đăng", "ký", "tạm", "vắng")
    assert title.folded == ("xoa", "dang", "ky", "tam", "vang")
    assert title.pairs[0] == "xoa_dang"


def test_numbers_are_found_whole_and_by_their_parts() -> None:
    document = built(
        short_notice(
            "BCA-04",
            "Theo Quyết định số 613/QĐ-TTg",
            national_code="1.013133",
            legal_basis=(LegalRef(number="13/2016/NĐ-CP"),),
            documents=(DocumentCase(documents=(Document(name="Tờ khai", form=FormRef(code="CT01")),)),),
        )
    )

    assert {"bca-04", "bca04", "1.013133", "613/qd-ttg", "13/2016/nd-cp", "ct01", "quan-su"} <= document.identifiers
    assert {"613", "qd", "ttg"} <= set(document.title.folded)


def test_acceptance_is_level_and_agency_of_the_levels_open_on_the_day() -> None:
    document = built(
        short_notice(
            levels=(
                LevelMark(level="province", starts_on=FIRST_DAY),
                LevelMark(level="district", starts_on=FIRST_DAY, ends_on=DAY),
                LevelMark(level="commune", starts_on=date(2020, 1, 3)),
            )
        )
    )

    assert document.levels == ("province",)
    assert document.acceptance == ("province|BQP",)


def test_a_document_names_no_place_and_no_address() -> None:
    assert {"places", "url", "path"}.isdisjoint(SearchDocument.__dataclass_fields__)


def test_the_short_title_and_other_names_are_names_of_their_own() -> None:
    document = built(short_notice(short_title="NVQS"), "đi lính", "đi lính", "nhập ngũ")

    assert document.display_names == ("NVQS", "đi lính", "nhập ngũ")
    assert [name.folded for name in document.names] == [("nvqs",), ("di", "linh"), ("nhap", "ngu")]


def test_papers_are_in_the_body_but_not_in_what_the_notice_is_about() -> None:
    document = built(
        short_notice(
            summary="Ghi tên vào sổ",
            result=Text(given="stated", text="Giấy chứng nhận"),
            documents=(DocumentCase(documents=(Document(name="Hộ chiếu"),)),),
            steps=(Step(title="Nộp phiếu"),),
        )
    )

    assert "chieu" in document.body.folded
    assert "chieu" not in document.about.folded
    assert {"ghi", "giay"} <= set(document.about.folded)


def test_notes_about_sources_are_no_passages() -> None:
    assert body_passages(short_notice(notes=("Chưa tìm được văn bản",), summary="Ghi tên")) == ("Ghi tên",)


def test_only_what_is_in_force_on_the_day_has_a_document(db: None) -> None:
    publish([short_notice("BQP-06"), short_notice("BQP-07")])
    withdraw("BQP-07")

    assert [document.code for document in documents_on(DAY)] == ["BQP-06"]
    assert list(documents_on(date(2019, 11, 30))) == []
    assert list(documents_on(DAY, codes=["BQP-07"])) == []
    assert set(stamps_on(DAY)) == {"BQP-06"}


def test_stamps_say_what_documents_say(db: None) -> None:
    twice = LevelMark(level="commune", starts_on=FIRST_DAY), LevelMark(level="commune", starts_on=DAY)
    publish([short_notice("BQP-06"), short_notice("BQP-07", levels=()), short_notice("BQP-08", levels=twice)])

    assert {document.code: document.stamp for document in documents_on(DAY)} == stamps_on(DAY)


def test_kinds_in_force_are_indexable() -> None:
    assert [
        kind for kind in ("published", "corrected", "withdrawn", "abolished", "replaced") if is_indexable(kind)
    ] == [
        "published",
        "corrected",
    ]
