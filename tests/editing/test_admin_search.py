"""The admin's own search finds with and without accents, in every place where editors search."""

import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from modelsearch.backends import get_search_backend
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from portal.core import admin_search
from portal.core.models import StandardPage
from portal.places.models import AdministrativeUnit, Agency, Level, ServicePoint
from portal.procedures.models import AgencyPage, Field, FormFile, LegalDocument, ProcedureIndexPage, ProcedurePage

Make = Callable[..., ProcedurePage]

#: Ways to type "Đăng ký nghĩa vụ quân sự", the beginning of its last word among them.
WAYS = (
    "đăng ký nghĩa vụ quân sự",
    "dang ky nghia vu quan su",
    "ĐĂNG KÝ NGHĨA VỤ",
    unicodedata.normalize("NFD", "Nghĩa vụ quân sự"),
    "nghia vụ quan sự",
    "dang ki nghia vu",
    "đăng kí nghĩa v",
    "dang",
    "su",
)


@pytest.fixture
def page(military: AgencyPage, police: AgencyPage, make_page: Make) -> ProcedurePage:
    """What is looked for, among others."""
    make_page(police, "BCA-04", live=True, title="Đổi thẻ căn cước tại nhà hoà giải")
    make_page(military, "BQP-07", live=True, title="Đang ở nơi khác")
    return make_page(
        military,
        "BQP-06",
        live=True,
        title="Đăng ký nghĩa vụ quân sự",
        national_code="1.001821",
        short_title="Nhập ngũ",
    )


def found(client: Client, address: str, query: str) -> set[str]:
    """The titles of the rows that a listing or chooser answers with."""
    response = client.get(f"{address}?q={quote(query)}")
    assert response.status_code == 200
    for name in ("object_list", "results", "pages"):
        if name in response.context:
            return {str(row) for row in response.context[name]}
    raise AssertionError(f"no rows in {list(response.context.keys())}")


def explorer() -> str:
    return reverse("wagtailadmin_explore", args=[ProcedureIndexPage.objects.get().pk])


def page_search() -> str:
    return reverse("wagtailadmin_pages:search")


def page_chooser() -> str:
    return reverse("wagtailadmin_choose_page_search")


PAGE_SEARCHES = (explorer, page_search, page_chooser)


@pytest.mark.parametrize("where", PAGE_SEARCHES)
def test_a_page_is_found_however_its_name_or_code_is_typed(
    as_admin: Client, page: ProcedurePage, where: Callable[[], str]
) -> None:
    queries = (*WAYS, "bqp-06", "BQP-06", "bqp06", "bqp 06", "1.001821", "1001821", "nhap ngu")
    assert [query for query in queries if page.title not in found(as_admin, where(), query)] == []


@pytest.mark.parametrize("where", PAGE_SEARCHES)
def test_other_pages_are_not_found(as_admin: Client, page: ProcedurePage, where: Callable[[], str]) -> None:
    counts = {"bqp06": 1, "can cuoc": 1, "hòa giải": 1, "đăng ký": 1, "nghỉ hưu": 0}
    assert {query: len(found(as_admin, where(), query)) for query in counts} == counts


def test_words_in_quotes_are_a_phrase_in_the_page_search(as_admin: Client, page: ProcedurePage) -> None:
    assert found(as_admin, page_search(), '"nghĩa vụ" dang') == {page.title}
    assert found(as_admin, page_search(), '"vụ nghĩa"') == set()


def test_the_page_search_still_shows_all_pages_for_no_query(as_admin: Client, page: ProcedurePage) -> None:
    assert page.title in found(as_admin, page_search(), "")


def test_a_draft_and_a_renamed_page_are_found_by_the_newest_name_that_was_saved(
    as_admin: Client, military: AgencyPage, make_page: Make
) -> None:
    draft = make_page(military, "BQP-08", title="Chuyển nơi làm việc")
    assert found(as_admin, explorer(), "chuyen noi") == {draft.title}
    draft.title = "Tạm vắng"
    draft.save_revision().publish()
    assert found(as_admin, explorer(), "tam vang") == {"Tạm vắng"}
    assert found(as_admin, explorer(), "chuyen noi") == set()


