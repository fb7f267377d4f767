"""A place named in a query is a filter, and not a word to search for."""

import pytest

from portal.search.understanding import PlaceRead, Query, Unit, understand
from tests.search.site import TITLES, site

UNITS = (
    Unit(("xã Đăk Hà", "Đăk Hà"), "Xã Đăk Hà", "dak-ha"),
    Unit(("xã Ngọk Bay", "Ngọk Bay"), "Xã Ngọk Bay"),
    Unit(("phường Quân Sự", "Quân Sự"), "Phường Quân Sự", "quan-su"),
)
HERE = site(*TITLES, units=UNITS)


def read(text: str) -> Query:
    return understand(text, lambda: HERE)


@pytest.mark.parametrize(
    ("text", "typed", "interpreted"),
    [
        ("căn cước Đăk Hà", "Đăk Hà", "căn cước"),
        ("can cuoc xa dak ha", "xa dak ha", "căn cước"),
        ("xã Đăk Hà cấp thẻ", "xã Đăk Hà", "cấp thẻ"),
        ("căn cước ở ĐĂK HÀ", "ĐĂK HÀ", "căn cước"),
    ],
)
def test_a_place_is_read_however_it_is_written(text: str, typed: str, interpreted: str) -> None:
    query = read(text)

    assert query.place == PlaceRead(typed, "Xã Đăk Hà", "dak-ha")
    assert query.interpreted == interpreted
    assert not {"dak", "ha"} & set(query.keys)
    assert "place" in query.notes


def test_a_place_without_a_service_point_is_named_and_filters_nothing() -> None:
    assert read("căn cước Ngọk Bay").place == PlaceRead("Ngọk Bay", "Xã Ngọk Bay")


@pytest.mark.parametrize("text", ["Đăk Hà", "dak ha", "căn cước Đắk Tô"])
def test_a_place_alone_and_an_unknown_place_are_words_to_search_for(text: str) -> None:
    query = read(text)

    assert query.place is None
    assert len(query.keys) == len(text.split())


def test_a_place_whose_words_stand_in_a_title_is_searched_for() -> None:
    assert read("đăng ký nghĩa vụ quân sự").place is None


def test_of_two_places_the_last_counts() -> None:
    query = read("từ Ngọk Bay về Đăk Hà cấp thẻ")

    assert query.place is not None
    assert query.place.slug == "dak-ha"
    assert "bay" in query.keys
