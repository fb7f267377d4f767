"""On which days a slot falls."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from portal.news.models import BroadcastSlot, Outlet
from portal.news.recurrence import LONGEST_SPAN, days_of, first_day, rule_text

from .schedules import DAYS, days_by_hand, slot, slots

JANUARY = (date(2020, 1, 1), date(2020, 1, 31))


def numbers(made: BroadcastSlot, first: date = JANUARY[0], last: date = JANUARY[1]) -> list[int]:
    return [day.day for day in days_of(made, first, last)]


def test_a_slot_without_a_rule_falls_once() -> None:
    assert days_of(slot(), *JANUARY) == [date(2020, 1, 2)]
    assert days_of(slot(), date(2020, 1, 3), date(2020, 1, 31)) == []


def test_a_daily_slot_goes_on_to_the_last_day_asked_for() -> None:
    assert numbers(slot(frequency="daily")) == list(range(2, 32))
    assert numbers(slot(frequency="daily", interval=10)) == [2, 12, 22]


def test_a_weekly_slot_falls_on_its_weekdays_in_every_second_week() -> None:
    # 2 January 2020 is a Thursday.
    made = slot(frequency="weekly", weekdays=["TU", "TH"], interval=2)
    assert numbers(made) == [2, 14, 16, 28, 30]


def test_a_weekly_slot_without_weekdays_is_placed_on_no_day() -> None:
    made = slot(frequency="weekly")
    assert days_of(made, *JANUARY) == []
    assert first_day(made) is None
    assert rule_text(made) is None


def test_a_monthly_slot_leaves_out_the_months_without_its_day() -> None:
    made = slot(frequency="monthly", starts_on=date(2020, 1, 31))
    assert days_of(made, date(2020, 1, 1), date(2020, 6, 30)) == [
        date(2020, 1, 31),
        date(2020, 3, 31),
        date(2020, 5, 31),
    ]


def test_the_last_day_is_the_slots_own_or_that_of_its_campaign() -> None:
    assert numbers(slot(frequency="daily", until=date(2020, 1, 4))) == [2, 3, 4]
    assert numbers(slot(frequency="daily", ends_on=date(2020, 1, 5))) == [2, 3, 4, 5]
    assert numbers(slot(frequency="daily", ends_on=date(2020, 1, 5), until=date(2020, 1, 6))) == [2, 3, 4, 5, 6]


def test_nothing_is_broadcast_by_a_station_that_has_closed() -> None:
    closed = Outlet(pk=1, name="Đài huyện", valid_to=date(2020, 1, 4))
    assert numbers(slot(frequency="daily", outlet=closed, until=date(2020, 1, 31))) == [2, 3]


def test_an_endless_slot_makes_no_endless_list() -> None:
    days = days_of(slot(frequency="daily"), date(2020, 1, 2), date(9999, 12, 31))
    assert days[-1] == date(2020, 1, 2) + timedelta(days=LONGEST_SPAN)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, None),
        ({"frequency": "daily"}, "FREQ=DAILY"),
        ({"frequency": "daily", "interval": 2, "until": date(2020, 2, 1)}, "FREQ=DAILY;INTERVAL=2;UNTIL=20200201"),
        ({"frequency": "weekly", "weekdays": ["MO", "TH"]}, "FREQ=WEEKLY;BYDAY=MO,TH"),
        ({"frequency": "monthly"}, "FREQ=MONTHLY"),
        # 07:00 in Kon Tum is midnight in UTC; 05:00 is still the day before.
        (
            {"frequency": "daily", "until": date(2020, 2, 1), "starts_at": time(7)},
            "FREQ=DAILY;UNTIL=20200201T000000Z",
        ),
        (
            {"frequency": "daily", "until": date(2020, 2, 1), "starts_at": time(5)},
            "FREQ=DAILY;UNTIL=20200131T220000Z",
        ),
    ],
)
def test_the_rule_is_written_as_calendars_read_it(values: dict[str, Any], text: str | None) -> None:
    assert rule_text(slot(**values)) == text


@given(slots(), DAYS, DAYS)
@settings(max_examples=300, deadline=None)
def test_the_days_are_those_found_by_asking_of_each_day(made: BroadcastSlot, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert days_of(made, first, last) == days_by_hand(made, first, last)


@given(slots())
@settings(max_examples=100, deadline=None)
def test_the_first_day_is_the_first_of_all(made: BroadcastSlot) -> None:
    days = days_by_hand(made, made.starts_on, made.starts_on + timedelta(days=800))
    assert first_day(made) == next(iter(days), None)
