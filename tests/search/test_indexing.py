"""The index follows what is published, by the ledger and by the day."""

import threading
from datetime import date
from typing import NoReturn

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Locale, Page, Site

from portal.ledger import tick
from portal.ledger.models import Entry, Head, Kind
from portal.places.models import Agency
from portal.procedures.models import AgencyPage, Field, OtherName, ProcedureIndexPage, ProcedureLevel, ProcedurePage
from portal.procedures.notice import LevelMark, Notice
from portal.search import engines, indexing, verification
from portal.search.engines.base import EngineUnavailable
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.search.service import SearchRequest, search
from portal.site.models import HomePage
from tests.search.publishing import FIRST_DAY, announce, publish, short_notice, withdraw


def found(text: str) -> list[str]:
    return [hit.document.code for hit in search(SearchRequest(text=text)).hits]


@pytest.fixture
def agency_page(db: None) -> AgencyPage:
    Locale.objects.get_or_create(language_code="vi")
    agency = Agency.objects.create(code="BQP", name="Bộ Chỉ huy", short_name="Quân sự", ministry="Bộ", slug="quan-su")
    Field.objects.create(agency=agency, name="Nghĩa vụ", slug="nghia-vu")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Trang đầu", slug="trang-dau"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    index = home.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))
    return index.add_child(instance=AgencyPage(title="Quân sự", slug="quan-su", agency=agency))


def new_page(**values: object) -> ProcedurePage:
    defaults: dict[str, object] = {
        "title": "Đăng ký nghĩa vụ quân sự lần đầu",
        "slug": "dang-ky",
        "code": "BQP-06",
        "effective_from": date(2020, 1, 1),
        "gaps_accepted": True,
        "field": Field.objects.get(),
    }
    page = ProcedurePage(**(defaults | values))
    page.levels = [ProcedureLevel(level="commune", starts_on=date(2020, 1, 1))]
    return page


def test_publishing_editing_unpublishing_and_deleting_are_found_at_once(agency_page: AgencyPage) -> None:
    assert found("quân sự lần đầu") == []

    page = agency_page.add_child(instance=new_page())
    page.save_revision().publish()
    assert found("quân sự lần đầu") == ["BQP-06"]

    page = ProcedurePage.objects.get(pk=page.pk)
    page.title = "Đăng ký nhập ngũ"
    page.other_names = [OtherName(text="đi lính")]
    page.save_revision().publish()
    assert found("quân sự lần đầu") == []
    assert found("nhập ngũ") == ["BQP-06"]
    assert found("đi lính") == ["BQP-06"]

    ProcedurePage.objects.get(pk=page.pk).unpublish()
    assert found("nhập ngũ") == []

    ProcedurePage.objects.get(pk=page.pk).save_revision().publish()
    assert found("nhập ngũ") == ["BQP-06"]

    ProcedurePage.objects.get(pk=page.pk).delete()
    assert found("nhập ngũ") == []


def test_a_draft_is_not_found(agency_page: AgencyPage) -> None:
    agency_page.add_child(instance=new_page(live=False))

    assert found("quân sự lần đầu") == []


def test_one_request_follows_a_limited_number_of_rows(plan: list[Notice]) -> None:
    engine = engines.main()
    search(SearchRequest())
    announce(*(f"BQP-{number}" for number in range(200, 200 + indexing.STEP + 10)))
    head = Head.objects.get().seq

    search(SearchRequest())
    assert engine.position().cursor == head - 10
    search(SearchRequest())
    assert engine.position().cursor == head


def test_the_command_follows_to_the_head(plan: list[Notice]) -> None:
    engine = engines.main()
    search(SearchRequest())
    announce(*(f"BQP-{number}" for number in range(200, 200 + 2 * indexing.STEP + 1)))

    assert indexing.catch_up(engine) == 3
    assert engine.position().cursor == Head.objects.get().seq


def test_a_cursor_whose_rows_were_pruned_rebuilds(plan: list[Notice]) -> None:
    assert found("lần đầu") == ["BQP-06"]
    withdraw("BQP-06")
    Entry.objects.all().delete()

    assert found("lần đầu") == []


def test_a_database_restored_to_an_earlier_state_rebuilds(plan: list[Notice]) -> None:
    assert found("lần đầu") == ["BQP-06"]
    Entry.objects.all().delete()
    Head.objects.update(seq=3)

    search(SearchRequest())

    assert engines.main().position().cursor == 3


def test_the_index_of_another_database_is_not_believed(plan: list[Notice]) -> None:
    engine = engines.main()
    search(SearchRequest())
    built = engine.generation()
    Entry.objects.filter(seq=Head.objects.get().seq).update(at="2031-01-01T00:00:00Z")

    indexing.catch_up(engine)

    assert engine.generation() != built


