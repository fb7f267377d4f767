"""Texts pasted from before Unicode are read as what they were meant to be."""

import pytest

from portal.search.understanding import understand
from tests.search.site import TITLES, site

HERE = site(*TITLES)


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("®¨ng ký nghÜa vô qu©n sù lÇn ®Çu", "đăng ký nghĩa vụ quân sự lần đầu"),
        ("caáp theû baûo hieåm y teá", "cấp thẻ bảo hiểm y tế"),
    ],
    ids=["TCVN3", "VNI-Windows"],
)
def test_a_legacy_text_is_searched_for_in_unicode(pasted: str, meant: str) -> None:
    query = understand(pasted, lambda: HERE)

    assert query.text == query.interpreted == meant
    assert query.notes == ("legacy",)
    assert query.original == pasted


def test_a_legacy_text_is_also_read_where_everything_else_is_left_as_typed() -> None:
    assert understand("caáp theû baûo hieåm y teá", literal=True).text == "cấp thẻ bảo hiểm y tế"


@pytest.mark.parametrize("text", ["Đăng ký nghĩa vụ", "dang ky", "café", "mẫu số 01", "© 2024", "1 000 ¥"])
def test_a_text_of_today_is_no_legacy(text: str) -> None:
    assert "legacy" not in understand(text, lambda: HERE).notes


def test_a_decomposed_text_is_no_legacy() -> None:
    assert understand("da\u0323y ho\u0323c", lambda: HERE).notes == ()
