"""Slugs for addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.slugs import slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đăng ký khai sinh", "dang-ky-khai-sinh"),
        ("  Cấp đổi, cấp lại – thẻ CĂN CƯỚC (lần 2)  ", "cap-doi-cap-lai-the-can-cuoc-lan-2"),
        ("13/2016/NĐ-CP", "13-2016-nd-cp"),
        ("Ðường Hoà Bình", "duong-hoa-binh"),
        ("???", ""),
        ("中文", ""),
        ("", ""),
        ("\x00\ud800", ""),
    ],
)
def test_titles_become_readable_ascii(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_long_titles_are_cut_between_words() -> None:
    assert slugify("nghĩa vụ quân sự", 8) == "nghia-vu"
    assert slugify("nghĩa vụ quân sự", 10) == "nghia-vu"
    assert slugify("nghĩa vụ quân sự", 13) == "nghia-vu-quan"
    assert slugify("nghiêng", 4) == "nghi"
    assert slugify("nghiêng", 0) == ""


@given(st.text(st.characters(exclude_categories=())), st.integers(-2, 100))
def test_slugs_of_any_text_are_valid_and_short_enough(text: str, longest: int) -> None:
    slug = slugify(text, longest)
    assert len(slug) <= max(longest, 0)
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slugify(slug) == slug[:80].rstrip("-") or len(slug) > 80
