"""The pages above the procedures: one index below the home page, one page an agency."""

from collections.abc import Set

from wagtail.models import Page, Site

from portal.places.models import Agency
from portal.procedures.models import Address, AgencyPage, ProcedureIndexPage, ProcedurePage
from portal.vietnamese.slugs import slugify

INDEX_SLUG = "thu-tuc"


class NoHomePage(Exception):
    """There is no home page yet to hang the procedures under."""

    def __init__(self) -> None:
        super().__init__(
            "Chưa có trang chủ. Tạo trang chủ trong trang quản trị (hoặc chạy manage.py demo) rồi nhập lại."
        )


def home_page() -> Page:
    """The root page of the default site.

    Raises:
        NoHomePage: there is none, or procedures may not stand below it.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    page = site.root_page.specific if site else None
    if page is None or ProcedureIndexPage not in page.allowed_subpage_models():
        raise NoHomePage
    return page


def index_page() -> ProcedureIndexPage:
    """The index of all procedures, made if it is missing.

    Raises:
        NoHomePage: see `home_page`.
    """
    existing = ProcedureIndexPage.objects.first()
    if existing is not None:
        return existing
    page = ProcedureIndexPage(title="Thủ tục hành chính", slug=INDEX_SLUG)
    home_page().add_child(instance=page)
    page.save_revision().publish()
    return page


def agency_page(agency: Agency) -> AgencyPage:
    """The page of an agency, made if it is missing.

    Raises:
        NoHomePage: see `home_page`.
    """
    existing = AgencyPage.objects.filter(agency=agency).first()
    if existing is not None:
        return existing
    page = AgencyPage(title=agency.name, slug=agency.slug, agency=agency)
    index_page().add_child(instance=page)
    page.save_revision().publish()
    return page


def taken_slugs(parent: AgencyPage) -> set[str]:
    """The slugs that a procedure of the agency has, or that ever led to one."""
    siblings = set(parent.get_children().values_list("slug", flat=True))
    return siblings | set(Address.objects.filter(agency_slug=parent.agency.slug).values_list("slug", flat=True))


def free_slug(parent: AgencyPage, page: ProcedurePage, taken: Set[str] | None = None) -> str:
    """A slug for a new procedure from its short title or title.

    One that a sibling has, or that ever led to another procedure, gets the code appended: addresses never die.
    `taken` saves asking for many pages.
    """
    code = (page.code or "").lower()
    wanted = slugify(page.short_title or page.legal_title or page.title) or slugify(code)
    if taken is None:
        taken = taken_slugs(parent)
    return wanted if wanted not in taken else f"{wanted}-{slugify(code)}"
