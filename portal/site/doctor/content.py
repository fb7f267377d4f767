"""What editors need and citizens see: home page, site, workflow, procedures."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site, WorkflowPage

from portal.core import clock
from portal.core.admin_search import verification
from portal.procedures.models import ProcedureIndexPage
from portal.procedures.selectors import recorded_on
from portal.site.doctor.findings import Finding, check, error, ok, warning
from portal.site.models import HomePage


@check("Trang chủ", needs_database=True)
def home() -> Iterator[Finding]:
    """There is one, live, at the root of a site with the public host."""
    page = HomePage.objects.live().first()
    if page is None:
        yield error("Chưa có trang chủ.", "Chạy: manage.py set_up")
        return
    site = Site.objects.filter(is_default_site=True).first()
    host = urlsplit(settings.BASE_URL).hostname
    if site is None or site.root_page_id != page.pk:
        yield error("Site mặc định không trỏ tới trang chủ.", "Sửa ở trang quản trị: Cài đặt > Các site.")
    elif site.hostname != host:
        yield warning(
            f"Site mặc định mang tên {site.hostname}, địa chỉ công khai là {host}.",
            "Sửa ở trang quản trị: Cài đặt > Các site.",
        )
    else:
        yield ok("Có trang chủ.")


@check("Quy trình duyệt", needs_database=True)
def workflow() -> Iterator[Finding]:
    """Every index of procedures has a workflow, so that nothing is published without review."""
    reviewed = WorkflowPage.objects.filter(workflow__active=True).values("page_id")
    for index in ProcedureIndexPage.objects.exclude(pk__in=reviewed):
        yield error(f"Trang {index.title} chưa có quy trình duyệt.", "Chạy: manage.py set_up")


@check("Thủ tục", needs_database=True)
def procedures() -> Iterator[Finding]:
    """Something is published."""
    count = len(recorded_on(clock.today()))
    if count:
        yield ok(f"{count} thủ tục đang được công khai.")
    else:
        yield warning("Chưa có thủ tục nào được công khai.", "Nhập hoặc soạn thủ tục, rồi công bố.")


@check("Tìm kiếm ở trang quản trị", needs_database=True)
def admin_search() -> Iterator[Finding]:
    """Its index was made by this release, and holds what was imported last."""
    missed = verification.missed_pages()
    if missed:
        yield warning(f"Ô tìm kiếm của người nhập liệu bỏ sót {missed} trang.", "Chạy: manage.py update_index")
    else:
        yield ok("Ô tìm kiếm của người nhập liệu thấy các trang.")
