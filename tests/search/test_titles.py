"""The 36 titles, in every way people write them, come first; and the golden pairs of the analysis."""

import unicodedata
from collections.abc import Callable

import pytest

from portal.procedures.notice import Document, DocumentCase, LevelMark, Notice
from portal.search.matching import Match
from portal.search.service import SearchRequest, SearchResult, search
from portal.vietnamese.tones import normalise_tones
from portal.vietnamese.unicode import fold
from tests.search.publishing import FIRST_DAY, plan_notices, publish, short_notice

FORMS: dict[str, Callable[[str], str]] = {
    "as published": str,
    "accentless": fold,
    "upper case": str.upper,
    "lower case": str.lower,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "new tone style": lambda text: normalise_tones(text, "new"),
    "old tone style": lambda text: normalise_tones(text, "old"),
    "accentless upper case": lambda text: fold(text).upper(),
    "new tone style, NFD, upper case": lambda text: unicodedata.normalize("NFD", normalise_tones(text, "new").upper()),
    "no punctuation": lambda text: "".join(char if char.isalnum() or char in " /-." else " " for char in text),
    "spaces of all kinds": lambda text: text.replace(" ", " \u00a0\u2003"),
    "first half accentless": lambda text: fold(text[: len(text) // 2]) + text[len(text) // 2 :],
}


def find(text: str, **values: object) -> SearchResult:
    return search(SearchRequest(text=text, **values))  # type: ignore[arg-type]


def codes(result: SearchResult) -> list[str]:
    return [hit.document.code for hit in result.hits]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("data", ["imported", "demonstrated"])
def test_every_title_comes_first_however_it_is_written(request: pytest.FixtureRequest, data: str, form: str) -> None:
    request.getfixturevalue(data)
    write = FORMS[form]

    first = {notice.code: codes(find(write(notice.title)))[:1] for notice in plan_notices()}

    assert first == {code: [code] for code in first}
    assert len(first) == 36


def test_every_code_comes_first_and_alone(plan: list[Notice]) -> None:
    for notice in plan:
        for written in (notice.code, notice.code.lower(), notice.code.replace("-", "")):
            result = find(written)
            assert codes(result) == [notice.code], written
            assert result.match is Match.EXACT


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("nghĩa vu quan sự lan dau", "BQP-06"),
        ("NGHIA VU QUAN SU TAM VANG", "BQP-11"),
        ("xoá đăng ký tạm vắng", "BQP-02"),
        ("lam lai con dau", "BCA-10"),
        ("kĩ thuật tạm vắng", "BQP-01"),
        ("chế độ thai sản", "BHXH-04"),
        ("an ninh trật tự", "BCA-13"),
        ("bảo hiễm xã hội tự nguyện", "BHXH-03"),
        ("chứng minh nhân đân", "BCA-01"),
        ("căn cươc lại", "BCA-04"),
        ("QĐ 613", "BHXH-07"),
        ("613/qd-ttg", "BHXH-07"),
        ("52/2013/QĐ-TTg", "BHXH-08"),
        ("bca 04", "BCA-04"),
    ],
)
def test_known_queries_find_their_procedure(demonstrated: None, query: str, first: str) -> None:
    assert codes(find(query))[0] == first


@pytest.mark.parametrize(
    "query",
    [
        "ly hôn", "ly hon", "bún bò", "bun bo", "kiện hàng xóm", "đăng ký kết hôn", "dang ky ket hon",
        "cấp giấy phép lái xe hạng B2", "sổ đỏ đất trồng cà phê", "làm hộ chiếu", "đăng ký xe", "asdkjh qwe",
        "BCA-99", "1.999999", "13/1999/NĐ-CP", "!!!", "😀", "()",
    ],
)  # fmt: skip
def test_what_is_not_among_the_procedures_gives_nothing(demonstrated: None, query: str) -> None:
    result = find(query)

    assert result.match is Match.NONE
    assert result.total == 0
    assert result.hits == ()


