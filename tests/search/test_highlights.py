"""Marks stand exactly around the words, in the text as it was written."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.highlights import SNIPPET, highlight, prepared, snippet
from portal.search.understanding import understand
from tests.search.site import site


def marked(text: str, query: str) -> str:
    return highlight(text, understand(query, lambda: site(text)).terms)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Cấp thẻ Căn cước công dân", "can cuoc", "Cấp thẻ <mark>Căn cước</mark> công dân"),
        ("Cấp thẻ Căn cước công dân", "căn cước", "Cấp thẻ <mark>Căn cước</mark> công dân"),
        ("Xóa đăng ký", "XOÁ", "<mark>Xóa</mark> đăng ký"),
        ("Kỹ thuật, kĩ thuật", "ki thuat", "<mark>Kỹ thuật</mark>, <mark>kĩ thuật</mark>"),
        ("Quyết định số 613/QĐ-TTg", "qđ 613", "Quyết định số <mark>613/QĐ-TTg</mark>"),
        ("Con dấu thứ hai, dấu nổi", "dấu", "Con <mark>dấu</mark> thứ hai, <mark>dấu</mark> nổi"),
        ("Lần đầu làm con dấu", "đầu", "Lần <mark>đầu</mark> làm con dấu"),
        ("Không có gì", "xyz", "Không có gì"),
    ],
)
def test_words_are_marked_where_they_stand(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


def test_decomposed_text_is_marked_and_not_rewritten() -> None:
    text = unicodedata.normalize("NFD", "Đăng ký nghĩa vụ")

    assert (
        marked(text, "nghia vu")
        == unicodedata.normalize("NFD", "Đăng ký ") + "<mark>" + unicodedata.normalize("NFD", "nghĩa vụ") + "</mark>"
    )


def test_everything_around_the_marks_is_escaped() -> None:
    assert marked('<script>"x"</script> & dấu', "dau") == (
        "&lt;script&gt;&quot;x&quot;&lt;/script&gt; &amp; <mark>dấu</mark>"
    )


def test_a_snippet_is_the_stretch_that_says_most() -> None:
    passages = [
        "Nộp hồ sơ.",
        "Lời mở đầu dài. " * 20 + "Nơi kinh doanh dịch vụ cầm đồ phải có giấy. " + "Và sau. " * 40,
    ]

    found = snippet(prepared(passages), understand("dịch vụ cầm đồ").terms)

    assert "<mark>dịch vụ cầm đồ</mark>" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(re.sub("<[^>]+>", "", html.unescape(found))) <= SNIPPET + 2


def test_what_stands_anywhere_in_a_long_text_is_found_whole() -> None:
    filling = "Nộp hồ sơ tại bộ phận một cửa. "
    for before in range(0, 60, 7):
        passages = prepared([filling * before + "Cơ sở cầm đồ được cấp giấy phép. " + filling * 40])

        found = snippet(passages, understand("cơ sở cầm đồ được cấp giấy phép").terms)

        assert "<mark>Cơ sở cầm đồ được cấp giấy phép</mark>" in found
        assert found.startswith("…") is (before > 0)
        assert found.endswith("…")


def test_nothing_to_mark_gives_no_snippet() -> None:
    assert snippet(prepared(["Nộp hồ sơ."]), understand("hộ chiếu").terms) == ""


@given(st.text(max_size=120), st.text(max_size=40))
def test_taking_the_marks_out_gives_the_text_back(text: str, query: str) -> None:
    rendered = marked(text, query)

    assert html.unescape(rendered.replace("<mark>", "").replace("</mark>", "")) == html.unescape(html.escape(text))
    assert rendered.count("<mark>") == rendered.count("</mark>")


@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=40))
def test_a_snippet_of_any_text_is_short(passages: list[str], query: str) -> None:
    longest = max((len(word) for passage in passages for word in passage.split()), default=0)

    assert len(html.unescape(re.sub("</?mark>", "", snippet(prepared(passages), understand(query).terms)))) <= (
        max(SNIPPET, longest) + 302
    )
