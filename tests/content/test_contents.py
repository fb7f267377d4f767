"""The sourced contents keep their rule: every fact with its basis, nothing where no source was read."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from portal.procedures.enums import Audience, Channel, DurationUnit, FeeKind
from portal.procedures.models import DocumentItem, Handling, LegalBasis, LegalDocument, OtherName, ProcedurePage, Step

DATA = Path(__file__).resolve().parents[2] / "portal" / "procedures" / "data"
CONTENT_FILES = ("contents-bca.json", "contents-bqp.json", "contents-bhxh.json")
FILES = (*CONTENT_FILES, "legal-documents.json")

PAGE_FIELDS = ("short_title", "summary", "receiving_body", "deciding_body", "coordinating_bodies", "feedback_address")
PAGE_KEYS = [
    "short_title",
    "summary",
    "other_names",
    "audiences",
    "dossier_sets",
    "receiving_body",
    "deciding_body",
    "coordinating_bodies",
    "result",
    "conditions",
    "conditions_none",
    "notes",
    "feedback_address",
    "steps",
    "documents",
    "handlings",
    "legal_basis",
    "sources",
]
TIME_KEYS = ["duration", "duration_unit", "duration_note"]
ROW_KEYS = {
    "steps": ["title", "text", "actor", *TIME_KEYS, "basis"],
    "documents": [
        "case",
        "name",
        "originals",
        "copies",
        "form_code",
        "condition",
        "bring_original",
        "note",
        "basis",
    ],
    "handlings": [
        "channel",
        "case",
        "area",
        "place",
        *TIME_KEYS,
        "fee_kind",
        "fee_amount",
        "fee_note",
        "fee_basis",
        "basis",
    ],
    "legal_basis": ["number", "articles"],
}
ROW_MODELS: dict[str, type[Model]] = {
    "steps": Step,
    "documents": DocumentItem,
    "handlings": Handling,
    "legal_basis": LegalBasis,
}
FACT_ROWS = ("steps", "documents", "handlings")
DOCUMENT_KEYS = ["number", "kind", "title", "issued_on", "issuer", "note", "source"]

#: Cited by the plan and by every page, not by one procedure.
PORTAL_WIDE = {"1291/QĐ-TTg", "61/2018/NĐ-CP", "63/2010/NĐ-CP"}
#: Nothing was found for these in any source: title and levels only.
TITLES_ONLY = ("BQP-01", "BQP-02")
#: No text of 2019 was found for these: no papers, times or fees.
NAMES_ONLY = (
    *TITLES_ONLY,
    *("BCA-05", "BCA-06", "BCA-07", "BQP-04", "BQP-05"),
    *("BHXH-01", "BHXH-03", "BHXH-04", "BHXH-05", "BHXH-06", "BHXH-07", "BHXH-08"),
)

#: 78/2015/QH13, 13/2016/NĐ-CP, 04/1999/TT-BCA(C13), 1291/QĐ-TTg, 143/CP; never a date.
LAW_NUMBER = re.compile(r"\d{1,5}/(?:\d{4}/)?(?:QH\d{2}|[A-ZĐ]{2,5}(?:-[A-ZĐa-zđ]+)*(?:\([A-Z]\d+\))?)")
PHONE = re.compile(r"(?<![\d/])(?:\+84|0\d|1[89]00)[\d .()-]{6,}\d|\d{8,}")


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _contents() -> dict[str, dict[str, Any]]:
    return {code: content for name in CONTENT_FILES for code, content in _read(name)["procedures"].items()}


def _listed() -> dict[str, str]:
    with (DATA / "decision-1291-procedures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


CONTENTS = _contents()
LEGAL_DOCUMENTS: list[dict[str, Any]] = _read("legal-documents.json")["documents"]
ROWS = [
    pytest.param(kind, row, id=f"{code}-{kind}-{position}")
    for code, content in CONTENTS.items()
    for kind in ROW_KEYS
    for position, row in enumerate(content.get(kind, []), start=1)
]
by_code = pytest.mark.parametrize("code", sorted(CONTENTS))
by_row = pytest.mark.parametrize(("kind", "row"), ROWS)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_composed_text_with_two_spaces_and_unescaped_letters(name: str) -> None:
    text = (DATA / name).read_bytes().decode("utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u00a0\u200b]", text)


def test_the_contents_are_of_the_36_procedures_each_in_one_file() -> None:
    codes = [code for name in CONTENT_FILES for code in _read(name)["procedures"]]
    assert len(codes) == len(set(codes))
    assert sorted(codes) == sorted(_listed())


@by_code
def test_a_content_has_only_known_parts_in_the_order_of_the_law(code: str) -> None:
    content = CONTENTS[code]
    assert list(content) == [key for key in PAGE_KEYS if key in content]
    assert all(value not in ("", [], None) for value in content.values())


@by_row
def test_a_row_has_only_known_parts_in_order_and_none_is_empty(kind: str, row: dict[str, Any]) -> None:
    assert list(row) == [key for key in ROW_KEYS[kind] if key in row]
    assert all(value not in ("", None, False) for value in row.values())


@by_row
def test_a_fact_names_the_legal_document_it_rests_on(kind: str, row: dict[str, Any]) -> None:
    if kind in FACT_ROWS:
        assert LAW_NUMBER.search(row["basis"])


@by_code
def test_every_law_number_in_a_content_has_a_record(code: str) -> None:
    known = {document["number"] for document in LEGAL_DOCUMENTS}
    cited = {number for text in _strings(CONTENTS[code]) for number in LAW_NUMBER.findall(text)}
    assert cited <= known


@by_code
def test_what_the_rows_rest_on_is_in_the_legal_basis(code: str) -> None:
    content = CONTENTS[code]
    listed = {row["number"] for row in content.get("legal_basis", [])}
    rested_on = {number for kind in FACT_ROWS for row in content.get(kind, []) for number in _basis_numbers(row)}
    assert rested_on <= listed


def _basis_numbers(row: dict[str, Any]) -> list[str]:
    return LAW_NUMBER.findall(f"{row.get('basis', '')} {row.get('fee_basis', '')}")


def test_no_legal_document_is_kept_that_nothing_cites() -> None:
    cited = {number for text in _strings(CONTENTS) for number in LAW_NUMBER.findall(text)}
    numbers = [document["number"] for document in LEGAL_DOCUMENTS]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) - cited == PORTAL_WIDE - cited


@pytest.mark.parametrize("document", LEGAL_DOCUMENTS, ids=lambda document: document["number"])
def test_a_legal_document_fits_its_record(document: dict[str, Any]) -> None:
    assert list(document) == DOCUMENT_KEYS
    assert LAW_NUMBER.fullmatch(document["number"])
    assert document["kind"] in LegalDocument.Kind.values
    _assert_fits(LegalDocument, document)
    if document["issued_on"] is not None:
        issued = date.fromisoformat(document["issued_on"])
        assert issued < date(2020, 1, 2)
        assert str(issued.year) in document["number"] or re.match(r"\d+/\D", document["number"])
        assert document["source"], "a date is stated only from a source"


@by_code
def test_page_texts_fit_the_model(code: str) -> None:
    content = CONTENTS[code]
    _assert_fits(ProcedurePage, {key: content[key] for key in PAGE_FIELDS if key in content})
    for name in content.get("other_names", []):
        _assert_fits(OtherName, {"text": name})
    for note in content.get("notes", []):
        assert "\n" not in note, "a note is one line of the page's field"


@by_row
def test_row_texts_fit_the_model(kind: str, row: dict[str, Any]) -> None:
    _assert_fits(ROW_MODELS[kind], {key: value for key, value in row.items() if key != "number"})


def _assert_fits(model: type[Model], values: dict[str, Any]) -> None:
    for key, value in values.items():
        longest = getattr(model._meta.get_field(key), "max_length", None)
        if isinstance(value, str) and longest is not None:
            assert len(value) <= longest, key


@by_code
def test_a_short_title_is_given_exactly_where_the_legal_one_is_long(code: str) -> None:
    assert ("short_title" in CONTENTS[code]) == (len(_listed()[code]) > 90)
    assert len(CONTENTS[code].get("short_title", "")) <= 100


@by_code
def test_other_names_are_new_words_given_once(code: str) -> None:
    names = [name.casefold() for name in CONTENTS[code].get("other_names", [])]
    assert len(names) == len(set(names))
    assert _listed()[code].casefold() not in names


@by_row
def test_a_condition_reads_on_after_only_needed_when(kind: str, row: dict[str, Any]) -> None:
    condition = row.get("condition", "a")
    assert condition[0].islower()
    assert condition.split()[0] not in {"khi", "nếu", "chỉ", "trừ"}


@by_code
def test_audiences_are_of_the_code_list(code: str) -> None:
    assert set(CONTENTS[code].get("audiences", [])) <= set(Audience.values)


@by_row
def test_a_duration_has_a_number_and_a_unit_or_neither(kind: str, row: dict[str, Any]) -> None:
    assert ("duration" in row) == ("duration_unit" in row)
    if "duration" in row:
        assert row["duration"] > 0
        assert row["duration_unit"] in set(DurationUnit.values) - {""}


@by_row
def test_a_fee_amount_names_what_it_is_charged_under(kind: str, row: dict[str, Any]) -> None:
    if kind != "handlings":
        return
    assert row["channel"] in Channel.values
    assert row.get("fee_kind", "missing") in FeeKind.values
    assert ("fee_amount" in row) == (row.get("fee_kind") == FeeKind.AMOUNT)
    if "fee_amount" in row:
        assert LAW_NUMBER.search(row["fee_basis"])
    if row.get("fee_kind") in {FeeKind.FREE, FeeKind.NONE}:
        assert row["fee_basis"], "no fee is a statement too: it names who says so"


@pytest.mark.parametrize("code", TITLES_ONLY)
def test_the_two_procedures_without_any_source_have_names_and_no_content(code: str) -> None:
    assert list(CONTENTS[code]) == ["short_title", "other_names"]


@pytest.mark.parametrize("code", NAMES_ONLY)
def test_a_procedure_without_a_text_of_2019_states_no_facts(code: str) -> None:
    stated = {*FACT_ROWS, "dossier_sets", "receiving_body", "deciding_body", "result", "conditions", "audiences"}
    assert not stated & set(CONTENTS[code])


@pytest.mark.parametrize("code", sorted(set(_listed()) - set(NAMES_ONLY)))
def test_a_procedure_with_facts_says_where_they_were_read(code: str) -> None:
    assert CONTENTS[code]["handlings"]
    assert CONTENTS[code]["sources"]
    assert CONTENTS[code]["legal_basis"]


@pytest.mark.parametrize("name", FILES)
def test_nothing_looks_like_a_telephone_number(name: str) -> None:
    assert not [text for text in _strings(_read(name)) if PHONE.search(text)]


def test_the_telephone_pattern_would_find_one() -> None:
    assert all(PHONE.search(text) for text in ("Gọi 0260 3862 345", "hotline 18001096", "+84 905 123 456"))


def test_no_fee_of_today_is_given_as_one_of_2019() -> None:
    amounts = {
        row["fee_amount"]
        for content in CONTENTS.values()
        for row in content.get("handlings", [])
        if "fee_amount" in row
    }
    assert amounts == {30_000, 50_000, 70_000}


def test_identity_card_fees_are_those_of_issue_change_and_reissue() -> None:
    fees = {code: [row["fee_amount"] for row in CONTENTS[code]["handlings"]] for code in ("BCA-02", "BCA-03", "BCA-04")}
    assert fees == {"BCA-02": [30_000], "BCA-03": [30_000], "BCA-04": [50_000, 70_000]}


def test_the_time_for_a_people_s_identity_card_depends_on_case_and_area() -> None:
    rows = CONTENTS["BCA-01"]["handlings"]
    assert [(row["case"], row["area"], row["duration"]) for row in rows] == [
        ("Cấp mới, đổi", "Thành phố, thị xã", 7),
        ("Cấp lại", "Thành phố, thị xã", 15),
        ("Cấp mới, đổi, cấp lại", "Huyện miền núi vùng cao, biên giới, hải đảo", 20),
        ("Cấp mới, đổi, cấp lại", "Khu vực còn lại", 15),
    ]


def test_the_security_certificate_has_papers_by_case_and_the_same_time_on_three_channels() -> None:
    content = CONTENTS["BCA-13"]
    assert list(dict.fromkeys(row["case"] for row in content["documents"])) == ["Cấp mới", "Cấp đổi", "Cấp lại"]
    times = {(row["case"], row["channel"]): row["duration"] for row in content["handlings"]}
    assert times == {
        (case, channel): days for case, days in (("Cấp mới", 5), ("Cấp đổi, cấp lại", 4)) for channel in Channel.values
    }


@pytest.mark.parametrize("code", ["BQP-13", "BQP-14"])
def test_the_total_time_of_a_pension_is_the_sum_of_its_steps(code: str) -> None:
    content = CONTENTS[code]
    steps = [step["duration"] for step in content["steps"] if "duration" in step]
    assert steps == [7, 7, 7, 10, 30]
    assert [row["duration"] for row in content["handlings"]] == [sum(steps)]


@pytest.mark.parametrize("code", ["BQP-10", "BQP-11"])
def test_a_doubt_between_two_texts_is_said_on_the_page(code: str) -> None:
    assert any(
        note.startswith("Cần đối chiếu:") and "10 ngày làm việc" in note and "78/2015/QH13" in note
        for note in CONTENTS[code]["notes"]
    )


def test_the_exemption_in_wartime_states_no_time_the_decree_does_not_give() -> None:
    content = CONTENTS["BQP-12"]
    assert not [row for kind in FACT_ROWS for row in content[kind] if "duration" in row]
