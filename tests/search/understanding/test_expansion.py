"""What editors know of how people speak gives more readings, and never takes the words typed away."""

import pytest

from portal.search.understanding import Query, understand
from portal.search.understanding.expansion import MOST_READINGS
from portal.search.understanding.knowledge import Elsewhere, Knowledge, Pick, Wording
from tests.search.site import TITLES, document, site

KNOWN = Knowledge(
    wordings=(
        Wording(wordings=("CCCD",), meanings=("căn cước công dân",), is_abbreviation=True),
        Wording(wordings=("CC",), meanings=("căn cước",), is_abbreviation=True, is_upper_case_only=True),
        Wording(wordings=("NĐ",), meanings=("nghĩa vụ",), is_abbreviation=True, is_upper_case_only=True),
        Wording(wordings=("đi lính", "đi bộ đội"), meanings=("nghĩa vụ quân sự",)),
        Wording(wordings=("BHYT",), meanings=("bảo hiểm y tế",), is_two_way=True, is_abbreviation=True),
        Wording(wordings=("nghỉ đẻ",), meanings=("chế độ thai sản", "nghỉ sinh con theo luật")),
        Wording(wordings=("sổ đỏ",), meanings=("quyền sử dụng đất",)),
        Wording(wordings=("CAP",), meanings=("công an phường",), is_abbreviation=True, is_upper_case_only=True),
    ),
    elsewhere=(
        Elsewhere(area="Hộ tịch", subjects=("đăng ký kết hôn", "khai sinh")),
        Elsewhere(area="Quân sự", subjects=("nghĩa vụ quân sự",)),
    ),
    picks=(Pick(phrases=("giấy tờ cho con",), codes=("A-06", "A-01")),),
)
HERE = site(*TITLES, knowledge=KNOWN)


def read(text: str) -> Query:
    return understand(text, lambda: HERE)


def others(text: str) -> list[str]:
    return [reading.text for reading in read(text).readings[1:]]


def test_a_meaning_is_one_more_reading_that_counts_less() -> None:
    query = read("cho con đi lính")

    assert [(reading.text, reading.share < 1) for reading in query.readings] == [
        ("cho con đi lính", False),
        ("cho con nghĩa vụ quân sự", True),
    ]
    assert "synonym" in query.notes
    assert query.interpreted == "cho con đi lính"


def test_a_synonym_is_known_without_its_accents() -> None:
    assert others("di bo doi") == ["nghĩa vụ quân sự"]


def test_a_one_way_meaning_is_not_read_backwards_and_a_two_way_one_is() -> None:
    both = site("Cấp thẻ BHYT", "Cấp thẻ bảo hiểm y tế", "Đi lính nghĩa vụ quân sự", knowledge=KNOWN)

    assert others("nghĩa vụ quân sự") == []
    assert [reading.text for reading in understand("thẻ bảo hiểm y tế", lambda: both).readings[1:]] == ["thẻ BHYT"]
    assert [reading.text for reading in understand("thẻ bhyt", lambda: both).readings[1:]] == ["thẻ bảo hiểm y tế"]


@pytest.mark.parametrize(
    ("text", "interpreted"), [("cấp CCCD", "cấp căn cước công dân"), ("cccd", "căn cước công dân")]
)
def test_an_abbreviation_is_written_out_and_counts_in_full(text: str, interpreted: str) -> None:
    query = read(text)

    assert query.interpreted == interpreted
    assert query.readings[1].share == 1
    assert "abbreviation" in query.notes


def test_what_counts_in_capitals_only_is_a_word_otherwise() -> None:
    assert others("làm CC") == ["làm căn cước"]
    assert others("CC") == ["căn cước"]
    assert others("làm cc") == []


def test_capitals_tell_nothing_where_everything_is_in_capitals() -> None:
    assert others("LAM CC") == []
    assert read("CAP THE CAN CUOC").foreign == frozenset()


def test_the_letters_of_a_law_number_are_not_written_out() -> None:
    query = read("căn cước theo 13/2016/NĐ-CP")

    assert query.interpreted == "căn cước theo 13/2016/NĐ-CP"
    assert others("căn cước theo 13/2016/NĐ-CP") == []
    assert query.laws == ("13/2016/nd-cp",)
    assert others("căn cước theo NĐ") == ["căn cước theo nghĩa vụ"]


def test_there_are_never_more_readings_than_an_engine_can_bear() -> None:
    many = Wording(wordings=("việc ấy",), meanings=TITLES)
    query = understand("việc ấy việc ấy", lambda: site(*TITLES, knowledge=Knowledge(wordings=(many,))))

    assert len(query.readings) == 1 + MOST_READINGS


def test_a_meaning_that_no_procedure_bears_is_no_reading() -> None:
    assert others("nghỉ đẻ") == ["chế độ thai sản"]
    assert others("sổ đỏ") == []


def test_a_wording_of_which_nothing_here_bears_any_meaning_is_foreign() -> None:
    assert read("làm sổ đỏ").foreign == {"so", "do"}
    assert read("lam so do").foreign == {"so", "do"}
    assert read("nghỉ đẻ").foreign == frozenset()


def test_a_subject_that_belongs_elsewhere_is_named() -> None:
    query = read("tôi muốn đăng ký kết hôn")

    assert [area.area for area in query.elsewhere] == ["Hộ tịch"]
    assert query.foreign == {"dang", "ky", "ket", "hon"}


