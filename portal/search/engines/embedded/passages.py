"""Texts that snippets are cut from, made ready once when a document is written and kept small.

Making them ready takes longer than all else that an answer shows of a notice; the notice itself need not be read.
"""

import zlib
from collections.abc import Sequence

import orjson

from portal.search.highlights import Passage, prepared

#: Of zlib: a third of the time of its default for nearly the same size.
_LEVEL = 3


def packed(texts: Sequence[str]) -> bytes:
    """The passages of a document as its row holds them: each text once, and its stretches by its number."""
    numbers = {text: number for number, text in enumerate(texts)}
    stretches = [[numbers[one.text], one.start, one.end, one.letters] for one in prepared(texts)]
    return zlib.compress(orjson.dumps([list(texts), stretches]), _LEVEL)


def unpacked(content: bytes) -> tuple[Passage, ...]:
    """The passages of a row."""
    texts, stretches = orjson.loads(zlib.decompress(content))
    return tuple(Passage(texts[number], start, end, letters) for number, start, end, letters in stretches)
