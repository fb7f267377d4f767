"""Two answers to one query side by side: what moved, what came, what went."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.search.service import SearchResult


class Change(StrEnum):
    """What became of a result between two answers."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Compared:
    """One result: its place in this answer, counted from 1, what became of it, and by how many places."""

    place: int
    code: str
    title: str
    change: Change
    by: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first results before and after; `before` says what leaves, `after` what moves and comes.

    `changes_areas`: whether other areas are named that the portal has nothing of.
    """

    before: tuple[Compared, ...]
    after: tuple[Compared, ...]
    changes_areas: bool = False

    @property
    def changes_anything(self) -> bool:
        """Whether a reader would see another list."""
        return any(row.change is not Change.SAME for row in (*self.before, *self.after))


def compare(before: SearchResult, after: SearchResult, shown: int) -> Comparison:
    """The first `shown` results of each. What is not among the results given counts as not found."""
    former, later = _codes(before), _codes(after)
    return Comparison(
        tuple(
            Compared(place, code, title, Change.SAME if code in later else Change.GONE)
            for place, (code, title) in enumerate(_shown(before, shown), start=1)
        ),
        tuple(
            Compared(place, code, title, *_move(former, code, place))
            for place, (code, title) in enumerate(_shown(after, shown), start=1)
        ),
        # By their names: the words that lead to an area are not shown.
        changes_areas=[one.area for one in before.elsewhere] != [one.area for one in after.elsewhere],
    )


def _move(former: Sequence[str], code: str, place: int) -> tuple[Change, int]:
    if code not in former:
        return Change.NEW, 0
    by = former.index(code) + 1 - place
    if not by:
        return Change.SAME, 0
    return (Change.UP, by) if by > 0 else (Change.DOWN, -by)


def _codes(result: SearchResult) -> list[str]:
    return [hit.document.code for hit in result.hits]


def _shown(result: SearchResult, shown: int) -> list[tuple[str, str]]:
    return [(hit.document.code, hit.words.title) for hit in result.hits[:shown]]
