"""What the page of a campaign's reach shows: totals, then each way to divide them as charts with one table."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.news import charts
from portal.news.enums import Medium
from portal.news.reach import MEASURES, SCAN, VISIT, Figure, Reach, monday_of
from portal.vietnamese.unicode import fold

#: Bars of one chart; the table has all.
MOST_BARS = 6
#: Weeks of one chart: a year and the week it ends in.
MOST_WEEKS = 53
_WEEK = timedelta(days=7)
_NOT_TOLD = "Không ghi"


@dataclass(frozen=True, slots=True)
class Total:
    """One kind of figure over the whole campaign; None where nothing is known."""

    label: str
    quantity: int | None
    counts_itself: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: what it is of, in words for those who do not see it, and how it is drawn."""

    key: str
    label: str
    description: str
    bars: charts.BarChart | None = None
    columns: charts.ColumnChart | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """The figures divided one way: a table, and a chart for each of its columns."""

    key: str
    heading: str
    what: str
    measures: tuple[str, ...] = ()
    #: A row's name and its figures; None where nothing is known.
    rows: tuple[tuple[str, tuple[int | None, ...]], ...] = ()
    drawings: tuple[Drawing, ...] = field(default=())
    is_cut: bool = False


def totals(reach: Reach) -> list[Total]:
    """Every kind of figure, also those of which there are none."""
    sums: Counter[str] = Counter()
    for figure in reach.figures:
        sums[figure.measure] += figure.quantity
    return [Total(str(label), sums.get(key), key in {SCAN, VISIT}) for key, label in MEASURES.items()]


def divisions(reach: Reach) -> list[Division]:
    """By medium, language, week and unit."""
    return [
        _by(
            ("phuong-tien", "Theo phương tiện", "Phương tiện"),
            reach,
            lambda figure: str(Medium(figure.medium).label) if figure.medium else None,
            [str(medium.label) for medium in Medium].index,
        ),
        _by(
            ("ngon-ngu", "Theo ngôn ngữ", "Ngôn ngữ"),
            reach,
            lambda figure: reach.languages.get(figure.language) if figure.language else None,
            list(reach.languages.values()).index,
        ),
        _by_week(reach.figures),
        _by(
            ("don-vi", "Theo đơn vị hành chính", "Đơn vị"),
            reach,
            lambda figure: reach.units.get(figure.unit) if figure.unit else None,
            fold,
        ),
    ]


def week_label(monday: date) -> str:
    """A week by its first day."""
    return f"{monday:%d/%m/%Y}"


def _by(
    words: tuple[str, str, str],
    reach: Reach,
    name_of: Callable[[Figure], str | None],
    order: Callable[[str], Any],
) -> Division:
    """Only kinds of figures that say for one row at least what they belong to; the rest of those is "not told"."""
    told = {figure.measure for figure in reach.figures if name_of(figure) is not None}
    sums = _sums((name_of(figure), figure) for figure in reach.figures if figure.measure in told)
    names: list[str | None] = [*sorted({name for name, _ in sums if name is not None}, key=order)]
    if any(name is None for name, _ in sums):
        names.append(None)
    rows = [(name or _NOT_TOLD, [sums.get((name, measure)) for measure in _shown(told)]) for name in names]
    return _division(words, told, rows, _bars)


def _by_week(figures: Sequence[Figure]) -> Division:
    words = ("tuan", "Theo tuần", "Tuần từ ngày")
    if not figures:
        return Division(*words)
    told = {figure.measure for figure in figures}
    sums = _sums((week_label(figure.on), figure) for figure in figures)
    first, last = figures[0].on, max(figures[-1].on, monday_of(clock.today()))
    weeks = [first + _WEEK * at for at in range((last - first) // _WEEK + 1)]
    shown = weeks[-MOST_WEEKS:]
    rows = [(week_label(week), [sums.get((week_label(week), measure)) for measure in _shown(told)]) for week in shown]
    return _division(words, told, rows, _columns, is_cut=len(shown) < len(weeks))


def _sums(named: Iterable[tuple[str | None, Figure]]) -> Counter[tuple[str | None, str]]:
    sums: Counter[tuple[str | None, str]] = Counter()
    for name, figure in named:
        sums[name, figure.measure] += figure.quantity
    return sums


def _shown(told: set[str]) -> list[str]:
    return [measure for measure in MEASURES if measure in told]


def _division(
    words: tuple[str, str, str],
    told: set[str],
    rows: Sequence[tuple[str, Sequence[int | None]]],
    draw: Callable[[str, str, list[tuple[str, int]]], Drawing],
    *,
    is_cut: bool = False,
) -> Division:
    labels = [str(MEASURES[measure]) for measure in _shown(told)]
    series = [[(name, cells[at] or 0) for name, cells in rows] for at in range(len(labels))]
    return Division(
        *words,
        measures=tuple(labels),
        rows=tuple((name, tuple(cells)) for name, cells in rows),
        drawings=tuple(
            draw(f"{words[0]}-{measure}", label, values)
            for measure, label, values in zip(_shown(told), labels, series, strict=True)
            if any(value for _, value in values)
        ),
        is_cut=is_cut,
    )


def _bars(key: str, label: str, values: list[tuple[str, int]]) -> Drawing:
    drawn = charts.bars(values, MOST_BARS)
    described = "; ".join(f"{bar.label}: {bar.value}" for bar in drawn.bars)
    rest = f" Còn {drawn.left_out} dòng khác trong bảng." if drawn.left_out else ""
    return Drawing(key, label, f"{described}.{rest}", bars=drawn)


def _columns(key: str, label: str, values: list[tuple[str, int]]) -> Drawing:
    drawn = charts.columns(values)
    first, last = drawn.first.label, drawn.last.label
    described = f"Từ tuần {first} đến tuần {last}. Cao nhất: {drawn.highest.value}, tuần {drawn.highest.label}."
    return Drawing(key, label, described, columns=drawn)
