"""One search, from what was typed to what is shown; page and API both ask here."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.safestring import SafeString

from portal.core import clock
from portal.ledger.writing import head_seq
from portal.procedures.notice import Notice
from portal.search import asking, kept_answers, matching, ranking, wording
from portal.search.documents import SearchDocument
from portal.search.engines.base import Engine, Retrieval
from portal.search.evidence import Scale, answers, is_borne_out, is_plausible
from portal.search.filters import Facets, Filters
from portal.search.highlights import highlight, snippet
from portal.search.matching import LONGEST_FOR_BODY, Match, Rule, Side
from portal.search.parameters import UnknownValue, acceptance_at
from portal.search.shown import Shown, shown_on
from portal.search.understanding import Query, Site, Term, understand
from portal.search.understanding.knowledge import Elsewhere, Knowledge
from portal.vietnamese.keys import search_key

#: Results a page may hold, and how far one may page: further than this nobody reads.
LARGEST_PAGE = 50
LAST_PAGE = 200

#: A place narrows the results only where the best of those it takes in comes so near to the best of all.
NEARLY_AS_GOOD = 0.6

#: Of the engine's best, in which the words of a sentence are looked for before any others are.
_BEST = 10

_NO_RULE = Rule(match=Match.EXACT)
_NOTHING = Retrieval(accepted=0, total=0, facets={"level": (), "agency": (), "field": ()}, candidates=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What is asked; `page` counts from 1. `knowledge` is that of the database unless a preview tries another one.

    `literal` searches for the words exactly as typed; with `anywhere` a place they name narrows nothing.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    size: int = 20
    literal: bool = False
    anywhere: bool = False
    knowledge: Knowledge | None = None


class PlaceState(StrEnum):
    """What became of a place the query names; `DROPPED`: it does not take in what is asked for."""

    NONE = "none"
    APPLIED = "applied"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result: its words as they are in force, and the title and snippet with marks, as safe HTML.

    There is a snippet only where the title holds no more than some of the words asked for, and these are few.
    """

    document: SearchDocument
    shown: Shown
    words: "DisplayWords"
    path: str
    score: float
    title: SafeString
    snippet: SafeString

    @property
    def notice(self) -> Notice:
        """The notice in force; reading it costs."""
        return self.shown.published.notice


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayWords:
    """What names a result."""

    title: str
    agency: str
    agency_code: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found. `accepted` counts it before the filters, `total` after.

    `elsewhere` are the areas asked for that the portal has nothing of. `did_you_mean` is another text that finds
    something where this one did not, read in the other way (literally or not) than this one was; "" for none.
    """

    query: Query
    match: Match
    engine: str
    degraded: bool
    took_ms: float
    accepted: int
    total: int
    facets: Facets
    hits: tuple[Hit, ...]
    page: int
    size: int
    pages: int
    elsewhere: tuple[Elsewhere, ...] = ()
    place_state: PlaceState = PlaceState.NONE
    did_you_mean: str = ""


def search(request: SearchRequest) -> SearchResult:
    """Answer a request from the index, and every result from the notice in force today.

    An empty text with filters lists what they let through; without filters only the counts come.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    started = time.perf_counter()
    head = head_seq()
    result = kept_answers.find(request, head)
    if result is None:
        result = _search(request, head)
        kept_answers.keep(request, head, result)
    return replace(result, took_ms=round((time.perf_counter() - started) * 1000, 1))


