"""The downloads: the calendar is read back by two other libraries, the table by the csv module."""

import csv
import io
import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import ics  # type: ignore[import-untyped]
import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from portal.core.spreadsheets import BYTE_ORDER_MARK, defused
from portal.news.calendars import calendar, table
from portal.news.models import Airing, BroadcastSlot, Outlet
from portal.news.recurrence import days_of
from portal.news.schedule import occurrences_between

from .schedules import DAYS, slot, slots

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def airing(made: BroadcastSlot, day: date, status: str) -> Airing:
    return Airing(slot=made, day=day, status=status, proof="Nhật ký phát sóng")


def text_of(made: BroadcastSlot, *airings: Airing) -> str:
    return calendar([made], airings, "Lịch phát").decode()


def lines_of(text: str) -> list[str]:
    """The lines as they were before they were folded (RFC 5545, 3.1)."""
    return text.replace("\r\n ", "").split("\r\n")


def expanded(text: str, last: date) -> list[date]:
    """The days on which the events of a calendar fall, read by dateutil from the text alone."""
    found: list[date] = []
    for block in text.split("BEGIN:VEVENT")[1:]:
        lines = [line for line in lines_of(block) if re.match("DTSTART|RRULE|EXDATE|RDATE", line)]
        if "STATUS:CANCELLED" in block:
            continue
        # Its own reader knows neither VALUE=DATE nor a zone by this name.
        plain = "\n".join(re.sub(";VALUE=DATE|;TZID=[^:]*", "", line) for line in lines)
        plain = re.sub(r"UNTIL=(\d+T\d+Z)", lambda found: f"UNTIL={_local(found[1])}", plain)
        rules = rrulestr(plain, forceset=True)
        assert isinstance(rules, rruleset)
        start = re.search(r"DTSTART.*:(\d{8})", block)
        assert start is not None
        if "RRULE" not in block:
            found.append(date.fromisoformat(start[1]))
        found += takewhile(lambda day: day <= last, (moment.date() for moment in rules))
    return sorted(found)


def _local(moment: str) -> str:
    utc = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return f"{utc.astimezone(ZONE):%Y%m%dT%H%M%S}"


# --- the calendar ---------------------------------------------------------------------------------


def test_an_event_has_what_a_calendar_asks_for() -> None:
    made = slot(
        pk=7, starts_at=time(5, 30), length_minutes=15, frequency="weekly", weekdays=["TH"], until=date(2020, 2, 1)
    )
    lines = lines_of(text_of(made, airing(made, date(2020, 1, 9), "cancelled")))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "VERSION:2.0",
        "TZID:Asia/Ho_Chi_Minh",
        "TZOFFSETTO:+0700",
        "UID:suat-phat-7@localhost",
        "DTSTAMP:20200101T030000Z",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20200102T053000",
        "DURATION:PT15M",
        "RRULE:FREQ=WEEKLY;UNTIL=20200131T223000Z;BYDAY=TH",
        "EXDATE;TZID=Asia/Ho_Chi_Minh:20200109T053000",
        "SUMMARY:Bản tin – Đài tỉnh",
    ):
        assert line in lines
    assert any(line.startswith("URL:http") and line.endswith("/chien-dich/mot-cua/") for line in lines)


def test_a_slot_without_a_time_lasts_the_day_and_says_so() -> None:
    made = slot(frequency="daily", until=date(2020, 1, 9))
    lines = lines_of(text_of(made, airing(made, date(2020, 1, 4), "cancelled")))
    assert "DTSTART;VALUE=DATE:20200102" in lines
    assert "RRULE:FREQ=DAILY;UNTIL=20200109" in lines
    assert "EXDATE;VALUE=DATE:20200104" in lines
    assert not any(line.startswith(("DTEND", "DURATION")) for line in lines)
    assert any("Giờ: Chưa cung cấp" in line for line in lines)


def test_a_slot_whose_day_is_not_known_is_in_no_calendar() -> None:
    assert "VEVENT" not in text_of(slot(frequency="weekly"))


def test_a_single_broadcast_that_was_cancelled_stays_and_says_so() -> None:
    made = slot()
    assert "STATUS:CANCELLED" in lines_of(text_of(made, airing(made, date(2020, 1, 2), "cancelled")))


def test_what_was_aired_beside_the_rule_is_an_event_of_its_own() -> None:
    made = slot(frequency="daily", until=date(2020, 1, 3))
    text = text_of(
        made, *(airing(made, day, "aired") for day in (date(2020, 1, 3), date(2020, 2, 1), date(2020, 2, 4)))
    )
    assert expanded(text, date(2020, 12, 31)) == [
        date(2020, 1, 2),
        date(2020, 1, 3),
        date(2020, 2, 1),
        date(2020, 2, 4),
    ]


