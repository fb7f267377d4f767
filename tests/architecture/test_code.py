"""House rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from .rooms import PORTAL, PROJECT_DIR, TEMPLATES, python_files, short

LONGEST_FILE = 400
#: The one module that knows which day it is.
CLOCK = PORTAL / "core" / "clock.py"
TODAY_CALLS = {"date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.localdate", "localdate"}
#: They bypass save(), which writes the ledger row (design.md: dated facts of places).
SILENT_WRITES = {"bulk_create", "bulk_update", "update"}
IMPORTERS = "importers"


def dotted(node: ast.expr) -> str:
    """`timezone.localdate` for the called expression, "" for anything that is not plain names."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def reads_the_day(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        # With an argument localdate() turns a given moment into its day: that is not asking for today.
        and not (node.args and dotted(node.func).endswith("localdate"))
        and any(dotted(node.func) == name or dotted(node.func).endswith(f".{name}") for name in TODAY_CALLS)
    ]


def silent_writes(source: str, models: set[str]) -> list[int]:
    """Lines that write rows of these models without save(): `Counter.objects.filter(…).update(…)`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SILENT_WRITES
        and _first_name(node.func.value) in models
    ]


def _first_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def hand_written_files() -> list[Path]:
    files = [*python_files(), *(PROJECT_DIR / "tests").rglob("*.py"), *TEMPLATES.rglob("*.html")]
    return [*files, *(PROJECT_DIR / "static").rglob("*.css"), *(PROJECT_DIR / "static").rglob("*.js")]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in hand_written_files()}
    too_long = {short(path): length for path, length in lengths.items() if length > LONGEST_FILE}
    assert too_long == {}


def test_only_the_clock_reads_the_day() -> None:
    found = [
        f"{short(path)}:{line}"
        for path in python_files()
        if path != CLOCK
        for line in reads_the_day(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use portal.core.clock.today(): the demo's day is fixed and the zone is Kon Tum's"


def test_places_are_written_through_save() -> None:
    models = {model.__name__ for model in apps.get_app_config("places").get_models()}
    found = [
        f"{short(path)}:{line}"
        for path in python_files()
        if IMPORTERS not in path.parts
        for line in silent_writes(path.read_text(encoding="utf-8"), models)
    ]
    assert found == [], "these writes leave no ledger row, so search and caches never hear of them"


def test_nothing_is_left_to_do_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [short(path) for path in [*python_files(), *TEMPLATES.rglob("*.html")] if marks.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ["date.today()", "datetime.date.today()", "timezone.localdate()", "django.utils.timezone.localdate()"],
)
def test_reading_the_day_is_found(source: str) -> None:
    assert reads_the_day(source) == [1]


@pytest.mark.parametrize(
    "source", ["clock.today()", "timezone.now()", "today()", "date(2020, 1, 2)", "timezone.localdate(page.go_live_at)"]
)
def test_asking_the_clock_is_left_alone(source: str) -> None:
    assert reads_the_day(source) == []


@pytest.mark.parametrize(
    "source", ["Counter.objects.filter(a=1).update(b=2)", "Agency.objects.all().exclude(x=1).bulk_create(rows)"]
)
def test_a_silent_write_is_found(source: str) -> None:
    assert silent_writes(source, {"Counter", "Agency"}) == [1]


@pytest.mark.parametrize("source", ["ProcedurePage.objects.update(a=1)", "counter.save()", "digest.update(b'')"])
def test_other_writes_are_left_alone(source: str) -> None:
    assert silent_writes(source, {"Counter", "Agency"}) == []
