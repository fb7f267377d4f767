"""The final order: small named functions over a document's own words, the same for every engine.

Each gives between 0 and 1 and has one weight with its reason. The engine's score is one of them, so
that two engines, whose scores differ, still agree on what matters most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.search.documents import LEVEL_ORDER, SearchDocument, Words, parts
from portal.search.engines.base import Candidate
from portal.search.understanding import Query

#: How many of the engine's best are put in order here; the rest follow as the engine has them.
RERANKED = 100

#: Who types a code means that procedure and no other.
EXACT_CODE = 1000.0
#: The number of a document in a title names the procedure; in its legal basis it only mentions it.
NUMBER_IN_TITLE = 120.0
#: A title typed or pasted in full, in any spelling.
WHOLE_TITLE = 200.0
#: A long title of which the beginning was pasted; "Đăng ký tạm vắng…" also stands inside "Xóa đăng ký…".
TITLE_START = 60.0
#: Another name is what an editor says people call this procedure.
WHOLE_NAME = 90.0
#: The query stands word by word in the title or in another name.
PHRASE = 20.0
#: Who types accents means them: đổi is not đội. They outweigh a word more or less.
TYPED_ACCENTS = 25.0
#: Neighbouring syllables are words in Vietnamese: "con dấu" against "con" here and "dấu" there.
PAIRS = 20.0
#: How much of the query the title or one other name covers.
COVERAGE = 20.0
#: BM25, which knows rare words and the full text, as a share of the best hit's.
ENGINE_SCORE = 20.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document with its final score."""

    document: SearchDocument
    score: float


def order(query: Query, candidates: Sequence[Candidate]) -> tuple[Ranked, ...]:
    """The candidates in final order; equal scores put the procedure of the lower level first."""
    best = max((candidate.score for candidate in candidates), default=0.0)
    head = [_rank(query, candidate, best) for candidate in candidates[:RERANKED]]
    head.sort(key=_sort_key)
    floor = min((ranked.score for ranked in head), default=0.0)
    tail = [Ranked(candidate.document, min(floor, _engine(candidate, best))) for candidate in candidates[RERANKED:]]
    return (*head, *tail)


def _sort_key(ranked: Ranked) -> tuple[float, int, str]:
    lowest = min((LEVEL_ORDER[level] for level in ranked.document.levels), default=len(LEVEL_ORDER))
    return -ranked.score, lowest, ranked.document.code


def _rank(query: Query, candidate: Candidate, best: float) -> Ranked:
    score = sum(weight * feature(query, candidate.document) for feature, weight in _FEATURES)
    # One decimal: differences below it are chance, and the lower level decides.
    return Ranked(candidate.document, round(score + _engine(candidate, best), 1))


def _engine(candidate: Candidate, best: float) -> float:
    return ENGINE_SCORE * candidate.score / best if best > 0 else 0.0


def exact_code(query: Query, document: SearchDocument) -> float:
    """Whether the query names this procedure's code."""
    return float(not set(query.codes + query.forms).isdisjoint(document.codes))


def number_in_title(query: Query, document: SearchDocument) -> float:
    """Whether the title bears the number of a document that the query names."""
    title = f" {' '.join(document.title.folded)} "
    return float(any(f" {' '.join(parts(law))} " in title for law in query.laws))


def whole_title(query: Query, document: SearchDocument) -> float:
    """1 for the whole title with its accents, a little less without."""
    return _whole(query, document.title)


def title_start(query: Query, document: SearchDocument) -> float:
    """Whether the title begins with the query of at least two words."""
    return float(len(query.keys) > 1 and document.title.folded[: len(query.keys)] == query.keys)


def whole_name(query: Query, document: SearchDocument) -> float:
    """1 for another name in full, a little less without its accents."""
    return max((_whole(query, name) for name in document.names), default=0.0)


def phrase(query: Query, document: SearchDocument) -> float:
    """Whether the query stands, word by word, in the title or in another name."""
    wanted = f" {' '.join(query.keys)} "
    return float(any(wanted in f" {' '.join(words.folded)} " for words in _names(document)))


def typed_accents(query: Query, document: SearchDocument) -> float:
    """Share of the really accented words that stand so in the title, another name or the field."""
    accented = [term for term in query.terms if term.accents]
    if not accented:
        return 0.0
    present = {word for words in (*_names(document), document.field_words) for word in words.accented}
    return sum(not present.isdisjoint(term.accents) for term in accented) / len(accented)


def pairs(query: Query, document: SearchDocument) -> float:
    """Share of the query's neighbours that are neighbours in the title or another name."""
    if not query.pairs:
        return 0.0
    present = {pair for words in _names(document) for pair in words.pairs}
    return sum(pair in present for pair in query.pairs) / len(query.pairs)


def coverage(query: Query, document: SearchDocument) -> float:
    """The largest share of the query's words that the title, or one other name, holds by itself."""
    wanted = {term.key for term in query.terms}
    if not wanted:
        return 0.0
    return max(len(wanted.intersection(words.folded)) for words in _names(document)) / len(wanted)


_FEATURES: tuple[tuple[Callable[[Query, SearchDocument], float], float], ...] = (
    (exact_code, EXACT_CODE),
    (number_in_title, NUMBER_IN_TITLE),
    (whole_title, WHOLE_TITLE),
    (title_start, TITLE_START),
    (whole_name, WHOLE_NAME),
    (phrase, PHRASE),
    (typed_accents, TYPED_ACCENTS),
    (pairs, PAIRS),
    (coverage, COVERAGE),
)


def _names(document: SearchDocument) -> tuple[Words, ...]:
    return (document.title, *document.names)


def _whole(query: Query, words: Words) -> float:
    if not query.keys or query.keys != words.folded:
        return 0.0
    return 1.0 if query.accent_keys == words.accented else 0.9