def test_the_name_of_an_event_stays_when_its_slot_changes() -> None:
    def uid(made: BroadcastSlot) -> str:
        return next(line for line in lines_of(text_of(made)) if line.startswith("UID:"))

    assert uid(slot(pk=3)) == uid(slot(pk=3, programme="Khác", starts_on=date(2020, 3, 1)))
    assert uid(slot(pk=3)) != uid(slot(pk=4))


def test_words_of_editors_cannot_add_lines_to_a_calendar() -> None:
    made = slot(programme="Tin; sáng, \\ 1\r\nATTENDEE:mailto:x@example.org", note="dòng\x0bhai\nEND:VEVENT")
    text = text_of(made)
    assert not any(line.startswith("ATTENDEE") for line in lines_of(text))
    (event,) = ics.Calendar(text).events
    assert event.name is not None
    assert "ATTENDEE" in event.name
    assert event.description is not None
    assert "dòng hai\nEND:VEVENT" in event.description


def test_lines_are_folded_at_75_octets_and_no_letter_is_torn() -> None:
    raw = calendar([slot(programme="Thủ tục nghĩa vụ quân sự, hộ khẩu " * 4)], [], "Lịch phát")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


AIRED_OR_CANCELLED = st.lists(
    st.tuples(DAYS, st.sampled_from(["planned", "aired", "cancelled"])), max_size=12, unique_by=lambda pair: pair[0]
)


@given(slots(), AIRED_OR_CANCELLED, st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_a_calendar_read_back_has_the_days_of_the_schedule(
    made: BroadcastSlot, outcomes: list[tuple[date, str]], on_schedule: int
) -> None:
    last = date(2021, 12, 31)
    placed = days_of(made, made.starts_on, last)[:on_schedule]
    known = {day for day, _status in outcomes}
    airings = [airing(made, day, status) for day, status in outcomes]
    airings += [airing(made, day, "cancelled") for day in placed if day not in known]
    text = text_of(made, *airings)

    occurrences = occurrences_between([made], airings, date(2019, 1, 1), last)
    ours = [occurrence.day for occurrence in occurrences if occurrence.status != "cancelled"]
    assert expanded(text, last) == ours
    Calendar.from_ical(text)
    assert len(ics.Calendar(text).events) == text.count("BEGIN:VEVENT")


@pytest.mark.parametrize(("at", "length"), [(time(5, 30), 15), (time(23, 50), 30), (time(7), None)])
def test_another_library_reads_the_same_time(at: time, length: int | None) -> None:
    (event,) = ics.Calendar(text_of(slot(starts_at=at, length_minutes=length))).events
    start = datetime.combine(date(2020, 1, 2), at, ZONE)
    assert event.begin.datetime == start
    assert event.end.datetime == start + timedelta(minutes=length or 0)


# --- the table ------------------------------------------------------------------------------------


def rows_of(*made: BroadcastSlot, airings: list[Airing] | None = None) -> list[dict[str, str]]:
    text = table(made, airings or [])
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))


def test_the_table_has_a_row_for_each_day() -> None:
    made = slot(frequency="daily", starts_at=time(5, 30), length_minutes=15, until=date(2020, 1, 4))
    aired = airing(made, date(2020, 1, 2), "aired")
    found = rows_of(made, airings=[aired, airing(made, date(2020, 1, 4), "cancelled")])
    assert [(row["Ngày"], row["Thứ"], row["Giờ"], row["Tình trạng"]) for row in found] == [
        ("2020-01-02", "thứ Năm", "05:30", "Đã phát"),
        ("2020-01-03", "thứ Sáu", "05:30", "Dự kiến"),
        ("2020-01-04", "thứ Bảy", "05:30", "Hủy"),
    ]
    assert found[0]["Căn cứ xác nhận"] == "Nhật ký phát sóng"


def test_the_table_names_what_is_not_known() -> None:
    (row,) = rows_of(slot(frequency="weekly"))
    assert (row["Ngày"], row["Giờ"], row["Kênh, tần số"]) == ("Chưa cung cấp",) * 3


def test_a_day_that_passed_without_a_word_is_not_called_planned() -> None:
    (row,) = rows_of(slot(starts_on=date(2019, 12, 31)))
    assert row["Tình trạng"] == "Chưa xác nhận"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", '=HYPERLINK("x")'])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert defused(text) == f"'{text}"
    (row,) = rows_of(slot(programme=text, note=text, outlet=Outlet(pk=1, name=text, channel=text)))
    for name in ("Chương trình", "Ghi chú", "Báo, đài, loa", "Kênh, tần số"):
        assert row[name].startswith("'")


@pytest.mark.parametrize("text", ["Bản tin", "2020-01-02", "Nghĩa vụ quân sự - bước 1", ""])
def test_ordinary_cells_stay_as_they_are(text: str) -> None:
    assert defused(text) == text
