"""The demonstration's data for tests: made once by `portal.site.demo.seed`, then loaded in a blink.

Use it in a fixture that has the database, also a transactional one:

    @pytest.fixture
    def seeded(db: None) -> None:
        seed_all()
"""

import functools
import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from portal.core.importing import run
from portal.places.importers.units import PlacesImporter
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.formats import DECISION_1291_FILE
from portal.site import demo
from portal.site.home import set_up_home
from tests import seeded_rows

PROJECT_DIR = Path(__file__).resolve().parents[1]

#: What the seeded rows follow from; a change of any of these makes them anew.
_SOURCES = (
    "uv.lock",
    "portal/*/migrations/*.py",
    "portal/*/data/*.*",
    "portal/*/importers/*.py",
    "portal/*/models.py",
    "portal/core/admin_search/*.py",
    "portal/procedures/*.py",
    "portal/*/models/*.py",
    "portal/site/demo*.py",
    "portal/site/home.py",
    "portal/settings/*.py",
)

_AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def seed_all() -> None:
    """Fill the test's database with units, places, the 36 procedures, contents, pages and accounts.

    Whatever was in the tables is replaced. Takes some seconds the first time.
    """
    _restore("all", demo.seed)


def seed_places() -> None:
    """Fill it with the home page, units, agencies, service points and counters only."""
    _restore("places", _make_places)


def seed_list() -> None:
    """Fill it with the places and the 36 procedures as the list gives them, without contents."""
    _restore("list", _make_list)


def seed_nothing() -> None:
    """Leave it as migrations make it: the roots of Wagtail's tree, and no content."""
    _put_back(_file("migrated"))


def _make_places() -> None:
    set_up_home()
    assert not run(PlacesImporter()).refused


def _make_list() -> None:
    _make_places()
    assert not run(Decision1291Importer(DECISION_1291_FILE)).refused


def keep_migrated() -> None:
    """Remember the rows that migrations made: a transactional test before the first seed empties the tables."""
    if not _file("migrated").exists():
        _keep(_file("migrated"))


def _restore(name: str, make: Callable[[], object]) -> None:
    file = _file(name)
    if not file.exists():
        _put_back(_file("migrated"))
        # Whatever the test that comes first has set.
        with override_settings(BACKGROUND_WORKER=False, TASKS=_AT_ONCE):
            make()
        _keep(file)
    _put_back(file)


def _file(name: str) -> Path:
    return PROJECT_DIR / "var" / f"test-seed-{name}-{connection.vendor}-{_digest()}.pickle"


def _put_back(file: Path) -> None:
    with transaction.atomic():
        seeded_rows.load(pickle.loads(file.read_bytes()))
    # Both remember primary keys of the rows that were replaced.
    ContentType.objects.clear_cache()
    cache.clear()


@functools.cache
def _digest() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(PROJECT_DIR.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _keep(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{id(connection)}.tmp")
    unfinished.write_bytes(pickle.dumps(seeded_rows.dump()))
    unfinished.replace(file)
