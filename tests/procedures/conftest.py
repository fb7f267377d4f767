"""A small province: one agency, one procedure that preflight lets pass, two places."""

from collections.abc import Callable
from datetime import date

import pytest
from wagtail.models import Locale, Page, Site

from portal.places.models import AdministrativeUnit, Agency, Counter, Level, ServicePoint
from portal.procedures.models import (
    AgencyPage,
    Field,
    Handling,
    ProcedureIndexPage,
    ProcedureLevel,
    ProcedurePage,
    Step,
)
from portal.site.models import HomePage

FIRST_DAY = date(2020, 1, 1)


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(
        code="BQP",
        name="Bộ Chỉ huy Quân sự tỉnh Kon Tum",
        short_name="Bộ Chỉ huy Quân sự tỉnh",
        ministry="Bộ Quốc phòng",
        slug="quan-su",
    )


@pytest.fixture
def agency_page(agency: Agency) -> AgencyPage:
    # A transactional test may have flushed what Wagtail's migrations made.
    Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Trang đầu", slug="trang-dau"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    index = home.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))
    return index.add_child(instance=AgencyPage(title=agency.short_name, slug=agency.slug, agency=agency))


@pytest.fixture
def make_page(agency_page: AgencyPage) -> Callable[..., ProcedurePage]:
    """Build a complete enough page; not saved."""
    field, _ = Field.objects.get_or_create(agency=agency_page.agency, name="Nghĩa vụ quân sự", slug="nghia-vu-quan-su")

    def make(code: str = "BQP-06", **values: object) -> ProcedurePage:
        defaults: dict[str, object] = {
            "title": "Đăng ký nghĩa vụ quân sự lần đầu",
            "slug": f"thu-tuc-{code.lower()}",
            "code": code,
            "field": field,
            "effective_from": FIRST_DAY,
            "gaps_accepted": True,
        }
        page = ProcedurePage(**(defaults | values))
        page.levels = [ProcedureLevel(level=Level.COMMUNE, starts_on=FIRST_DAY)]
        page.steps = [Step(title="Nộp phiếu tự khai", basis="Nghị định 13/2016/NĐ-CP, Điều 4")]
        page.handlings = [Handling(channel="direct", duration=1, duration_unit="day", fee_kind="none")]
        return page

    return make


@pytest.fixture
def live_page(agency_page: AgencyPage, make_page: Callable[..., ProcedurePage]) -> ProcedurePage:
    page = agency_page.add_child(instance=make_page())
    # Without a live revision Wagtail takes a page off as soon as a later go-live is set.
    page.save_revision().publish()
    return ProcedurePage.objects.get(pk=page.pk)


@pytest.fixture
def commune(agency: Agency) -> ServicePoint:
    unit = AdministrativeUnit.objects.create(
        code="23500", name="Xã Đắk Hà", kind="xã", level=Level.COMMUNE, valid_to=date(2025, 7, 1)
    )
    point = ServicePoint.objects.create(
        unit=unit,
        level=Level.COMMUNE,
        name="Bộ phận một cửa xã Đắk Hà",
        slug="xa-dak-ha",
        valid_to=date(2025, 7, 1),
    )
    Counter.objects.create(service_point=point, agency=agency, valid_from=FIRST_DAY, valid_to=date(2025, 7, 1))
    return point
