"""Whatever is typed or pasted is read: no error, bounded, and the same when it is read again."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.understanding import LONGEST, MOST_TERMS, Site, Unit, understand, understand_unfinished
from portal.search.understanding.expansion import MOST_READINGS
from portal.search.understanding.knowledge import Elsewhere, Knowledge, Pick, Wording
from portal.search.understanding.phrases import Phrases
from portal.search.understanding.spacing import mend_spacing
from portal.search.understanding.spelling import correct
from portal.search.understanding.words import text_of, words_of
from tests.search.site import TITLES, site

KNOWN = Knowledge(
    wordings=(
        Wording(wordings=("CCCD", "CC"), meanings=("căn cước công dân", "căn cước"), is_abbreviation=True),
        Wording(wordings=("đi lính", "a", "13/2016/NĐ-CP"), meanings=("nghĩa vụ quân sự", "!!!"), is_two_way=True),
        Wording(wordings=("", "sổ đỏ"), meanings=("", "đất")),
    ),
    picks=(Pick(phrases=("con dấu", ""), codes=("A-07",)),),
    elsewhere=(Elsewhere(area="Hộ tịch", subjects=("kết hôn", "")),),
)
HERE = site(*TITLES, knowledge=KNOWN, units=(Unit(("Đăk Hà", "xã Đăk Hà", ""), "Xã Đăk Hà", "dak-ha"),))

HOSTILE = (
    "😀👨\u200d👩\u200d👧 căn cước 🇻🇳",
    "\x00\x01\x1b[31m căn\x7fcước\u0085",
    "căn " * 2500,
    "x" * 10_000,
    "đ\u0323" * 5_000,
    'title:(căn AND cước)^9~ +bắt -buộc "a b"~2 [a TO z] {*} \\ ? && || !',
    "'; DROP TABLE search; -- \" OR 1=1 /*",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u202eướccăn\u202c \u200f\u2066cước",
    "\ud800 \udfff căn\udc00cước",
    "\ufeffcăn\u00adcước\u2060",
    "١٢٣ ①②③ Ⅳ ﬁ ½ ﷺ",
    "İı ß ẞ Ǆ ŉ",
    "căn\tcước\r\ncông\u2028dân",
    "1.013133 1.013133 13/2016/NĐ-CP TK1-TS " * 20,
    "%s %d {0} {{ x }} ${y} ../../etc/passwd",
    "____ .... ---- //// ''''",
    "ng h ia v u q uan s u",
    "cancuoccongdan" * 40,
    "nghiavuquansu " * 40,
)

#: Pieces that the parts of the reading look for, so that they meet in every order.
PIECES = st.sampled_from(
    (
        "căn cước", "can cuoc", "cancuoc", "CCCD", "CC", "đi lính", "kết hôn", "sổ đỏ", "Đăk Hà", "dak ha", "ở đâu",
        "bao nhiêu tiền", "cần giấy tờ gì", "ko", "k", "đc", "xự", "quan", "NĐ", "13/2016/NĐ-CP", "BCA-04", "TK1-TS",
        "cawn", "cuwowcs", "ca8n", "®¨ng", "Đà Nẵng", "!!!", "-", "a", "ng", "hia", "vu",
    )
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=14).map(" ".join), st.sampled_from(HOSTILE))


def check(text: str, here: Site) -> None:
    for literal in (False, True):
        query = understand(text, lambda: here, literal=literal)
        assert len(query.readings) <= 1 + MOST_READINGS
        assert len(query.original) <= LONGEST
        assert len(query.text) <= LONGEST
        for reading in (*query.readings, *filter(None, [query.respelled])):
            assert len(reading.keys) == len(reading.accent_keys) == len(reading.restored)
            assert len(reading.terms) <= MOST_TERMS
            assert all(key.isalnum() for key in reading.keys)
            assert {term.key for term in reading.terms} <= set(reading.keys)
            assert 0 < reading.share <= 1
        assert len(set(query.notes)) == len(query.notes)
        assert bool(query) is bool(query.keys)
        assert bool(query.interpreted) or not query.keys


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    check(text, HERE)


@given(TEXTS)
def test_any_text_is_read_where_there_is_nothing_to_know(text: str) -> None:
    check(text, Site())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_read(text: str) -> None:
    check(text, HERE)


@given(TEXTS)
def test_what_is_still_being_typed_is_read_as_it_stands(text: str) -> None:
    query = understand_unfinished(text, lambda: HERE)

    assert query.readings == (query.main,)
    assert not {"chat", "spacing", "spelling", "place"} & set(query.notes)


@given(TEXTS)
def test_the_same_text_is_always_read_in_the_same_way(text: str) -> None:
    assert understand(text, lambda: HERE) == understand(text, lambda: HERE)


@pytest.mark.parametrize(
    "text",
    [
        *TITLES,
        *(title.upper() for title in TITLES),
        "cap the can cuoc",
        "cancuoc",
        "ng hia vu quan su",
        "nghĩa vụ quân xự",
        "cawn cuwowcs coong daan",
        "cap cccd",
        "cho con đi lính",
        "làm căn cước cần giấy tờ gì",
        "căn cước xã Đăk Hà",
        "căn cước theo 13/2016/NĐ-CP mẫu TK1-TS",
        "BCA-04",
        "1.013133",
        "đăng ký kết hôn ko",
    ],
)
def test_what_was_understood_is_understood_as_itself(text: str) -> None:
    interpreted = understand(text, lambda: HERE).interpreted

    assert understand(interpreted, lambda: HERE).interpreted == interpreted


def test_the_site_is_asked_only_where_something_is_to_be_looked_up_and_once() -> None:
    asked: list[Site] = []

    def here() -> Site:
        asked.append(HERE)
        return HERE

    for text in ("", "!!!", "BCA-04", "1.013133", "13/2016/NĐ-CP"):
        understand(text, here)
    understand("cap the can cuoc", here, literal=True)
    assert asked == []
    understand("cawn cuoc o Đăk Hà mat bao lau", here)
    assert len(asked) == 1


# --- the parts by themselves --------------------------------------------------------------------


@given(TEXTS)
def test_mending_spaces_keeps_every_letter_and_correcting_every_word(text: str) -> None:
    words = words_of(text[:LONGEST])
    mended, _ = mend_spacing(words, lambda: HERE)

    assert "".join(word.key for word in mended) == "".join(word.key for word in words)
    for strict in (True, False):
        corrected = correct(mended, lambda: HERE, strict=strict)
        assert len(corrected) == len(mended)
        assert all(word.key and word.text for word in corrected)


@given(st.lists(PIECES, max_size=6).map(" ".join), TEXTS)
def test_phrases_are_found_from_left_to_right_and_do_not_overlap(phrase: str, text: str) -> None:
    table = Phrases([(phrase, "it"), ("căn cước", "card"), ("căn", "word")])
    words = words_of(f"{text[:100]} {phrase}")

    spans = sorted({(found.start, found.end) for found in table.longest(words)})

    assert all(0 <= start < end <= len(words) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    if words_of(phrase):
        assert "it" in table.whole(words_of(phrase))


@given(TEXTS)
def test_words_put_together_again_are_the_same_words(text: str) -> None:
    words = words_of(text[:LONGEST])

    assert [word.key for word in words_of(text_of(words))] == [word.key for word in words]
