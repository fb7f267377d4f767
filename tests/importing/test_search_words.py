"""Tables of synonyms and of areas found elsewhere: all of it or nothing, and an editor's change is never lost."""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.core.importing import Summary, run
from portal.ledger.writing import head_seq
from portal.search import knowledge
from portal.search.importers.search_words import ELSEWHERE_COLUMNS, SYNONYM_COLUMNS, Files, SearchWordsImporter
from portal.search.models import ElsewhereArea, Synonym

SYNONYM = ("cmnd | chứng minh thư", "chứng minh nhân dân", "abbreviation", "false", "", "Luật Căn cước")
AREA = ("Đất đai", "sổ đỏ | sang tên đất", "Nộp ở cấp huyện", "Luật Đất đai")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Two good tables, for the test to write over."""
    files = Files(tmp_path / "dong-nghia.csv", tmp_path / "noi-khac.csv")
    write(files.synonyms, SYNONYM_COLUMNS, SYNONYM)
    write(files.elsewhere, ELSEWHERE_COLUMNS, AREA)
    return files


def write(path: Path, columns: Iterable[str], *rows: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def imported(files: Files) -> Summary:
    return run(SearchWordsImporter(files))


def refusals(files: Files) -> str:
    before = head_seq()
    summary = imported(files)
    assert (summary.created, summary.changed, head_seq()) == (0, 0, before)
    assert not Synonym.objects.exists()
    assert not ElsewhereArea.objects.exists()
    return "\n".join(map(str, summary.refused))


@pytest.mark.django_db
def test_rows_become_entries_that_the_search_knows_at_once(files: Files) -> None:
    knowledge.current()
    summary = imported(files)
    assert (summary.created, summary.refused) == (2, [])
    known = knowledge.current(head_seq())
    assert [(row.wordings, row.meanings, row.is_abbreviation) for row in known.wordings] == [
        (("cmnd", "chứng minh thư"), ("chứng minh nhân dân",), True)
    ]
    assert [(row.area, row.subjects, row.note) for row in known.elsewhere] == [
        ("Đất đai", ("sổ đỏ", "sang tên đất"), "Nộp ở cấp huyện")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("synonym", ("synonym", False)),
        ("synonym_two_way", ("synonym", True)),
        ("abbreviation", ("abbreviation", False)),
        ("abbreviation_two_way", ("abbreviation", True)),
    ],
)
def test_the_kind_says_both_what_it_is_and_which_way_it_leads(
    files: Files, kind: str, expected: tuple[str, bool]
) -> None:
    write(files.synonyms, SYNONYM_COLUMNS, ("CC", "căn cước", kind, "true", "", ""))
    imported(files)
    row = Synonym.objects.get()
    assert (row.kind, row.is_two_way) == expected
    assert row.is_upper_case_only


@pytest.mark.django_db
def test_a_second_run_changes_nothing(files: Files) -> None:
    imported(files)
    before = head_seq()
    summary = imported(files)
    assert (summary.created, summary.changed, summary.unchanged) == (0, 0, 2)
    assert head_seq() == before


@pytest.mark.django_db
def test_a_new_edition_of_the_table_reaches_what_nobody_touched(files: Files) -> None:
    imported(files)
    write(files.synonyms, SYNONYM_COLUMNS, ("CMND | giấy cmnd", *SYNONYM[1:]))
    summary = imported(files)
    assert (summary.created, summary.changed, summary.unchanged) == (0, 1, 1)
    assert Synonym.objects.get().wordings == "CMND\ngiấy cmnd"
    assert imported(files).unchanged == 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"wordings": "giấy chứng minh"}, {"is_active": False}, {"is_two_way": True}])
def test_what_an_editor_changed_stays_and_is_named(files: Files, change: dict[str, object]) -> None:
    imported(files)
    row = Synonym.objects.get()
    for name, value in change.items():
        setattr(row, name, value)
    row.save()
    write(files.synonyms, SYNONYM_COLUMNS, ("cmnd | giấy cmnd", *SYNONYM[1:]))
    summary = imported(files)
    assert (summary.created, summary.changed, len(summary.kept)) == (0, 0, 1)
    stored = Synonym.objects.get()
    assert {name: getattr(stored, name) for name in change} == change
    assert "giữ nguyên" in summary.table("x")
    assert str(stored) in summary.table("x")


@pytest.mark.django_db
def test_what_an_editor_already_has_is_not_added_a_second_time(files: Files) -> None:
    Synonym.objects.create(wordings="CMND", meanings="chứng minh nhân dân\nthẻ căn cước")
    summary = imported(files)
    assert (summary.created, summary.existing) == (1, 1)
    assert Synonym.objects.get().wordings == "CMND"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("cmnd", "CMND", "synonym", "false", "", ""), "dòng 2: Văn bản chính thức viết: Nghĩa trùng với cách nói"),
        (("cmnd", "", "synonym", "false", "", ""), "Văn bản chính thức viết"),
        (("|", "a", "synonym", "false", "", ""), "Người dân nói, viết: Ghi ít nhất một dòng."),
        (("cmnd", "a", "other", "false", "", ""), "Loại “other” không có"),
        (("cmnd", "a", "synonym", "maybe", "", ""), "phải là true hoặc false"),
        (("cc", "căn cước", "abbreviation", "true", "", ""), "phải ghi chữ hoa"),
        (("x" * 200, "a", "synonym", "false", "", ""), "dài hơn 120 ký tự"),
        (("®¨ng ký", "a", "synonym", "false", "", ""), "bảng mã tcvn3"),
        (("cmnd", "a", "synonym"), "Có 3 ô, cần 6 ô."),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_nothing_is_imported(
    files: Files, row: tuple[str, ...], said: str
) -> None:
    write(files.synonyms, SYNONYM_COLUMNS, row)
    assert said in refusals(files)


@pytest.mark.django_db
def test_a_row_given_twice_and_a_missing_file_are_refused(files: Files) -> None:
    write(files.elsewhere, ELSEWHERE_COLUMNS, AREA, ("ĐẤT ĐAI", "sổ hồng", "", ""))
    assert "dòng 3: “ĐẤT ĐAI” đã có ở dòng 2." in refusals(files)
    files.elsewhere.unlink()
    assert "Không mở được tệp" in refusals(files)


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_a_dry_run_writes_nothing(files: Files) -> None:
    options = {"synonyms": files.synonyms, "elsewhere": files.elsewhere}
    output = StringIO()
    call_command("import_search_words", dry_run=True, stdout=output, **options)
    assert "không ghi gì" in output.getvalue()
    assert not Synonym.objects.exists()
    call_command("import_search_words", stdout=output, **options)
    assert Synonym.objects.count() == 1
    write(files.synonyms, ["wordings"], ["cmnd"])
    with pytest.raises(CommandError, match="không nhập gì cả"):
        call_command("import_search_words", stdout=output, **options)
    assert "Thiếu cột: meanings" in output.getvalue()


@pytest.mark.django_db
def test_the_tables_of_the_program_are_good_and_no_two_rows_say_the_same() -> None:
    summary = run(SearchWordsImporter())
    assert summary.refused == []
    assert summary.created > 0
    said: dict[tuple[str, str], str] = {}
    twice = [
        (str(row), said[pair])
        for row in Synonym.objects.order_by("pk")
        for pair in sorted(row.pairs())
        if said.setdefault(pair, str(row)) != str(row)
    ]
    assert twice == []
