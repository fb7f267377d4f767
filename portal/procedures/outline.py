"""Which procedures are in force on a day, by agency, field and document: all that lists need of every notice.

Decoding every notice of a national catalogue takes seconds; this is made once for each state of the ledger.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.core import clock
from portal.ledger.remembering import remember
from portal.procedures.notice import AgencyRef, LevelMark
from portal.procedures.selectors import notices_on


@dataclass(frozen=True, slots=True)
class Outline:
    """Codes in their order; the same by agency code and name of the field; agencies as their notices name them.

    `levels` are the different sets of marks that procedures of an agency have, by its code.
    """

    codes: tuple[str, ...]
    by_field: Mapping[str, Mapping[str, tuple[str, ...]]]
    agencies: Mapping[str, AgencyRef]
    levels: Mapping[str, frozenset[tuple[LevelMark, ...]]]

    @property
    def total(self) -> int:
        """How many procedures."""
        return len(self.codes)

    def codes_of(self, agency: str) -> list[str]:
        """The procedures of an agency, by code."""
        return sorted(code for found in self.by_field[agency].values() for code in found)

    def place_of(self, agency: str) -> tuple[bool, str]:
        """To sort agency codes by: the province's own bodies come before the ministries they belong to."""
        found = self.agencies[agency]
        return found.name == found.ministry, agency


def outline_on(day: date) -> Outline:
    """The procedures in force on a day. One query for today, mostly; other days are made each time."""
    today = clock.today()
    return remember("outline", today, lambda: _make(day)) if day == today else _make(day)


def _make(day: date) -> Outline:
    codes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    agencies: dict[str, AgencyRef] = {}
    levels: dict[str, set[tuple[LevelMark, ...]]] = defaultdict(set)
    notices = [item.notice for item in notices_on(day)]
    for notice in notices:
        codes[notice.agency.code][notice.field].append(notice.code)
        agencies[notice.agency.code] = notice.agency
        levels[notice.agency.code].add(tuple(notice.levels))
    return Outline(
        codes=tuple(notice.code for notice in notices),
        by_field={agency: _frozen(fields) for agency, fields in codes.items()},
        agencies=agencies,
        levels={agency: frozenset(found) for agency, found in levels.items()},
    )


@dataclass(frozen=True, slots=True)
class Citations:
    """Codes by the number of a document: those resting on it, and those whose version it published."""

    basis: Mapping[str, tuple[str, ...]]
    published: Mapping[str, tuple[str, ...]]


def citations_on(day: date) -> Citations:
    """What the procedures in force on a day cite; kept as `outline_on` is, apart from it as few pages need it."""
    today = clock.today()
    return remember("citations", today, lambda: _make_citations(day)) if day == today else _make_citations(day)


def _make_citations(day: date) -> Citations:
    basis: dict[str, list[str]] = defaultdict(list)
    published: dict[str, list[str]] = defaultdict(list)
    for item in notices_on(day):
        for number in {ref.number for ref in item.notice.legal_basis}:
            basis[number].append(item.notice.code)
        published[item.version.decision].append(item.notice.code)
    return Citations(_frozen(basis), _frozen(published))


def _frozen(codes: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(found) for key, found in codes.items()}
