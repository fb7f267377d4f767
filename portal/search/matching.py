"""Which procedures answer a query: one rule, in Python, for every engine.

The accepted set gives totals, facets and `match`; ranking happens inside it. A procedure is accepted
by the words of its title, its other names and its field. What it says it is for admits only on the
last rung, `related`; its full text re-ranks and never admits, since the papers it asks for come from
other procedures. Where nothing fits, the answer is that nothing fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.search.evidence import SENTENCE
from portal.search.understanding import Query, Reading, Site, Term
from portal.vietnamese.keys import search_key

#: A word in more than this share of the documents tells little: "cấp", "đăng ký", "người".
FREQUENT_SHARE = 0.25
#: From so many documents on, frequent words are not even looked up, since their lists are the longest.
#: In a small collection words of the trade are frequent ("quân sự" in a third of 36), so there they count.
FREQUENT_FROM = 200

#: A query of more different words is a title, or most of one: the full text can tell nothing more, and costs most.
LONGEST_FOR_BODY = 8

#: Words that tell something, of which a title needs so many before it is looked at.
LOOSELY = 2

_ALL_OF = 2
_ALL_BUT_ONE_OF = 5


class Match(StrEnum):
    """How a result set answers its query."""

    EXACT = "exact"
    RELATED = "related"
    NONE = "none"


class Side(StrEnum):
    """Where a rule looks: title, other names and field; or these and what the notice says it is for."""

    TITLE = "title"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """At least `needed` of `terms` on `side`.

    With `telling`, one of these must be among them: "đăng ký" alone does not answer "đăng ký xe".
    With `pairs`, at least one of these pairs of neighbours must stand there as well: syllables meet by
    chance in a long text.
    """

    terms: tuple[Term, ...]
    needed: int
    telling: tuple[Term, ...] = ()
    side: Side = Side.TITLE
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Accept what bears one of `identifiers`, or holds what one of `wanted` asks for.

    `any_accents` says that the accents typed do not count. What is found `loosely` has to be looked at before it
    is accepted (`evidence.py`). `reading` is what is searched for where that is none of the query's own readings.
    """

    match: Match
    identifiers: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    any_accents: bool = False
    loosely: tuple[Wanted, ...] = ()
    reading: Reading | None = None


def required(count: int) -> int:
    """How many of `count` distinct terms must match: Lucene's `2<-1 5<70%`.

    All of one or two, all but one of three to five, 70 % (rounded down) of more.
    """
    if count <= _ALL_OF:
        return count
    if count <= _ALL_BUT_ONE_OF:
        return count - 1
    return count * 70 // 100


def rules(query: Query, site: Site) -> Iterator[Rule]:
    """The rungs to try in turn; the first that accepts anything is the answer."""
    if query.identifiers:
        yield Rule(match=Match.EXACT, identifiers=query.identifiers)
    if query.only_numbers or not query.terms:
        return
    wanted = tuple(_wanted(reading.terms, site) for reading in query.readings)
    loosely = tuple(_loose(one, site) for one in wanted)
    # The name of an agency, and nothing else, asks for all it does; for other words no document bears this.
    identifiers = (*((query.slug,) if query.slug else ()), *map(search_key, query.picked))
    if query.foreign:
        # It asks for something that is not here: only what is named besides that is an answer.
        yield Rule(match=Match.EXACT, identifiers=identifiers)
        yield Rule(match=Match.RELATED, loosely=loosely)
        return
    yield Rule(
        match=Match.EXACT,
        identifiers=identifiers,
        wanted=wanted,
        # Of a whole sentence most words find by chance: what they bear out best must be among it.
        loosely=loosely if len(query.terms) >= SENTENCE else (),
    )
    if query.has_accents:
        # Accents may be mistyped ("căn cươc"), but then nothing else may be missing: in "giấy phép lái
        # xe" the word is not the "lại" of "cấp lại".
        folded = tuple(Term(term.key) for term in wanted[0].terms)
        yield Rule(match=Match.EXACT, wanted=(Wanted(terms=folded, needed=len(folded)),), any_accents=True)
    if query.respelled:
        yield Rule(
            match=Match.EXACT,
            wanted=(_wanted(query.respelled.terms, site),),
            reading=query.respelled,
        )
    yield Rule(match=Match.RELATED, loosely=loosely)
    yield Rule(
        match=Match.RELATED,
        wanted=(Wanted(terms=query.terms, needed=len(query.terms), side=Side.PURPOSE, pairs=query.pairs),),
    )


def _wanted(terms: tuple[Term, ...], site: Site) -> Wanted:
    """The terms to count, and those of them that tell something."""
    telling = tuple(term for term in terms if site.frequency(term) <= site.size * FREQUENT_SHARE)
    counted = telling if telling and site.size >= FREQUENT_FROM else terms
    return Wanted(terms=counted, needed=required(len(counted)), telling=telling)


def _loose(wanted: Wanted, site: Site) -> Wanted:
    """Some of the words: what a whole sentence may have in common with a title. Of many titles, some that tell."""
    terms = wanted.telling if wanted.telling and site.size >= FREQUENT_FROM else wanted.terms
    return Wanted(terms=terms, needed=min(len(terms), LOOSELY))
