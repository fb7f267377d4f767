from dataclasses import replace
from datetime import date

import pytest

from portal.procedures.notice import (
    AgencyRef,
    Document,
    DocumentCase,
    Duration,
    Fee,
    Handling,
    LegalRef,
    LevelMark,
    Notice,
    Step,
    Text,
)
from portal.procedures.preflight import gaps, refusals
from portal.procedures.quality import completeness, flags

DAY = date(2020, 1, 1)

BARE = Notice(
    code="BQP-06",
    title="Đăng ký",
    agency=AgencyRef(code="BQP"),
    field="Nghĩa vụ quân sự",
    levels=(LevelMark(level="commune", starts_on=DAY),),
)
COMPLETE = replace(
    BARE,
    steps=(Step(title="Nộp"),),
    handlings=(Handling(channel="direct", duration=Duration(number=1, unit="day")),),
    documents=(DocumentCase(documents=(Document(name="Phiếu"),)),),
    dossier_sets=1,
    audiences=("citizen",),
    deciding_body=Text(given="stated", text="Ban Chỉ huy"),
    legal_basis=(LegalRef(number="13/2016/NĐ-CP"),),
)


def test_a_complete_notice_has_no_gap() -> None:
    assert gaps(COMPLETE, DAY) == ()
    assert completeness(COMPLETE).missing == ()


def test_every_legal_gap_is_listed_at_once_in_the_order_of_the_law() -> None:
    assert [gap.part for gap in gaps(BARE, DAY)] == [
        "steps",
        "channels",
        "documents",
        "sets",
        "duration",
        "audience",
        "deciding_body",
    ]
    assert (completeness(BARE).supplied, completeness(BARE).total) == (1, 8)


def test_legal_gaps_stop_publication_unless_the_editor_accepts_that_they_are_shown() -> None:
    assert len(refusals(BARE, DAY)) == 7
    assert refusals(replace(BARE, gaps_accepted=True), DAY) == ()


@pytest.mark.parametrize(
    ("notice", "effective_from", "field"),
    [
        (replace(COMPLETE, code=""), DAY, "code"),
        (replace(COMPLETE, title=""), DAY, "title"),
        (replace(COMPLETE, agency=AgencyRef()), DAY, "agency"),
        (replace(COMPLETE, field=""), DAY, "field"),
        (replace(COMPLETE, levels=()), DAY, "levels"),
        (COMPLETE, None, "effective_from"),
    ],
)
def test_what_identifies_a_notice_can_never_be_missing(notice: Notice, effective_from: date | None, field: str) -> None:
    refused = refusals(replace(notice, gaps_accepted=True), effective_from)
    assert [gap.field for gap in refused] == [field]


def test_a_duration_without_a_unit_is_flagged_and_not_guessed() -> None:
    notice = replace(COMPLETE, handlings=(Handling(channel="direct", duration=Duration(number=12)),))
    assert flags(notice, DAY) == ("duration_without_unit",)


def test_free_on_one_channel_and_charged_on_another_is_flagged() -> None:
    rows = (
        Handling(channel="direct", fee=Fee(kind="amount", amount=50000), duration=Duration(number=1, unit="day")),
        Handling(channel="online", fee=Fee(kind="free"), duration=Duration(number=1, unit="day")),
    )
    assert flags(replace(COMPLETE, handlings=rows), DAY) == ("fee_differs_by_channel",)


def test_an_unknown_fee_beside_a_known_one_is_no_clash() -> None:
    rows = (Handling(channel="direct", fee=Fee(kind="amount", amount=50000)), Handling(channel="online"))
    assert "fee_differs_by_channel" not in flags(replace(COMPLETE, handlings=rows), DAY)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("a) Đơn", "b) Bản sao"), False),
        (("c) Đơn", "a) Bản sao"), True),
        (("d) Đơn", "đ) Bản sao"), False),
        (("1. Đơn", "2. Bản sao", "10. Ảnh"), False),
        (("2. Đơn", "1. Bản sao"), True),
        (("Đơn", "Bản sao"), False),
        (("²) Đơn", "1) Bản sao"), False),
    ],
)
def test_lettered_papers_that_do_not_rise_are_flagged(names: tuple[str, ...], expected: bool) -> None:
    papers = (DocumentCase(documents=tuple(Document(name=name) for name in names)),)
    assert ("documents_out_of_order" in flags(replace(COMPLETE, documents=papers), DAY)) is expected


def test_a_level_that_no_longer_exists_is_flagged_while_the_mark_is_open() -> None:
    notice = replace(COMPLETE, levels=(LevelMark(level="district", starts_on=DAY),))
    closed = replace(COMPLETE, levels=(LevelMark(level="district", starts_on=DAY, ends_on=date(2025, 7, 1)),))
    assert flags(notice, date(2025, 6, 30)) == ()
    assert flags(notice, date(2025, 7, 1)) == ("agency_ended",)
    assert flags(closed, date(2025, 7, 1)) == ()


def test_content_without_any_legal_basis_is_flagged() -> None:
    assert flags(replace(COMPLETE, legal_basis=()), DAY) == ("basis_missing",)
    assert flags(BARE, DAY) == ()
