"""The week, what falls on its days, conflicts, and the public pages."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.news.models import Airing, BroadcastSlot, CampaignPage, Outlet, Spot
from portal.news.presenters_schedule import conflict_words, repeat_words
from portal.news.schedule import UnreadableWeek, Week, conflicts, occurrences_between, occurrences_in

from .schedules import slot, slots

MakeSlot = Callable[..., BroadcastSlot]
FIRST_WEEK = Week(date(2019, 12, 30))


@pytest.fixture
def make_slot(campaign: CampaignPage, station: Outlet) -> MakeSlot:
    """A stored slot of the campaign, by the station."""

    def make(**values: Any) -> BroadcastSlot:
        defaults: dict[str, Any] = {
            "campaign": campaign,
            "outlet": station,
            "programme": "Bản tin sáng",
            "starts_on": date(2020, 1, 2),
        }
        made = BroadcastSlot(**(defaults | values))
        made.full_clean()
        made.save()
        return made

    return make


# --- weeks ----------------------------------------------------------------------------------------


def test_a_week_is_named_as_the_standard_names_it() -> None:
    assert Week.of(date(2020, 1, 2)) == FIRST_WEEK == Week.parse("2020-W01")
    assert (FIRST_WEEK.label, FIRST_WEEK.number, FIRST_WEEK.year) == ("2020-W01", 1, 2020)
    assert FIRST_WEEK.days[0] == date(2019, 12, 30)
    assert FIRST_WEEK.sunday == date(2020, 1, 5)


BAD_WEEKS = [
    "2020",
    "2020-01",
    "2020-W",
    "2020-W00",
    "2020-W54",
    "2019-W53",
    "0000-W01",
    "9999-W52",
    "1999-W52",
    "２０２０-W01",
    "2020-W01-1",
    "'; DROP TABLE",
    "x" * 900,
]


@pytest.mark.parametrize("label", BAD_WEEKS)
def test_an_unreadable_week_is_refused_with_a_reason(label: str) -> None:
    with pytest.raises(UnreadableWeek, match=r"tuần|Tuần|năm"):
        Week.parse(label)


def test_one_cannot_walk_beyond_the_days_that_may_be_asked_for() -> None:
    assert Week.parse("2000-W01").near(-1) is None
    assert FIRST_WEEK.near(1) == Week.parse("2020-W02")
    last = FIRST_WEEK
    while following := last.near(1):
        last = following
    assert last.year < 2100


# --- what falls into a week -----------------------------------------------------------------------


def test_what_has_no_time_stands_after_what_has_one() -> None:
    made = [slot(pk=1), slot(pk=2, starts_at=time(19)), slot(pk=3, starts_at=time(5, 30))]
    assert [occurrence.slot.pk for occurrence in occurrences_in(FIRST_WEEK, made, [])] == [3, 2, 1]


def test_a_slot_whose_day_is_not_known_stands_in_the_weeks_that_count_on_no_day() -> None:
    made = slot(frequency="weekly", interval=2, starts_on=date(2019, 12, 31), until=date(2020, 2, 10))
    shown = [week for number in range(-2, 9) if (week := FIRST_WEEK.near(number)) and occurrences_in(week, [made], [])]
    assert [week.label for week in shown] == ["2020-W01", "2020-W03", "2020-W05", "2020-W07"]
    assert [occurrence.day for occurrence in occurrences_in(FIRST_WEEK, [made], [])] == [None]


def test_once_it_is_known_when_it_was_aired_it_stands_on_that_day() -> None:
    made = slot(frequency="weekly")
    aired = Airing(slot=made, day=date(2020, 1, 3), status="aired", proof="Nhật ký")
    assert [occurrence.day for occurrence in occurrences_in(FIRST_WEEK, [made], [aired])] == [date(2020, 1, 3)]


def test_what_was_aired_stays_when_the_rule_changes() -> None:
    made = slot(starts_on=date(2020, 2, 1))
    outcomes = [
        Airing(slot=made, day=date(2020, 1, 2), status="aired", proof="Nhật ký"),
        Airing(slot=made, day=date(2020, 1, 3), status="cancelled"),
        Airing(slot=made, day=date(2020, 1, 4), status="planned"),
    ]
    found = [(occurrence.day, occurrence.status) for occurrence in occurrences_in(FIRST_WEEK, [made], outcomes)]
    assert found == [(date(2020, 1, 2), "aired"), (date(2020, 1, 3), "cancelled")]


# --- conflicts ------------------------------------------------------------------------------------

TWO_DAYS = (date(2020, 1, 1), date(2020, 1, 4))


def pairs(*made: BroadcastSlot, airings: list[Airing] | None = None) -> set[tuple[int, int]]:
    """Keys of slots that are in each other's way, the smaller first."""
    found = conflicts(occurrences_between(made, airings or [], *TWO_DAYS))
    return {(pk, other.slot.pk) for (pk, _day), others in found.items() for other in others if pk < other.slot.pk}


