"""Two agencies, their groups, one user for each role, and the form an editor sends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.places.models import Agency, Level
from portal.procedures.models import (
    AgencyPage,
    Field,
    Handling,
    LegalDocument,
    ProcedureIndexPage,
    ProcedureLevel,
    ProcedurePage,
    Step,
)
from portal.procedures.permissions import REVIEWERS, editors_name, set_up_groups
from portal.procedures.workflow import set_up_workflow
from portal.search.permissions import set_up_search_rights
from portal.site.models import HomePage

FIRST_DAY = date(2020, 1, 1)
FormData = dict[str, Any]
FORMSETS = ("levels", "other_names", "documents", "handlings", "steps", "legal_basis", "successors", "comments")


@pytest.fixture
def index_page(db: None) -> ProcedureIndexPage:
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Trang đầu", slug="trang-dau"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))


@pytest.fixture
def police(index_page: ProcedureIndexPage) -> AgencyPage:
    agency = Agency.objects.create(
        code="BCA", name="Công an tỉnh Kon Tum", short_name="Công an tỉnh", ministry="Bộ Công an", slug="cong-an"
    )
    Field.objects.create(agency=agency, name="Cấp giấy tờ cư trú", slug="cu-tru")
    return index_page.add_child(instance=AgencyPage(title="Công an tỉnh", slug="cong-an", agency=agency))


@pytest.fixture
def military(index_page: ProcedureIndexPage) -> AgencyPage:
    agency = Agency.objects.create(
        code="BQP",
        name="Bộ Chỉ huy Quân sự tỉnh Kon Tum",
        short_name="Bộ Chỉ huy Quân sự tỉnh",
        ministry="Bộ Quốc phòng",
        slug="quan-su",
    )
    Field.objects.create(agency=agency, name="Nghĩa vụ quân sự", slug="nghia-vu-quan-su")
    return index_page.add_child(instance=AgencyPage(title="Quân sự", slug="quan-su", agency=agency))


@pytest.fixture
def roles(police: AgencyPage, military: AgencyPage) -> None:
    set_up_groups()
    set_up_search_rights()
    set_up_workflow()


def _user(name: str, group: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def police_editor(roles: None, police: AgencyPage) -> User:
    return _user("cong-an", editors_name(police.agency))


@pytest.fixture
def reviewer(roles: None) -> User:
    return _user("nguoi-duyet", REVIEWERS)


@pytest.fixture
def as_editor(police_editor: User) -> Client:
    client = Client()
    client.force_login(police_editor)
    return client


@pytest.fixture
def as_reviewer(reviewer: User) -> Client:
    client = Client()
    client.force_login(reviewer)
    return client


@pytest.fixture
def as_admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri"))
    return client


@pytest.fixture
def make_page() -> Callable[..., ProcedurePage]:
    """Add a procedure below an agency: complete enough to publish with its gaps accepted."""

    def make(parent: AgencyPage, code: str | None, *, live: bool = False, **values: Any) -> ProcedurePage:
        defaults: dict[str, Any] = {
            "title": f"Đăng ký việc {code}",
            "slug": f"viec-{(code or 'chua-co-ma').lower()}",
            "field": parent.agency.fields.first(),
            "effective_from": FIRST_DAY,
            "gaps_accepted": True,
        }
        page = ProcedurePage(code=code, live=False, **(defaults | values))
        page.levels = [ProcedureLevel(level=Level.COMMUNE, starts_on=FIRST_DAY)]
        page.steps = [Step(title="Nộp phiếu tự khai")]
        page.handlings = [Handling(channel="direct", duration=1, duration_unit="day", fee_kind="none")]
        parent.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        return ProcedurePage.objects.get(pk=page.pk)

    return make


def complete_form(agency: Agency | None, **changes: Any) -> FormData:
    """What the browser sends for a procedure with every legal part."""
    assert agency is not None
    audiences = changes.pop("audiences", ["citizen", "overseas"])
    document = LegalDocument.objects.get_or_create(number="55/2014/TT-BCA", slug="55-2014-tt-bca")[0]
    data: dict[str, Any] = {
        "title": "Đăng ký thường trú",
        "legal_title": "",
        "code": "BCA-04",
        "national_code": "",
        "short_title": "",
        "summary": "",
        "field": agency.fields.values_list("pk", flat=True).first(),
        "other_names": inline_formset([{"text": "làm hộ khẩu"}]),
        "levels": inline_formset([{"level": "district", "starts_on": "01/01/2020", "ends_on": ""}]),
        "receiving_body": "",
        "feedback_address": "",
        "dossier_sets": "1",
        "documents": inline_formset([document_row("Phiếu báo thay đổi hộ khẩu")]),
        "handlings": inline_formset([handling_row()]),
        "steps": inline_formset([step_row("Nộp hồ sơ")]),
        "deciding_body": "Công an huyện",
        "coordinating_bodies": "",
        "result": "Sổ hộ khẩu",
        "conditions": "",
        "legal_basis": inline_formset([{"document": document.pk, "articles": "Điều 6"}]),
        "notes": "",
        "effective_from": "01/01/2020",
        "effective_to": "",
        "decision": "",
        "change_reason": "",
        "lifecycle": "in_force",
        "successors": inline_formset([]),
        "content_owner": "",
        "review_date": "",
        "slug": "",
        "comments": inline_formset([]),
    }
    data.update(changes)
    return {**nested_form_data(data), "audiences": audiences}


def empty_form(**changes: Any) -> FormData:
    """A form with nothing but a title."""
    rows = {name: inline_formset([]) for name in FORMSETS}
    return nested_form_data({"title": "Đăng ký thường trú", "lifecycle": "in_force", **rows, **changes})


def document_row(name: str) -> dict[str, str]:
    blank = dict.fromkeys(("originals", "copies", "form", "form_code", "case", "condition", "note", "basis"), "")
    return {"name": name, **blank}


def handling_row() -> dict[str, str]:
    blank = dict.fromkeys(
        ("case", "area", "place", "duration_note", "fee_amount", "fee_note", "fee_basis", "basis"), ""
    )
    return {"channel": "direct", "duration": "15", "duration_unit": "working_day", "fee_kind": "missing", **blank}


def step_row(title: str) -> dict[str, str]:
    return {
        "title": title,
        **dict.fromkeys(("text", "actor", "duration", "duration_unit", "duration_note", "basis"), ""),
    }
