"""What editors know reaches the search at once, costs it nothing, and no index is written for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.ledger import reading
from portal.ledger.models import Entry, Kind
from portal.ledger.writing import Key, append, head_seq
from portal.search import engines, indexing, knowledge
from portal.search.models import EditorsPick, ElsewhereArea, Synonym
from portal.search.understanding.knowledge import Elsewhere, Wording

from .publishing import announce, publish, short_notice


def synonym(wordings: str = "làm hộ khẩu", meanings: str = "đăng ký thường trú", **values: Any) -> Synonym:
    return Synonym.objects.create(wordings=wordings, meanings=meanings, **values)


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Outside any transaction, as a reader's request is."""
    yield
    knowledge.forget()


# --- what is read --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_active_entries_are_known_and_others_are_not() -> None:
    synonym("cccd\nthẻ căn cước", "căn cước công dân", kind=Synonym.Kind.ABBREVIATION, is_two_way=True)
    synonym("sổ đỏ", "quyền sử dụng đất", is_active=False)
    ElsewhereArea.objects.create(area="Đất đai", subjects="sổ đỏ\nsang tên đất", note="Nộp ở cấp huyện")
    known = knowledge.current()
    assert known.wordings == (
        Wording(
            wordings=("cccd", "thẻ căn cước"), meanings=("căn cước công dân",), is_two_way=True, is_abbreviation=True
        ),
    )
    assert known.elsewhere == (Elsewhere(area="Đất đai", subjects=("sổ đỏ", "sang tên đất"), note="Nộp ở cấp huyện"),)


# --- when it is read -----------------------------------------------------------------------------


def test_a_search_that_knows_the_head_asks_nothing_while_the_ledger_has_not_grown(committed: None) -> None:
    synonym()
    head = head_seq()
    knowledge.current(head)
    assert queries(lambda: knowledge.current(head)) == 0


def test_a_change_of_something_else_costs_one_query_and_reads_no_entry_anew(committed: None) -> None:
    synonym()
    before = knowledge.current()
    with transaction.atomic():
        head = append([Key(Kind.PROCEDURE, "BCA-04")])
    assert queries(lambda: knowledge.current(head)) == 1
    assert knowledge.current(head) is before


@pytest.mark.parametrize("change", ["add", "edit", "put out of use", "delete"])
def test_every_change_holds_from_the_next_search_on(committed: None, change: str) -> None:
    """Another process has read before; all it sees of the change is the ledger's head."""
    row = synonym()
    before = knowledge.current(head_seq())
    if change == "add":
        synonym("cmnd", "chứng minh nhân dân")
    elif change == "edit":
        row.wordings = "nhập hộ khẩu"
        row.save()
    elif change == "put out of use":
        row.is_active = False
        row.save()
    else:
        row.delete()
    assert knowledge.current(head_seq()) != before


def test_a_change_that_was_taken_back_is_not_remembered_though_its_number_is_given_again(committed: None) -> None:
    synonym()
    knowledge.current()
    with pytest.raises(RuntimeError), transaction.atomic():
        synonym("sai", "không đúng")
        assert len(knowledge.current().wordings) == 2
        raise RuntimeError
    synonym("đúng", "điều đúng")
    assert [row.wordings for row in knowledge.current(head_seq()).wordings] == [("làm hộ khẩu",), ("đúng",)]


def test_what_is_known_outlives_the_rows_of_the_ledger(committed: None) -> None:
    synonym()
    knowledge.current()
    reading.prune(kept_days=-1)
    with transaction.atomic():
        head = append([Key(Kind.PROCEDURE, "BCA-04")])
    assert len(knowledge.current(head).wordings) == 1
    synonym("cmnd", "chứng minh nhân dân")
    assert len(knowledge.current(head_seq()).wordings) == 2


# --- what follows the ledger ---------------------------------------------------------------------


@pytest.mark.django_db
def test_saving_and_deleting_write_one_row_of_their_own_kind() -> None:
    start = head_seq()
    row = synonym()
    row.delete()
    assert list(Entry.objects.filter(seq__gt=start).values_list("kind", "key")) == [(Kind.SEARCH_WORDS, "synonym")] * 2


