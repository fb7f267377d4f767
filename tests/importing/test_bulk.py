"""The bulk path gives what Wagtail's own path gives, row by row."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from portal.ledger.models import Entry
from portal.places.models import Agency, Level
from portal.procedures import bulk, verification
from portal.procedures.importers import saving, tree
from portal.procedures.models import (
    Address,
    AgencyPage,
    DocumentItem,
    Field,
    Handling,
    LegalBasis,
    LegalDocument,
    NoticeLevel,
    NoticeVersion,
    OtherName,
    ProcedureLevel,
    ProcedurePage,
    Step,
)
from portal.procedures.preflight import PreflightFailed
from portal.procedures.selectors import notice_on

pytestmark = pytest.mark.usefixtures("places")

DAY = date(2020, 1, 1)


@pytest.fixture
def parent() -> AgencyPage:
    return tree.agency_page(Agency.objects.get(code="BCA"))


@pytest.fixture
def make(parent: AgencyPage) -> Callable[..., ProcedurePage]:
    field = Field.objects.create(agency=parent.agency, name="Thử nghiệm", slug="thu-nghiem")
    law = LegalDocument.objects.create(number="01/2020/QH14", slug="01-2020-qh14", kind="law", title="Luật Thử nghiệm")

    def build(code: str) -> ProcedurePage:
        page = ProcedurePage(
            title="Cấp giấy phép thử nghiệm",
            slug=f"cap-giay-phep-{code.lower()}",
            code=code,
            agency=parent.agency,
            field=field,
            effective_from=DAY,
            decision=law,
            gaps_accepted=True,
            audiences=["citizen"],
            result="Giấy phép",
            notes="Một\nHai",
        )
        page.levels = [ProcedureLevel(level=Level.PROVINCE, starts_on=DAY, sort_order=0)]
        page.other_names = [OtherName(text="xin giấy phép", sort_order=0)]
        page.steps = [Step(title="Nộp", sort_order=0), Step(title="Nhận", text="Tại quầy", sort_order=1)]
        page.documents = [DocumentItem(name="Đơn", originals=1, sort_order=0)]
        page.handlings = [Handling(channel="direct", duration=5, fee_kind="amount", fee_amount=50_000, sort_order=0)]
        page.legal_basis = [LegalBasis(document=law, articles="Điều 1", sort_order=0)]
        return page

    return build


def slowly(parent: AgencyPage, page: ProcedurePage) -> ProcedurePage:
    saving.create(parent, page)
    return ProcedurePage.objects.get(code=page.code)


def in_bulk(parent: AgencyPage, *pages: ProcedurePage) -> list[ProcedurePage]:
    bulk.create_many(parent, pages)
    bulk.reindex([page.pk for page in pages])
    return [ProcedurePage.objects.get(code=page.code) for page in pages]


#: What differs between any two pages.
OWN = {
    *("id", "pk", "page_ptr", "page_ptr_id", "path", "translation_key", "code", "slug", "url_path", "page"),
    *("latest_revision", "live_revision", "first_published_at", "last_published_at", "latest_revision_created_at"),
}


def fields(row: Any) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields if field.name not in OWN]
    return {name: getattr(row, name) for name in names}


def child_rows(page: ProcedurePage) -> dict[str, list[dict[str, Any]]]:
    names = [relation.get_accessor_name() for relation in get_all_child_relations(ProcedurePage)]
    return {name: [fields(row) for row in getattr(page, name).all()] for name in names}


def without_own(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: without_own(value) for key, value in content.items() if key not in OWN}
    return [without_own(item) for item in content] if isinstance(content, list) else content


def test_a_page_made_in_bulk_equals_one_made_slowly(parent: AgencyPage, make: Callable[..., ProcedurePage]) -> None:
    slow = slowly(parent, make("BCA-91"))
    [fast] = in_bulk(parent, make("BCA-92"))
    assert fields(fast) == fields(slow)
    assert child_rows(fast) == child_rows(slow)
    assert fast.url_path == slow.url_path.replace("bca-91", "bca-92")
    assert fast.latest_revision == fast.live_revision
    assert fast.first_published_at is not None


def history(page: ProcedurePage, revision: Revision) -> list[tuple[Any, ...]]:
    return [
        (log.action, log.label, log.content_changed, log.content_type_id, log.data, log.revision_id == revision.pk)
        for log in PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    ]


def test_its_revision_version_address_and_entries_are_the_same(
    parent: AgencyPage, make: Callable[..., ProcedurePage]
) -> None:
    slow = slowly(parent, make("BCA-91"))
    [fast] = in_bulk(parent, make("BCA-92"))
    slow_revision, fast_revision = (Revision.objects.get(object_id=str(page.pk)) for page in (slow, fast))
    assert without_own(fast_revision.content) == without_own(slow_revision.content)
    assert fast_revision.content.keys() == slow_revision.content.keys()
    names = ("content_type", "base_content_type", "object_str", "user", "approved_go_live_at")
    assert [getattr(fast_revision, n) for n in names] == [getattr(slow_revision, n) for n in names]
    one, other = (NoticeVersion.objects.get(code=code) for code in ("BCA-91", "BCA-92"))
    assert other.content == one.content.replace("BCA-91", "BCA-92")
    own = {"id", "code", "content", "recorded_at", "previous_digest", "digest", "page_id"}
    same = [field.name for field in NoticeVersion._meta.fields if field.name not in own]
    assert [getattr(other, name) for name in same] == [getattr(one, name) for name in same]
    assert other.previous_digest == one.digest
    assert (other.page_id, one.page_id) == (fast.pk, slow.pk)
    assert verification.first_broken_link() is None
    levels = [
        model_to_dict(NoticeLevel.objects.get(version=version), exclude=["id", "version"]) for version in (one, other)
    ]
    assert levels[0] == levels[1]
    addresses = Address.objects.filter(code__in=["BCA-91", "BCA-92"], is_current=True)
    assert [row.slug for row in addresses.order_by("code")] == [slow.slug, fast.slug]
    assert history(fast, fast_revision) == history(slow, slow_revision)
    assert Entry.objects.filter(kind="procedure", key="BCA-92").count() == 1


def test_it_is_referred_to_and_found_like_one_made_slowly(
    parent: AgencyPage, make: Callable[..., ProcedurePage]
) -> None:
    slow = slowly(parent, make("BCA-91"))
    [fast] = in_bulk(parent, make("BCA-92"))

    def references(page: Page) -> set[tuple[int, str, str]]:
        rows = ReferenceIndex.get_references_for_object(page)
        return {(row.to_content_type_id, row.to_object_id, row.model_path) for row in rows}

    assert references(fast) == references(slow)
    assert references(fast)
    for typed in ("thử nghiệm", "thu nghiem"):
        found = {page.pk for page in ProcedurePage.objects.search(typed)}
        assert {slow.pk, fast.pk} <= found
    assert [page.pk for page in ProcedurePage.objects.search("bca92")] == [fast.pk]


def test_the_tree_is_sound_and_goes_on_where_it_stopped(parent: AgencyPage, make: Callable[..., ProcedurePage]) -> None:
    slowly(parent, make("BCA-91"))
    in_bulk(parent, make("BCA-92"), make("BCA-93"))
    slowly(AgencyPage.objects.get(pk=parent.pk), make("BCA-94"))
    in_bulk(parent, make("BCA-95"))
    assert not any(Page.find_problems())
    children = AgencyPage.objects.get(pk=parent.pk).get_children().order_by("path")
    assert [page.specific.code for page in children] == ["BCA-91", "BCA-92", "BCA-93", "BCA-94", "BCA-95"]


def test_editors_go_on_with_it(parent: AgencyPage, make: Callable[..., ProcedurePage], client: Client) -> None:
    [page] = in_bulk(parent, make("BCA-92"))
    user = get_user_model().objects.create_superuser("admin", "admin@example.org", "x")
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    loaded = page.get_latest_revision_as_object()
    loaded.summary = "Đã sửa"
    loaded.save_revision(user=user).publish()
    published = notice_on("BCA-92", date(2020, 1, 2))
    assert published is not None
    assert (published.notice.summary, published.version.number) == ("Đã sửa", 2)
    assert verification.first_broken_link() is None


def test_one_bad_page_leaves_nothing(parent: AgencyPage, make: Callable[..., ProcedurePage]) -> None:
    undated, too_long = make("BCA-93"), make("BCA-94")
    undated.effective_from = None
    too_long.steps = [Step(title="a" * 301)]
    for bad, error in ((undated, PreflightFailed), (too_long, ValidationError)):
        with pytest.raises(error):
            bulk.create_many(parent, [make("BCA-92"), bad])
    assert not ProcedurePage.objects.filter(code__startswith="BCA-9").exists()
    assert not NoticeVersion.objects.filter(code="BCA-92").exists()
    assert not any(Page.find_problems())


def test_queries_grow_with_batches_not_with_pages(parent: AgencyPage, make: Callable[..., ProcedurePage]) -> None:
    def queries(*codes: str) -> int:
        pages = [make(code) for code in codes]
        with CaptureQueriesContext(connection) as captured:
            bulk.create_many(parent, pages)
        return len(captured)

    one = queries("BCA-901")
    many = queries(*(f"BCA-{number}" for number in range(910, 950)))
    assert many <= one + 2
