"""Titles of one subject stand together, and are told apart by the words that differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.variants import group
from tests.search.publishing import plan_notices

TITLES = {notice.code: notice.title for notice in plan_notices()}


def grouped(*titles: str) -> list[list[str]]:
    return [[titles[one.first], *(variant.words for variant in one.others)] for one in group(titles)]


def of_plan(*codes: str) -> list[list[str]]:
    found = group([TITLES[code] for code in codes])
    return [[codes[one.first], *(codes[variant.place] for variant in one.others)] for one in found]


@pytest.mark.parametrize(
    "codes",
    [
        ["BCA-05", "BCA-06", "BCA-07"],
        ["BCA-02", "BCA-03"],
        ["BCA-08", "BCA-09", "BCA-10", "BCA-11"],
        ["BQP-06", "BQP-08", "BQP-11"],
        ["BQP-09", "BQP-10"],
    ],
)
def test_cases_of_one_subject_of_the_plan_stand_together(codes: list[str]) -> None:
    assert of_plan(*codes) == [codes]


@pytest.mark.parametrize(
    "codes",
    [["BCA-01", "BCA-02"], ["BCA-13", "BQP-06"], ["BQP-06", "BQP-07"], ["BHXH-07", "BHXH-08"], ["BHXH-01", "BHXH-09"]],
)
def test_other_subjects_stay_apart(codes: list[str]) -> None:
    assert of_plan(*codes) == [[code] for code in codes]


def test_levels_are_told_apart_by_their_name() -> None:
    title = "Thủ tục cấp giấy chứng nhận đủ điều kiện hoạt động (thực hiện tại cấp {})"

    assert grouped(title.format("tỉnh"), title.format("xã")) == [[title.format("tỉnh"), "cấp xã"]]


def test_giving_again_and_changing_stand_with_giving() -> None:
    assert grouped("Cấp giấy phép hoạt động điện lực", "Cấp lại giấy phép hoạt động điện lực", "Đăng ký kết hôn") == [
        ["Cấp giấy phép hoạt động điện lực", "Cấp lại giấy phép hoạt động điện lực"],
        ["Đăng ký kết hôn"],
    ]


def test_a_long_title_is_told_apart_by_what_it_has_of_its_own() -> None:
    first, second, third = (TITLES[code] for code in ("BCA-05", "BCA-06", "BCA-07"))

    assert grouped(first, second, third) == [[first, "chưa có thông tin", "đã được cấp thẻ Căn cước công dân"]]


def test_one_syllable_takes_a_neighbour_along() -> None:
    made, again = TITLES["BCA-08"], TITLES["BCA-10"]
    registered, struck_off = TITLES["BQP-01"], TITLES["BQP-02"]

    assert grouped(made, again) == [[made, "làm lại con dấu"]]
    assert grouped(registered, struck_off) == [[registered, "Xóa đăng ký"]]


def test_birth_and_death_are_not_one_subject() -> None:
    assert len(grouped("Đăng ký khai sinh", "Đăng ký khai tử")) == 2


def test_the_first_of_each_group_keep_their_order() -> None:
    codes = list(TITLES)
    firsts = [one.first for one in group([TITLES[code] for code in codes])]

    assert firsts == sorted(firsts)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_title_stands_in_exactly_one_group(titles: list[str]) -> None:
    places = [place for one in group(titles) for place in (one.first, *(variant.place for variant in one.others))]

    assert sorted(places) == list(range(len(titles)))
