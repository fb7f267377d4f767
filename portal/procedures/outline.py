"""Which procedures are in force on a day, by agency and field: all that pages of lists need of every notice.

Decoding every notice of a national catalogue takes seconds; this is made once for each state of the ledger.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.core import clock
from portal.ledger.remembering import remember
from portal.procedures.notice import AgencyRef
from portal.procedures.selectors import notices_on


@dataclass(frozen=True, slots=True)
class Outline:
    """Codes in their order; the same by agency code and name of the field; agencies as their notices name them."""

    codes: tuple[str, ...]
    by_field: Mapping[str, Mapping[str, tuple[str, ...]]]
    agencies: Mapping[str, AgencyRef]

    @property
    def total(self) -> int:
        """How many procedures."""
        return len(self.codes)


def outline_on(day: date) -> Outline:
    """The procedures in force on a day. One query for today, mostly; other days are made each time."""
    today = clock.today()
    return remember("outline", today, lambda: _make(day)) if day == today else _make(day)


def _make(day: date) -> Outline:
    codes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    agencies: dict[str, AgencyRef] = {}
    notices = [item.notice for item in notices_on(day)]
    for notice in notices:
        codes[notice.agency.code][notice.field].append(notice.code)
        agencies[notice.agency.code] = notice.agency
    return Outline(
        codes=tuple(notice.code for notice in notices),
        by_field={agency: {field: tuple(found) for field, found in fields.items()} for agency, fields in codes.items()},
        agencies=agencies,
    )
