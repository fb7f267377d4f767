"""The grammar of written Vietnamese syllables.

A syllable is *onset + medial + nucleus + coda*, with one tone.  The grammar is
a table of rimes and of the onsets each rime may follow; the tables state the
rules of the standard orthography (chính tả):

* /k ɣ ŋ/ are written ``k gh ngh`` before e ê i (y) and ``c g ng`` elsewhere;
  /kw/ is written ``qu``;
* ``gi`` before a rime in i loses one i (``gì``, ``giếng``);
* the medial is written o before a ă e and u elsewhere, and does not follow a
  labial, except in a few loan words listed below;
* a syllable closed by c, ch, p or t carries only sắc or nặng.

The tables were checked against the running text of 2,849 published procedures.
Fields of :class:`Syllable` spell the written form: joined, they give the
syllable without its tone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from portal.vietnamese.unicode import ACUTE, DOT_BELOW, GRAVE, HOOK, TILDE, fold, nfc, nfd

Style = Literal["old", "new"]


class Tone(StrEnum):
    """The six tones, in dictionary order; the value is the Vietnamese name."""

    LEVEL = "ngang"
    FALLING = "huyền"
    DIPPING = "hỏi"
    CREAKY = "ngã"
    RISING = "sắc"
    HEAVY = "nặng"


#: Tone mark of each tone (the level tone is unwritten).
MARK_OF_TONE: Final[dict[Tone, str]] = {
    Tone.LEVEL: "",
    Tone.FALLING: GRAVE,
    Tone.DIPPING: HOOK,
    Tone.CREAKY: TILDE,
    Tone.RISING: ACUTE,
    Tone.HEAVY: DOT_BELOW,
}
TONE_OF_MARK: Final[dict[str, Tone]] = {m: t for t, m in MARK_OF_TONE.items() if m}

#: No written syllable is longer than nghiêng; decomposed, marks come on top.
LONGEST: Final = 7
LONGEST_DECOMPOSED: Final = 14

_STOP_CODAS: Final = frozenset(("c", "ch", "p", "t"))
_STOP_TONES: Final = (Tone.RISING, Tone.HEAVY)

# Rimes without medial: nucleus -> codas ("-" is the open rime).  Final glides
# (i y o u) are written in the coda position and stand here as codas.
_PLAIN: Final = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- ch m n nh p t u",
    "ia": "-",
    "iê": "c m n ng p t u",
    "o": "- c i m n ng p t",
    "oo": "c ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t",
    "ua": "-",
    "uô": "c i m n ng t",
    "ư": "- c i m ng t u",
    "ưa": "-",
    "ươ": "c i m n ng p t u",
}
# Rimes whose medial is written o or u.
_MEDIAL: Final = {
    ("o", "a"): "- c ch i m n ng nh o p t y",
    ("o", "ă"): "c m n ng p t",
    ("o", "e"): "- m n o t",
    ("u", "â"): "n ng t y",
    ("u", "ê"): "- ch n nh t u",
    ("u", "ơ"): "-",
    ("u", "y"): "- ch n nh p t u",
    ("u", "yê"): "n t",
    ("u", "ya"): "-",
}
# Rimes after q, whose medial is always u.  "qui-" is a free spelling of "quy-".
_AFTER_Q: Final = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c n ng t u y",
    "e": "- c m n o t",
    "ê": "- ch n nh t u",
    "i": "- ch n nh t",
    "y": "- ch n nh p t u",
    "yê": "n t",
    "ơ": "- i n",
    "ô": "c",
}
# After gi the written i belongs to the onset; a rime in i gives g + i...
_GI_NUCLEI: Final = ("a", "ă", "â", "e", "o", "ô", "ơ", "u", "ua", "uô", "ư", "ưa", "ươ")
_G_WITH_I: Final = {"i": "- ch m n nh p t", "iê": "c m n ng p t u"}

_FRONT: Final = frozenset(("e", "ê", "i", "ia", "iê"))
# "-" is the syllable that begins with a vowel.
_ANY_ONSETS: Final = "- b ch d đ h kh l m n nh p ph r s t th tr v x"
_FRONT_ONSETS: Final = "k gh ngh"
_BACK_ONSETS: Final = "c g ng"
_MEDIAL_ONSETS: Final = "- ch d đ g h kh l n ng nh r s t th tr x"
# Open y: the free variants of i, and given names (Vy, Thy, Ny).
_Y_ONSETS: Final = "- h k l m n s t th v"
# "y" starts the diphthong when nothing stands before it: yêu, yên, yết.
_INITIAL_YE: Final = "m n ng t u"
# Loan words in daily use that break the rules above.
_LOANS: Final = (
    ("b", "u", "y", "p"),
    ("b", "u", "y", "t"),
    ("b", "o", "a", ""),
    ("gi", "o", "ă", "ng"),
    ("m", "o", "a", "y"),
    ("p", "u", "y", ""),
    ("ph", "u", "y", ""),
    ("v", "o", "a", "n"),
)


class Shape(NamedTuple):
    """A written syllable without tone, as its four parts."""

    onset: str
    medial: str
    nucleus: str
    coda: str


@dataclass(frozen=True, slots=True)
class Syllable:
    """One analysed syllable, in lower case; the parts spell it without its tone."""

    onset: str
    medial: str
    nucleus: str
    coda: str
    tone: Tone

    @property
    def shape(self) -> Shape:
        return Shape(self.onset, self.medial, self.nucleus, self.coda)


def _parts(listed: str) -> list[str]:
    return ["" if part == "-" else part for part in listed.split()]


def _all_shapes() -> Iterator[Shape]:
    for nucleus, codas in _PLAIN.items():
        by_spelling = _FRONT_ONSETS if nucleus in _FRONT else _BACK_ONSETS
        onsets = _parts(_ANY_ONSETS) + _parts(by_spelling)
        for coda in _parts(codas):
            for onset in onsets:
                if nucleus == "iê" and not onset:
                    continue  # written yê
                yield Shape(onset, "", nucleus, coda)
            if nucleus in _GI_NUCLEI:
                yield Shape("gi", "", nucleus, coda)
    yield Shape("gi", "", "ê", "")  # Giê-su
    for nucleus, codas in _G_WITH_I.items():
        yield from (Shape("g", "", nucleus, coda) for coda in _parts(codas))
    for (medial, nucleus), codas in _MEDIAL.items():
        for coda in _parts(codas):
            yield from (Shape(onset, medial, nucleus, coda) for onset in _parts(_MEDIAL_ONSETS))
    for nucleus, codas in _AFTER_Q.items():
        yield from (Shape("q", "u", nucleus, coda) for coda in _parts(codas))
    yield from (Shape(onset, "", "y", "") for onset in _parts(_Y_ONSETS))
    yield from (Shape("", "", "yê", coda) for coda in _parts(_INITIAL_YE))
    yield from (Shape(*loan) for loan in _LOANS)


#: Toneless spelling -> its parts.  First come, first kept: no spelling has two
#: readings that differ in where the tone goes.
_SHAPES: Final[dict[str, Shape]] = {}
for _shape in _all_shapes():
    _SHAPES.setdefault("".join(_shape), _shape)

_OPEN_MEDIALS: Final = frozenset(("oa", "oe", "uy"))
_MARKED_LETTERS: Final = frozenset("ăâêôơư")


@lru_cache(maxsize=8192)
def tone_index(shape: Shape, style: Style) -> int:
    """Return which letter of the toneless spelling bears the tone mark.

    A letter that has its own mark bears it (the second one in ươ); otherwise
    the first letter of a diphthong (của, mía), the second o of oo, or the only
    vowel.  In open oa, oe, uy the *old* style marks the medial (hòa), the *new*
    one the nucleus (hoà); after q the u is never marked.
    """
    start = len(shape.onset) + len(shape.medial)
    marked = [i for i, letter in enumerate(shape.nucleus) if letter in _MARKED_LETTERS]
    if marked:
        return start + marked[-1]
    if shape.nucleus == "oo":
        return start + 1
    open_medial = not shape.coda and shape.medial + shape.nucleus in _OPEN_MEDIALS
    if open_medial and style == "old" and shape.onset != "q":
        return start - 1
    return start


def shape_of(base: str) -> Shape | None:
    """Return the parts of a lower-case NFC spelling without tone, or ``None``."""
    return _SHAPES.get(base)


def all_shapes() -> Iterator[tuple[str, Shape]]:
    """Yield the toneless spelling and the parts of every syllable the grammar allows."""
    yield from _SHAPES.items()


def tone_allowed(coda: str, tone: Tone) -> bool:
    """Return whether a syllable with this coda may carry this tone."""
    return coda not in _STOP_CODAS or tone in _STOP_TONES


def spell(shape: Shape, tone: Tone, style: Style = "old") -> str:
    """Return the written syllable (NFC, lower case) of these parts and this tone."""
    base = "".join(shape)
    if tone is Tone.LEVEL:
        return base
    cut = tone_index(shape, style) + 1
    return nfc(base[:cut] + MARK_OF_TONE[tone] + base[cut:])


def separate_tone(text: str) -> tuple[str, Tone] | None:
    """Return ``text`` without its tone mark (NFC) and the tone; ``None`` with two marks."""
    marks = [c for c in nfd(text) if c in TONE_OF_MARK]
    if len(marks) > 1:
        return None
    if not marks:
        return nfc(text), Tone.LEVEL
    return nfc(nfd(text).replace(marks[0], "")), TONE_OF_MARK[marks[0]]


@lru_cache(maxsize=65536)
def _split(syllable: str) -> Syllable | None:
    lowered = nfc(syllable.lower())
    parts = separate_tone(lowered)
    if parts is None:
        return None
    base, tone = parts
    shape = _SHAPES.get(base)
    if shape is None or not tone_allowed(shape.coda, tone):
        return None
    if lowered not in (spell(shape, tone, "old"), spell(shape, tone, "new")):
        return None
    return Syllable(*shape, tone)


def split(syllable: str) -> Syllable | None:
    """Return the parts of one written syllable, or ``None`` when it is not one.

    Case and Unicode form do not matter; both tone styles are accepted (``hòa``
    and ``hoà``), a misplaced mark (``vịêt``) is not, nor a stop coda without
    sắc or nặng (``cap``).
    """
    return _split(syllable) if len(syllable) <= LONGEST_DECOMPOSED else None


def is_syllable(text: str) -> bool:
    """Return whether ``text`` is exactly one well-written Vietnamese syllable."""
    return split(text) is not None


def is_bare_syllable(text: str) -> bool:
    """Return whether lower-case ``text`` is a syllable whose marks were left out: *cuoc*, though it needs a tone."""
    return text in _bare_syllables()


@lru_cache(maxsize=1)
def _bare_syllables() -> frozenset[str]:
    return frozenset(fold(base) for base, _shape in all_shapes())


def all_syllables() -> Iterator[str]:
    """Yield every syllable the grammar allows, lower case, tones in the old style."""
    for shape in _SHAPES.values():
        for tone in Tone:
            if tone_allowed(shape.coda, tone):
                yield spell(shape, tone, "old")
