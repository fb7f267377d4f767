"""Completing what is being typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.procedures.notice import Notice
from portal.search.suggestions import MOST, suggest
from tests.search.publishing import publish, short_notice


def codes(text: str) -> list[str]:
    return [item.code for item in suggest(text)]


@pytest.mark.parametrize(
    "text", ["đăng ký nghĩa vụ quân sự l", "dang ky nghia vu quan su l", "DANG KY NGHIA VU QUAN SU L"]
)
def test_the_last_word_may_be_unfinished(plan: list[Notice], text: str) -> None:
    assert codes(text) == ["BQP-06"]


def test_a_title_that_begins_so_comes_before_one_that_holds_it(db: None) -> None:
    publish([short_notice("BQP-02", "Xóa đăng ký tạm vắng"), short_notice("BQP-11", "Đăng ký tạm vắng nơi khác")])

    assert codes("đăng ký t") == ["BQP-11", "BQP-02"]


def test_codes_go_on_too(plan: list[Notice]) -> None:
    assert codes("bca-0") == [f"BCA-{number:02d}" for number in range(1, 10)]
    assert codes("bhxh09") == ["BHXH-09"]


def test_accents_count_where_they_were_typed(db: None) -> None:
    publish([short_notice("BQP-21", "Đổi thẻ"), short_notice("BQP-22", "Đội thẻ")])

    assert codes("đổi t") == ["BQP-21"]
    assert set(codes("doi t")) == {"BQP-21", "BQP-22"}


def test_a_short_title_stands_for_a_long_one(db: None) -> None:
    publish([short_notice("BQP-14", "Thủ tục giải quyết " + "rất dài " * 30, short_title="Trợ cấp một lần")])

    found = suggest("trợ c")

    assert [(item.code, item.title, item.text) for item in found] == [("BQP-14", "Trợ cấp một lần", "Trợ cấp một lần")]


def test_procedures_of_one_title_are_one_row(db: None) -> None:
    title = "Cấp giấy phép thử (thực hiện tại cấp {})"
    publish([short_notice("BQP-31", title.format("tỉnh")), short_notice("BQP-32", title.format("xã"))])
    publish([short_notice("BQP-33", "Cấp giấy phép thử nghiệm")])

    assert [(item.code, item.count) for item in suggest("giấy phép t")] == [("BQP-33", 1), ("BQP-32", 2)]


def test_keys_of_an_input_method_that_is_off_go_on_too(plan: list[Notice]) -> None:
    assert codes("ddawng kys nghiax vuj quaan suwj laafn") == ["BQP-06"]


@pytest.mark.parametrize("text", ["xác nhận số chứng mi", "xac nhan so chung mi", "xác nhận số chứng mí"])
def test_an_i_at_the_end_may_go_on(plan: list[Notice], text: str) -> None:
    assert codes(text) == ([] if text.endswith("mí") else ["BCA-07", "BCA-05", "BCA-06"])


def test_an_i_at_the_end_may_be_a_y(db: None) -> None:
    publish([short_notice("BQP-51", "Kỷ niệm chương")])

    assert codes("kỉ") == codes("ki") == codes("kỷ") == ["BQP-51"]


def test_names_follow_what_is_published(db: None) -> None:
    publish([short_notice("BQP-41", "Thử tên cũ")])
    assert codes("thử tên") == ["BQP-41"]

    publish([short_notice("BQP-42", "Thử tên mới")])

    assert codes("thử tên") == ["BQP-41", "BQP-42"]


def test_there_are_never_too_many(plan: list[Notice]) -> None:
    assert len(suggest("c")) <= MOST
    assert suggest("") == suggest("???") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_text_can_be_typed(plan: list[Notice], text: str) -> None:
    assert len(suggest(text)) <= MOST