@pytest.mark.parametrize("query", ["đăng ký nghĩa vụ quân sự", "dang ky nghia vu quan su"])
def test_words_that_a_third_of_the_titles_share_still_count(plan: list[Notice], query: str) -> None:
    assert set(codes(find(query))[:5]) == {"BQP-06", "BQP-08", "BQP-09", "BQP-10", "BQP-11"}


def test_typed_accents_tell_words_apart(db: None) -> None:
    publish([
        short_notice("BQP-21", "Cấp đổi giấy"),
        short_notice("BQP-22", "Cấp đội giấy"),
        short_notice("BQP-23", "Đường làng", field=""),
        short_notice("BQP-24", "Dưỡng lão", field=""),
        short_notice("BQP-25", "Dương tính", field=""),
    ])  # fmt: skip

    assert codes(find("đổi")) == ["BQP-21"]
    assert codes(find("đội")) == ["BQP-22"]
    assert set(codes(find("doi"))) == {"BQP-21", "BQP-22"}
    assert codes(find("đường")) == ["BQP-23"]
    assert set(codes(find("duong"))) == {"BQP-23", "BQP-24", "BQP-25"}


@pytest.mark.parametrize(("left", "right"), [("thúy", "thúi"), ("tay", "tai"), ("tuy", "tui")])
def test_different_words_do_not_meet(db: None, left: str, right: str) -> None:
    publish([short_notice("BQP-21", f"Việc {left}", field="")])

    assert codes(find(right)) == []
    assert codes(find(left)) == ["BQP-21"]


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        ("Hòa giải ở cơ sở", ["hoà giải", "hòa giải", "hoa giai", "HOÀ GIẢI"]),
        ("Ủy quyền lĩnh thay", ["uỷ quyền", "ủy quyền", "uy quyen"]),
        ("Việc theo quy định", ["qui định", "quy định", "qui dinh"]),
        ("Kỹ thuật mới", ["kĩ thuật", "kỹ thuật", "ki thuat", "ky thuat"]),
        ("Khai mẫu CT01 và TK1-TS", ["ct01", "CT01", "tk1-ts"]),
    ],
)
def test_spellings_of_one_word_meet(db: None, title: str, queries: list[str]) -> None:
    publish([short_notice("BQP-21", title, field="")])

    assert [query for query in queries if codes(find(query)) != ["BQP-21"]] == []


def test_another_spelling_of_a_word_ranks_below_the_one_typed(db: None) -> None:
    publish([short_notice("BQP-21", "Bến thùy dương mới"), short_notice("BQP-22", "Bến thủy dương mới")])

    assert codes(find("bến thủy"))[0] == "BQP-22"
    assert codes(find("bến thùy"))[0] == "BQP-21"


def test_the_name_of_an_agency_lists_what_it_does(plan: list[Notice]) -> None:
    found = find("công an tỉnh Kon Tum", size=50)

    assert {code for code in codes(found) if code.startswith("BCA")} == {f"BCA-{n:02d}" for n in range(1, 14)}


def test_of_equal_titles_the_lower_level_comes_first(db: None) -> None:

    province = (LevelMark(level="province", starts_on=FIRST_DAY),)
    publish([
        short_notice("BQP-21", "Cấp giấy giới thiệu", levels=province),
        short_notice("BQP-22", "Cấp giấy giới thiệu"),
    ])  # fmt: skip

    assert codes(find("giấy giới thiệu")) == ["BQP-22", "BQP-21"]


def test_what_a_notice_is_for_gives_related_results_and_its_papers_give_none(db: None) -> None:
    papers = (DocumentCase(documents=(Document(name="Hộ chiếu của người nộp"),)),)
    publish([short_notice("BQP-21", "Hỗ trợ một lần", summary="Dành cho hộ trồng rừng ven sông", documents=papers)])

    related = find("trồng rừng")

    assert codes(related) == ["BQP-21"]
    assert related.match is Match.RELATED
    assert "<mark>trồng rừng</mark>" in related.hits[0].snippet
    assert find("hộ chiếu").match is Match.NONE
