"""Where a procedure is accepted on a day: one SQL function, and a slow twin that tests compare it with.

Accepted on day D = version in force on D × service points of its levels open on D × a counter of its
agency open on D, minus exceptions on D. No row says so by hand: 36 procedures at 113 places follow
from 48 marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from portal.procedures.enums import IN_FORCE_KINDS

if TYPE_CHECKING:
    from portal.places.models import Counter, ServicePoint
    from portal.procedures.models import AcceptanceException, NoticeLevel, NoticeVersion


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """One procedure taken in at one counter of one service point (database ids)."""

    code: str
    service_point_id: int
    counter_id: int
    level: str


_SQL = """
SELECT v.code, p.id, c.id, nl.level
FROM procedures_noticeversion v
JOIN procedures_noticelevel nl ON nl.version_id = v.id
JOIN places_servicepoint p ON p.level = nl.level
JOIN places_counter c ON c.service_point_id = p.id AND c.agency_id = nl.agency_id
WHERE v.language = %(language)s
  AND v.effective_from <= %(day)s AND (v.effective_to IS NULL OR v.effective_to > %(day)s)
  AND v.kind IN ({kinds})
  AND NOT EXISTS (
    SELECT 1 FROM procedures_noticeversion w
    WHERE w.code = v.code AND w.language = v.language AND w.number > v.number
      AND w.effective_from <= %(day)s AND (w.effective_to IS NULL OR w.effective_to > %(day)s))
  AND nl.starts_on <= %(day)s AND (nl.ends_on IS NULL OR nl.ends_on > %(day)s)
  AND (p.valid_from IS NULL OR p.valid_from <= %(day)s) AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
  AND (c.valid_from IS NULL OR c.valid_from <= %(day)s) AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
  AND NOT EXISTS (
    SELECT 1 FROM procedures_acceptanceexception e
    WHERE e.code = v.code AND e.service_point_id = p.id
      AND e.valid_from <= %(day)s AND (e.valid_to IS NULL OR e.valid_to > %(day)s))
  {only}
ORDER BY v.code, p.id, c.id
"""


def accepted_on(
    day: date,
    *,
    code: str | None = None,
    codes: Iterable[str] | None = None,
    service_point_id: int | None = None,
    language: str = "vi",
) -> list[Accepted]:
    """Everything accepted on `day`, optionally of one procedure, of some, or at one service point."""
    only = ""
    params: dict[str, date | str | int] = {"day": day, "language": language}
    if code is not None:
        only += "AND v.code = %(code)s "
        params["code"] = code
    if codes is not None:
        named = {f"code_{number}": each for number, each in enumerate(codes)}
        only += f"AND v.code IN ({', '.join(f'%({name})s' for name in named) or 'NULL'}) "
        params |= named
    if service_point_id is not None:
        only += "AND p.id = %(point)s "
        params["point"] = service_point_id
    kinds = ", ".join(f"'{kind.value}'" for kind in IN_FORCE_KINDS)
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(kinds=kinds, only=only), params)
        return [Accepted(*row) for row in cursor.fetchall()]


def accepted_on_slowly(  # noqa: PLR0913 - one argument a table
    day: date,
    *,
    versions: Iterable["NoticeVersion"],
    levels: Sequence["NoticeLevel"],
    points: Sequence["ServicePoint"],
    counters: Sequence["Counter"],
    exceptions: Sequence["AcceptanceException"],
    language: str = "vi",
) -> list[Accepted]:
    """The same by the words of the rule, in plain Python over all rows; for tests only."""
    in_force: dict[str, NoticeVersion] = {}
    for version in versions:
        applies = version.effective_from <= day and (version.effective_to is None or day < version.effective_to)
        known = in_force.get(version.code)
        if version.language == language and applies and (known is None or version.number > known.number):
            in_force[version.code] = version
    found = []
    for version in in_force.values():
        if version.kind not in IN_FORCE_KINDS:
            continue
        for mark in levels:
            if mark.version_id != version.pk or mark.starts_on > day or (mark.ends_on and mark.ends_on <= day):
                continue
            for point in points:
                if point.level != mark.level or not point.is_valid_on(day):
                    continue
                if any(
                    e.code == version.code
                    and e.service_point_id == point.pk
                    and e.valid_from <= day
                    and (e.valid_to is None or e.valid_to > day)
                    for e in exceptions
                ):
                    continue
                found += [
                    Accepted(version.code, point.pk, counter.pk, mark.level)
                    for counter in counters
                    if counter.service_point_id == point.pk
                    and counter.agency_id == mark.agency_id
                    and counter.is_valid_on(day)
                ]
    return sorted(found)
