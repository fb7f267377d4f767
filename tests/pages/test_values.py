"""Time, fee, channels: what is stated, what is none, what nobody supplied."""

import pytest

from portal.core.templatetags.portal_text import compounds, docnumbers, dong, number, paragraphs
from portal.procedures.notice import Duration, Fee, Handling, Text
from portal.procedures.presenters_handlings import glance_durations, present_handlings
from portal.procedures.presenters_values import duration_value, fee_value, text_value


def row(channel: str, case: str = "", days: int | None = 5, fee: str = "missing", note: str = "") -> Handling:
    return Handling(
        channel=channel,
        case=case,
        duration=Duration(number=days, unit="working_day" if days else "", note=note),
        fee=Fee(kind=fee),
    )


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (Duration(number=5, unit="working_day"), "05 ngày làm việc"),
        (Duration(number=12, unit=""), "12 (văn bản không ghi đơn vị)"),
        (Duration(unit="same_day"), "Trong ngày"),
        (Duration(), ""),
    ],
)
def test_a_duration_reads_as_people_say_it(duration: Duration, text: str) -> None:
    assert duration_value(duration).text == text


@pytest.mark.parametrize(
    ("fee", "text", "is_none"),
    [
        (Fee(kind="amount", amount=30000), "30.000\u00a0đồng", False),
        (Fee(kind="free"), "Miễn phí", True),
        (Fee(kind="none"), "Không thu", True),
        (Fee(kind="unregulated"), "Văn bản chưa quy định mức thu", False),
        (Fee(kind="missing"), "", False),
        (Fee(kind="missing", note="10 USD"), "Chưa rõ mức thu", False),
    ],
)
def test_the_five_statements_about_money_stay_apart(fee: Fee, text: str, is_none: bool) -> None:
    assert (fee_value(fee).text, fee_value(fee).is_none) == (text, is_none)


def test_none_is_not_missing() -> None:
    assert not text_value(Text(given="none")).is_missing
    assert text_value(Text()).is_missing


def test_channels_with_the_same_terms_become_one_sentence() -> None:
    shown = present_handlings([row(channel, case) for channel in ("direct", "post") for case in ("Mới", "Lại")])
    assert shown.common_channels == ("Trực tiếp", "Dịch vụ bưu chính")
    assert [item.case for item in shown.rows] == ["Mới", "Lại"]
    assert shown.missing_channels == ("Trực tuyến",)
    assert shown.common_fee is not None


def test_fees_that_differ_by_case_keep_their_column() -> None:
    assert present_handlings([row("direct", "Mới", fee="none"), row("direct", "Lại")]).common_fee is None


def test_a_time_all_cases_share_is_said_once_where_their_fees_differ() -> None:
    shown = present_handlings([row("direct", "Mới", fee="none"), row("direct", "Lại")])
    assert shown.common_duration == shown.rows[0].duration
    assert present_handlings([row("direct", "Mới"), row("direct", "Lại")]).common_duration is None


def test_channels_that_differ_keep_rows_of_their_own() -> None:
    shown = present_handlings([row("direct", days=5), row("online", days=3), row("post", days=5)])
    assert [(item.channels, item.duration.text) for item in shown.rows] == [
        ("Trực tiếp, Dịch vụ bưu chính", "05 ngày làm việc"),
        ("Trực tuyến", "03 ngày làm việc"),
    ]


def test_a_note_all_rows_share_is_said_once_under_the_table() -> None:
    shown = present_handlings(
        [row("direct", days=5, note="từ khi đủ hồ sơ"), row("online", days=3, note="từ khi đủ hồ sơ")]
    )
    assert shown.notes == ("từ khi đủ hồ sơ",)
    assert [item.duration.note for item in shown.rows] == ["", ""]


def test_different_times_keep_the_cases_they_hold_for() -> None:
    values = glance_durations([row("direct", "Cấp mới", 5), row("direct", "Cấp đổi", 4), row("direct", "Cấp lại", 4)])
    assert [(item.value.text, item.label) for item in values] == [
        ("05 ngày làm việc", "Cấp mới"),
        ("04 ngày làm việc", "Cấp đổi; Cấp lại"),
    ]


def test_too_many_times_are_a_range_at_a_glance() -> None:
    (item,) = glance_durations([row("direct", str(days), days) for days in range(1, 6)])
    assert item.value.text == "Từ 01 đến 05 ngày làm việc"
    assert item.see_table


def test_times_of_different_units_have_no_range() -> None:
    rows = [row("direct", str(days), days) for days in range(1, 5)]
    hours = Handling(channel="direct", case="khác", duration=Duration(number=2, unit="hour"))
    assert glance_durations([*rows, hours]) == ()
    assert glance_durations([*rows, row("direct", "không rõ", None)]) == ()


@pytest.mark.parametrize("number", ["52/2013/QĐ-TTg", "1291/QĐ-TTg", "78/2015/QH13", "16/2010/TT-BLĐTBXH"])
def test_a_document_number_stays_whole_with_the_mark_after_it(number: str) -> None:
    assert docnumbers(f"theo {number}, Điều 1") == f'theo <span class="nw">{number},</span> Điều 1'


def test_a_number_longer_than_a_phones_line_may_break() -> None:
    assert "<span" not in docnumbers("102/2012/TTLT-BQP-BLĐTBXH-BTC")


def test_dates_and_fractions_are_not_document_numbers() -> None:
    assert docnumbers("ngày 30/4/1975, 1/2 số") == "ngày 30/4/1975, 1/2 số"


def test_text_is_escaped_before_it_is_marked() -> None:
    assert docnumbers("<b>1/QĐ-TTg") == '&lt;b&gt;<span class="nw">1/QĐ-TTg</span>'
    assert paragraphs("a<b\n\n c") == "<p>a&lt;b</p><p>c</p>"


def test_headings_keep_words_of_two_syllables_whole() -> None:
    assert compounds("Thủ tục hành chính") == "Thủ\u00a0tục hành\u00a0chính"
    assert dong(1500000) == "1.500.000\u00a0đồng"
    assert [number(count) for count in (36, 2882, 1000000)] == ["36", "2.882", "1.000.000"]


def test_a_long_run_of_digits_is_read_in_one_pass() -> None:
    digits = "1" * 200_000
    assert docnumbers(digits) == digits