@pytest.mark.parametrize(
    ("other", "collides"),
    [
        ({"starts_at": time(7, 0)}, True),
        ({"starts_at": time(7, 29), "length_minutes": 5}, True),
        ({"starts_at": time(6, 45), "length_minutes": 16}, True),
        ({"starts_at": time(6, 45), "length_minutes": 15}, False),
        ({"starts_at": time(7, 30), "length_minutes": 5}, False),
        ({"starts_at": None}, False),
        ({"starts_at": time(7, 0), "starts_on": date(2020, 1, 3)}, False),
        # From 23:50 the day before until 07:10.
        ({"starts_at": time(23, 50), "length_minutes": 440, "starts_on": date(2020, 1, 1)}, True),
        ({"starts_at": time(7, 0), "outlet": Outlet(pk=2, name="Đài huyện")}, False),
    ],
)
def test_two_slots_collide_when_one_outlet_would_air_both_at_once(other: dict[str, Any], collides: bool) -> None:
    one = slot(pk=1, starts_at=time(7), length_minutes=30)
    assert pairs(one, slot(pk=2, **other)) == ({(1, 2)} if collides else set())


def test_what_was_cancelled_is_in_nobodys_way() -> None:
    one, other = slot(pk=1, starts_at=time(7)), slot(pk=2, starts_at=time(7))
    assert pairs(one, other) == {(1, 2)}
    assert pairs(one, other, airings=[Airing(slot=one, day=date(2020, 1, 2), status="cancelled")]) == set()


@given(st.lists(slots(), min_size=2, max_size=5))
@settings(max_examples=100, deadline=None)
def test_conflicts_are_those_found_by_comparing_every_two(made: list[BroadcastSlot]) -> None:
    for number, one in enumerate(made):
        one.pk, one.frequency, one.weekdays, one.until = number + 1, "daily", [], None
        one.starts_on = date(2020, 1, 1) + timedelta(days=number)
    occurrences = list(occurrences_between(made, [], date(2020, 1, 1), date(2020, 1, 8)))
    timed = [(occurrence, occurrence.moments) for occurrence in occurrences if occurrence.moments]
    expected = {
        (one.key, other.key)
        for one, (one_start, one_end) in timed
        for other, (other_start, other_end) in timed
        if one is not other and one_start < other_end and other_start < one_end
    }
    assert {(key, other.key) for key, others in conflicts(occurrences).items() for other in others} == expected


def test_the_form_is_told_with_what_a_slot_collides_and_how_often(make_slot: MakeSlot) -> None:
    make_slot(programme="Thời sự", starts_at=time(7), length_minutes=30, frequency="daily", until=date(2020, 1, 31))
    one = make_slot(starts_at=time(7, 15), frequency="weekly", weekdays=["TH"], until=date(2020, 1, 16))
    (sentence,) = conflict_words(one)
    assert sentence.startswith("“Thời sự” lúc 07:00 ")
    assert sentence.endswith("3 lần trùng, đầu tiên là ngày 02/01/2020.")


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"frequency": "weekly", "weekdays": ["MO"]}, "starts_on"),
        ({"frequency": "daily", "weekdays": ["TH"]}, "weekdays"),
        ({"frequency": "weekly", "weekdays": ["XX"]}, "weekdays"),
        ({"frequency": "weekly", "weekdays": "TH"}, "weekdays"),
        ({"frequency": "daily", "until": date(2020, 1, 1)}, "until"),
        ({"until": date(2020, 1, 3)}, "until"),
        ({"frequency": "daily", "interval": 0}, "interval"),
        ({"length_minutes": 0}, "length_minutes"),
        ({"length_minutes": 1441}, "length_minutes"),
        ({"starts_on": date(2200, 1, 2)}, "starts_on"),
        ({"starts_on": date(1, 1, 2)}, "starts_on"),
        ({"frequency": "daily", "until": date(9999, 12, 31)}, "until"),
    ],
)
def test_a_slot_that_cannot_be_is_refused_where_it_is_wrong(
    make_slot: MakeSlot, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        make_slot(**values)
    assert field in refused.value.message_dict


def test_a_station_that_has_closed_and_a_spot_of_another_campaign_are_refused(
    make_slot: MakeSlot, make_campaign: Callable[..., CampaignPage], station: Outlet, spot: Spot
) -> None:
    other = make_campaign(slug="khac")
    with pytest.raises(ValidationError) as refused:
        make_slot(campaign=other, spot=spot)
    assert "spot" in refused.value.message_dict
    station.valid_to = date(2020, 1, 2)
    station.save()
    with pytest.raises(ValidationError) as refused:
        make_slot()
    assert "outlet" in refused.value.message_dict


def test_a_day_to_come_cannot_have_been_aired(make_slot: MakeSlot) -> None:
    made = make_slot(starts_on=date(2020, 1, 3))
    with pytest.raises(ValidationError, match="chưa tới"):
        Airing(slot=made, day=date(2020, 1, 3), status="aired", proof="Nhật ký").full_clean()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Một lần"),
        ({"frequency": "daily"}, "Hằng ngày"),
        ({"frequency": "daily", "interval": 2}, "2 ngày một lần"),
        ({"frequency": "weekly", "weekdays": ["MO", "SU"]}, "Hằng tuần vào thứ Hai, Chủ nhật"),
        ({"frequency": "weekly", "interval": 2}, "2 tuần một lần"),
        ({"frequency": "monthly"}, "Hằng tháng vào ngày 2"),
        (
            {"frequency": "monthly", "starts_on": date(2020, 1, 31)},
            "Hằng tháng vào ngày 31 (tháng không có ngày 31 thì không phát)",
        ),
    ],
)
def test_a_rule_is_told_in_words(values: dict[str, Any], words: str) -> None:
    assert repeat_words(slot(**values)) == words


