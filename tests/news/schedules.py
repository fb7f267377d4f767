"""Slots made by hand or by hypothesis, and a second reading of their rules."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from portal.news.enums import Frequency, Weekday
from portal.news.models import BroadcastSlot, CampaignPage, Outlet

FIRST, LAST = date(2019, 6, 1), date(2021, 12, 31)


def slot(*, pk: int = 1, outlet: Outlet | None = None, ends_on: date | None = None, **values: Any) -> BroadcastSlot:
    """A slot that is in no database."""
    campaign = CampaignPage(
        id=1,
        title="Một cửa",
        slug="mot-cua",
        url_path="/trang-dau/chien-dich/mot-cua/",
        starts_on=FIRST,
        ends_on=ends_on,
    )
    defaults: dict[str, Any] = {
        "programme": "Bản tin",
        "starts_on": date(2020, 1, 2),
        "changed_at": datetime(2020, 1, 1, 3, tzinfo=UTC),
    }
    outlet = outlet or Outlet(pk=1, name="Đài tỉnh", slug="dai-tinh", kind="radio")
    return BroadcastSlot(pk=pk, campaign=campaign, outlet=outlet, **(defaults | values))


def days_by_hand(made: BroadcastSlot, first: date, last: date) -> list[date]:
    """The days of a slot, found by asking of every single day whether the slot falls on it."""
    end = min(last, made.last_day or last)
    span = (end - made.starts_on).days
    days = (made.starts_on + timedelta(days=number) for number in range(span + 1))
    return [day for day in days if day >= first and _falls_on(made, day)]


def _falls_on(made: BroadcastSlot, day: date) -> bool:
    start = made.starts_on
    if made.frequency == Frequency.ONCE:
        return day == start
    if made.frequency == Frequency.DAILY:
        return (day - start).days % made.interval == 0
    if made.frequency == Frequency.MONTHLY:
        months = (day.year - start.year) * 12 + day.month - start.month
        return day.day == start.day and months % made.interval == 0
    mondays = [moment - timedelta(days=moment.weekday()) for moment in (start, day)]
    weeks = (mondays[1] - mondays[0]).days // 7
    return weeks % made.interval == 0 and list(Weekday)[day.weekday()] in made.weekdays


DAYS = st.dates(FIRST, LAST)
TIMES = st.none() | st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def slots(draw: st.DrawFn) -> BroadcastSlot:
    """Any slot the form lets pass, and weekly ones that begin on a day none of theirs."""
    starts_on = draw(DAYS)
    frequency = draw(st.sampled_from(Frequency))
    weekdays = draw(st.lists(st.sampled_from(Weekday), unique=True))
    return slot(
        starts_on=starts_on,
        starts_at=draw(TIMES),
        length_minutes=draw(st.none() | st.integers(1, 24 * 60)),
        frequency=frequency,
        interval=draw(st.integers(1, 99) | st.integers(1, 4)),
        weekdays=[day.value for day in Weekday if day in weekdays] if frequency == Frequency.WEEKLY else [],
        until=None if frequency == Frequency.ONCE else draw(st.none() | st.dates(starts_on, LAST)),
    )
