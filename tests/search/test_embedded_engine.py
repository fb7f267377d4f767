"""The index file: rebuilt when it is missing or broken, swapped under open readers, written by one at a time."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import Notice
from portal.procedures.selectors import Published
from portal.search import indexing
from portal.search.documents import SearchDocument, build
from portal.search.engines.base import Changes, EngineUnavailable, IndexMissing, Position
from portal.search.engines.embedded import index_file
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.search.engines.embedded.index_file import require_fts5
from portal.search.filters import Filters
from portal.search.matching import rules
from portal.search.service import SearchRequest, search
from portal.search.understanding import Site, understand
from tests.search.publishing import FIRST_DAY, fill, short_notice

pytestmark = pytest.mark.usefixtures("embedded_only")

START = Position(cursor=1, mark="", day=date(2020, 1, 2))


@pytest.fixture
def engine() -> EmbeddedEngine:
    return EmbeddedEngine()


def document(code: str = "BQP-06", **values: Any) -> SearchDocument:
    notice = short_notice(code, **values)
    return build(Published(NoticeVersion(code=code, number=1), notice), (), FIRST_DAY)


def found(engine: EmbeddedEngine, text: str) -> list[str]:
    query = understand(text)
    for rule in rules(query, Site()):
        retrieval = engine.retrieve(rule, query, Filters(), 100)
        if retrieval.accepted:
            return sorted(candidate.document.code for candidate in retrieval.candidates)
    return []


def moved(cursor: int) -> Position:
    return Position(cursor=cursor, mark="", day=START.day)


def test_a_missing_index_says_so(engine: EmbeddedEngine) -> None:
    with pytest.raises(IndexMissing):
        engine.position()
    assert engine.status().position is None


def test_a_rebuilt_index_says_where_it_stands_and_finds(engine: EmbeddedEngine) -> None:
    fill(engine, [document()], START)

    assert engine.position() == START
    assert found(engine, "nghia vu quan su") == ["BQP-06"]
    assert engine.status().documents == 1


def test_a_change_removes_and_adds_in_one_step(engine: EmbeddedEngine) -> None:
    fill(engine, [document("BQP-06"), document("BQP-07", title="Ngạch dự bị")], START)

    assert engine.apply(
        Changes(
            start=START,
            end=moved(2),
            version=1,
            removed=("BQP-06", "BQP-07"),
            documents=(document("BQP-07", title="Mới"),),
        )
    )

    assert found(engine, "lần đầu") == []
    assert found(engine, "dự bị") == []
    assert found(engine, "mới") == ["BQP-07"]
    assert engine.position().cursor == 2


def test_a_step_that_changes_no_document_lets_processes_keep_theirs(engine: EmbeddedEngine) -> None:
    fill(engine, [document()], START)
    kept = engine.documents()

    assert engine.apply(Changes(start=START, end=moved(2), version=1, removed=(), documents=()))

    assert engine.position().cursor == 2
    assert engine.documents() is kept


def test_a_step_from_where_the_index_no_longer_stands_is_refused(engine: EmbeddedEngine) -> None:
    fill(engine, [document()], START)
    change = Changes(start=START, end=moved(2), version=1, removed=("BQP-06",), documents=())

    assert engine.apply(change)
    assert not engine.apply(change)


def test_a_step_waits_for_nobody(engine: EmbeddedEngine) -> None:
    fill(engine, [document()], START)
    other = sqlite3.connect(settings.SEARCH_INDEX_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert not engine.apply(Changes(start=START, end=moved(2), version=1, removed=("BQP-06",), documents=()))
        assert found(engine, "lần đầu") == ["BQP-06"]
    finally:
        other.close()


def test_readers_cannot_write(engine: EmbeddedEngine) -> None:
    fill(engine, [document()], START)

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index_file.reader(engine.path).execute("DELETE FROM document")


def test_an_open_reader_moves_to_the_new_file_and_the_old_one_goes(engine: EmbeddedEngine) -> None:
    fill(engine, [document("BQP-06")], START)
    assert found(engine, "lần đầu") == ["BQP-06"]

    fill(engine, [document("BQP-26")], START)

    assert found(engine, "lần đầu") == ["BQP-26"]
    generations = [path for path in engine.path.parent.glob(f"{engine.path.name}.*") if path.suffix != ".lock"]
    assert {path.name.split("-")[0] for path in generations} == {engine.path.readlink().name}


def test_documents_read_while_the_index_is_replaced_are_not_kept_for_the_new_one(engine: EmbeddedEngine) -> None:
    fill(engine, [document("BQP-06")], START)
    engine.position()
    other = threading.Thread(target=fill, args=(engine, [document("BQP-26")], START))
    with index_file.reading(engine.path) as connection:
        other.start()
        other.join()
        assert [kept.code for kept in engine._documents(connection).in_order] == ["BQP-06"]

    assert [kept.code for kept in engine.documents()] == ["BQP-26"]
    assert found(engine, "lần đầu") == ["BQP-26"]


def test_readers_in_other_threads_move_too(engine: EmbeddedEngine) -> None:
    fill(engine, [document("BQP-06")], START)
    seen: list[list[str]] = []
    rebuilt, first_read = threading.Event(), threading.Event()

    def read() -> None:
        seen.append(found(engine, "lần đầu"))
        first_read.set()
        rebuilt.wait(10)
        seen.append(found(engine, "lần đầu"))

    thread = threading.Thread(target=read)
    thread.start()
    first_read.wait(10)
    fill(engine, [document("BQP-26")], START)
    rebuilt.set()
    thread.join()

    assert seen == [["BQP-06"], ["BQP-26"]]


def _delete(path: Path) -> None:
    path.unlink()


def _delete_generation(path: Path) -> None:
    path.resolve().unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _overwrite(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def _other_schema(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.commit()
    connection.close()


def _lose_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE short")
    connection.commit()
    connection.close()


def _spoil_documents(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE document SET content = '{}'")
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'changes'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "damage", [_delete, _delete_generation, _empty, _overwrite, _cut, _other_schema, _lose_a_table, _spoil_documents]
)
def test_a_file_broken_while_running_is_rebuilt_and_answers(plan: list[Notice], damage: Callable[[Path], None]) -> None:
    request = SearchRequest(text="nghĩa vụ quân sự lần đầu")
    assert search(request).hits[0].document.code == "BQP-06"

    damage(settings.SEARCH_INDEX_FILE)

    assert search(request).hits[0].document.code == "BQP-06"
    assert search(request).total > 0


def test_where_no_index_can_be_made_the_engine_is_unavailable(
    plan: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", tmp_path / "file" / "search.sqlite3")

    with pytest.raises(EngineUnavailable):
        search(SearchRequest(text="con dấu"))


def test_an_old_sqlite_is_refused_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))

    with pytest.raises(EngineUnavailable, match=r"older than 3\.35\.0"):
        require_fts5()


OPERATORS = [
    '"', '""', '"con dấu', "con' dấu", "con* dau*", "NEAR(con dau, 2)", "con AND dau", "con OR", "NOT", "title:con",
    "{title} : con", "^con", "con + dau", "(con", "con)", "-con", "con -dau", "*", "\\", "%_", "; DROP TABLE short",
    "con\x00dau", "😀 con dấu", "a" * 5000, "con " * 3000, "\ud800con", "con:dau", "con/dau", "''", "`", "[con]",
]  # fmt: skip


@pytest.mark.parametrize("text", OPERATORS)
def test_operators_and_quotes_are_only_text(engine: EmbeddedEngine, text: str) -> None:
    fill(engine, [document("BCA-08", title="Làm con dấu mới")], START)
    built = engine.path.readlink()

    assert found(engine, text) in ([], ["BCA-08"])
    assert engine.path.readlink() == built, "the index was taken for broken"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_upsets_the_engine(engine: EmbeddedEngine, text: str) -> None:
    if not engine.path.exists():
        fill(engine, [document("BCA-08", title="Làm con dấu mới")], START)
    built = engine.path.readlink()

    found(engine, text)

    assert engine.path.readlink() == built


_WRITER = """
import sys, django
django.setup()
from django.conf import settings
settings.SEARCH_INDEX_FILE = __import__("pathlib").Path(sys.argv[1])
from tests.search.test_embedded_engine import EmbeddedEngine, Changes, document, moved
engine, written = EmbeddedEngine(), 0
while (position := engine.position()).cursor < 60:
    code = f"BQP-{position.cursor + 100}"
    end = moved(position.cursor + 1)
    change = Changes(start=position, end=end, version=1, removed=(code,), documents=(document(code),))
    written += engine.apply(change)
print(written)
"""


def test_two_processes_write_each_step_once(engine: EmbeddedEngine) -> None:
    fill(engine, [], START)
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": ".", "PATH": ""}

    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(engine.path)],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    written = [int(writer.communicate(timeout=60)[0].split()[-1]) for writer in writers]

    assert sum(written) == 59
    assert [item.code for item in engine.documents()] == [f"BQP-{number}" for number in range(101, 160)]


def test_a_rebuild_waited_for_is_not_repeated(plan: list[Notice], engine: EmbeddedEngine) -> None:
    unfit = engine.generation()
    indexing.rebuild(engine, instead_of=unfit)
    built = engine.path.readlink()

    indexing.rebuild(engine, instead_of=unfit)

    assert engine.path.readlink() == built
