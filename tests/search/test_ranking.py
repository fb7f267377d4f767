"""What each ranking function sees, and what outweighs what."""

import pytest

from portal.search import ranking
from portal.search.engines.base import Candidate
from portal.search.evidence import Scale, weigh_up
from portal.search.understanding import Site, understand
from portal.search.understanding.knowledge import NOTHING_KNOWN, Knowledge, Pick, Wording
from tests.search.site import document


def order(text: str, *candidates: Candidate, knowledge: Knowledge = NOTHING_KNOWN) -> list[str]:
    here = Site(documents=tuple(candidate.document for candidate in candidates), knowledge=knowledge)
    query = understand(text, lambda: here)
    return [ranked.document.code for ranked in ranking.order(query, candidates, Scale(here.weight))]


def test_a_code_outweighs_everything() -> None:
    assert order(
        "BCA-02 làm con dấu",
        Candidate(document("BCA-01", "Làm con dấu"), 9.0),
        Candidate(document("BCA-02", "Khác"), 0.1),
    ) == ["BCA-02", "BCA-01"]


def test_a_whole_title_outweighs_a_longer_title_that_holds_it() -> None:
    assert order(
        "đăng ký tạm vắng",
        Candidate(document("BQP-02", "Xóa đăng ký tạm vắng"), 9.0),
        Candidate(document("BQP-01", "Đăng ký tạm vắng"), 1.0),
    ) == ["BQP-01", "BQP-02"]


def test_the_beginning_of_a_title_outweighs_the_same_words_inside_another() -> None:
    assert order(
        "đăng ký tạm vắng",
        Candidate(document("BQP-02", "Xóa đăng ký tạm vắng ở xã"), 9.0),
        Candidate(document("BQP-01", "Đăng ký tạm vắng ở xã"), 1.0),
    ) == ["BQP-01", "BQP-02"]


def test_another_name_in_full_outweighs_words_of_a_title() -> None:
    assert order(
        "đi lính",
        Candidate(document("BQP-02", "Lính đi biên giới"), 5.0),
        Candidate(document("BQP-01", "Nghĩa vụ quân sự", ("đi lính",)), 1.0),
    ) == ["BQP-01", "BQP-02"]


def test_typed_accents_outweigh_the_engines_score() -> None:
    query = understand("cấp đổi").main
    right, wrong = document("A-01", "Cấp giấy đổi"), document("A-02", "Cấp giấy đội")

    assert ranking.typed_accents(query, right) == 1.0
    assert ranking.typed_accents(query, wrong) == 0.5
    assert order("cấp đổi", Candidate(wrong, 3.0), Candidate(right, 2.0)) == ["A-01", "A-02"]


def test_neighbours_outweigh_the_same_words_apart() -> None:
    assert order(
        "con dau",
        Candidate(document("A-02", "Nuôi con và đóng dấu"), 3.0),
        Candidate(document("A-01", "Khai mẫu con dấu"), 2.9),
    ) == ["A-01", "A-02"]


def test_words_of_two_other_names_make_no_single_name() -> None:
    reading = understand("giấy lính").main

    apart = document("A-02", "Khác", ("giấy", "lính"))

    assert weigh_up(reading, document("A-01", "Khác", ("giấy gọi", "đi lính")), ranking.ALIKE).by_name == 0.5
    assert ranking.phrase(reading, apart, weigh_up(reading, apart, ranking.ALIKE)) == 0.0


def test_equal_scores_put_the_lower_level_first_and_then_the_code() -> None:
    same = [document("A-01", "Cấp sổ", level="province"), document("A-03", "Cấp sổ"), document("A-02", "Cấp sổ")]

    assert order("cấp sổ", *(Candidate(found, 1.0) for found in same)) == ["A-02", "A-03", "A-01"]


def test_what_lies_beyond_the_reranked_head_keeps_the_engines_order() -> None:
    many = [Candidate(document(f"A-{n:03d}", "Cấp sổ", level="commune"), 200.0 - n) for n in range(105)]

    ranked = ranking.order(understand("cấp sổ"), many)

    assert [item.document.code for item in ranked[100:]] == [f"A-{n:03d}" for n in range(100, 105)]
    assert min(item.score for item in ranked[:100]) >= max(item.score for item in ranked[100:])


