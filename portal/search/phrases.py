"""Phrases that editors write one a line: tidied, compared, and checked before they are stored."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.vietnamese.keys import accent_key
from portal.vietnamese.legacy import Encoding, decode, detect
from portal.vietnamese.unicode import clean

#: Characters of a phrase: nobody types more in one go to name a thing, official titles aside.
LONGEST_PHRASE = 120

#: Characters of a line that a message quotes.
_QUOTED = 40


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text as they are stored: composed, single spaces, no empty line, none twice."""
    found = {key(phrase): phrase for phrase in reversed([" ".join(clean(line).split()) for line in _lines(text)])}
    found.pop("", None)
    return tuple(reversed(found.values()))


def tidy(text: str) -> str:
    """The text as it is stored, one phrase a line."""
    return "\n".join(phrases(text))


def stored(text: str) -> tuple[str, ...]:
    """The phrases of a text that was tidied before."""
    return tuple(text.split("\n")) if text else ()


def key(phrase: str) -> str:
    """Under which two spellings of one phrase meet: case and the place of the tone mark do not count, accents do."""
    return " ".join(accent_key(word) for word in phrase.split())


def problems(text: str, most: int) -> list[str]:
    """What is wrong with a text of at most `most` phrases, in words for the person who wrote it."""
    found = [problem for line in _lines(text) for problem in _problems_of_line(line)]
    number = len(phrases(text))
    if number > most:
        found.append(_("Có %(number)d dòng, nhiều nhất là %(most)d.") % {"number": number, "most": most})
    return found


def legacy_problem(text: str) -> str:
    """Says that a text is in an encoding from before Unicode, and how it seems to read; "" if it is not.

    It is never turned into Unicode silently: nobody would see a wrong guess.
    """
    encoding = detect(text)
    if encoding is None or encoding is Encoding.COMBINING:
        return ""
    words = {"line": _short(text), "encoding": encoding.value, "read": _short(clean(decode(text, encoding)))}
    return _("“%(line)s” viết bằng bảng mã cũ (%(encoding)s), có lẽ là “%(read)s”. Hãy gõ lại bằng Unicode.") % words


def _problems_of_line(line: str) -> Iterator[str]:
    legacy = legacy_problem(line)
    if legacy:
        yield legacy
        return
    shown = _short(clean(line))
    if any(unicodedata.category(char) in ("Cc", "Cs") and char != "\t" for char in line):
        yield _("“%(line)s” có ký tự điều khiển không đọc được. Hãy gõ lại dòng này.") % {"line": shown}
    phrase = " ".join(clean(line).split())
    if len(phrase) > LONGEST_PHRASE:
        yield _("“%(line)s” dài hơn %(most)d ký tự.") % {"line": shown, "most": LONGEST_PHRASE}
    if phrase and not any(char.isalnum() for char in phrase):
        yield _("“%(line)s” không có chữ cái hay chữ số nào.") % {"line": shown}


def _lines(text: str) -> list[str]:
    # Not splitlines(): VISCII keeps letters among the characters it breaks at.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
