"""What two notices say differently."""

from dataclasses import replace

from portal.procedures.differences import Difference, differences
from portal.procedures.notice import Document, DocumentCase, Duration, Fee, Handling, Notice, Step, Text

OLD = Notice(
    code="BQP-06",
    title="Đăng ký nghĩa vụ quân sự lần đầu",
    documents=(DocumentCase(documents=(Document(name="Phiếu tự khai"), Document(name="Giấy khai sinh bản chụp"))),),
    steps=(Step(title="Nộp hồ sơ"), Step(title="Nhận kết quả")),
    handlings=(Handling(channel="direct", duration=Duration(number=1, unit="day"), fee=Fee(kind="none")),),
)


def words(row: Difference) -> tuple[str, str]:
    return "".join(piece.text for piece in row.old), "".join(piece.text for piece in row.new)


def test_the_same_notice_has_no_difference() -> None:
    assert differences(OLD, OLD) == ()


def test_a_changed_field_marks_only_the_words_that_changed() -> None:
    (row,) = differences(OLD, replace(OLD, title="Đăng ký nghĩa vụ quân sự bổ sung"))
    assert row.label == "Tên thủ tục"
    assert [piece.text for piece in row.old if piece.changed] == ["lần đầu"] or "lần" in words(row)[0]
    assert "".join(piece.text for piece in row.new if not piece.changed).startswith("Đăng ký nghĩa vụ quân sự")


def test_a_value_supplied_for_the_first_time_has_nothing_before() -> None:
    (row,) = differences(OLD, replace(OLD, result=Text(given="stated", text="Giấy chứng nhận")))
    assert words(row) == ("", "Giấy chứng nhận")
    assert not row.is_added


def test_expressly_none_differs_from_not_supplied() -> None:
    (row,) = differences(OLD, replace(OLD, conditions=Text(given="none")))
    assert words(row) == ("", "Không")


def test_a_fee_that_becomes_known_differs() -> None:
    handling = replace(OLD.handlings[0], fee=Fee(kind="missing"))
    (row,) = differences(replace(OLD, handlings=(handling,)), OLD)
    assert "Không thu" in words(row)[1]
    assert "chưa cung cấp" in words(row)[0]


def test_an_added_paper_is_added_and_a_dropped_one_removed() -> None:
    added = DocumentCase(documents=(*OLD.documents[0].documents, Document(name="Ảnh màu nền trắng")))
    (row,) = differences(OLD, replace(OLD, documents=(added,)))
    assert row.is_added
    assert words(row)[1] == "Ảnh màu nền trắng"
    (row,) = differences(replace(OLD, documents=(added,)), OLD)
    assert row.is_removed


def test_a_changed_paper_stands_beside_its_old_words_not_beside_its_neighbour() -> None:
    new = DocumentCase(
        documents=(
            Document(name="Ảnh màu nền trắng"),
            Document(name="Phiếu tự khai"),
            Document(name="Giấy khai sinh bản sao"),
        )
    )
    rows = differences(OLD, replace(OLD, documents=(new,)))
    changed = [row for row in rows if not row.is_added]
    assert [words(row) for row in changed] == [("Giấy khai sinh bản chụp", "Giấy khai sinh bản sao")]


def test_steps_in_another_order_are_a_difference() -> None:
    (row,) = differences(OLD, replace(OLD, steps=OLD.steps[::-1]))
    assert row.label == "Các bước"
    assert words(row)[1].startswith("(1) Nhận kết quả")


def test_texts_too_long_to_compare_stand_whole_beside_each_other() -> None:
    before, after = "a b " * 40_000, "b c " * 40_000
    (row,) = differences(replace(OLD, summary=before), replace(OLD, summary=after))
    assert [piece.changed for piece in (*row.old, *row.new)] == [True, True]


def test_lists_too_long_to_pair_are_cut_and_added() -> None:
    before = tuple(Step(title=f"a b c {number}") for number in range(3_000))
    after = tuple(Step(title=f"a b c d {number}") for number in range(3_000))
    rows = differences(replace(OLD, steps=before), replace(OLD, steps=after))
    assert len(rows) == 6_000
    assert all(row.is_added or row.is_removed for row in rows)


def test_a_stop_inside_an_item_does_not_stand_before_the_next_part() -> None:
    step = Step(title="Nộp lại", text="Đưa bản chính để đối chiếu.", actor="Công dân")
    (row,) = differences(OLD, replace(OLD, steps=(*OLD.steps, step)))
    assert words(row) == ("", "Nộp lại; Đưa bản chính để đối chiếu; Công dân")
