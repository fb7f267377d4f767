"""Words typed in Telex or VNI while the input method was off are found as if it had been on."""

import pytest
from django.test import Client

from portal.procedures.notice import Notice
from portal.search.service import SearchRequest, SearchResult, search
from portal.search.suggestions import suggest
from portal.search.understanding import understand
from tests.search.site import site

HERE = site("Cấp thẻ căn cước công dân", "Đăng ký nghĩa vụ quân sự", "Mẫu visa")


def read(text: str) -> tuple[str, tuple[str, ...]]:
    query = understand(text, lambda: HERE)
    return query.text, query.notes


def find(text: str) -> SearchResult:
    return search(SearchRequest(text=text))


@pytest.mark.parametrize(
    ("typed", "text", "notes"),
    [
        ("cawn cuwowcs coong daan", "căn cước công dân", ("telex",)),
        ("ca8n cuo7c1 co6ng da6n", "căn cước công dân", ("vni",)),
        ("ther can8 cuoc", "thẻ căn cuoc", ("telex", "vni", "accents")),
        ("the can cuoc", "the can cuoc", ("accents",)),
        ("căn cước", "căn cước", ()),
        ("visa", "visa", ()),
        ("CT01 B2 17a", "CT01 B2 17a", ()),
        ("hoocj", "hoocj", ()),
    ],
)
def test_keys_are_read_as_words_of_the_site_and_nothing_else_is_touched(
    typed: str, text: str, notes: tuple[str, ...]
) -> None:
    assert read(typed) == (text, notes)


def test_without_a_site_nothing_is_read_otherwise() -> None:
    assert understand("cawn cuwowcs").text == "cawn cuwowcs"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghiax vuj quaan suwj laanf ddaauf", "nghĩa vụ quân sự lần đầu"),
        ("nghi4a vu5 qua6n su75 la6n2 d9a6u2", "nghĩa vụ quân sự lần đầu"),
        ("chees ddooj thai sanr", "chế độ thai sản"),
        ("ba3o hie63m y te61", "bảo hiểm y tế"),
    ],
)
def test_what_is_typed_so_is_found_as_if_it_had_been_typed_well(plan: list[Notice], typed: str, meant: str) -> None:
    found, wanted = find(typed), find(meant)

    assert [hit.document.code for hit in found.hits] == [hit.document.code for hit in wanted.hits] != []
    assert (found.match, found.total, found.query.text) == (wanted.match, wanted.total, meant)
    assert found.query.original == typed


def test_suggestions_understand_it_too(plan: list[Notice]) -> None:
    assert suggest("nghiax vuj quaan suwj laanf")[0].code == "BQP-06"


def test_the_page_says_how_it_read_the_keys(plan: list[Notice], client: Client) -> None:
    page = client.get("/tim-kiem/", {"q": "nghiax vuj quaan suwj"}).content.decode()

    assert "Đang tìm: <strong>nghĩa vụ quân sự</strong>" in page
    assert "bộ gõ tiếng Việt đang tắt" in page
    assert 'value="nghiax vuj quaan suwj"' in page
