"""How much of a query a document bears out, computed by hand."""

import pytest

from portal.search.evidence import NO_EVIDENCE, Evidence, Scale, answers, weigh_up
from portal.search.understanding import Query, Site, understand
from portal.search.understanding.knowledge import Elsewhere, Knowledge
from tests.search.site import document

#: What each word tells; all others tell 1.
WEIGHTS = {"cap": 0.25, "dang": 0.25, "ky": 0.25}
SCALE = Scale(lambda key: WEIGHTS.get(key, 1.0))


def evidence(text: str, title: str, *names: str) -> Evidence:
    found = document("A-01", title, names, field="")
    return weigh_up(understand(text, lambda: Site(documents=(found,))).main, found, SCALE)


def test_words_count_by_what_they_tell() -> None:
    # cap 0.25 + the 1 of cap 0.25 + the 1 + doi 1; the name has cap, the and cuoc: 2.25.
    assert evidence("cap the doi", "Cấp thẻ cước") == Evidence(1.25 / 2.25, 1.25 / 2.25, 1.25 / 2.25, 1)


def test_all_names_together_are_not_one_name() -> None:
    # Each name holds one word of three that weigh 1, and shares no neighbours.
    assert evidence("thẻ cước công", "Thẻ", "cước", "công") == Evidence(1.0, 1 / 3, 0.0, 0)


def test_neighbours_make_a_name_count() -> None:
    # "đi lính" stands whole in the query: all of the name, two of four words.
    assert evidence("con đi lính xa", "Khác", "đi lính") == Evidence(0.5, 0.5, 1.0, 1)


def test_a_word_with_other_accents_is_not_held() -> None:
    assert evidence("đổi thẻ", "Đội xe") == NO_EVIDENCE


def test_nothing_in_common_is_no_evidence() -> None:
    assert evidence("ly hôn", "Cấp thẻ") == NO_EVIDENCE
    assert evidence("", "Cấp thẻ") == NO_EVIDENCE


@pytest.mark.parametrize(("pairs", "strength"), [(0, 0.0), (1, 1.5)])
def test_words_apart_have_no_strength(pairs: int, strength: float) -> None:
    assert Evidence(0.5, 0.5, 0.5, pairs).strength == strength


def test_what_readers_make_up_is_not_kept() -> None:
    weighed: list[str] = []

    def weigh(key: str) -> float:
        weighed.append(key)
        return WEIGHTS.get(key, 1.0)

    scale = Scale(weigh)
    assert [scale.word(key) for key in ("cap", "cap", "xyzt", "xyzt")] == [0.25, 0.25, 1.0, 1.0]
    assert weighed == ["cap", "xyzt", "xyzt"], "a word of the site is weighed once, any other leaves nothing behind"


# --- what answers -------------------------------------------------------------------------------


def answered(text: str, *titles: str, known: Knowledge | None = None) -> list[str]:
    documents = tuple(document(f"A-{number}", title, field="") for number, title in enumerate(titles, start=1))
    here = Site(documents=documents, knowledge=known or Knowledge())
    query: Query = understand(text, lambda: here)
    return [found.code for found in answers(query, documents, SCALE)]


def test_half_of_a_query_with_neighbours_is_an_answer_and_less_is_none() -> None:
    assert answered("thẻ cước màu xanh", "Thẻ cước") == ["A-1"]
    assert answered("thẻ cước màu xanh lá", "Thẻ cước màu đỏ", "Màu thẻ đỏ") == ["A-1"]
    assert answered("thẻ giả màu xanh lá", "Thẻ cước") == []


def test_words_that_stand_apart_are_no_answer() -> None:
    assert answered("thẻ cước", "Cước và thẻ") == []


def test_three_quarters_of_a_name_are_an_answer_whatever_else_was_asked() -> None:
    assert answered("bún bò giò heo chả cá thẻ cước", "Thẻ cước") == ["A-1"]
    assert answered("bún bò giò heo chả thẻ cước", "Thẻ cước công dân gắn chíp") == []


def test_beside_a_foreign_word_only_a_whole_name_is_an_answer() -> None:
    known = Knowledge(elsewhere=(Elsewhere(area="Hôn nhân", subjects=("kết hôn",)),))

    assert answered("kết hôn thẻ cước", "Thẻ cước", "Thẻ cước màu xanh", known=known) == ["A-1"]
    assert answered("đăng ký kết hôn", "Đăng ký tạm vắng", known=known) == []


def test_a_long_story_is_answered_by_what_it_bears_out_best() -> None:
    story = "hồi trước nhà cháu dọn sang huyện khác nay quay lại xin khai lại thẻ cước công dân"

    assert answered(story, "Thẻ cước công dân", "Dọn sang xe tải chở hàng đường dài liên tỉnh quốc tế") == ["A-1"]