@pytest.mark.django_db
def test_an_index_moves_on_and_writes_no_document() -> None:
    publish([short_notice()])
    for engine in engines.every():
        indexing.catch_up(engine)
    documents = [engine.digests() for engine in engines.every()]
    generations = [engine.generation() for engine in engines.every()]
    synonym()
    for engine in engines.every():
        indexing.ensure(engine)
        assert engine.position().cursor == head_seq()
    assert [engine.digests() for engine in engines.every()] == documents
    assert [engine.generation() for engine in engines.every()] == generations


@pytest.mark.django_db
def test_a_procedure_published_beside_it_is_still_followed() -> None:
    publish([short_notice()])
    for engine in engines.every():
        indexing.catch_up(engine)
    synonym()
    publish([short_notice("BQP-07", "Đăng ký tạm vắng")])
    announce("BQP-07")
    for engine in engines.every():
        indexing.catch_up(engine)
        assert "BQP-07" in engine.digests()


# --- what may be written -------------------------------------------------------------------------


def errors(row: Synonym | EditorsPick | ElsewhereArea) -> str:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return " ".join(refused.value.messages)


@pytest.mark.django_db
def test_phrases_are_stored_composed_without_blanks_empty_lines_and_repetitions() -> None:
    row = synonym("  la\u0300m   hộ khẩu \r\n\r\nLàm Hộ Khẩu\nho\u0323c\u200b nghề\u00a0mới", "a")
    row.refresh_from_db()
    assert row.wordings == "làm hộ khẩu\nhọc nghề mới"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wordings", "meanings", "said"),
    [
        (" \n ", "đăng ký thường trú", "Ghi ít nhất một dòng."),
        ("Hộ Khẩu\nsổ", "hộ khẩu", "Nghĩa trùng với cách nói: “Hộ Khẩu”."),
        ("hoà giải", "hòa giải", "Nghĩa trùng với cách nói"),
        ("x" * 121, "a", "dài hơn 120 ký tự"),
        ("\n".join(map(str, range(61))), "a", "Có 61 dòng, nhiều nhất là 60."),
        ("hộ\x07 khẩu", "a", "ký tự điều khiển"),
        ("hộ\ud800", "a", "ký tự điều khiển"),
        ("?!…", "a", "không có chữ cái hay chữ số"),
        ("®¨ng ký th­êng tró", "a", "có lẽ là “đăng ký thường trú”"),
        ("ñaêng kyù thöôøng truù", "a", "bảng mã cũ (vni)"),
    ],
)
def test_what_nobody_can_mean_is_refused_with_a_sentence(wordings: str, meanings: str, said: str) -> None:
    assert said in errors(Synonym(wordings=wordings, meanings=meanings))
    assert not Synonym.objects.exists()


@pytest.mark.django_db
def test_a_word_that_counts_only_in_capitals_is_written_in_capitals() -> None:
    assert "phải ghi chữ hoa: “cc”" in errors(Synonym(wordings="cc", meanings="căn cước", is_upper_case_only=True))
    Synonym(wordings="CC", meanings="căn cước", is_upper_case_only=True).full_clean()


@pytest.mark.django_db
def test_the_other_texts_are_checked_too() -> None:
    assert "bảng mã cũ" in errors(ElsewhereArea(area="®Êt ®ai", subjects="sổ đỏ"))
    assert "bảng mã cũ" in errors(EditorsPick(phrases="hộ khẩu", note="®¨ng ký"))


# --- trying an entry -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_unsaved_entry_takes_the_place_of_the_stored_one_and_nothing_is_saved() -> None:
    row = synonym()
    synonym("cmnd", "chứng minh nhân dân")
    row.wordings = "nhập khẩu"
    tried = knowledge.with_unsaved(row)
    assert {wording.wordings for wording in tried.wordings} == {("cmnd",), ("nhập khẩu",)}
    row.is_active = False
    assert [wording.wordings for wording in knowledge.with_unsaved(row).wordings] == [("cmnd",)]
    assert {wording.wordings for wording in knowledge.current().wordings} == {("cmnd",), ("làm hộ khẩu",)}


@pytest.mark.django_db
def test_an_unsaved_pick_brings_its_own_procedures() -> None:
    tried = knowledge.with_unsaved(EditorsPick(phrases="hộ khẩu"), ["BCA-04", "BCA-01"])
    assert [(pick.phrases, pick.codes) for pick in tried.picks] == [(("hộ khẩu",), ("BCA-04", "BCA-01"))]