def test_a_new_day_alone_changes_what_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = LevelMark(level="district", starts_on=FIRST_DAY, ends_on=date(2025, 7, 1))
    stays = LevelMark(level="commune", starts_on=date(2025, 7, 1))
    publish([short_notice("BQP-06", levels=(ends, stays))])

    def levels() -> tuple[str, ...]:
        return search(SearchRequest(text="lần đầu")).hits[0].document.levels

    assert levels() == ("district",)
    monkeypatch.setattr(settings, "PORTAL_TODAY", date(2025, 6, 30))
    assert levels() == ("district",)
    monkeypatch.setattr(settings, "PORTAL_TODAY", date(2025, 7, 1))
    assert levels() == ("commune",)
    monkeypatch.setattr(settings, "PORTAL_TODAY", date(2020, 1, 2))
    assert levels() == ("district",)


def test_a_version_of_the_future_is_found_on_its_day_with_or_without_a_tick(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick.run(date(2019, 11, 30))
    publish([short_notice()])
    monkeypatch.setattr(settings, "PORTAL_TODAY", date(2019, 11, 30))
    assert found("lần đầu") == []

    monkeypatch.setattr(settings, "PORTAL_TODAY", FIRST_DAY)
    assert found("lần đầu") == ["BQP-06"]
    tick.run(FIRST_DAY)
    assert found("lần đầu") == ["BQP-06"]


def test_many_documents_of_a_new_day_come_in_steps(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PORTAL_TODAY", date(2019, 11, 30))
    publish([short_notice(f"BQP-{number}") for number in range(100, 100 + indexing.STEP + 5)])
    engine = engines.main()
    indexing.catch_up(engine)
    monkeypatch.setattr(settings, "PORTAL_TODAY", FIRST_DAY)

    search(SearchRequest())
    assert engine.size() == indexing.STEP
    search(SearchRequest())
    assert engine.size() == indexing.STEP + 5
    assert engine.position().day == FIRST_DAY


def test_what_was_withdrawn_a_moment_ago_is_not_shown_even_if_the_index_lags(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found("lần đầu") == ["BQP-06"]
    withdraw("BQP-06")
    monkeypatch.setattr(indexing, "ensure", lambda engine, head=None: None)

    assert found("lần đầu") == []


def test_a_changed_agency_is_followed(plan: list[Notice]) -> None:
    search(SearchRequest())
    Agency.objects.get(code="BQP").save()

    assert Entry.objects.filter(kind=Kind.AGENCY).exists()
    assert found("lần đầu") == ["BQP-06"]
    assert engines.main().position().cursor == Head.objects.get().seq


@pytest.mark.usefixtures("embedded_only")
def test_an_index_that_cannot_be_written_still_answers_and_says_so_in_the_log(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert found("lần đầu") == ["BQP-06"]
    announce("BQP-06")

    def full(*args: object) -> bool:
        raise EngineUnavailable("database or disk is full")

    monkeypatch.setattr(EmbeddedEngine, "apply", full)

    for _ in range(3):
        assert found("lần đầu") == ["BQP-06"]
    assert caplog.text.count("could not be brought up to date") == 1


@pytest.mark.usefixtures("embedded_only")
def test_an_index_that_cannot_be_built_is_not_tried_by_every_reader(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[date] = []

    def full(day: date) -> NoReturn:
        tried.append(day)
        raise EngineUnavailable("database or disk is full")

    monkeypatch.setattr(indexing, "documents_on", full)

    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            found("lần đầu")
    assert len(tried) == 1
    assert caplog.text.count("could not be built anew") == 1


@pytest.mark.usefixtures("embedded_only")
def test_a_new_index_that_is_not_fit_is_no_error_page(
    client: Client, plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise verification.Unfit("the new index has 36 documents, the former one 76")

    monkeypatch.setattr(verification, "require_fit", refuse)

    assert client.get("/tim-kiem/?q=quan+su").status_code == 503


@pytest.mark.usefixtures("embedded_only")
def test_the_worker_does_not_wait_for_a_rebuild_of_another_process(plan: list[Notice]) -> None:
    held, release = threading.Event(), threading.Event()

    def rebuild_for_long() -> None:
        with EmbeddedEngine().rebuilding():
            held.set()
            release.wait(20)

    other = threading.Thread(target=rebuild_for_long)
    other.start()
    held.wait()
    indexing.catch_up_all()
    assert EmbeddedEngine().generation() == "", "it waited, and built it once more"
    release.set()
    other.join()

    indexing.catch_up_all()
    assert EmbeddedEngine().size() == 36


@pytest.mark.usefixtures("embedded_only")
def test_trouble_that_a_rebuild_cannot_mend_is_named_in_the_log(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.symlink_to", refuse)

    with pytest.raises(EngineUnavailable):
        search(SearchRequest(text="con dấu"))
    assert "No space left" in caplog.text