# --- the public pages -----------------------------------------------------------------------------

ALL, ONE = "/chien-dich/lich-phat", "/chien-dich/mot-cua/lich-phat"


@pytest.mark.parametrize("path", [ALL, ONE])
def test_the_week_shows_what_is_planned_aired_and_cancelled(client: Client, make_slot: MakeSlot, path: str) -> None:
    made = make_slot(starts_on=date(2019, 12, 30), starts_at=time(5, 30), frequency="daily", length_minutes=15)
    Airing.objects.create(slot=made, day=date(2020, 1, 1), status="aired", proof="Nhật ký phát sóng")
    Airing.objects.create(slot=made, day=date(2020, 1, 4), status="cancelled")
    page = client.get(f"{path}/").content.decode()
    statuses = [found.split("</span>")[0].split(">")[1] for found in page.split('<span class="st ')[1:]]
    assert statuses == ["Chưa xác nhận", "Chưa xác nhận", "Đã phát", "Dự kiến", "Dự kiến", "Hủy", "Dự kiến"]
    assert "Nhật ký phát sóng" in page
    assert "Thứ Năm, 02/01/2020" in page
    assert "05:30" in page
    assert "?tuan=2019-W52" in page
    assert "?tuan=2020-W02" in page


def test_what_the_station_has_not_said_is_named_as_missing(client: Client, make_slot: MakeSlot) -> None:
    make_slot(frequency="weekly")
    page = client.get(f"{ONE}/").content.decode()
    assert 'Trong tuần, ngày: <span class="na">Chưa cung cấp</span>' in page
    assert 'Giờ: </span><span class="na">Chưa cung cấp</span>' in page


def test_a_campaign_that_is_not_public_is_in_no_schedule(
    client: Client, make_slot: MakeSlot, campaign: CampaignPage
) -> None:
    make_slot(programme="Chưa ai được biết")
    campaign.unpublish()
    for ending in ("/", ".csv", ".ics"):
        assert client.get(f"{ONE}{ending}").status_code == 404
        assert "Chưa ai được biết" not in client.get(f"{ALL}{ending}").content.decode()


def test_the_language_of_words_that_are_not_approved_is_not_told(
    client: Client, make_slot: MakeSlot, spot: Spot
) -> None:
    made = make_slot(spot=spot)
    assert "Tiếng Việt" in client.get(f"{ONE}/").content.decode()
    Spot.objects.filter(pk=spot.pk).update(live=False)
    made.refresh_from_db()
    assert "Tiếng Việt" not in client.get(f"{ONE}/").content.decode()


@pytest.mark.parametrize("label", BAD_WEEKS)
def test_a_week_that_cannot_be_read_is_answered_with_a_sentence(client: Client, db: None, label: str) -> None:
    response = client.get(f"{ALL}/", {"tuan": label})
    assert response.status_code == 400
    assert "uần" in response.content.decode() or "năm 2000" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?tuan=", "?tuan=2020-W01", "?ngay=2020-01-02", "?ngay=2000-01-01"])
def test_every_week_that_may_be_asked_for_is_answered(client: Client, make_slot: MakeSlot, query: str) -> None:
    make_slot(starts_on=date(2020, 1, 2))
    assert client.get(f"{ALL}/{query}").status_code == 200


def test_only_this_week_is_for_search_engines(client: Client, make_slot: MakeSlot) -> None:
    make_slot()
    assert "noindex" not in client.get(f"{ALL}/").content.decode()
    assert "noindex" in client.get(f"{ALL}/?tuan=2020-W02").content.decode()


@pytest.mark.parametrize(
    ("ending", "kind"), [("csv", "text/csv; charset=utf-8"), ("ics", "text/calendar; charset=utf-8")]
)
def test_the_schedule_is_handed_out_as_files(client: Client, make_slot: MakeSlot, ending: str, kind: str) -> None:
    make_slot()
    for path, name in ((ALL, "lich-phat"), (ONE, "lich-phat-mot-cua")):
        response = client.get(f"{path}.{ending}")
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
        assert "Bản tin sáng" in response.content.decode()


def test_more_slots_ask_the_database_no_more_often(
    client: Client, make_slot: MakeSlot, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_slot(programme=f"Bản tin {number}", frequency="daily")
    for path in (f"{ALL}/", f"{ONE}/", f"{ALL}.csv", f"{ALL}.ics"):
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200
