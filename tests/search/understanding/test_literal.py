"""Who asks for exactly what was typed gets exactly that."""

import pytest

from portal.search.understanding import Query, Unit, understand
from portal.search.understanding.knowledge import Knowledge, Pick, Wording
from tests.search.site import TITLES, site

KNOWN = Knowledge(
    wordings=(Wording(wordings=("đi lính",), meanings=("nghĩa vụ quân sự",)),),
    picks=(Pick(phrases=("đi lính",), codes=("A-01",)),),
)
HERE = site(*TITLES, knowledge=KNOWN, units=(Unit(("Đăk Hà",), "Xã Đăk Hà", "dak-ha"),))


def literally(text: str) -> Query:
    return understand(text, lambda: HERE, literal=True)


@pytest.mark.parametrize(
    "text",
    ["can cuoc", "cancuoc", "nghĩa vụ quân xự", "cawn cuwowcs", "ko dc", "đi lính", "căn cước Đăk Hà", "làm ở đâu"],
)
def test_nothing_is_read_otherwise(text: str) -> None:
    query = literally(text)

    assert query.is_literal
    assert query.text == query.interpreted == text
    assert len(query.terms) == len(text.split())
    assert (query.notes, query.intents, query.place, query.picked) == ((), (), None, ())
    assert query.readings == (query.main,)
    assert query.respelled is None


def test_codes_and_laws_are_codes_and_laws_all_the_same() -> None:
    query = literally("BCA-04 theo 13/2016/NĐ-CP")

    assert query.codes == ("bca-04",)
    assert query.laws == ("13/2016/nd-cp",)
    assert query.notes == ("code", "law_number")


def test_a_long_text_says_that_it_was_cut() -> None:
    assert literally("giấy " * 1000).notes == ("cut",)