def test_picks_of_editors_stand_first_in_their_order() -> None:
    picks = Knowledge(picks=(Pick(phrases=("giấy tờ cho con",), codes=("A-03", "A-01")),))
    three = [Candidate(document(f"A-0{number}", "Giấy tờ cho con"), 10.0 - number) for number in (1, 2, 3)]

    assert order("giay to cho con", *three, knowledge=picks) == ["A-03", "A-01", "A-02"]
    assert order("giay to cua con", *three, knowledge=picks)[0] == "A-01"


def test_a_pick_outweighs_even_the_code_typed() -> None:
    picks = Knowledge(picks=(Pick(phrases=("a-bhxh-000002",), codes=("A-01",)),))

    assert (
        order(
            "A-BHXH-000002",
            Candidate(document("A-BHXH-000002", "Cấp sổ"), 9.0),
            Candidate(document("A-01", "Cấp thẻ"), 1.0),
            knowledge=picks,
        )[0]
        == "A-BHXH-000002"
    ), "a code alone asks for that procedure and no phrase is looked up"


def test_what_a_synonym_finds_counts_less_than_what_the_words_find() -> None:
    known = Knowledge(wordings=(Wording(wordings=("đi lính",), meanings=("nghĩa vụ quân sự",)),))

    assert order(
        "đi lính",
        Candidate(document("A-01", "Nghĩa vụ quân sự", field=""), 1.0),
        Candidate(document("A-02", "Đi lính", field=""), 1.0),
        knowledge=known,
    ) == ["A-02", "A-01"]


def test_an_abbreviation_written_out_counts_as_much_as_the_words() -> None:
    known = Knowledge(wordings=(Wording(wordings=("CCCD",), meanings=("căn cước công dân",), is_abbreviation=True),))
    right, wrong = document("A-01", "Cấp căn cước công dân"), document("A-02", "Cấp giấy công dân")

    assert order("cấp cccd", Candidate(wrong, 9.0), Candidate(right, 1.0), knowledge=known) == ["A-01", "A-02"]


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    others = [document(f"A-{number}", f"Đăng ký loại {number}") for number in range(10, 30)]
    here = Site(documents=(document("A-01", "Kết hôn"), *others))
    reading = understand("đăng ký kết hôn", lambda: here).main
    scale = Scale(here.weight)

    assert weigh_up(reading, here.documents[0], scale).of_query > 0.7
    assert weigh_up(reading, here.documents[1], scale).of_query < 0.3


@pytest.mark.parametrize(
    ("query", "share"), [("Cấp thẻ căn cước", 1.0), ("cap the can cuoc", 0.9), ("cấp thẻ căn", 0.0), ("", 0.0)]
)
def test_a_whole_title_is_told_from_part_of_one(query: str, share: float) -> None:
    assert ranking.whole_title(understand(query).main, document("A-01", "Cấp thẻ căn cước")) == share


def test_accents_that_were_given_back_decide_between_equals() -> None:
    assert order(
        "doi the",
        Candidate(document("A-01", "Đội thể"), 1.0),
        Candidate(document("A-02", "Đổi thẻ", ("Đổi thẻ căn cước", "đổi thẻ")), 1.0),
    ) == ["A-02", "A-01"]


def test_who_says_nothing_of_changing_a_paper_is_offered_the_first_issue_of_it() -> None:
    changed = Candidate(document("A-01", "Cấp đổi giấy phép lái xe"), 1.1)
    first = Candidate(document("A-02", "Cấp mới giấy phép lái xe"), 1.0)

    assert order("giấy phép lái xe", changed, first) == ["A-02", "A-01"]
    assert order("đổi giấy phép lái xe", changed, first) == ["A-01", "A-02"]


def test_what_editors_say_people_call_it_outweighs_that_rule() -> None:
    named = Candidate(document("A-01", "Cấp lại thẻ", ("mất thẻ",)), 1.0)

    assert order("mất thẻ", named, Candidate(document("A-02", "Cấp thẻ mới"), 1.0))[0] == "A-01"