def test_while_no_index_can_be_read_nothing_is_said_to_be_missing() -> None:
    unread = site(knowledge=KNOWN)
    subject, wording = (understand(text, lambda: unread) for text in ("đăng ký kết hôn", "làm sổ đỏ"))

    assert (subject.elsewhere, subject.foreign) == ((), frozenset())
    assert wording.foreign == frozenset()
    assert [reading.text for reading in wording.readings] == ["làm sổ đỏ", "làm quyền sử dụng đất"]


def test_a_subject_that_a_procedure_bears_belongs_here() -> None:
    assert read("nghĩa vụ quân sự").elsewhere == ()


def test_accents_typed_tell_a_subject_from_words_that_look_like_it() -> None:
    assert read("khai sinh").elsewhere
    assert not read("khai sình").elsewhere
    assert not read("tuyển sinh").elsewhere


def test_a_pick_is_for_the_whole_query_and_not_for_part_of_one() -> None:
    assert read("giay to cho con").picked == ("A-06", "A-01")
    assert read("giấy tờ cho con").picked == ("A-06", "A-01")
    assert read("giấy tờ cho con gái").picked == ()
    assert read("giấy tờ chó con").picked == ()


def test_the_meaning_of_two_wordings_is_read_together_first() -> None:
    assert others("đi lính và cccd")[0] == "nghĩa vụ quân sự và căn cước công dân"
    assert len(others("đi lính và cccd")) == 3


def test_another_name_is_as_good_as_a_title_for_a_meaning() -> None:
    here = site(*TITLES, knowledge=KNOWN)
    named = document("A-99", "Việc khác", ("quyền sử dụng đất",))
    with_name = type(here)(documents=(*here.documents, named), knowledge=KNOWN)

    assert understand("sổ đỏ", lambda: with_name).foreign == frozenset()
    assert len(understand("sổ đỏ", lambda: with_name).readings) == 2


def test_the_longer_of_two_overlapping_wordings_is_what_is_meant() -> None:
    known = Knowledge(
        wordings=(
            Wording(wordings=("làm giấy",), meanings=("cấp giấy",)),
            Wording(wordings=("giấy độc thân", "độc thân nữa"), meanings=("xác nhận tình trạng hôn nhân",)),
        )
    )
    here = site("Cấp giấy phép", "Xác nhận tình trạng hôn nhân", knowledge=known)

    readings = [reading.text for reading in understand("làm giấy độc thân", lambda: here).readings]

    assert readings == ["làm giấy độc thân", "làm xác nhận tình trạng hôn nhân"]


def test_a_missing_subject_inside_a_longer_wording_that_is_known_does_not_count() -> None:
    known = Knowledge(
        wordings=(Wording(wordings=("mua thuốc nổ",), meanings=("vật liệu nổ",)),),
        elsewhere=(Elsewhere(area="Y tế", subjects=("mua thuốc",)),),
    )
    here = site("Vận chuyển vật liệu nổ", knowledge=known)

    assert understand("mua thuốc nổ", lambda: here).elsewhere == ()
    assert understand("mua thuốc nổ", lambda: here).foreign == frozenset()
    assert understand("mua thuốc", lambda: here).foreign == {"mua", "thuoc"}


def test_a_meaning_is_borne_by_a_title_that_has_its_words_apart_and_abbreviated() -> None:
    known = Knowledge(
        wordings=(
            Wording(wordings=("BHXH",), meanings=("bảo hiểm xã hội",), is_two_way=True, is_abbreviation=True),
            Wording(wordings=("mất sổ",), meanings=("cấp lại sổ bảo hiểm xã hội",)),
        )
    )
    here = site("Cấp lại, đổi thông tin trên sổ BHXH", knowledge=known)

    readings = [reading.text for reading in understand("mất sổ", lambda: here).readings]

    assert readings == ["mất sổ", "cấp lại sổ bảo hiểm xã hội", "cấp lại sổ BHXH"]


def test_a_paper_said_to_be_lost_after_its_name_is_a_lost_paper() -> None:
    known = Knowledge(wordings=(Wording(wordings=("mất sổ đỏ",), meanings=("cấp lại giấy chứng nhận",)),))
    here = site("Cấp lại giấy chứng nhận", knowledge=known)

    assert [reading.text for reading in understand("sổ đỏ bị mất", lambda: here).readings[1:]] == [
        "cấp lại giấy chứng nhận"
    ]
    assert understand("bìa sổ đỏ bị mất", lambda: here).readings[1:] == ()


def test_what_is_here_is_asked_for_though_something_else_is_said_with_it() -> None:
    known = Knowledge(
        elsewhere=(
            Elsewhere(area="Lý lịch tư pháp", subjects=("lý lịch tư pháp",)),
            Elsewhere(area="Việc làm", subjects=("xin việc",)),
        )
    )
    here, elsewhere = site("Cấp phiếu lý lịch tư pháp", knowledge=known), site("Cấp thẻ căn cước", knowledge=known)

    assert understand("lý lịch tư pháp xin việc", lambda: here).foreign == frozenset()
    assert understand("xin việc", lambda: here).foreign == {"xin", "viec"}
    assert len(understand("lý lịch tư pháp xin việc", lambda: elsewhere).elsewhere) == 2
