"""Question words and the telling of a story: not what is searched for, but what the answer should begin with.

They are only left out where other words remain, and stay in the order of words: a title that holds them
is still found word by word.
"""

from collections.abc import Sequence
from typing import Final

from portal.search.understanding.phrases import Phrases
from portal.search.understanding.query import Intent
from portal.search.understanding.question_words import FILLERS, INTENTS
from portal.search.understanding.site import Site
from portal.search.understanding.words import Word, words_of

_TABLE: Final[Phrases[Intent | None]] = Phrases(
    [
        *INTENTS,
        *((phrase, None) for phrase in FILLERS),
    ]
)


#: Question words of one syllable that are written without any accent.
_PLAIN: Final = frozenset(
    words[0].key for phrase in FILLERS if len(words := words_of(phrase)) == 1 and words[0].is_bare
)


def read_questions(words: Sequence[Word], site: Site) -> tuple[tuple[int, ...], tuple[Intent, ...]]:
    """Positions of the words that count, and what is asked for; all positions where nothing else would be left."""
    left_out: set[int] = set()
    intents: dict[Intent, None] = {}
    for found in _TABLE.longest(words):
        if found.end - found.start == 1 and not _is_sure(words, found.start, site):
            continue
        left_out.update(range(found.start, found.end))
        if found.value is not None:
            intents[found.value] = None
    kept = tuple(at for at in range(len(words)) if at not in left_out)
    return (kept or tuple(range(len(words)))), tuple(intents)


def _is_sure(words: Sequence[Word], at: int, site: Site) -> bool:
    """One syllable without accents is rarely a question word for sure: `can` may be the *căn* of *căn cước*."""
    word = words[at]
    if not word.is_bare:
        return True
    if word.key not in _PLAIN and not all(one.is_bare for one in words):
        return False
    before = words[at - 1].key if at else ""
    after = words[at + 1].key if at + 1 < len(words) else ""
    return not (site.neighbours.get((before, word.key)) or site.neighbours.get((word.key, after)))
