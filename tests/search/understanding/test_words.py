"""Words put right: chat spelling, spaces, mistakes; and what is no mistake."""

import pytest

from portal.search.understanding import Query, understand
from tests.search.site import TITLES, site

HERE = site(*TITLES)


def read(text: str) -> Query:
    return understand(text, lambda: HERE)


# --- chat -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("làm căn cước đc ko", "làm căn cước được không"),
        ("e muốn đăng ký tạm vắng", "em muốn đăng ký tạm vắng"),
        ("cty có phải khai báo con dấu k", "công ty có phải khai báo con dấu không"),
    ],
)
def test_chat_spelling_is_written_out(typed: str, meant: str) -> None:
    assert (read(typed).interpreted, read(typed).notes) == (meant, ("chat",))


@pytest.mark.parametrize("text", ["cấp thẻ hạng a", "nhóm e", "A", "a", "căn cước cho BN", "loại v"])
def test_a_letter_that_names_something_is_no_chat(text: str) -> None:
    assert "chat" not in read(text).notes


# --- spaces -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cancuoc", "căn cước"),
        ("cancuoccongdan", "căn cước công dân"),
        ("căncước công dân", "căn cước công dân"),
        ("ng hia vu quan su", "nghĩa vụ quân sự"),
        ("ngh ĩa vụ quân sự", "nghĩa vụ quân sự"),
        ("dang kynghiavu", "đăng ký nghĩa vụ"),
    ],
)
def test_spaces_are_put_where_the_site_has_them(typed: str, meant: str) -> None:
    assert read(typed).interpreted == meant
    assert "spacing" in read(typed).notes


@pytest.mark.parametrize(
    "text",
    [
        "viec lam",  # syllables whose accents were left out, though the site has none of them
        "facebook",
        "BHXHTN",
        "qwertyuiop",
        "nghedau",  # both words are known, but nobody says them together
        "x" * 200,
    ],
)
def test_what_cannot_be_told_keeps_its_spaces(text: str) -> None:
    assert "spacing" not in read(text).notes


# --- spelling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghĩa vụ quân xự", "nghĩa vụ quân sự"),
        ("nghia vu quan xu", "nghĩa vụ quân sự"),
        ("căn cướt công dân", "căn cước công dân"),
        ("can cuot cong dan", "căn cước công dân"),
        ("nghĩa vụ quâng sự", "nghĩa vụ quân sự"),
        ("xóa đăng ký tạm vắn", "xóa đăng ký tạm vắng"),
        ("cấp thẻ bảo hiểmm y tế", "cấp thẻ bảo hiểm y tế"),
        ("dang ky nghai vu", "đăng ký nghĩa vụ"),
    ],
)
def test_a_mistake_is_corrected_where_the_right_word_stands_beside_its_neighbours(typed: str, meant: str) -> None:
    query = read(typed)
    corrected = query.read_as(query.respelled) if query.respelled else query

    assert "spelling" in corrected.notes
    assert read(corrected.interpreted).interpreted == meant


@pytest.mark.parametrize(
    "text",
    [
        "Đà Nẵng",
        "căn cước ở Đà Nẵng",
        "ông Xự xin cấp thẻ",
        "dạy học",
        "ngân hàng",
        "ngăn hạng",
        "BHXH TNLĐ",
        "bún bò giò heo",
        "CT01 17a 613",
    ],
)
def test_names_numbers_and_words_that_exist_are_searched_for_as_typed(text: str) -> None:
    query = read(text)

    assert query.interpreted == text
    assert "spelling" not in query.notes


def test_a_word_without_neighbours_is_not_corrected() -> None:
    assert read("xự").interpreted == "xự"
    assert read("bún quâng").interpreted == "bún quâng"


def test_what_is_corrected_by_doubt_is_only_a_second_reading() -> None:
    query = understand("quan xu", lambda: site("Đăng ký nghĩa vụ quân sự", "Xử lý rác"))

    assert query.keys == ("quan", "xu")
    assert query.respelled is not None
    assert query.respelled.keys == ("quan", "su")
    assert query.respelled.share < 1
    taken = query.read_as(query.respelled)
    assert taken.keys == ("quan", "su")
    assert "spelling" in taken.notes
    assert taken.respelled is None