def test_a_deleted_page_is_found_no_more(as_admin: Client, index_page: ProcedureIndexPage) -> None:
    text = Page.objects.get(pk=index_page.pk).get_parent().add_child(instance=StandardPage(title="Trợ năng"))
    assert found(as_admin, page_search(), "tro nang") == {"Trợ năng"}
    text.delete()
    assert found(as_admin, page_search(), "tro nang") == set()


@pytest.fixture
def rows(military: AgencyPage) -> None:
    """One row of every kind that has a listing or a chooser."""
    unit = AdministrativeUnit.objects.create(code="610", name="Huyện Đắk Hà", kind="huyện", level=Level.DISTRICT)
    ServicePoint.objects.create(unit=unit, level=unit.level, name="Bộ phận một cửa huyện Đắk Hà", slug="dak-ha")
    LegalDocument.objects.create(number="13/2016/NĐ-CP", slug="13-2016-nd-cp", title="Trình tự đăng ký nghĩa vụ")
    FormFile.objects.create(sha256="a" * 64, code="TK1-TS", title="Tờ khai đăng ký", filename="to-khai.pdf", size=1)


#: Model, query, the one row to be found.
ROWS: list[tuple[type[Model], str, str]] = [
    (ServicePoint, "mot cua huyen dak", "Bộ phận một cửa huyện Đắk Hà"),
    (AdministrativeUnit, "dak ha", "Huyện Đắk Hà"),
    (AdministrativeUnit, "Đắk H", "Huyện Đắk Hà"),
    (LegalDocument, "13/2016/nd-cp", "13/2016/NĐ-CP"),
    (LegalDocument, "dang kí nghia vụ", "13/2016/NĐ-CP"),
    (FormFile, "tk1ts", "TK1-TS Tờ khai đăng ký"),
    (FormFile, "to khai dang k", "TK1-TS Tờ khai đăng ký"),
    (Agency, "chi huy quan su", "Bộ Chỉ huy Quân sự tỉnh Kon Tum"),
    (Agency, "bqp", "Bộ Chỉ huy Quân sự tỉnh Kon Tum"),
    (Field, "nghia vụ quân", "Nghĩa vụ quân sự (Bộ Chỉ huy Quân sự tỉnh)"),
]


@pytest.mark.parametrize("place", ["wagtailsnippets_{}:list", "wagtailsnippetchoosers_{}:choose_results"])
def test_snippets_are_found_in_their_listings_and_choosers(as_admin: Client, rows: None, place: str) -> None:
    for model, query, name in ROWS:
        address = reverse(place.format(f"{model._meta.app_label}_{model._meta.model_name}"))
        assert found(as_admin, address, query) == {name}
        assert found(as_admin, address, "không có đâu") == set()


@pytest.mark.parametrize("model", ["formfile", "legaldocument"])
def test_a_chooser_opens_with_a_search_box_and_all_rows(as_admin: Client, rows: None, model: str) -> None:
    response = as_admin.get(reverse(f"wagtailsnippetchoosers_procedures_{model}:choose"))
    assert 'name=\\"q\\"' in response.content.decode()
    assert len(response.context["results"]) == 1


@pytest.fixture
def files(db: None) -> None:
    image = get_image_model().objects.create(title="Sơ đồ đường đến Trung tâm", file=get_test_image_file())
    image.tags.add("điểm tiếp nhận")
    image.save()
    Document.objects.create(title="Quyết định công bố", file=ContentFile(b"%PDF-1.7", name="quyet-dinh.pdf"))


# Wagtail leaves the temporary file of a thumbnail to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("kind", "query", "title"),
    [
        ("images", "so do duong den", "Sơ đồ đường đến Trung tâm"),
        ("images", "diem tiep nhan", "Sơ đồ đường đến Trung tâm"),
        ("docs", "quyet dinh", "Quyết định công bố"),
        ("docs", "Quyết định cong b", "Quyết định công bố"),
    ],
)
def test_images_and_documents_are_found_in_listing_and_chooser(
    as_admin: Client, files: None, kind: str, query: str, title: str
) -> None:
    for address in (reverse(f"wagtail{kind}:index"), reverse(f"wagtail{kind}_chooser:choose_results")):
        assert found(as_admin, address, query) == {title}
        assert found(as_admin, address, "không có đâu") == set()


