"""A shared row that changes leaves published words alone until somebody publishes them again."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from portal.procedures.models import AgencyPage, LegalBasis, LegalDocument, NoticeVersion, ProcedurePage
from portal.procedures.selectors import notice_on

Make = Callable[..., ProcedurePage]


def republish_url(row: object) -> str:
    meta = row._meta  # type: ignore[attr-defined]
    return reverse("procedures_republish", args=[meta.app_label, meta.model_name, row.pk])  # type: ignore[attr-defined]


def rename(police: AgencyPage, name: str = "Công an tỉnh Quảng Ngãi") -> None:
    police.agency.name = name
    police.agency.save()


def agency_name(code: str, day: date) -> str:
    published = notice_on(code, day)
    assert published is not None
    return published.notice.agency.name


def test_changing_an_agency_offers_its_notices(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True)
    data = {"name": "Tên mới", "short_name": "Công an tỉnh", "ministry": "Bộ Công an"}
    edit = reverse("wagtailsnippets_places_agency:edit", args=[police.agency.pk])
    response = as_reviewer.post(edit, data, follow=True)
    told = " ".join(str(message) for message in response.context["messages"])
    assert "1 thủ tục đang công bố vẫn ghi theo nội dung cũ." in told
    assert republish_url(police.agency) in told
    assert NoticeVersion.objects.count() == 1


def test_one_act_publishes_all_of_them_from_a_day(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    for code in ("BCA-04", "BCA-05"):
        make_page(police, code, live=True)
    rename(police)
    assert "BCA-05" in as_reviewer.get(republish_url(police.agency)).content.decode()
    as_reviewer.post(republish_url(police.agency), {"reason": "Hợp nhất tỉnh", "applies_from": "01/07/2025"})
    assert agency_name("BCA-05", date(2025, 6, 30)) == "Công an tỉnh Kon Tum"
    assert agency_name("BCA-05", date(2025, 7, 1)) == "Công an tỉnh Quảng Ngãi"
    assert set(NoticeVersion.objects.filter(number=2).values_list("reason", flat=True)) == {"Hợp nhất tỉnh"}


def test_doing_it_again_records_nothing(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True)
    rename(police)
    data = {"reason": "Đổi tên", "applies_from": "03/01/2020"}
    for _time in range(2):
        response = as_reviewer.post(republish_url(police.agency), data, follow=True)
    assert "1 thủ tục không có gì thay đổi" in " ".join(str(message) for message in response.context["messages"])
    assert NoticeVersion.objects.count() == 2


def test_a_draft_stays_a_draft(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", live=True)
    page.title = "Tên chưa duyệt"
    page.save_revision()
    rename(police)
    as_reviewer.post(republish_url(police.agency), {"reason": "Đổi tên", "applies_from": "03/01/2020"})
    page.refresh_from_db()
    assert page.title == "Đăng ký việc BCA-04"
    assert page.get_latest_revision_as_object().title == "Tên chưa duyệt"
    assert agency_name("BCA-04", date(2020, 1, 3)) == "Công an tỉnh Quảng Ngãi"


def test_the_notices_of_a_legal_document_are_found(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    document = LegalDocument.objects.create(number="55/2014/TT-BCA", slug="55-2014-tt-bca")
    cited, _other = make_page(police, "BCA-04", live=True), make_page(police, "BCA-05", live=True)
    cited.legal_basis.add(LegalBasis(document=document))
    cited.save_revision().publish()
    pages = as_reviewer.get(republish_url(document)).context["pages"]
    assert [page.code for page in pages] == ["BCA-04"]


def test_a_reason_and_a_right_are_asked_for(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True)
    rename(police)
    form = as_reviewer.post(republish_url(police.agency), {"reason": "", "applies_from": "31/02/2020"}).context["form"]
    assert set(form.errors) == {"reason", "applies_from"}
    assert NoticeVersion.objects.count() == 1


def test_editors_who_may_not_publish_are_sent_away(as_editor: Client, police: AgencyPage, make_page: Make) -> None:
    make_page(police, "BCA-04", live=True)
    rename(police)
    as_editor.post(republish_url(police.agency), {"reason": "Đổi tên", "applies_from": "03/01/2020"})
    assert NoticeVersion.objects.count() == 1


def test_what_cannot_be_cited_has_no_such_page(as_admin: Client) -> None:
    for path in ("auth/user/1", "places/agency/0", "places/agency/x", "nowhere/nothing/1"):
        assert as_admin.get(f"/quan-tri/trich-dan/{path}/").status_code == 404
