"""Whether text analysis stays linear on hostile input: time for n and 2n characters, and their ratio.

    python tests/benchmarks/text_scaling.py [--characters 100000]

A ratio near 2 is linear, near 4 quadratic. Prints figures, asserts nothing.
"""

# ruff: noqa: T201 - it prints its figures

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from portal.vietnamese.tokens import tokenize
from portal.vietnamese.tones import normalise_tones
from portal.vietnamese.unicode import fold

UNITS = ("a", "1", "1/", "1.111", "a-", "1/2016/a-", "A1-", "à", "a\u0301\u0323", "\u0301\u0323")


def main() -> None:
    """Print one line for each function and repeated piece of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=100_000)
    characters = parser.parse_args().characters
    functions: tuple[Callable[[str], object], ...] = (tokenize, fold, normalise_tones)
    for function in functions:
        for unit in UNITS:
            once = _seconds(function, unit * (characters // len(unit)))
            twice = _seconds(function, unit * (2 * characters // len(unit)))
            print(f"{function.__name__:<16} {unit!r:<20} {once:8.3f} s {twice:8.3f} s  ratio {twice / once:4.1f}")


def _seconds(function: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    function(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
