"""Bar charts as values for a template that writes SVG; sizes are texts, since SVG knows no decimal comma.

Lengths along a bar are per cent of the chart, heights of rows are in em: so a chart is as wide as its column on a
phone and on paper, and its words grow with the reader's letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Em from one bar to the next: a line of words and the bar below them.
_ROW: Final = 2.9
_WORDS_AT: Final = 1.1
_BAR_AT: Final = 1.45
#: Per cent of the width for the longest bar; its figure stands to the right.
_LONGEST: Final = 78
#: Per cent of the height for the tallest column, and of a column's place for the column itself.
_TALLEST: Final = 100
_COLUMN_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its figure, where they stand (em), how long the bar is (per cent)."""

    label: str
    value: int
    words_y: str
    bar_y: str
    length: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars one below the other, longest first."""

    bars: tuple[Bar, ...]
    height: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it begins, how wide and how tall it is (per cent)."""

    label: str
    value: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns one beside the other in the order of time."""

    columns: tuple[Column, ...]
    highest: Column

    @property
    def first(self) -> Column:
        return self.columns[0]

    @property
    def last(self) -> Column:
        return self.columns[-1]


def bars(values: Sequence[tuple[str, int]], most: int) -> BarChart:
    """The `most` longest bars of these; those without a value are left out."""
    ranked = sorted((pair for pair in values if pair[1]), key=lambda pair: -pair[1])
    shown = ranked[:most]
    longest = max((value for _, value in shown), default=1)
    drawn = tuple(
        Bar(
            label,
            value,
            words_y=f"{at * _ROW + _WORDS_AT:.2f}em",
            bar_y=f"{at * _ROW + _BAR_AT:.2f}em",
            length=f"{value / longest * _LONGEST:.2f}%",
        )
        for at, (label, value) in enumerate(shown)
    )
    return BarChart(drawn, f"{len(drawn) * _ROW:.2f}em", len(ranked) - len(drawn))


def columns(values: Sequence[tuple[str, int]]) -> ColumnChart:
    """A column for each of these, in their order; there must be one at least."""
    tallest = max(value for _, value in values) or 1
    place = 100 / len(values)
    drawn = tuple(
        Column(
            label,
            value,
            x=f"{(at + (1 - _COLUMN_SHARE) / 2) * place:.3f}%",
            y=f"{_TALLEST - value / tallest * _TALLEST:.2f}%",
            width=f"{place * _COLUMN_SHARE:.3f}%",
            height=f"{value / tallest * _TALLEST:.2f}%",
        )
        for at, (label, value) in enumerate(values)
    )
    return ColumnChart(drawn, max(drawn, key=lambda column: column.value))