def _search(request: SearchRequest, head: int) -> SearchResult:
    site = wording.site(head, instead=request.knowledge)
    query = understand(request.text, lambda: site, literal=request.literal)
    page = max(1, min(request.page, LAST_PAGE))
    size = max(1, min(request.size, LARGEST_PAGE))
    limit = max(ranking.RERANKED, page * size)
    scale = wording.scale(site)
    at_place = _at_place(query, request)
    asked = _Asked(query=query, site=site, scale=scale, filters=request.filters, limit=limit, at_place=at_place)
    answer = asking.ask(lambda engine: _answered(engine, asked), head, after_documents=True)
    (rule, found), place_state = answer.value
    if rule.reading:
        query = query.read_as(rule.reading)
    match = rule.match if found.total else Match.NONE
    ranked = ranking.order(query, found.candidates, scale)
    hits = _hits(ranked[(page - 1) * size : page * size], _marked(query, rule), head)
    return SearchResult(
        query=query,
        match=match,
        engine=answer.engine,
        degraded=answer.degraded,
        took_ms=0.0,
        accepted=found.accepted,
        total=found.total,
        facets=found.facets,
        hits=hits,
        page=page,
        size=size,
        pages=min(LAST_PAGE, -(-found.total // size)),
        elsewhere=query.elsewhere,
        place_state=place_state,
        did_you_mean=_did_you_mean(request, asked, site, head) if _is_poor(rule, found) else "",
    )


def _at_place(query: Query, request: SearchRequest) -> Filters | None:
    """The filters asked for, with the place the query names; None where it names none, or another was chosen."""
    if not query.place or not query.place.slug or request.anywhere or request.filters.place:
        return None
    try:
        pairs, excepted = acceptance_at(query.place.slug, clock.today())
    except UnknownValue:
        return None
    return replace(request.filters, place=query.place.slug, pairs=pairs, excepted=excepted)


def _is_poor(rule: Rule, found: Retrieval) -> bool:
    """Whether nothing was found, or only what is related; what filters keep away counts as found."""
    return not found.accepted or rule.match is Match.RELATED


def _did_you_mean(request: SearchRequest, asked: "_Asked", site: Site, head: int) -> str:
    """The text in the other reading, literal or not, where that finds what it says."""
    if asked.query.elsewhere and not request.literal:
        # It is known that the subject is not here: its words, one by one, could only mislead.
        return ""
    other = understand(request.text, lambda: site, literal=not request.literal)
    if not other.text or (not request.literal and other.keys == asked.query.keys):
        return ""
    rule, found = asking.ask(lambda engine: _retrieve(engine, replace(asked, query=other, limit=0)), head).value
    if rule.match is not Match.EXACT or not found.total:
        return ""
    return rule.reading.text if rule.reading else other.interpreted


def _answered(engine: Engine, asked: "_Asked") -> tuple[tuple[Rule, Retrieval], PlaceState]:
    """What is found at the place the query names, or, where that does not take in what is asked for, anywhere."""
    anywhere = _retrieve(engine, asked)
    if not asked.at_place or not anywhere[1].total:
        return anywhere, PlaceState.NONE if not asked.at_place else PlaceState.APPLIED
    ranked = ranking.order(asked.query, anywhere[1].candidates, asked.scale)
    there = next((item.score for item in ranked if asked.at_place.allows(item.document)), 0.0)
    if there < ranked[0].score * NEARLY_AS_GOOD:
        # Other procedures that happen to be accepted there are no answer.
        return anywhere, PlaceState.DROPPED
    return _retrieve(engine, replace(asked, filters=asked.at_place)), PlaceState.APPLIED


def _retrieve(engine: Engine, asked: "_Asked") -> tuple[Rule, Retrieval]:
    query, filters = asked.query, asked.filters
    if not query.text:
        found = engine.retrieve(None, query, filters, asked.limit if filters else 0)
        return _NO_RULE, found if filters else replace(_NOTHING, facets=found.facets)
    for rule in matching.rules(query, asked.site):
        rung, found = _chosen(engine, rule, asked)
        if found.accepted and _is_trusted(rung, found, asked):
            return rung, engine.retrieve(rung, query, filters, asked.limit) if filters else found
    return _NO_RULE, _NOTHING


def _chosen(engine: Engine, rule: Rule, asked: "_Asked") -> tuple[Rule, Retrieval]:
    """A rung and what it accepts before the filters: narrowing never brings up lesser results."""
    query, limit, found = asked.query, max(asked.limit, _BEST), _NOTHING
    if rule.identifiers or rule.wanted:
        found = engine.retrieve(rule, query, Filters(), limit)
    if not rule.loosely or is_borne_out(query, [one.document for one in found.candidates[:_BEST]], asked.scale):
        return rule, found
    rung = _with_evident(engine, rule, asked)
    return rung, found if rung is rule else engine.retrieve(rung, query, Filters(), limit)


def _is_trusted(rule: Rule, found: Retrieval, asked: "_Asked") -> bool:
    """Whether what was accepted by counting words is more than words of several names that met by chance."""
    best = [candidate.document for candidate in found.candidates[:_BEST]]
    if not best or any(not document.identifiers.isdisjoint(rule.identifiers) for document in best):
        return True
    readings = (rule.reading,) if rule.reading else asked.query.readings
    return any(one.side is Side.PURPOSE for one in rule.wanted) or is_plausible(readings, best, asked.scale)


def _with_evident(engine: Engine, rule: Rule, asked: "_Asked") -> Rule:
    """The rule with the procedures it finds loosely and the words bear out."""
    possible = engine.candidates(rule.loosely, asked.query, ranking.RERANKED)
    found = answers(asked.query, (candidate.document for candidate in possible), asked.scale)
    codes = tuple(search_key(document.code) for document in found)
    return replace(rule, identifiers=(*rule.identifiers, *codes)) if codes else rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What engines are asked, however often."""

    query: Query
    site: Site
    scale: Scale
    filters: Filters
    limit: int
    at_place: Filters | None = None


def _marked(query: Query, rule: Rule) -> list[tuple[Term, ...]]:
    """What may be marked: the words of each reading, those typed without their accents where these did not count."""
    if rule.any_accents:
        return [tuple(Term(term.key) for term in query.terms)]
    return [reading.terms for reading in query.readings]


def _hits(ranked: Sequence[ranking.Ranked], readings: Sequence[tuple[Term, ...]], head: int) -> tuple[Hit, ...]:
    codes = [item.document.code for item in ranked]
    if not codes:
        return ()
    shown = shown_on(clock.today(), codes, head)
    # What was withdrawn a moment ago is not shown even if the index still has it.
    return tuple(_hit(item, shown[item.document.code], readings) for item in ranked if item.document.code in shown)


def _hit(item: ranking.Ranked, shown: Shown, readings: Sequence[tuple[Term, ...]]) -> Hit:
    title = item.document.title.distinct
    # "cccd" stands in no title: marked are the words of the reading that the title holds most of, the typed one first.
    terms = max(readings, key=lambda terms: sum(term.key in title for term in terms) / (len(terms) or 1))
    title_is_partial = any(term.key not in title for term in terms)
    words = _words(item.document, shown)
    return Hit(
        document=item.document,
        shown=shown,
        words=words,
        path=shown.path,
        score=item.score,
        title=highlight(words.title, terms),
        # Where the title says it all, the same words a second time only make the list longer; and of a pasted title
        # or a whole story some words stand in every text.
        snippet=snippet(shown.passages, terms) if title_is_partial and len(terms) <= LONGEST_FOR_BODY else SafeString(),
    )


def _words(document: SearchDocument, shown: Shown) -> DisplayWords:
    """From the document where it was made from the version in force, else from that version."""
    if document.number == shown.number:
        return DisplayWords(
            title=document.display_title,
            agency=document.agency_name,
            agency_code=document.agency_code,
            field=document.field_name,
        )
    notice = shown.published.notice
    return DisplayWords(
        title=notice.title, agency=notice.agency.name, agency_code=notice.agency.code, field=notice.field
    )
