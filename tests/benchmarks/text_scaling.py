"""Whether text analysis stays linear on hostile input: time for n and 2n characters, and their ratio.

    python tests/benchmarks/text_scaling.py [--characters 100000]

A ratio near 2 is linear, near 4 quadratic. Prints figures, asserts nothing.
"""

# ruff: noqa: T201, E402 - it prints its figures, and imports what needs Django set up

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from portal.search.understanding.expansion import expand
from portal.search.understanding.knowledge import Knowledge, Wording
from portal.search.understanding.questions import read_questions
from portal.search.understanding.spacing import mend_spacing
from portal.search.understanding.spelling import correct
from portal.search.understanding.words import words_of
from portal.vietnamese.tokens import tokenize
from portal.vietnamese.tones import normalise_tones
from portal.vietnamese.unicode import fold
from tests.search.site import TITLES, site

UNITS = ("a", "1", "1/", "1.111", "a-", "1/2016/a-", "A1-", "à", "a\u0301\u0323", "\u0301\u0323")
#: What the reading of a query works hardest on: words run together, torn apart, misspelt, with a meaning.
WORDS = ("a", "a ", "cuoccuocx ", "ng ", "qwer ", "xự ", "can cuoc ", "cccd ", "bao nhieu tien ", "1/2/3 ")
HERE = site(
    *TITLES,
    knowledge=Knowledge(wordings=(Wording(wordings=("CCCD", "can cuoc"), meanings=("căn cước công dân", "thẻ")),)),
)


def spaces(text: str) -> object:
    """Put the spaces of a query right."""
    return mend_spacing(words_of(text), lambda: HERE)


def spelling(text: str) -> object:
    """Correct its words."""
    return correct(words_of(text), lambda: HERE, strict=False)


def meanings(text: str) -> object:
    """Find its question words and synonyms."""
    words = words_of(text)
    return read_questions(words, HERE), expand(words, HERE)


def main() -> None:
    """Print one line for each function and repeated piece of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=100_000)
    characters = parser.parse_args().characters
    functions: tuple[Callable[[str], object], ...] = (tokenize, fold, normalise_tones)
    for function in functions:
        for unit in UNITS:
            _compare(function, unit, characters)
    for function in (spaces, spelling, meanings):
        for unit in WORDS:
            _compare(function, unit, characters // 10)


def _compare(function: Callable[[str], object], unit: str, characters: int) -> None:
    once = _seconds(function, unit * (characters // len(unit)))
    twice = _seconds(function, unit * (2 * characters // len(unit)))
    print(f"{function.__name__:<16} {unit!r:<20} {once:8.3f} s {twice:8.3f} s  ratio {twice / once:4.1f}")


def _seconds(function: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    function(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
