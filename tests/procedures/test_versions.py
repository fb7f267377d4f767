"""Versions are final, chained, chosen by day, and readable for ever."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from portal.ledger import writing
from portal.procedures import canonical, publication, selectors
from portal.procedures.models import AgencyPage, NoticeVersion, ProcedurePage
from portal.procedures.models.versions import VersionsAreFinal
from portal.procedures.notice import (
    SCHEMA,
    AgencyRef,
    Document,
    DocumentCase,
    Duration,
    Fee,
    FormRef,
    Handling,
    LegalRef,
    LevelMark,
    Notice,
    ProcedureRef,
    Step,
    Text,
)

GOLDEN = Path(__file__).parent / "golden"

#: Every field of the Notice with a value of its own, so that a lost one is noticed.
FULL = Notice(
    code="BQP-06",
    title="Đăng ký nghĩa vụ quân sự lần đầu",
    national_code="1.013133",
    short_title="Đăng ký lần đầu",
    summary="Tóm tắt",
    agency=AgencyRef(code="BQP", name="Bộ Chỉ huy Quân sự", short_name="Quân sự", ministry="Bộ Quốc phòng"),
    field="Nghĩa vụ quân sự",
    levels=(LevelMark(level="commune", starts_on=date(2020, 1, 1), ends_on=date(2025, 7, 1)),),
    steps=(
        Step(
            title="Nộp",
            text="Nộp phiếu",
            actor="Công dân",
            duration=Duration(number=1, unit="day", note="từ khi nhận"),
            basis="Điều 4",
        ),
    ),
    documents=(
        DocumentCase(
            label="Lần đầu",
            documents=(
                Document(
                    name="Phiếu tự khai",
                    originals=1,
                    copies=0,
                    form=FormRef(code="M1", title="Mẫu 1", filename="mau-1.doc", sha256="ab"),
                    condition="nếu có",
                    bring_original=True,
                    note="ghi chú",
                    basis="Điều 4",
                ),
            ),
        ),
    ),
    dossier_sets=1,
    handlings=(
        Handling(
            channel="direct",
            case="mới",
            area="xã",
            place="Ban Chỉ huy",
            duration=Duration(number=1, unit="day"),
            fee=Fee(kind="amount", amount=30000, note="miễn cho", basis="TT"),
            basis="Điều 4",
        ),
    ),
    audiences=("citizen",),
    receiving_body=Text(given="stated", text="Ban Chỉ huy Quân sự cấp xã"),
    deciding_body=Text(given="stated", text="Ban Chỉ huy Quân sự cấp xã"),
    coordinating_bodies=Text(given="missing"),
    result=Text(given="stated", text="Giấy chứng nhận"),
    conditions=Text(given="none"),
    notes=("Lưu ý",),
    legal_basis=(
        LegalRef(
            number="13/2016/NĐ-CP",
            kind="decree",
            title="Nghị định",
            articles="Điều 4",
            issued_on=date(2016, 2, 19),
            issuer="Chính phủ",
            note="ghi chú",
        ),
    ),
    feedback_address=Text(given="missing"),
    gaps_accepted=True,
    lifecycle="replaced",
    successors=(ProcedureRef(code="BQP-07", title="Khác"),),
)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("notice-schema-*.json")), ids=lambda file: file.stem)
def test_every_schema_ever_stored_can_still_be_read(file: Path) -> None:
    schema = int(file.stem.removeprefix("notice-schema-"))
    notice = canonical.load(file.read_text(encoding="utf-8"), schema)
    assert (notice.code, notice.title) == ("BQP-06", "Đăng ký nghĩa vụ quân sự lần đầu")


def test_todays_schema_has_its_golden_file_and_its_bytes_never_change() -> None:
    stored = (GOLDEN / f"notice-schema-{SCHEMA}.json").read_text(encoding="utf-8")
    assert canonical.dump(FULL) == stored
    assert canonical.load(stored, SCHEMA) == FULL


def test_a_field_this_program_does_not_know_stops_the_reading() -> None:
    with pytest.raises(ValueError, match="tomorrow"):
        canonical.load('{"code": "A-01", "title": "A", "tomorrow": 1}', SCHEMA)


def test_a_schema_from_the_future_stops_the_reading() -> None:
    with pytest.raises(canonical.UnknownSchema):
        canonical.load("{}", SCHEMA + 1)


@pytest.mark.django_db
def test_python_refuses_to_change_or_delete_a_version(live_page: ProcedurePage) -> None:
    version = NoticeVersion.objects.get()
    version.reason = "đổi"
    with pytest.raises(VersionsAreFinal):
        version.save()
    with pytest.raises(VersionsAreFinal):
        version.delete()
    with pytest.raises(VersionsAreFinal):
        NoticeVersion.objects.update(reason="đổi")
    with pytest.raises(VersionsAreFinal):
        NoticeVersion.objects.all().delete()


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_a_version(live_page: ProcedurePage) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE procedures_noticeversion SET content = '{}'")


@pytest.mark.django_db
def test_each_digest_covers_the_bytes_the_header_and_the_version_before(
    live_page: ProcedurePage, make_page: Callable[..., ProcedurePage], agency_page: AgencyPage
) -> None:
    agency_page.add_child(instance=make_page("BQP-07"))
    live_page.title = "Tên mới"
    live_page.save_revision().publish()
    previous = ""
    for version in NoticeVersion.objects.order_by("pk"):
        assert version.previous_digest == previous
        assert version.digest == writing.chained_digest(previous, publication.payload(version))
        previous = version.digest
    assert NoticeVersion.objects.count() == 3


@pytest.mark.django_db
def test_a_correction_of_the_past_wins_on_its_days_only(live_page: ProcedurePage) -> None:
    for title, start, end in [
        ("Từ 2021", date(2021, 1, 1), None),
        ("Sửa năm 2020", date(2020, 6, 1), date(2021, 1, 1)),
    ]:
        live_page.title, live_page.effective_from, live_page.effective_to = title, start, end
        live_page.save_revision().publish()

    def title_on(*day: int) -> str:
        found = selectors.notice_on("BQP-06", date(*day))
        assert found is not None
        return found.notice.title

    assert title_on(2020, 3, 1) == "Đăng ký nghĩa vụ quân sự lần đầu"
    assert title_on(2020, 7, 1) == "Sửa năm 2020"
    assert title_on(2022, 1, 1) == "Từ 2021"
    assert selectors.notice_on("BQP-06", date(2019, 12, 31)) is None


@pytest.mark.django_db
def test_a_new_schema_alone_makes_no_version(live_page: ProcedurePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(publication, "SCHEMA", SCHEMA + 1)
    monkeypatch.setitem(canonical.UPGRADES, SCHEMA, lambda data: data)
    live_page.save_revision().publish()
    assert NoticeVersion.objects.count() == 1


@pytest.mark.django_db
def test_an_abolished_procedure_is_no_longer_listed_but_still_answers(live_page: ProcedurePage) -> None:
    live_page.lifecycle = "abolished"
    live_page.effective_from = date(2020, 1, 2)
    live_page.save_revision().publish()
    found = selectors.notice_on("BQP-06", date(2020, 1, 2))
    assert found is not None
    assert (found.version.kind, selectors.notices_on(date(2020, 1, 2))) == ("abolished", [])
    assert len(selectors.notices_on(date(2020, 1, 1))) == 1
