"""How long a text takes when it is read aloud."""

import unicodedata

import pytest

from portal.news.reading_time import ReadingTime, syllables
from portal.news.samples import read_contents


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("", ""),
        ("Kính thưa bà con.", "kính thưa bà con"),
        ("Từ ngày 01/01/2020", "từ ngày một một hai nghìn không trăm hai mươi"),
        ("36 thủ tục", "ba mươi sáu thủ tục"),
        ("15 ngày", "mười lăm ngày"),
        ("105", "một trăm linh năm"),
        ("100", "một trăm"),
        ("0", "không"),
        ("30.000 đồng", "ba mươi nghìn đồng"),
        ("1.000.005", "một triệu không trăm linh năm"),
        ("1291", "một nghìn hai trăm chín mươi mốt"),
        ("UBND xã", "u bê en đê xã"),
        ("QĐ-TTg", "quy đê tê tê giê"),
    ],
)
def test_every_syllable_that_is_spoken_counts(text: str, spoken: str) -> None:
    assert syllables(text) == len(spoken.split())


def test_numbers_in_figures_and_in_words_take_the_same_time() -> None:
    assert syllables("Từ ngày 1 tháng 1 năm 2020, 36 thủ tục") == syllables(
        "Từ ngày một tháng một năm hai nghìn không trăm hai mươi, ba mươi sáu thủ tục"
    )


def test_letters_taken_apart_count_as_those_in_one_piece() -> None:
    words = "Thủ tục hành chính nộp tại một cửa"
    assert syllables(unicodedata.normalize("NFD", words)) == syllables(words) == 8


def test_foreign_names_count_by_their_vowels() -> None:
    assert syllables("Sedang") == 2


@pytest.mark.parametrize(
    ("count", "seconds", "too_short", "too_long"),
    [(239, 60, False, False), (236, 59, True, False), (360, 90, False, False), (361, 91, False, True)],
)
def test_a_loudspeaker_text_takes_sixty_to_ninety_seconds(
    count: int, seconds: int, too_short: bool, too_long: bool
) -> None:
    time = ReadingTime.of("bà " * count)
    assert (time.syllables, time.seconds) == (count, seconds)
    assert (time.is_too_short, time.is_too_long) == (too_short, too_long)


def test_the_loudspeaker_text_of_the_demonstration_keeps_to_it() -> None:
    spoken = [spot for spot in read_contents().campaign.spots if spot.medium == "loudspeaker"]
    assert spoken
    assert all(60 <= ReadingTime.of(spot.script).seconds <= 90 for spot in spoken)


def test_any_text_can_be_counted() -> None:
    for text in ("\x00", "😀", "000000000000000000", "...", "9" * 5000, "ÀÁ" * 3000):
        assert syllables(text) >= 0
