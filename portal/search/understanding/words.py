"""The words of a query as they go through its reading."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from portal.search.documents import parts
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.tokens import Token, tokenize


class Word(NamedTuple):
    """A word as typed, its folded key and its accent key.

    A part of a number such as 13/2016/NĐ-CP is `in_number`, and `joint` is the sign that stood before it.
    """

    text: str
    key: str
    accented: str
    joint: str = " "
    in_number: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it was typed without any accent."""
        return self.accented == self.key


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; numbers with a slash or a dot give their parts."""
    return tuple(word for token in tokenize(text) for word in words_in(token))


def words_in(token: Token) -> list[Word]:
    """The words of one token."""
    folded, accented = parts(search_key(token.text)), parts(accent_key(token.text))
    if len(folded) != len(accented):
        # Only letters of other scripts fold to another number of parts; their accents are not ours.
        accented = folded
    if len(folded) == 1:
        return [Word(token.text, folded[0], accented[0])]
    # Capitals, since QĐ and TTg in a number are no words that anybody could have misspelt.
    return [
        Word(one.upper(), key, one, joint, in_number=True)
        for one, key, joint in zip(accented, folded, _joints(token.text, len(folded)), strict=True)
    ]


def _joints(text: str, count: int) -> list[str]:
    """What stands before each part of a number: a space, then the signs between the parts."""
    runs = ["".join(run) for is_part, run in groupby(text, str.isalnum) if not is_part]
    return [" ", *(runs if len(runs) == count - 1 else [" "] * (count - 1))][:count]


def spelled(accented: Iterable[str]) -> tuple[Word, ...]:
    """Words from their accent keys."""
    return tuple(Word(word, search_key(word), word) for word in accented)


def text_of(words: Sequence[Word]) -> str:
    """The words as a line of text."""
    return "".join(word.joint + word.text for word in words).lstrip()
