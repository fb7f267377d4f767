"""No line break inside administrative words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.compounds import join_compounds


@pytest.mark.parametrize(
    ("heading", "joined"),
    [
        ("Niêm yết công khai thủ tục hành chính", "Niêm~yết công~khai thủ~tục hành~chính"),
        ("BẢO HIỂM XÃ HỘI, bảo hiểm y tế", "BẢO~HIỂM XÃ~HỘI, bảo~hiểm y~tế"),
        ("Đăng ký nghĩa vụ quân sự", "Đăng~ký nghĩa~vụ quân~sự"),
        ("căn cước công dân", "căn~cước công~dân"),
        ("chứng minh nhân dân", "chứng~minh nhân~dân"),
        ("Uỷ ban nhân dân", "Uỷ~ban nhân~dân"),
        ("mẫu con dấu", "mẫu con~dấu"),
        ("thủ, tục", "thủ, tục"),
        ("thủ  tục", "thủ  tục"),
        ("con trâu", "con trâu"),
        ("", ""),
    ],
)
def test_known_compounds_are_joined_and_nothing_else(heading: str, joined: str) -> None:
    expected = joined.replace("~", "\u00a0")
    assert join_compounds(heading) == expected
    assert join_compounds(expected) == expected
    decomposed = unicodedata.normalize("NFD", heading)
    assert join_compounds(decomposed) == unicodedata.normalize("NFD", expected)


@given(st.text(st.characters(exclude_categories=())))
def test_only_spaces_ever_change(text: str) -> None:
    assert join_compounds(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")
