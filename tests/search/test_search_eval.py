"""`manage.py search_eval`: what it prints and writes, and what it says of bad input."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.ledger.writing import head_seq
from portal.procedures.models import NoticeVersion
from portal.search import asking, engines, indexing
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.importing.national_records import flat, write_jsonl

ROWS = (
    "class\tquery\trelevant",
    "official\tĐăng ký nghĩa vụ quân sự lần đầu\tBQP-06=2",
    "partial\tsổ bảo hiểm xã hội\tBCA-01=2",
    "none\tqwe asdkjh\t-",
)


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """One query that is answered as wanted, one for which something else is wanted, one that nothing fits."""
    file = tmp_path / "truy-van.tsv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    return file


def run(*words: object) -> str:
    out = StringIO()
    call_command("search_eval", *map(str, words), stdout=out)
    return out.getvalue()


def refused(*words: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*words)
    return str(caught.value)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["sets"]


@pytest.mark.usefixtures("plan", "embedded_only")
def test_it_prints_each_class_and_what_came_in_place_of_what_was_wanted(queries: Path) -> None:
    said = run("--queries", queries)

    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.strip()}
    assert rows["official"] == ["1", "1.000", "1.000", "1.000", "1.000", "–"]
    assert rows["partial"] == ["1", *["0.000"] * 4, "–"]
    assert rows["none"] == ["1", *["–"] * 4, "1.000"]
    assert "[partial] sổ bảo hiểm xã hội | cần: BCA-01 | được: BHXH-" in said
    assert "1 truy vấn chưa đúng" in said


@pytest.mark.usefixtures("plan", "embedded_only")
def test_the_number_of_failures_named_can_be_chosen(queries: Path) -> None:
    assert "sổ bảo hiểm xã hội" not in run("--queries", queries, "--failures", 0)


@pytest.mark.usefixtures("plan", "embedded_only")
def test_the_report_holds_every_query_and_its_answer(queries: Path, tmp_path: Path) -> None:
    run("--queries", queries, "--json", tmp_path / "report.json")

    (found,) = read(tmp_path / "report.json")
    engine = found["engines"]["embedded"]
    assert (found["queries"], found["documents"]) == ("truy-van.tsv", 36)
    assert engine["classes"]["all"]["success1"] == 0.5
    assert engine["classes"]["none"]["none"] == 1
    assert [answer["failed"] for answer in engine["answers"]] == [False, True, False]
    assert engine["answers"][0]["codes"][0] == "BQP-06"


@pytest.mark.services
@pytest.mark.usefixtures("plan")
def test_both_engines_stand_beside_each_other_and_neither_stands_in(
    queries: Path, tmp_path: Path, elastic: ElasticsearchEngine
) -> None:
    indexing.rebuild(elastic)

    said = run("--queries", queries, "--engine", "both", "--json", tmp_path / "report.json")

    (found,) = read(tmp_path / "report.json")
    assert set(found["engines"]) == {"elasticsearch", "embedded"}
    assert 0 < found["agreement"]["rank_biased_overlap"] <= 1
    assert "RBO, p=0,9" in said


@pytest.mark.services
@pytest.mark.usefixtures("plan")
def test_an_engine_without_an_index_is_not_replaced_by_the_other(
    queries: Path, elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ElasticsearchEngine, "builds_in_requests", False)

    assert "search_index" in refused("--queries", queries, "--engine", "elasticsearch")


@pytest.mark.usefixtures("plan", "embedded_only")
def test_afterwards_readers_are_answered_as_before(queries: Path) -> None:
    run("--queries", queries)

    assert asking.ask(lambda engine: engine.name).engine == engines.main().name


@pytest.mark.usefixtures("plan", "embedded_only")
def test_bad_input_is_answered_with_a_sentence(queries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.tsv"
    other.write_text("class\tquery\trelevant\nofficial\tcon dấu\tBCA-08=2 XYZ-01=2\n", encoding="utf-8")
    csv = tmp_path / "columns.tsv"
    csv.write_text("class,query\n", encoding="utf-8")

    assert "Không mở được tệp" in refused("--queries", tmp_path / "none.tsv")
    assert "Dòng đầu phải là tên ba cột" in refused("--queries", csv)
    assert "other.tsv: không có thủ tục đang áp dụng mang mã XYZ-01" in refused("--queries", other)
    assert "PORTAL_ELASTICSEARCH_URLS" in refused("--queries", queries, "--engine", "both")
    assert "PORTAL_ELASTICSEARCH_URLS" in refused("--queries", queries, "--engine", "elasticsearch")
    assert "lucene" in refused("--queries", queries, "--engine", "lucene")
    assert "Không có tệp JSONL nào" in refused("--queries", queries, "--with-national", tmp_path / "nowhere")
    assert "Không ghi được báo cáo" in refused("--queries", queries, "--json", tmp_path / "none" / "report.json")

    assert "Không ghi được báo cáo" in refused("--queries", queries, "--json", tmp_path)
    assert "--failures phải là số từ 0 trở lên" in refused("--queries", queries, "--failures", "-1")
    (tmp_path / "again").mkdir()
    same = (tmp_path / "again" / queries.name).resolve()
    same.write_text(queries.read_text(encoding="utf-8"), encoding="utf-8")
    assert "Hai tệp truy vấn cùng tên truy-van.tsv" in refused("--queries", queries, "--queries", same)

    monkeypatch.setitem(sys.modules, "ir_measures", None)
    assert "Chưa có thư viện ir-measures" in refused("--queries", queries)


@pytest.mark.usefixtures("embedded_only")
def test_among_national_records_nothing_of_this_installation_changes(
    demonstrated: None, queries: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "national"
    folder.mkdir()
    ours = flat("1.900001", ten_thu_tuc="Đăng ký nghĩa vụ quân sự lần đầu", _agency="bo-quoc-phong")
    other = flat("1.900002", ten_thu_tuc="Cấp giấy phép khai thác nước dưới đất", _agency="bo-nong-nghiep-mt")
    write_jsonl(folder / "records.jsonl", ours, other)
    national = tmp_path / "quoc-gia.tsv"
    national.write_text(f"{ROWS[0]}\nofficial\tnghĩa vụ quân sự\t1.900001=2\n", encoding="utf-8")
    before = head_seq(), NoticeVersion.objects.count()

    said = run(
        "--queries", queries, "--queries", national, "--with-national", folder, "--json", tmp_path / "report.json"
    )

    among, catalogue = read(tmp_path / "report.json")
    assert (among["queries"], among["documents"]) == ("truy-van.tsv", 37)
    assert among["engines"]["embedded"]["answers"][0]["codes"][0] == "BQP-06"
    assert (catalogue["queries"], catalogue["documents"]) == ("quoc-gia.tsv", 2)
    assert catalogue["engines"]["embedded"]["answers"][0]["codes"] == ["1.900001"]
    assert "danh mục quốc gia: 2 thủ tục" in said
    assert (head_seq(), NoticeVersion.objects.count()) == before
