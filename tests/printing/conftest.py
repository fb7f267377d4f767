"""Notices to print: a simple complete one, a long one with cases, and one that says nothing but its title."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.procedures.enums import Given
from portal.procedures.models import NoticeVersion
from portal.procedures.notice import (
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
    Step,
    Text,
)
from portal.procedures.sheets import AcceptanceSummary, Contact, Places, Setting, Sheet, build

DAY = date(2020, 1, 2)

#: The longest of the 36 legal titles, 344 characters.
LONGEST_TITLE = (
    "Thủ tục giải quyết chế độ trợ cấp 1 lần đối với quân nhân, người làm công tác cơ yếu hưởng lương như "
    "đối với quân nhân, công an nhân dân nhập ngũ sau ngày 30/4/1975, trực tiếp tham gia chiến tranh bảo "
    "vệ Tổ quốc và làm nhiệm vụ quốc tế, có đủ từ 20 năm trở lên phục vụ trong quân đội, cơ yếu đã phục "
    "viên xuất ngũ, thôi việc (đối tượng từ trần)"
)


def stated(text: str) -> Text:
    return Text(given=Given.STATED.value, text=text)


@pytest.fixture
def simple_notice() -> Notice:
    return Notice(
        code="BQP-06",
        title="Đăng ký nghĩa vụ quân sự lần đầu",
        national_code="1.013133",
        agency=AgencyRef(code="BQP", name="Bộ Chỉ huy Quân sự tỉnh Kon Tum", short_name="Bộ Chỉ huy Quân sự tỉnh"),
        field="Nghĩa vụ quân sự",
        levels=(LevelMark(level="commune", starts_on=date(2020, 1, 1)),),
        steps=(
            Step(title="Nhận lệnh gọi đăng ký", text="Lệnh gọi vào tháng 4.", actor="Công dân"),
            Step(
                title="Đến Ban Chỉ huy Quân sự cấp xã",
                text="Nộp phiếu tự khai và bản chụp giấy tờ; đưa bản chính để đối chiếu.",
                basis="Nghị định 13/2016/NĐ-CP, Điều 4",
            ),
            Step(title="Nhận kết quả", duration=Duration(number=1, unit="day")),
        ),
        documents=(
            DocumentCase(
                documents=(
                    Document(name="Phiếu tự khai sức khỏe nghĩa vụ quân sự", originals=1),
                    Document(name="Bản chụp chứng minh nhân dân hoặc giấy khai sinh", copies=1, bring_original=True),
                )
            ),
        ),
        handlings=(
            Handling(
                channel="direct",
                place="Ban Chỉ huy Quân sự cấp xã",
                duration=Duration(number=1, unit="day", note="tính từ khi nhận hồ sơ"),
                fee=Fee(kind="none"),
                basis="Nghị định 13/2016/NĐ-CP, Điều 4",
            ),
        ),
        audiences=("citizen", "organisation"),
        receiving_body=stated("Ban Chỉ huy Quân sự cấp xã"),
        deciding_body=stated("Ban Chỉ huy Quân sự cấp xã"),
        result=stated("Giấy chứng nhận đăng ký nghĩa vụ quân sự"),
        conditions=Text(given=Given.NONE.value),
        notes=("Cơ quan, tổ chức không có ban chỉ huy quân sự: người đứng đầu tổ chức việc đăng ký.",),
        legal_basis=(
            LegalRef(number="78/2015/QH13", kind="law", title="Luật Nghĩa vụ quân sự", articles="Điều 12 đến Điều 18"),
            LegalRef(number="13/2016/NĐ-CP", kind="decree", articles="Điều 4 đến Điều 9"),
            LegalRef(number="1291/QĐ-TTg", kind="decision", issued_on=date(2019, 10, 7), issuer="Thủ tướng Chính phủ"),
        ),
        gaps_accepted=True,
    )


@pytest.fixture
def rich_notice(simple_notice: Notice) -> Notice:
    """Shaped like BCA-13: three cases, three channels, two levels, many papers."""
    new = tuple(
        Document(name=name, originals=originals, copies=copies, form=form, condition=condition, note=note, basis=basis)
        for name, originals, copies, form, condition, note, basis in (
            ("Văn bản đề nghị", 1, 0, FormRef(code="Mẫu số 03"), "", "", "Nghị định 96/2016/NĐ-CP, Điều 19"),
            ("Bản sao giấy đăng ký", None, 1, None, "", "Mang bản chính khi nộp trực tiếp.", ""),
            ("Giấy tờ về phòng cháy và chữa cháy", None, 1, None, "cơ sở không thuộc diện được miễn", "", ""),
            ("Bản khai lý lịch và phiếu lý lịch tư pháp", 1, None, FormRef(code="Mẫu số 02"), "", "", ""),
            (
                "Bản khai lý lịch của người nước ngoài",
                1,
                None,
                FormRef(code="Mẫu số 02b"),
                "là người nước ngoài",
                "",
                "",
            ),
        )
    )
    cases = ("Cấp mới", "Đổi giấy chứng nhận", "Cấp lại giấy chứng nhận")
    return replace(
        simple_notice,
        code="BCA-13",
        title=(
            "Cấp mới, cấp đổi, cấp lại Giấy chứng nhận đủ điều kiện về an ninh, trật tự "
            "(thực hiện tại cấp tỉnh, cấp huyện)"
        ),
        agency=AgencyRef(code="BCA", name="Công an tỉnh Kon Tum", short_name="Công an tỉnh"),
        field="Quản lý ngành nghề kinh doanh có điều kiện",
        levels=(
            LevelMark(level="province", starts_on=date(2019, 12, 1)),
            LevelMark(level="district", starts_on=date(2020, 1, 1), ends_on=date(2025, 7, 1)),
        ),
        documents=(
            DocumentCase(label=cases[0], documents=new),
            DocumentCase(label=cases[1], documents=(*new[:1], Document(name="Giấy tờ về nội dung thay đổi"))),
            DocumentCase(label=cases[2], documents=new[:1]),
        ),
        dossier_sets=1,
        handlings=tuple(
            Handling(
                channel=channel,
                case=case,
                area=area,
                duration=Duration(number=days, unit="working_day", note="kể từ khi nhận đủ hồ sơ hợp lệ"),
                fee=Fee(kind="amount", amount=300_000, basis="Thông tư 218/2016/TT-BTC")
                if channel == "direct"
                else Fee(kind="unregulated"),
                basis="Nghị định 96/2016/NĐ-CP, Điều 23",
            )
            for case, days in zip(cases, (5, 4, 4), strict=True)
            for channel, area in (("direct", "thành phố Kon Tum"), ("post", ""), ("online", ""))
        ),
        legal_basis=(
            *simple_notice.legal_basis,
            LegalRef(number="Kế hoạch tiếp nhận thủ tục hành chính", kind="plan", title="Tỉnh Kon Tum"),
        ),
        feedback_address=stated("Văn phòng Ủy ban nhân dân tỉnh Kon Tum"),
    )


@pytest.fixture
def empty_notice() -> Notice:
    """Nothing but what blocks publication: title, agency, field, level."""
    return Notice(
        code="BQP-14",
        title=LONGEST_TITLE,
        agency=AgencyRef(code="BQP", name="Bộ Chỉ huy Quân sự tỉnh Kon Tum"),
        field="Chính sách",
        levels=(LevelMark(level="commune", starts_on=date(2020, 1, 1)),),
        gaps_accepted=True,
    )


@pytest.fixture
def make_version() -> Callable[..., NoticeVersion]:
    """A version header that is not stored."""

    def make(notice: Notice, **values: Any) -> NoticeVersion:
        defaults: dict[str, Any] = {
            "number": 3,
            "kind": "published",
            "decision": "1291/QĐ-TTg",
            "decided_on": date(2019, 10, 7),
            "effective_from": date(2020, 1, 1),
            "recorded_at": datetime(2019, 12, 30, 3, 0, tzinfo=UTC),
        }
        return NoticeVersion(code=notice.code, **(defaults | values))

    return make


@pytest.fixture
def make_sheet(make_version: Callable[..., NoticeVersion]) -> Callable[..., Sheet]:
    """The sheet of a notice on the demo's day, accepted at its levels."""

    def make(notice: Notice, *, contact: Contact | None = None, day: date = DAY, **version: Any) -> Sheet:
        names = {"province": ("Trung tâm Phục vụ hành chính công tỉnh Kon Tum",)}
        return build(
            notice,
            make_version(notice, **version),
            AcceptanceSummary(
                places=tuple(
                    Places(level=mark.level, names=names.get(mark.level, tuple(f"Điểm {n}" for n in range(102))))
                    for mark in notice.levels
                )
            ),
            contact or Contact(publisher="Ủy ban nhân dân tỉnh Kon Tum"),
            Setting(day=day, today=DAY, clock_is_fixed=True, url=f"http://localhost:8000/tt/{notice.code}"),
        )

    return make
