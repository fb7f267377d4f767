"""Floors: what judged queries find does not become worse, on either engine, alone and among national records.

Judged queries of our own are `tests/relevance/*.tsv`. The training queries and the national records are not part of the
project: PORTAL_RELEVANCE_DATA and PORTAL_NATIONAL_DATA name their folders, `../shared/relevance` and
`../shared/data/national` are the defaults. Floors stand a little below what was reached, and are raised with it.
"""

import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command

from portal.search import engines, indexing
from portal.search.engines.base import Engine
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.evaluation import judged, records, report, running
from portal.search.evaluation.measures import ALL, Figures, by_class
from portal.search.evaluation.records import Collection
from tests.search.national import FILES, FOLDER, PROJECT_DIR, national_notices
from tests.search.publishing import publish

RELEVANCE = Path(os.environ.get("PORTAL_RELEVANCE_DATA", PROJECT_DIR.parent / "shared/relevance"))
TRAINING = RELEVANCE / "queries-train.tsv"
NATIONAL = RELEVANCE / "national-queries.jsonl"
OUR_SETS = sorted((PROJECT_DIR / "tests/relevance").glob("*.tsv"))


class Floor(NamedTuple):
    """The least a class may reach; `none` is the share of its hopeless queries answered by "none"."""

    success1: float = 0.0
    success3: float = 0.0
    ndcg: float = 0.0
    none: float = 0.0


_EVERY = Floor(1.0, 1.0, 0.98)
#: Every class of the training queries: its first answer is right, and what nothing fits has none.
ON_TRAINING = {
    **dict.fromkeys(
        ("partial", "abbreviation", "situation", "accentless", "telex", "vni", "typo", "tone"), Floor(1.0, 1.0, 0.98)
    ),
    "official": Floor(1.0, 1.0, 0.95),
    "colloquial": Floor(1.0, 1.0, 0.97),
    "none": Floor(none=1.0),
    ALL: Floor(1.0, 1.0, 0.98, none=1.0),
}
#: Among other ministries' records, half of what the 36 procedures have nothing of is there.
AMONG_OTHERS = {ALL: Floor(0.96, 0.98, 0.96, none=0.5)}
OUR_QUERIES = {
    "colloquial": Floor(0.95, 0.97, 0.95),
    "situation": Floor(0.9, 0.95, 0.9),
    "none": Floor(none=0.95),
    ALL: Floor(0.97, 0.98, 0.96, none=0.95),
}
#: The better everyday words are known, the more of what the 36 have nothing of is found among the others, by right.
OUR_QUERIES_AMONG_OTHERS = {ALL: Floor(0.95, 0.97, 0.94, none=0.5)}
_WRITTEN = Floor(0.98, 0.98, 0.97)
ON_NATIONAL = {
    "canonical": _WRITTEN,
    **dict.fromkeys(
        ("accentless", "half", "telex", "vni", "nfd", "upper", "new_tone", "tcvn3", "vni_windows"), _WRITTEN
    ),
    "colloquial": Floor(0.93, 0.95, 0.93),
}
#: Rank-biased overlap of the first ten of both engines.
ALIKE = 0.96

needs_training = pytest.mark.skipif(not TRAINING.is_file(), reason=f"no training queries in {RELEVANCE}")
needs_our_sets = pytest.mark.skipif(not OUR_SETS, reason="no judged queries in tests/relevance")
needs_national = pytest.mark.skipif(not FILES, reason=f"no files of the national catalogue in {FOLDER}")


@pytest.fixture
def embedded(embedded_only: None) -> Engine:
    """The engine in a file."""
    return engines.embedded()


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine; one after the other."""
    chosen: Engine = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def among_others(demonstrated: None, tmp_path: Path) -> None:
    """The demonstration and the national records of ministries that are none of the 36's."""
    publish(national_notices(records.of(Collection.AMONG_OTHERS, FOLDER, tmp_path / "records")))


@pytest.fixture
def catalogue(db: None) -> None:
    """All national records and nothing else, with the words every installation has."""
    call_command("import_search_words", verbosity=0, stdout=io.StringIO())
    publish(national_notices())


def require(path: Path, engine: Engine, floors: Mapping[str, Floor]) -> None:
    """Ask every query of a file; every class that has a floor must reach it."""
    queries = judged.read(path)
    answered = tuple(running.answers(engine, queries))
    classes = by_class(answered)
    below = [kind for kind, floor in floors.items() if kind in classes and _is_below(classes[kind], floor)]
    table = report.text(report.Measured(path.name, "", len(running.known_codes()), engine.name, answered), 50)
    assert not below, f"below their floor: {', '.join(below)}\n{table}"


def _is_below(figures: Figures, floor: Floor) -> bool:
    reached = (figures.success1, figures.success3, figures.ndcg, figures.none)
    return any(value is not None and value < least for value, least in zip(reached, floor, strict=True))


def build(engine: Engine) -> Engine:
    """Readers' requests build the embedded index only."""
    if isinstance(engine, ElasticsearchEngine):
        indexing.rebuild(engine)
    return engine


@needs_training
def test_training_queries_find_what_they_found(demonstrated: None, engine: Engine) -> None:
    require(TRAINING, build(engine), ON_TRAINING)


@needs_our_sets
def test_our_own_queries_find_what_they_found(demonstrated: None, engine: Engine) -> None:
    for path in OUR_SETS:
        require(path, build(engine), OUR_QUERIES)


@needs_national
@pytest.mark.skipif(not TRAINING.is_file() and not OUR_SETS, reason=f"no judged queries in {RELEVANCE}")
def test_they_find_it_among_the_records_of_other_ministries_too(among_others: None, engine: Engine) -> None:
    build(engine)
    if TRAINING.is_file():
        require(TRAINING, engine, AMONG_OTHERS)
    for path in OUR_SETS:
        require(path, engine, OUR_QUERIES_AMONG_OTHERS)


@needs_national
@pytest.mark.skipif(not NATIONAL.is_file(), reason=f"no national queries in {RELEVANCE}")
def test_every_written_form_finds_the_national_records(catalogue: None, engine: Engine) -> None:
    require(NATIONAL, build(engine), ON_NATIONAL)


@needs_training
@pytest.mark.services
def test_both_engines_put_the_same_ones_first(demonstrated: None, elastic: ElasticsearchEngine) -> None:
    build(elastic)
    for path in (TRAINING, *OUR_SETS):
        queries = judged.read(path)
        overlaps = report.agreement(*(running.answers(one, queries) for one in (elastic, engines.embedded())))
        assert _mean(overlaps) >= ALIKE, path.name


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
