"""/procedures, /versions and /sync."""

from datetime import date

import pytest
from django.db import transaction

from portal.ledger.models import Entry, Head
from portal.places.models import AdministrativeUnit, Agency, Counter, ServicePoint
from portal.procedures.notice import Document, DocumentCase, Duration, Fee, Handling, LevelMark, Notice, Text
from tests.api.conftest import Get
from tests.search.publishing import FIRST_DAY, announce, publish, short_notice, withdraw


def test_the_list_holds_every_procedure_in_force(plan: list[Notice], get: Get) -> None:
    body = get("procedures", size=100)

    assert body["total"] == 36
    assert [row["code"] for row in body["results"]] == sorted(notice.code for notice in plan)
    assert body["cursor"] == Head.objects.get().seq
    assert body["results"][0]["levels"] == ["province", "district"]


def test_the_list_comes_in_pages(plan: list[Notice], get: Get) -> None:
    codes = [row["code"] for page in (1, 2, 3, 4) for row in get("procedures", page=page, size=10)["results"]]

    assert len(codes) == len(set(codes)) == 36
    assert get("procedures", page=9, size=10)["results"] == []
    get("procedures", status=422, size=101)
    get("procedures", status=422, page=0)


def test_a_withdrawn_procedure_leaves_the_list_and_still_answers(plan: list[Notice], get: Get) -> None:
    withdraw("BQP-06")

    assert get("procedures")["total"] == 35
    body = get("procedures/BQP-06")
    assert body["in_force"] is False
    assert body["version"]["kind"] == "withdrawn"
    assert get("procedures/BQP-06/versions")["total"] == 2


def test_stated_none_and_missing_stay_apart(db: None, get: Get) -> None:
    publish(
        [
            short_notice(
                conditions=Text(given="none"),
                result=Text(given="stated", text="Giấy chứng nhận"),
                documents=(
                    DocumentCase(documents=(Document(name="Phiếu", originals=1, copies=0), Document(name="Ảnh"))),
                ),
                handlings=(
                    Handling(channel="direct", duration=Duration(number=1, unit="day"), fee=Fee(kind="none")),
                    Handling(channel="online"),
                ),
            )
        ]
    )

    notice = get("procedures/BQP-06")["notice"]

    assert notice["conditions"] == {"given": "none", "text": ""}
    assert notice["result"]["given"] == "stated"
    assert notice["deciding_body"]["given"] == "missing"
    papers = notice["documents"][0]["documents"]
    assert [(paper["originals"], paper["copies"]) for paper in papers] == [(1, 0), (None, None)]
    assert [row["fee"]["kind"] for row in notice["handlings"]] == ["none", "missing"]
    assert [row["duration"]["number"] for row in notice["handlings"]] == [1, None]


def test_missing_legal_parts_are_named(plan: list[Notice], get: Get) -> None:
    assert get("procedures/BQP-06")["missing"]


def test_a_day_gives_the_notice_and_the_places_of_that_day(plan: list[Notice], get: Get) -> None:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã", kind="xã", level="commune")
    point = ServicePoint.objects.create(unit=unit, level="commune", name="Một cửa xã", slug="xa-mot")
    Counter.objects.create(service_point=point, agency=Agency.objects.get(code="BQP"), valid_from=date(2020, 1, 1))

    today, before = get("procedures/bqp-06"), get("procedures/BQP-06", date="2019-12-31")

    assert [place["slug"] for place in today["accepted_at"]] == ["xa-mot"]
    assert today["date"] == "2020-01-02"
    assert before["accepted_at"] == []
    get("procedures/BQP-06", status=404, date="2019-11-30")


@pytest.mark.parametrize("day", ["2020-02-31", "yesterday", "1900-01-01", "2999-01-01", "2020-1-1", "１２"])
def test_an_unreadable_day_is_a_problem(plan: list[Notice], get: Get, day: str) -> None:
    get("procedures/BQP-06", status=422, date=day)


@pytest.mark.parametrize("path", ["procedures/XYZ-99", "procedures/XYZ-99/versions", "procedures/%22"])
def test_an_unknown_code_is_a_problem(plan: list[Notice], get: Get, path: str) -> None:
    get(path, status=404)


def test_an_endless_code_is_a_problem(db: None, get: Get) -> None:
    get(f"procedures/{'A' * 500}", status=422)


def test_versions_are_listed_newest_first(plan: list[Notice], get: Get) -> None:
    publish([short_notice("BQP-06", "Tên mới")])

    assert [row["number"] for row in get("procedures/BQP-06/versions")["results"]] == [2, 1]


def test_sync_tells_what_changed_and_what_is_gone(plan: list[Notice], get: Get) -> None:
    start = get("procedures")["cursor"]
    assert get("sync", since=start) == {
        "changed": [],
        "removed": [],
        "service_points": [],
        "next": start,
        "more": False,
    }

    publish([short_notice("BQP-06", "Tên mới")])
    withdraw("BQP-07")
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã", kind="xã", level="commune")
    with transaction.atomic():
        ServicePoint.objects.create(unit=unit, level="commune", name="Một cửa xã", slug="xa-mot")

    body = get("sync", since=start)
    assert body["changed"] == ["BQP-06"]
    assert body["removed"] == ["BQP-07"]
    assert body["service_points"] == ["xa-mot"]
    assert get("sync", since=body["next"])["changed"] == []


def test_sync_follows_a_changed_agency(plan: list[Notice], get: Get) -> None:
    start = get("procedures")["cursor"]
    Agency.objects.get(code="BHXH").save()

    assert get("sync", since=start)["changed"] == [f"BHXH-{number:02d}" for number in range(1, 10)]


def test_a_long_way_comes_in_parts(plan: list[Notice], get: Get) -> None:
    start = get("procedures")["cursor"]
    announce(*(f"BQP-{number}" for number in range(1000, 1600)))

    first = get("sync", since=start)
    assert first["more"]
    second = get("sync", since=first["next"])
    assert not second["more"]
    assert len(first["removed"]) + len(second["removed"]) == 600


def test_a_cursor_that_cannot_be_followed_says_to_load_everything_again(plan: list[Notice], get: Get) -> None:
    assert "/api/v1/procedures" in get("sync", status=410, since=10**9)["detail"]
    Entry.objects.filter(seq__lte=10).delete()
    get("sync", status=410, since=5)
    assert get("sync", since=10)["next"] == Head.objects.get().seq


@pytest.mark.parametrize("since", [-1, "x", 2**63, 10**40, "1.5", ""])
def test_an_unreadable_cursor_is_a_problem(db: None, get: Get, since: object) -> None:
    get("sync", status=422, since=since)


def test_levels_are_those_open_today(db: None, get: Get) -> None:
    publish([
        short_notice(levels=(
            LevelMark(level="commune", starts_on=date(2020, 1, 3)),
            LevelMark(level="province", starts_on=FIRST_DAY),
        ))
    ])  # fmt: skip

    assert get("procedures")["results"][0]["levels"] == ["province"]
