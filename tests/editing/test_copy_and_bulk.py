"""Ways around the form: copies, aliases, bulk publishing, a renamed agency page."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from portal.procedures.models import AgencyPage, NoticeVersion, ProcedureIndexPage, ProcedurePage

Make = Callable[..., ProcedurePage]


def copy(client: Client, page: ProcedurePage, **extra: str) -> str:
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": page.get_parent().pk, **extra}
    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def test_a_copy_is_a_draft_without_a_code(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    copy(as_reviewer, make_page(police, "BCA-04", live=True))
    twin = ProcedurePage.objects.get(slug="ban-sao")
    assert (twin.code, twin.live) == (None, False)
    assert twin.steps.count() == 1


def test_a_copy_that_would_be_public_is_refused(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    told = copy(as_reviewer, make_page(police, "BCA-04", live=True), publish_copies="on")
    assert "chưa có mã" in told
    assert ProcedurePage.objects.count() == 1


def test_an_alias_is_refused(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    told = copy(as_reviewer, make_page(police, "BCA-04", live=True), alias="on")
    assert "mỗi mã chỉ có một trang" in told
    assert ProcedurePage.objects.count() == 1


def test_an_agency_page_is_not_copied(as_admin: Client, police: AgencyPage) -> None:
    response = as_admin.get(reverse("wagtailadmin_pages:copy", args=[police.pk]))
    assert response.status_code == 302
    assert AgencyPage.objects.count() == 1


def bulk_publish(client: Client, *pages: object, **data: str) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)  # type: ignore[attr-defined]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?{ids}&next=/quan-tri/", data, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def test_bulk_publishing_names_every_gap_and_publishes_nothing(
    as_reviewer: Client, police: AgencyPage, make_page: Make
) -> None:
    good = make_page(police, "BCA-04")
    bad = make_page(police, "BCA-05", gaps_accepted=False, effective_from=None)
    told = bulk_publish(as_reviewer, good, bad)
    assert "Chưa có ngày áp dụng." in told
    assert "Số lượng hồ sơ (điểm d) chưa có." in told
    assert not NoticeVersion.objects.exists()


def test_bulk_publishing_looks_below_the_chosen_pages(
    as_reviewer: Client, index_page: ProcedureIndexPage, police: AgencyPage, make_page: Make
) -> None:
    make_page(police, "BCA-05", gaps_accepted=False)
    assert "Đăng ký việc BCA-05" in bulk_publish(as_reviewer, index_page, include_descendants="on")


def test_bulk_publishing_of_complete_drafts_works(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    bulk_publish(as_reviewer, make_page(police, "BCA-04"), make_page(police, "BCA-05"))
    assert set(NoticeVersion.objects.values_list("code", flat=True)) == {"BCA-04", "BCA-05"}


def test_the_address_of_a_published_agency_page_is_locked(as_admin: Client, police: AgencyPage) -> None:
    data = {"title": "Công an", "slug": "cong-an-moi", "agency": police.agency.pk, "action-publish": "1"}
    data |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    response = as_admin.post(reverse("wagtailadmin_pages:edit", args=[police.pk]), data)
    assert response.context["form"].errors["slug"] == ["Đường dẫn của trang cơ quan đã công bố không đổi được nữa."]
    assert AgencyPage.objects.get().slug == "cong-an"


def test_deleting_a_page_says_what_stays(as_reviewer: Client, police: AgencyPage, make_page: Make) -> None:
    page = make_page(police, "BCA-04", live=True)
    response = as_reviewer.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert "vẫn được giữ trong lịch sử" in " ".join(str(message) for message in response.context["messages"])


def test_a_procedure_is_not_moved_to_another_agency(
    as_reviewer: Client, police: AgencyPage, military: AgencyPage, make_page: Make
) -> None:
    page = make_page(police, "BCA-04", live=True)
    as_reviewer.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, military.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    as_reviewer.post(f"{bulk}?id={page.pk}&next=/quan-tri/", {"chooser": military.pk})
    assert ProcedurePage.objects.get().get_parent().specific == police