def test_accounts_are_searched_as_before(as_admin: Client) -> None:
    User.objects.create_user("bien-tap", first_name="Nguyễn Văn", last_name="Đức")
    assert found(as_admin, reverse("wagtailusers_users:index"), "bien-tap") == {"bien-tap"}


NONSENSE = [
    "😀",
    '"',
    "'",
    'nghia "vu',
    "' OR 1=1 --",
    "AND OR NOT",
    "NEAR(nghia vu, 2)",
    "title : nghia",
    "{title} : (x",
    "^nghia*",
    "a & b | !c:*",
    "\\",
    "\\'",
    "%s %d",
    "<script>alert(1)</script>",
    "\u202e\u200b",
    "a\x01b\x1f",
    "½ ² 1e5",
    "中文 مرحبا",
    "live:true",
    "' ' ' '",
    "a" * 1200,
    "a " * 900,
    '"a" ' * 350,
    "a" + "\u0301" * 600,
    "nghĩa vụ " * 40,
]


SNIPPETS = ("procedures_legaldocument", "procedures_formfile", "places_servicepoint")
EVERY_SEARCH: list[tuple[str, str]] = [
    *[("wagtailsnippets_{}:list", name) for name in SNIPPETS],
    *[("wagtailsnippetchoosers_{}:choose_results", name) for name in SNIPPETS],
    *[("wagtail{}:index", kind) for kind in ("images", "docs")],
    *[("wagtail{}_chooser:choose_results", kind) for kind in ("images", "docs")],
    ("procedure_listing:index", ""),
    ("wagtailusers_users:index", ""),
]


def every_search() -> list[str]:
    return [*(where() for where in PAGE_SEARCHES), *(reverse(place.format(name)) for place, name in EVERY_SEARCH)]


def test_whatever_is_typed_is_answered(as_admin: Client, page: ProcedurePage, rows: None) -> None:
    for address in every_search():
        for query in NONSENSE:
            assert as_admin.get(f"{address}?q={quote(query)}").status_code == 200, (address, query)


def test_what_is_no_text_is_answered_or_refused(as_admin: Client, page: ProcedurePage, rows: None) -> None:
    for address in every_search():
        for query in ("%ED%A0%80", "%FF%FE", "%00", "nghia%ED%B0%80vu", "x" * 10_000):
            assert as_admin.get(f"{address}?q={query}").status_code in {200, 400, 414}, (address, query)


def test_a_lone_surrogate_and_endless_text_do_no_harm_below_the_views(page: ProcedurePage) -> None:
    for text in ("\ud800", "nghia\udfff vu", "a" * 100_000, "a " * 100_000, "\x00", "nghia\x00vu"):
        list(Page.objects.autocomplete(text))
        list(Page.objects.search(text))
    assert [row.pk for row in Page.objects.autocomplete("nghia\udfff vu")] == [page.pk]


def test_a_title_of_dirt_is_indexed(as_admin: Client, military: AgencyPage, make_page: Make) -> None:
    dirty = make_page(military, "BQP-09", title="Khám\u200b tuyển 😀 \"'\\ & | ! :* (đợt 2) ½")
    assert found(as_admin, explorer(), "kham tuyen dot 2") == {dirty.title}


def test_rows_written_without_saving_are_found_after_indexing_them(as_admin: Client, military: AgencyPage) -> None:
    [row] = LegalDocument.objects.bulk_create([LegalDocument(number="1/QĐ-TTg", slug="1", title="Đề án")])
    address = reverse("wagtailsnippetchoosers_procedures_legaldocument:choose_results")
    assert found(as_admin, address, "de an") == set()
    admin_search.index_rows(LegalDocument, [row])
    assert found(as_admin, address, "de an") == {str(row)}


def test_the_backend_is_the_one_of_the_database(db: None) -> None:
    backend = get_search_backend()
    assert type(backend).__module__ == f"portal.core.admin_search.{connection.vendor}"
