"""The words under which a search is counted, and which searches are not counted at all.

Numbers that belong to somebody are taken out, and the rest is counted. A text with what looks like somebody's
name is not counted: without the name it would say nothing, and names cannot be cut out reliably.
"""

import re
import unicodedata
from itertools import pairwise

from portal.core.redaction import GONE, redact
from portal.vietnamese.tones import normalise_tones
from portal.vietnamese.unicode import clean

#: Characters that are kept; what editors look for in the report is shorter.
LONGEST = 100
#: Digits a counted text may hold beside law numbers and codes: a year, an article, a form. Phone numbers without
#: their first digits and identity numbers of old have more.
MOST_DIGITS = 6

# Numbers of laws, of procedures (1.004222, 1.004222.000.00.00.H10) and of our own codes are nobody's.
_LAW = r"\b\d{1,4}/(?:19|20)\d\d/[^\W\d_](?:[^\W\d_]|-){0,14}\d{0,2}\b"
_CODE = r"(?<!\d)(?<!\d\W)[1-3]\.\d{6}(?:\.0{2,3}){0,3}(?!\d|\W{1,3}\d)"
_PUBLIC = f"{_LAW}|{_CODE}"
_OF_SOMEBODY = (
    # Addresses of people: e-mail, and pages with whatever they carry.
    r"(?:https?://|www\.)\S+",
    r"\S+ ?@ ?\S+",
    # A licence plate: 82A-123.45, 82B1 12345.
    r"\b\d{2} ?-? ?[a-zđ]{1,2}\d?[ .-]{0,3}(?:\d{3}[. ]?\d{2}|\d{4})\b",
    # A day of a life: 1/2/1990, 01-02-90.
    r"\b\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})\b",
    # Seven digits on, however they are grouped: phones, identity cards, passports, social and health insurance,
    # bank accounts, dossier numbers.
    r"\+?\d(?:[\s.,;:*()/_|-]{0,3}\d){6,}",
)
_RULES = re.compile(rf"(?P<public>{_PUBLIC})|{'|'.join(_OF_SOMEBODY)}", re.IGNORECASE)
_BORN = re.compile(r"\b(sinh(?: (?:năm|nam|ngày|ngay))?:? )\d[\d/.-]*", re.IGNORECASE)
_DOTS = re.compile(r"\.{2,}|…(?:[ .,-]*…)+")
_EDGES = re.compile(r"^[^\w…]+|[^\w…]+$")
_SAYS_SOMETHING = re.compile(rf"[^\W\d_]|{_PUBLIC}")

# Family names that are no other word when they are written with their accents.
_FAMILY = "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|ngô|dương|trương|đinh|trịnh|đoàn|đào|lương"
_FAMILIES = frozenset(_FAMILY.split("|"))
# Without accents the others would stop `đang vận chuyển` and `đường vận tải`.
_BARE_FAMILY = "nguyen|tran|le|pham|huynh|bui|ngo|dinh|trinh"
_NAMES = (
    re.compile(rf"\b(?:{_FAMILY}|hồ|lý|hà|cao|lâm|mai) (?:văn|thị) [^\W\d]+"),
    re.compile(rf"\b(?:{_BARE_FAMILY}) (?:van|thi) [^\W\d]+"),
    re.compile(r"\bnguyễn [^\W\d]+"),
    re.compile(r"\b(?:tên là|tên tôi là|tôi tên|ten la|ten toi la|toi ten) [^\W\d]+"),
)
_CALLED = frozenset(("ông", "bà", "anh", "chị", "em", "cháu", "cụ"))


def countable(typed: str, read: str) -> str:
    """How a query is counted: lower case, one tone style, without numbers of people; "" for one that is not.

    `read` is what was searched for, legible where `typed` was keystrokes or another encoding. Giving it its own
    answer gives the same answer.
    """
    typed, read = _plain(typed), _plain(read)
    if _names_somebody(typed) or _names_somebody(read):
        return ""
    without = _redacted(typed)
    # Keys may be read as letters: where a number stood, only what was typed tells where it ended.
    text = _redacted(read) if without == typed else without
    text = normalise_tones(text.lower())[:LONGEST]
    text = _EDGES.sub("", _DOTS.sub(GONE, text))
    return text if _SAYS_SOMETHING.search(text) and not _has_many_digits(text) else ""


def _plain(text: str) -> str:
    """One line of full letters: digits of other widths are digits, and nothing invisible stands between them."""
    compatible = unicodedata.normalize("NFKC", clean(text))
    return " ".join(_DOTS.sub(GONE, clean(compatible)).split())


def _redacted(text: str) -> str:
    found = _RULES.sub(lambda match: match["public"] or GONE, text)
    return _BORN.sub(rf"\1{GONE}", "".join(_without_secrets(found)))


def _without_secrets(text: str) -> list[str]:
    """What the log takes out is taken out here too, but for the numbers that are nobody's."""
    public = rf"({_PUBLIC})"
    parts = re.split(public, text, flags=re.IGNORECASE)
    return [part if at % 2 else redact(part) for at, part in enumerate(parts)]


def _has_many_digits(text: str) -> bool:
    rest = re.sub(_PUBLIC, "", text, flags=re.IGNORECASE)
    return sum(letter.isdigit() for letter in rest) > MOST_DIGITS


def _names_somebody(text: str) -> bool:
    lowered = normalise_tones(text.lower())
    if any(pattern.search(lowered) for pattern in _NAMES):
        return True
    return any(
        first.istitle() and second.istitle() and normalise_tones(first.lower()) in _FAMILIES | _CALLED
        for first, second in pairwise(text.split())
    )
