"""The places a query may name: every unit of today and of yesterday, in the ways people call it.

A unit of yesterday leads to the service point that serves its people now, where that is one. Each process
remembers them: no query where the ledger has not grown, one where it has, and all of them anew only where a
service point changed or another day came.
"""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from portal.core import clock
from portal.ledger.models import Entry, Kind
from portal.ledger.writing import head_seq
from portal.places.models import AdministrativeUnit, Level, ServicePoint
from portal.places.succession import heirs_on
from portal.search.understanding.site import Unit
from portal.vietnamese.keys import search_key
from portal.vietnamese.syllables import is_syllable

#: How a kind of unit is written, in full and short ("H. Đắk Hà", "TP Kon Tum").
_KINDS = {
    "tỉnh": ("tỉnh",),
    "thành phố": ("thành phố", "tp"),
    "thị xã": ("thị xã", "tx"),
    "huyện": ("huyện", "h"),
    "quận": ("quận", "q"),
    "thị trấn": ("thị trấn", "tt"),
    "phường": ("phường", "p"),
    "xã": ("xã", "x"),
    "đặc khu": ("đặc khu",),
}
#: Syllables of local languages that are written in more than one way; a spelling stands for those with fewer accents.
_SPELLINGS = {"đắk": ("đắk", "đắc"), "đăk": ("đắk", "đắc"), "ngọk": ("ngọk", "ngọc"), "ngọc": ("ngọc", "ngọk")}


@dataclass(frozen=True, slots=True)
class _Memory:
    """`head` is None where the number was read inside a transaction, which may be taken back."""

    head: int | None
    stamp: tuple[object, ...]
    day: date
    value: tuple[Unit, ...]


_known: _Memory | None = None


def units(seq: int | None = None) -> tuple[Unit, ...]:
    """All that may be named today; the same object as long as nothing changed.

    `seq` is the ledger's head where the caller has just read it; else it costs a query.
    """
    global _known  # noqa: PLW0603 - one memory a process
    today = clock.today()
    head = head_seq() if seq is None else seq
    is_sure = not connection.in_atomic_block
    if is_sure and _known and (_known.head, _known.day) == (head, today):
        return _known.value
    stamp = (Entry.objects.filter(kind=Kind.SERVICE_POINT).order_by("-seq").values_list("seq", "at").first(),)
    value = _known.value if _known and (_known.stamp, _known.day) == (stamp, today) else tuple(units_on(today))
    _known = _Memory(head if is_sure else None, stamp, today, value)
    return value


def forget() -> None:
    """Remember nothing: for tests, whose databases are put back without a word."""
    global _known  # noqa: PLW0603
    _known = None


def units_on(day: date) -> Iterator[Unit]:
    """Every unit there was up to `day`, each name once. Three queries.

    Where several bear a name, those that are still there come before those that are not; a name that even
    then leads to several service points leads to none of them.
    """
    heirs = heirs_on(day)
    slugs: dict[int, set[str]] = defaultdict(set)
    for unit_id, slug in ServicePoint.objects.valid_on(day).values_list("unit_id", "slug"):
        slugs[unit_id].add(slug)
    named: dict[str, list[AdministrativeUnit]] = defaultdict(list)
    existing = list(AdministrativeUnit.objects.filter(pk__in=heirs).select_related("parent"))
    bearers_of = Tally(search_key(unit.name) for unit in existing)
    for unit in existing:
        for name in dict.fromkeys(_names(unit, is_alone=bearers_of[search_key(unit.name)] == 1)):
            named[name].append(unit)
    meant: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, bearers in named.items():
        candidates = _likeliest(bearers, day)
        served_at = {slug for one in candidates for heir in heirs[one.pk] for slug in _served_at(heir, slugs)}
        meant[candidates[0].name, served_at.pop() if len(served_at) == 1 else ""].append(name)
    for (name, slug), names in meant.items():
        yield Unit(names=tuple(names), name=name, slug=slug)


def _served_at(unit: AdministrativeUnit, slugs: dict[int, set[str]]) -> Iterable[str]:
    """The province's Centre takes in for everybody: to name the province narrows nothing."""
    return slugs.get(unit.pk, ()) if unit.level != Level.PROVINCE else ()


def _likeliest(bearers: list[AdministrativeUnit], day: date) -> list[AdministrativeUnit]:
    """Of the bearers of one name those that are there on `day`; of a bare name those of the highest level."""
    today = [unit for unit in bearers if unit.is_valid_on(day)] or bearers
    ranks = list(Level.values)
    highest = min(ranks.index(unit.level) for unit in today)
    return [unit for unit in today if ranks.index(unit.level) == highest]


def _names(unit: AdministrativeUnit, *, is_alone: bool) -> Iterator[str]:
    """With its kind, full or short; bare, where it is no ordinary word; with its district, where others share it."""
    yield from _own_names(unit)
    district = unit.parent
    if not is_alone and district and district.level == Level.DISTRICT:
        of_district = tuple(_own_names(district))
        yield from (f"{name} {of}" for name in _own_names(unit) for of in of_district)


def _own_names(unit: AdministrativeUnit) -> Iterator[str]:
    kind, bare = _kind_and_name(unit)
    for spelled in _spellings(bare):
        yield from (f"{word} {spelled}" for word in _KINDS.get(kind, (kind,)))
        if _may_stand_bare(unit, bare):
            yield spelled


def _kind_and_name(unit: AdministrativeUnit) -> tuple[str, str]:
    kind, name = unit.kind.lower(), unit.name
    return kind, name[len(kind) :].strip() if name.lower().startswith(f"{kind} ") else name


def _may_stand_bare(unit: AdministrativeUnit, bare: str) -> bool:
    """Communes are called "Hòa Bình" and "Thống Nhất": such a name needs its kind beside it."""
    words = bare.split()
    if len(words) == 1:
        return False
    return unit.level != Level.COMMUNE or not all(map(is_syllable, words))


def _spellings(name: str) -> list[str]:
    """A name in the ways it is written: official papers have both Đắk and Đăk."""
    found = [""]
    for word in name.split():
        found = [f"{former} {way}".strip() for former in found for way in _SPELLINGS.get(word.lower(), (word,))]
    return found
