"""Codes of short links: heard right, typed roughly, never mistaken for another."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.news import short_codes
from portal.news.short_codes import LENGTH, SPOKEN, Mistake
from portal.vietnamese.syllables import split


def free(_code: str) -> bool:
    return False


@pytest.fixture(scope="module")
def codes() -> list[str]:
    return [short_codes.new_code(free) for _ in range(500)]


def test_names_of_two_digits_differ_in_more_than_one_sound() -> None:
    """Onset, rime and tone: who misses one of them still hears the right digit."""
    for one, other in combinations(SPOKEN, 2):
        first, second = split(one), split(other)
        assert first
        assert second
        rimes = [(part.medial, part.nucleus, part.coda) for part in (first, second)]
        same = (first.onset == second.onset, rimes[0] == rimes[1], first.tone == second.tone)
        assert sum(same) <= 1, (one, other)


def test_codes_have_eight_digits_no_leading_zero_and_nothing_three_times_running(codes: list[str]) -> None:
    for code in codes:
        assert len(code) == LENGTH
        assert code.isdecimal()
        assert code[0] != "0"
        assert not any(code[at] == code[at + 1] == code[at + 2] for at in range(LENGTH - 2))


def test_codes_do_not_follow_from_each_other(codes: list[str]) -> None:
    # Of 500 draws a few may meet by chance.
    steps = {int(later) - int(earlier) for earlier, later in pairwise(codes)}
    assert len(set(codes)) > 490
    assert len(steps) > 490


def test_a_taken_code_is_not_given_again() -> None:
    seen: list[str] = []

    def first_is_taken(code: str) -> bool:
        seen.append(code)
        return len(seen) == 1

    assert short_codes.new_code(first_is_taken) == seen[1]


def test_when_every_code_is_taken_it_says_so() -> None:
    with pytest.raises(short_codes.NoCodeLeft):
        short_codes.new_code(lambda code: True)


def test_every_single_wrong_digit_is_noticed(codes: list[str]) -> None:
    for code in codes[:50]:
        for at in range(LENGTH):
            for digit in set("0123456789") - {code[at]}:
                assert short_codes.read(code[:at] + digit + code[at + 1 :]).mistake is Mistake.WRONG_DIGIT


def test_every_exchange_of_neighbours_is_noticed(codes: list[str]) -> None:
    for code in codes:
        for at in range(LENGTH - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            assert swapped == code or short_codes.read(swapped).mistake is Mistake.WRONG_DIGIT


@pytest.mark.parametrize(
    "typed",
    ["{0}", " {0} ", "{0[0]}{0[1]} {0[2]}{0[3]}.{0[4]}{0[5]} {0[6]}{0[7]}", "{1}", "{1}/"],
    ids=["plain", "with spaces", "in pairs", "as printed", "with a slash"],
)
def test_what_people_put_between_the_digits_does_not_count(codes: list[str], typed: str) -> None:
    for code in codes[:20]:
        assert short_codes.read(typed.format(code, short_codes.grouped(code))) == short_codes.Typed(code)


def test_letters_that_look_like_a_digit_are_read_as_one(codes: list[str]) -> None:
    for code in codes[:50]:
        for zero, one in (("O", "I"), ("o", "l"), ("0", "|")):
            assert short_codes.read(code.replace("0", zero).replace("1", one)).digits == code


def test_full_width_digits_are_digits(codes: list[str]) -> None:
    wide = codes[0].translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    assert short_codes.read(wide).digits == codes[0]


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [("", Mistake.EMPTY), (" - ", Mistake.EMPTY), ("abc", Mistake.NOT_DIGITS), ("1234567", Mistake.LENGTH)],
)
def test_it_tells_what_is_wrong(typed: str, mistake: Mistake) -> None:
    assert short_codes.read(typed).mistake is mistake


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_an_error(text: str) -> None:
    read = short_codes.read(text)
    assert read.mistake or (len(read.digits) == LENGTH and read.digits.isascii() and read.digits.isdecimal())


def test_a_code_is_read_out_in_two_breaths() -> None:
    assert short_codes.spoken("48267193") == "bốn tám hai sáu, bảy một chín ba"
    assert short_codes.grouped("48267193") == "4826-7193"
