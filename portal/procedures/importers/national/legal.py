"""Cited documents: names and numbers that run together in one cell, or rows of a table."""

import re
from typing import Final

from portal.procedures.importers.national.record import Citation
from portal.procedures.importers.national.texts import SMALL, one_line, stated
from portal.procedures.models import LegalDocument

HEADER: Final = "Tên văn bản pháp lýMã văn bản"

_ISSUERS: Final = (
    *("BNNPTNT", "BLĐTBXH", "BVHTTDL", "BVHTT", "BGDĐT", "BKHĐT", "BKHCN", "BTNMT", "BNNMT", "BGTVT", "BTTTT"),
    *("NHNN", "BHXH", "VPCP", "UBND", "HĐND", "TANDTC", "VKSNDTC", "UBDT", "TTCP", "KTNN", "BDTTG", "BNN", "BNV"),
    *("BCA", "BQP", "BTC", "BTP", "BXD", "BYT", "BCT", "BNG", "TCT", "TCHQ", "TTg", "CP", "CTN", "TW"),
)
_ISSUER: Final = f"(?:{'|'.join(_ISSUERS)})"
_KIND: Final = "(?:VBHN|TTLT|NĐ|QĐ|TT|NQ|CT|PL|HD|KH)"
#: 118/2025/NĐ-CP, 66.7/2025/NQ-CP, 191/2005/TTLT/BQP-BLĐTBXH-BTC, 02/2011/QH13, 379/QĐ-BNNMT.
NUMBER: Final = re.compile(
    # Behind a whole year or the term of a National Assembly digits begin another number.
    r"(?:(?<![\d/])|(?<=QH\d\d)|(?<=/(?:20|19)\d\d)|(?<=năm (?:20|19)\d\d))"
    rf"(?:\d{{1,3}}\.)?\d{{1,5}} ?(?:/\d{{4}})? ?/ ?"
    rf"(?:QH\d\d|(?:NQ-?)?UBTVQH\d\d|{_KIND} ?[-/] ?{_ISSUER}(?: ?[-/] ?{_ISSUER})*)"
)
_KINDS: Final = {
    "NĐ": LegalDocument.Kind.DECREE,
    "QĐ": LegalDocument.Kind.DECISION,
    "TTLT": LegalDocument.Kind.JOINT_CIRCULAR,
    "TT": LegalDocument.Kind.CIRCULAR,
    "NQ": LegalDocument.Kind.RESOLUTION,
}
_BARE_KINDS: Final = "(?:Bộ luật|Luật|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Nghị quyết|Pháp lệnh|Chỉ thị)"
#: The number column sometimes repeats kind or "số"; it runs into the name before it.
_GLUED_KIND: Final = re.compile(rf"(?<=[{SMALL};.)])({_BARE_KINDS}(?: số)?|Số) ?$")
#: A number column whose own number cannot be told ("năm 202068/2020/QH14"), and the next name right behind it.
_SEAM: Final = re.compile(rf"/(?:QH\d\d|[A-ZĐ]+(?:-[A-ZĐ]+)*?)(?={_BARE_KINDS})")
_LONGEST_NUMBER: Final = 60


def parse_cell(cell: str) -> tuple[list[Citation], str]:
    """Citations, and what names no number that can be told for certain."""
    text = stated(cell.removeprefix(HEADER))
    found = list(NUMBER.finditer(text))
    citations: list[Citation] = []
    unclear: list[str] = []
    begin = 0
    for number, match in enumerate(found):
        if _is_repeated(found, number) or not _ends_an_item(text, match):
            continue
        before, name = _own_name(text[begin : match.start()])
        unclear.append(before)
        citations.append(_citation(match[0], name))
        begin = match.end()
    words = (part.strip(" .;,\n") for part in (*unclear, text[begin:]))
    return _merged(citations), "; ".join(filter(None, words))


def _own_name(words: str) -> tuple[str, str]:
    """What belongs to an item before, whose number cannot be told, and the name of this one."""
    seams = list(_SEAM.finditer(words))
    end = seams[-1].end() if seams else 0
    return words[:end], words[end:]


def parse_table_row(number: str, title: str, issued: str, issuer: str) -> tuple[Citation | None, str]:
    """One row of the structured shape: a citation, or its words where no number can be told."""
    found = NUMBER.findall(one_line(number)) or NUMBER.findall(one_line(title))
    if len(set(map(_compact, found))) != 1:
        return None, one_line(" – ".join(filter(None, (number, title))))
    citation = _citation(found[0], title)
    day = re.fullmatch(r"\s*(\d\d)-(\d\d)-(\d{4})\s*", issued)
    citation.issued_on = f"{day[3]}-{day[2]}-{day[1]}" if day else ""
    citation.issuer = one_line(stated(issuer))
    return citation, ""


def decision_number(text: str) -> str:
    """379/QĐ-BNNMT from "Quyết định số 379 /QĐ-BNNMT"; "" where the text holds no whole number."""
    words = _compact(text.removeprefix("Quyết định").strip().removeprefix("số").strip())
    whole = re.fullmatch(r"\d{1,5}/QĐ-[A-ZĐ0-9][A-ZĐ0-9-]*|QĐ/\d{1,5}-[A-ZĐ]+", words)
    return words if whole and len(words) <= _LONGEST_NUMBER else ""


def _is_repeated(found: list[re.Match[str]], number: int) -> bool:
    """Whether the same number follows at once: the name ends with it, and the second one is the column."""
    if number + 1 == len(found) or found[number + 1].start() != found[number].end():
        return False
    return _compact(found[number + 1][0]) == _compact(found[number][0])


def _ends_an_item(text: str, number: re.Match[str]) -> bool:
    """Whether the number is the second column: a number cited inside a name stands between blanks."""
    after = text[number.end() : number.end() + 1]
    glued_before = number.start() > 0 and not text[number.start() - 1].isspace() and text[number.start() - 1] != "("
    glued_after = not after or after.isalnum()
    ends = glued_after or after.isspace() or after in ".;"
    return ends and (glued_before or glued_after)


def _citation(number: str, name: str) -> Citation:
    number = _compact(number)
    title = one_line(_GLUED_KIND.sub("", name)).strip(" ;,")
    return Citation(number=number, title="" if _only_repeats(title, number) else title, kind=_kind(number, title))


def _only_repeats(title: str, number: str) -> bool:
    """A title like “Nghị định số 118/2014/NĐ-CP” says no more than kind and number."""
    rest = _compact(title).lower().replace(number.lower(), "")
    return re.fullmatch(rf"(?:{_BARE_KINDS.replace(' ', '')})?(?:số)?\.?", rest, re.I) is not None


def _kind(number: str, title: str) -> str:
    if "/QH" in number:
        is_law = not title.lower().startswith(("nghị quyết", "pháp lệnh"))
        return (LegalDocument.Kind.LAW if is_law else LegalDocument.Kind.RESOLUTION).value
    found = re.search(r"/(TTLT|NĐ|QĐ|TT|NQ)[-/]", number)
    return (_KINDS[found[1]] if found else LegalDocument.Kind.OTHER).value


def _compact(number: str) -> str:
    return "".join(number.split())


def _merged(citations: list[Citation]) -> list[Citation]:
    """Each number once, with all of its names."""
    by_number: dict[str, Citation] = {}
    for citation in citations:
        known = by_number.setdefault(citation.number, citation)
        if citation.title not in known.title:
            known.title = "; ".join(filter(None, (known.title, citation.title)))
    return list(by_number.values())
