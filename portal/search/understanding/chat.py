"""Spellings of chats and text messages, word for word."""

from typing import Final

from portal.search.understanding.words import Word, words_of

#: Words before a letter that names a class or a part: the *a* of *hạng a* is nobody's *anh*.
_LETTERS: Final = frozenset("aevz")
_BEFORE_LETTERS: Final = frozenset(
    ("hang", "loai", "nhom", "mau", "khu", "lo", "to", "khoi", "bang", "phan", "muc", "diem", "cap", "bac", "so", "lop")
)

#: Only what has one meaning in a question to an office; abbreviations of terms are content of the CMS.
_SPELLINGS: Final = {
    "ko": "không", "hok": "không", "hong": "không", "hông": "không", "kg": "không", "k": "không",
    "hem": "không",
    "dc": "được", "đc": "được", "đx": "được",
    "j": "gì", "z": "vậy", "zậy": "vậy", "dậy": "vậy", "v": "vậy", "zay": "vậy",
    "bn": "bao nhiêu", "bnh": "bao nhiêu", "nhiu": "nhiêu",
    "ntn": "như thế nào",
    "tui": "tôi", "mk": "mình", "mik": "mình", "e": "em", "a": "anh",
    "lm": "làm", "trc": "trước", "cx": "cũng", "vs": "với", "ms": "mới", "nx": "nữa", "r": "rồi", "ng": "người",
    "cty": "công ty", "đt": "điện thoại", "sđt": "số điện thoại", "gt": "giấy tờ", "gtờ": "giấy tờ",
    "ttuc": "thủ tục", "hsơ": "hồ sơ", "vk": "vợ", "ck": "chồng", "wa": "qua", "wá": "quá", "bít": "biết",
}  # fmt: skip


def undo_chat(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """Words with chat spellings written out. Capitals are abbreviations and stay."""
    found: list[Word] = []
    for at, word in enumerate(words):
        meant = None if _stands_for_itself(words, at) else _SPELLINGS.get(word.text.lower())
        found += words_of(meant) if meant else [word]
    changed = tuple(found)
    return changed, () if changed == words else ("chat",)


def _stands_for_itself(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word is a letter that stands for itself, or in capitals and thus an abbreviation."""
    word = words[at]
    if word.text.isupper():
        return True
    return word.text in _LETTERS and (len(words) == 1 or (at > 0 and words[at - 1].key in _BEFORE_LETTERS))
