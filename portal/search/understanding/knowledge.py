"""What editors know of how people speak, as plain values: no database here, so that a preview can try other ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words people use, and the words official texts use for it.

    Each of `meanings` may take the place of each of `wordings` in a query, and the other way round with
    `is_two_way`. What stands in the query is searched for in any case: a meaning is one more reading.
    """

    wordings: tuple[str, ...]
    meanings: tuple[str, ...]
    is_two_way: bool = False
    is_abbreviation: bool = False
    is_upper_case_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Procedures that editors put first, in this order, for a query that is one of `phrases`."""

    phrases: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """An area the portal has no procedures of, and the subjects by which people ask for it.

    A subject counts only while no procedure in force bears it in its title or other names.
    """

    area: str
    subjects: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All of it, as it stands at one moment."""

    wordings: tuple[Wording, ...] = ()
    picks: tuple[Pick, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


NOTHING_KNOWN = Knowledge()
