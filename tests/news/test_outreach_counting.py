"""Scans and visits: every reader counts once, machines and staff do not, and no failure reaches a reader."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from portal.news import counting
from portal.news.models import CampaignPage, CampaignVisits, ShortLink, ShortLinkScans
from portal.search import counting as searches
from portal.site import recorder

TODAY = date(2020, 1, 2)
PHONE = "Mozilla/5.0 (Linux; Android 8.1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_waiting", counting.Waiting())


@pytest.fixture
def link(campaign: CampaignPage) -> ShortLink:
    return ShortLink.objects.create(campaign=campaign, medium="radio")


def scans() -> list[tuple[date, int]]:
    counting.record()
    return list(ShortLinkScans.objects.order_by("day").values_list("day", "count"))


def visits() -> list[tuple[date, int]]:
    counting.record()
    return list(CampaignVisits.objects.order_by("day").values_list("day", "count"))


def test_each_scan_is_counted_on_its_day(client: Client, link: ShortLink, settings: object) -> None:
    client.get(f"/q/{link.code}", headers={"User-Agent": PHONE})
    client.get(f"/q/{link.code}")
    assert scans() == [(TODAY, 2)]
    settings.PORTAL_TODAY = date(2020, 1, 3)  # type: ignore[attr-defined]
    client.get(f"/q/{link.code}")
    client.get(f"/q/{link.code}")
    assert scans() == [(TODAY, 2), (date(2020, 1, 3), 2)]


def test_each_opening_of_the_page_is_counted(client: Client, campaign: CampaignPage) -> None:
    for _ in range(3):
        client.get("/chien-dich/mot-cua/", headers={"User-Agent": PHONE})
    assert visits() == [(TODAY, 3)]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "python-requests/2.32"},
        {"Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Cookie": f"{settings.SESSION_COOKIE_NAME}=abc"},
    ],
    ids=["robot", "preview of a link", "preview in a chat", "tool", "library", "prefetch", "prerender", "staff"],
)
def test_machines_and_staff_are_not_counted(client: Client, link: ShortLink, headers: dict[str, str]) -> None:
    assert client.get(f"/q/{link.code}", headers=headers).status_code == 302
    client.get("/chien-dich/mot-cua/", headers=headers)
    assert (scans(), visits()) == ([], [])


def test_asking_for_the_head_only_is_not_counted(client: Client, link: ShortLink) -> None:
    assert client.head(f"/q/{link.code}").status_code == 302
    client.head("/chien-dich/mot-cua/")
    assert (scans(), visits()) == ([], [])


def test_what_leads_nowhere_is_not_counted(client: Client, link: ShortLink) -> None:
    link.is_active = False
    link.save()
    client.get(f"/q/{link.code}")
    client.get(f"/q/{link.code}.svg")
    assert scans() == []


def test_of_a_deleted_link_nothing_is_left_to_write(client: Client, link: ShortLink) -> None:
    client.get(f"/q/{link.code}")
    client.get("/chien-dich/mot-cua/")
    link.delete()
    assert (scans(), visits()) == ([], [(TODAY, 1)])


def test_a_count_that_could_not_be_written_waits_for_the_next_time(
    client: Client, link: ShortLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(f"/q/{link.code}")

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(counting, "_write", locked)
        with pytest.raises(OperationalError):
            counting.record()
    client.get(f"/q/{link.code}")
    assert scans() == [(TODAY, 2)]


def test_a_reader_writes_nothing_and_waits_for_nobody(client: Client, link: ShortLink) -> None:
    def only_reading(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        assert sql.lstrip().upper().startswith("SELECT"), sql
        return execute(sql, *args)

    with connection.execute_wrapper(only_reading):
        assert client.get(f"/q/{link.code}").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_processes_that_write_at_once_lose_nothing(link: ShortLink) -> None:
    def write_some() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    counting._write(counting.Counted.SCAN, {(counting.Counted.SCAN, link.pk, TODAY): 3})
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(ShortLinkScans.objects.values_list("day", "count")) == [(TODAY, 60)]


@pytest.mark.django_db(transaction=True)
def test_what_came_since_the_last_round_is_written_when_the_process_ends(client: Client, link: ShortLink) -> None:
    recorder.start()
    client.get(f"/q/{link.code}")
    recorder.stop()
    assert list(ShortLinkScans.objects.values_list("day", "count")) == [(TODAY, 1)]


def test_searches_that_cannot_be_written_keep_no_scans_back(
    client: Client, link: ShortLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(today: date) -> int:
        raise OperationalError

    monkeypatch.setattr(searches, "record", fail)
    # With Redis they would wait there, and be the worker's.
    monkeypatch.setattr(searches, "is_shared", lambda: False)
    client.get(f"/q/{link.code}")
    with pytest.raises(OperationalError):
        recorder.record()
    assert list(ShortLinkScans.objects.values_list("day", "count")) == [(TODAY, 1)]
