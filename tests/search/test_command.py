"""`manage.py search_index` and the probe at start."""

import sqlite3
from io import StringIO

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from portal.procedures.notice import Notice
from tests.search.publishing import withdraw


def run(action: str) -> str:
    out = StringIO()
    call_command("search_index", action, stdout=out)
    return out.getvalue()


def test_status_of_a_missing_index_says_what_to_do(db: None) -> None:
    assert "search_index rebuild" in run("status")


def test_rebuild_update_and_status_say_where_the_index_stands(plan: list[Notice]) -> None:
    assert "36 thủ tục" in run("rebuild")
    withdraw("BQP-06")
    assert "(còn 1)" in run("status")
    assert "(1 bước)" in run("update")

    status = run("status")
    assert "Số thủ tục: 35" in status
    assert "(còn 0)" in status
    assert "2020-01-02" in status


def test_trouble_is_a_sentence_and_not_a_traceback(plan: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", settings.SEARCH_INDEX_FILE.parent / "none" / "\x00")

    with pytest.raises((CommandError, ValueError)):
        run("rebuild")


def test_the_probe_passes_here_and_names_an_old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_checks(tags=["search"]) == []

    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert [message.id for message in run_checks(tags=["search"])] == ["search.E001"]
