"""The final order: small named functions over a document's own words, the same for every engine.

Each gives between 0 and 1 and has one weight with its reason. The engine's score is one of them, so
that two engines, whose scores differ, still agree on what matters most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.search.documents import LEVEL_ORDER, SearchDocument, Words, parts
from portal.search.engines.base import Candidate
from portal.search.evidence import Evidence, Scale, weigh_up
from portal.search.understanding import Query, Reading
from portal.vietnamese.keys import search_key

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
#: How much of the query the title or one other name covers, each word by what it tells.
COVERAGE = 30.0
#: How much of the query title, other names and field hold together.
ALL_TOGETHER = 20.0
#: How much of another name the query holds: "mất thẻ bảo hiểm" inside a whole sentence.
NAME_INSIDE = 30.0
#: Accents given back to words typed without any: probably right, so they decide between equals only.
RESTORED_ACCENTS = 8.0
#: Who asks for a paper and says nothing of changing or losing it has none yet: "giấy phép" is not "cấp lại giấy phép".
UNASKED_CHANGE = -6.0
#: Editors' picks stand first, in the order they were put.
PICKED = 5000.0
#: BM25, which knows rare words and the full text, as a share of the best hit's.
ENGINE_SCORE = 20.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document with its final score."""

    document: SearchDocument
    score: float


#: Every word tells as much as any other.
ALIKE = Scale(lambda _key: 1.0)


def order(query: Query, candidates: Sequence[Candidate], scale: Scale = ALIKE) -> tuple[Ranked, ...]:
    """The candidates in final order; equal scores put the procedure of the lower level first."""
    best = max((candidate.score for candidate in candidates), default=0.0)
    head = [_rank(query, candidate, best, scale) for candidate in candidates[:RERANKED]]
    head.sort(key=_sort_key)
    floor = min((ranked.score for ranked in head), default=0.0)
    tail = [Ranked(candidate.document, min(floor, _engine(candidate, best))) for candidate in candidates[RERANKED:]]
    return (*head, *tail)


def _sort_key(ranked: Ranked) -> tuple[float, int, str]:
    lowest = min((LEVEL_ORDER[level] for level in ranked.document.levels), default=len(LEVEL_ORDER))
    return -ranked.score, lowest, ranked.document.code


def _rank(query: Query, candidate: Candidate, best: float, scale: Scale) -> Ranked:
    document = candidate.document
    score = sum(weight * feature(query, document) for feature, weight in _OF_QUERY)
    score += max(reading.share * _of_reading(reading, document, scale) for reading in query.readings)
    # One decimal: differences below it are chance, and the lower level decides.
    return Ranked(document, round(score + _engine(candidate, best), 1))


def _of_reading(reading: Reading, document: SearchDocument, scale: Scale) -> float:
    evidence = weigh_up(reading, document, scale)
    score = sum(weight * feature(reading, document) for feature, weight in _OF_READING)
    score += PHRASE * phrase(reading, document, evidence) + PAIRS * pairs(reading, evidence)
    score += COVERAGE * evidence.by_name + NAME_INSIDE * evidence.of_name
    return score + ALL_TOGETHER * evidence.of_query


def _engine(candidate: Candidate, best: float) -> float:
    return ENGINE_SCORE * candidate.score / best if best > 0 else 0.0


def exact_code(query: Query, document: SearchDocument) -> float:
    """Whether the query names this procedure's code."""
    return float(not set(query.codes + query.forms).isdisjoint(document.codes))


def number_in_title(query: Query, document: SearchDocument) -> float:
    """Whether the title bears the number of a document that the query names."""
    return float(any(f" {' '.join(parts(law))} " in document.title.line for law in query.laws))


def picked(query: Query, document: SearchDocument) -> float:
    """1 for the first procedure that editors put first for these words, a little less for each after it."""
    codes = [search_key(code) for code in query.picked]
    places = [codes.index(code) for code in document.codes if code in codes]
    return 1.0 - min(places) / len(codes) / 2 if places else 0.0


def whole_title(reading: Reading, document: SearchDocument) -> float:
    """1 for the whole title with its accents, a little less without."""
    return _whole(reading, document.title)


def title_start(reading: Reading, document: SearchDocument) -> float:
    """Whether the title begins with the query of at least two words."""
    return float(len(reading.keys) > 1 and document.title.folded[: len(reading.keys)] == reading.keys)


def whole_name(reading: Reading, document: SearchDocument) -> float:
    """1 for another name in full, a little less without its accents."""
    return max((_whole(reading, name) for name in document.names), default=0.0)


def phrase(reading: Reading, document: SearchDocument, evidence: Evidence) -> float:
    """Whether the query stands, word by word, in the title or in another name."""
    if evidence.pairs < len(reading.pairs):
        return 0.0
    wanted = f" {' '.join(reading.keys)} "
    return float(any(wanted in name.line for name in document.all_names))


def typed_accents(reading: Reading, document: SearchDocument) -> float:
    """Share of the really accented words that stand so in the title, another name or the field."""
    accented = [term for term in reading.terms if term.accents]
    if not accented:
        return 0.0
    return sum(not document.accented_side.isdisjoint(term.accents) for term in accented) / len(accented)


def restored_accents(reading: Reading, document: SearchDocument) -> float:
    """Share of the words typed without accents that stand in the spelling they most likely have."""
    given = [word for word, typed in zip(reading.restored, reading.accent_keys, strict=False) if word != typed]
    return sum(word in document.accented_side for word in given) / len(given) if given else 0.0


def unasked_change(reading: Reading, document: SearchDocument) -> float:
    """Whether the title is of changing or replacing something, and the query says nothing of that.

    Where editors gave other names, these say it better: who lost a card asks for a new one in many words.
    """
    if document.names:
        return 0.0
    return float(any(word in document.title.spellings and key not in reading.keys for word, key in _CHANGES))


def pairs(reading: Reading, evidence: Evidence) -> float:
    """The largest share of the query's neighbours that are neighbours in the title or in one other name."""
    return evidence.pairs / len(reading.pairs) if reading.pairs else 0.0


_CHANGES = (("đổi", "doi"), ("lại", "lai"))

_OF_QUERY: tuple[tuple[Callable[[Query, SearchDocument], float], float], ...] = (
    (exact_code, EXACT_CODE),
    (number_in_title, NUMBER_IN_TITLE),
    (picked, PICKED),
)
_OF_READING: tuple[tuple[Callable[[Reading, SearchDocument], float], float], ...] = (
    (whole_title, WHOLE_TITLE),
    (title_start, TITLE_START),
    (whole_name, WHOLE_NAME),
    (typed_accents, TYPED_ACCENTS),
    (restored_accents, RESTORED_ACCENTS),
    (unasked_change, UNASKED_CHANGE),
)


def _whole(reading: Reading, words: Words) -> float:
    if not reading.keys or reading.keys != words.folded:
        return 0.0
    return 1.0 if reading.accent_keys == words.accented else 0.9
