"""A query ready for the engines: what was typed, and the ways it is read."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.search.understanding.knowledge import Elsewhere


class Intent(StrEnum):
    """Which part of a notice a question asks for."""

    PAPERS = "papers"
    DURATION = "duration"
    FEE = "fee"
    WHERE = "where"


@dataclass(frozen=True, slots=True)
class Term:
    """One distinct word asked for.

    `accents` are the accented spellings it stands for, empty where the reader typed no accent: then
    any accents will do. `sung` is written without any, so an unaccented word proves nothing.
    """

    key: str
    accents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a query; `keys`, `accent_keys` and `pairs` follow the order of all words.

    `terms` are the words that count: without question words and the telling of a story, unless there are no
    others. `restored` are the accent keys a reader most likely meant. `share` says how much what is found by
    this reading counts beside what is found by the words typed.
    """

    text: str
    keys: tuple[str, ...] = ()
    accent_keys: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    share: float = 1.0

    @property
    def has_accents(self) -> bool:
        """Whether any word was really accented."""
        return any(term.accents for term in self.terms)


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """A place named in a query: how it was typed, the unit's name, and the service point to filter by ("": none)."""

    typed: str
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed, and its readings: the first is that of the words typed, keys of input methods undone.

    `respelled` is for a second pass, where the readings find nothing. `interpreted` is what is searched for as people
    write it. `slug` is the whole text as an agency's name would be written in an address. `picked` are codes of
    procedures that editors put first for these words; `elsewhere` are areas the portal has nothing of, and `foreign`
    the folded words that name them.
    """

    original: str
    text: str
    readings: tuple[Reading, ...]
    respelled: Reading | None = None
    interpreted: str = ""
    codes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    slug: str = ""
    only_numbers: bool = False
    notes: tuple[str, ...] = field(default=())
    intents: tuple[Intent, ...] = ()
    place: PlaceRead | None = None
    picked: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    foreign: frozenset[str] = frozenset()
    is_literal: bool = False

    def read_as(self, reading: Reading) -> "Query":
        """The query where only a second pass, for mistakes in spelling, found something."""
        notes = tuple(dict.fromkeys((*self.notes, "spelling")))
        return replace(self, readings=(reading,), respelled=None, interpreted=reading.text, notes=notes)

    @property
    def main(self) -> Reading:
        """The words typed."""
        return self.readings[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """Folded words typed, in order."""
        return self.main.keys

    @property
    def accent_keys(self) -> tuple[str, ...]:
        """Words typed with their accents, in order."""
        return self.main.accent_keys

    @property
    def pairs(self) -> tuple[str, ...]:
        """Neighbours among the words typed."""
        return self.main.pairs

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words typed that count."""
        return self.main.terms

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """The words of all readings, each once."""
        return tuple(dict.fromkeys(term for reading in self._all_readings for term in reading.terms))

    @property
    def _all_readings(self) -> tuple[Reading, ...]:
        return (*self.readings, self.respelled) if self.respelled else self.readings

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Exact numbers the reader named."""
        return (*self.codes, *self.laws, *self.forms)

    @property
    def has_accents(self) -> bool:
        """Whether any word was really accented."""
        return self.main.has_accents

    def __bool__(self) -> bool:
        return bool(self.main.terms)
