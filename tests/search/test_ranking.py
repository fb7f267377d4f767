"""What each ranking function sees, and what outweighs what."""

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import LevelMark
from portal.procedures.selectors import Published
from portal.search import ranking
from portal.search.documents import SearchDocument, build
from portal.search.engines.base import Candidate
from portal.search.understanding import understand
from tests.search.publishing import FIRST_DAY, short_notice


def document(code: str, title: str, names: tuple[str, ...] = (), level: str = "commune") -> SearchDocument:
    notice = short_notice(code, title, levels=(LevelMark(level=level, starts_on=FIRST_DAY),))
    return build(Published(NoticeVersion(code=code, number=1), notice), names, FIRST_DAY)


def order(text: str, *candidates: Candidate) -> list[str]:
    return [ranked.document.code for ranked in ranking.order(understand(text), candidates)]


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
    query = understand("cấp đổi")
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
    query = understand("giấy lính")

    assert ranking.coverage(query, document("A-01", "Khác", ("giấy gọi", "đi lính"))) == 0.5
    assert ranking.phrase(query, document("A-01", "Khác", ("giấy", "lính"))) == 0.0


def test_equal_scores_put_the_lower_level_first_and_then_the_code() -> None:
    same = [document("A-01", "Cấp sổ", level="province"), document("A-03", "Cấp sổ"), document("A-02", "Cấp sổ")]

    assert order("cấp sổ", *(Candidate(found, 1.0) for found in same)) == ["A-02", "A-03", "A-01"]


def test_what_lies_beyond_the_reranked_head_keeps_the_engines_order() -> None:
    many = [Candidate(document(f"A-{n:03d}", "Cấp sổ", level="commune"), 200.0 - n) for n in range(105)]

    ranked = ranking.order(understand("cấp sổ"), many)

    assert [item.document.code for item in ranked[100:]] == [f"A-{n:03d}" for n in range(100, 105)]
    assert min(item.score for item in ranked[:100]) >= max(item.score for item in ranked[100:])
