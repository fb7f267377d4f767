"""Accents given back by what the site's texts say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.accents import AccentModel, keeps_marks, learn
from portal.vietnamese.tokens import accent_keys

TEXTS = [
    "Cấp thẻ căn cước công dân",
    "Cấp lại thẻ căn cước công dân",
    "Đăng ký nghĩa vụ quân sự lần đầu",
    "Làm con dấu mới",
    "Giấy phép lái xe",
    "Đổi giấy phép lái xe",
    "Đội trưởng đội dân quân",
    "Dẫn đường",
]


@pytest.fixture(scope="module")
def model() -> AccentModel:
    return learn((accent_keys(text), 1) for text in TEXTS)


def restored(model: AccentModel, text: str) -> str:
    return " ".join(model.restore(accent_keys(text)))


@pytest.mark.parametrize("text", [text.lower() for text in TEXTS])
def test_a_text_it_has_read_comes_back_from_no_accents_at_all(model: AccentModel, text: str) -> None:
    from portal.vietnamese.unicode import fold

    assert restored(model, fold(text)) == " ".join(accent_keys(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the can cuoc", "thẻ căn cước"),
        ("nghĩa vu quân su", "nghĩa vụ quân sự"),
        ("doi giay phep", "đổi giấy phép"),
        ("doi dan quan", "đội dân quân"),
        ("cap lai con dau", "cấp lại con dấu"),
    ],
)
def test_neighbours_choose_between_spellings(model: AccentModel, typed: str, meant: str) -> None:
    assert restored(model, typed) == meant


def test_marks_that_were_typed_stay_as_they_are(model: AccentModel) -> None:
    assert restored(model, "lại xe") == "lại xe"
    assert restored(model, "lai xe") == "lái xe"


def test_unknown_words_stay(model: AccentModel) -> None:
    assert restored(model, "xyz visa căn cuoc 17") == "xyz visa căn cước 17"
    assert restored(model, "") == ""
    assert learn([]).restore(["can", "cuoc"]) == ("can", "cuoc")


def test_a_weight_counts_a_text_more_often() -> None:
    assert learn([(["di", "lĩnh"], 1), (["đi", "lính"], 5)]).restore(["di", "linh"]) == ("đi", "lính")


@pytest.mark.parametrize(
    ("typed", "spelling", "keeps"),
    [("can", "cằn", True), ("cân", "cần", True), ("cân", "cằn", False), ("cấn", "cần", False), ("dan", "đân", True),
     ("đan", "dân", False), ("ca", "can", False)],
)  # fmt: skip
def test_what_keeping_marks_means(typed: str, spelling: str, keeps: bool) -> None:
    assert keeps_marks(typed, spelling) is keeps


@given(st.lists(st.text(max_size=10), max_size=8))
def test_any_words_come_back_as_many_as_they_were(words: list[str]) -> None:
    model = learn((accent_keys(text), 1) for text in TEXTS)
    assert len(model.restore(words)) == len(words)
