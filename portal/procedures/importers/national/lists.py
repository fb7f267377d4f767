"""Code lists in one cell: levels, audiences; and results behind which the page of the catalogue goes on."""

import re
from typing import Final

from portal.places.models import Level
from portal.procedures.enums import Audience
from portal.procedures.importers.national.texts import one_line, stated

_LEVELS: Final = {
    "cấp bộ": Level.MINISTRY,
    "cấp tỉnh": Level.PROVINCE,
    "cấp huyện": Level.DISTRICT,
    "cấp xã": Level.COMMUNE,
    "cơ quan khác": Level.OTHER,
}
# Longest first: "Doanh nghiệp có vốn đầu tư nước ngoài" begins with "Doanh nghiệp", and two labels hold a comma.
_AUDIENCES: Final = sorted(
    ((str(label), code) for code, label in Audience.choices), key=lambda pair: len(pair[0]), reverse=True
)
_FOOTER: Final = re.compile(r"Chọn cơ quan thực hiện.*", re.S)
# Only what ends a result: a pattern that also took in its name would begin at every letter of a long cell.
_CODE: Final = re.compile(r"Mã: ?([A-Z0-9][A-Z0-9.-]*\d)")
_NAME_OF_NONE: Final = "Kết quả"


def parse_levels(cell: str) -> tuple[tuple[str, ...], str]:
    """Levels from province to ministry, and words that are no level."""
    words = [one_line(part) for part in stated(cell).split(",") if part.strip()]
    found = {level for word in words if (level := _LEVELS.get(word.lower()))}
    unknown = ", ".join(word for word in words if word.lower() not in _LEVELS)
    return tuple(level.value for level in Level if level in found), unknown


def parse_audiences(cell: str) -> tuple[tuple[str, ...], str]:
    """Audiences in the order of the list, and words that are none of them."""
    rest = one_line(stated(cell))
    found: set[str] = set()
    unknown: list[str] = []
    while rest:
        match = next(((label, code) for label, code in _AUDIENCES if _begins(rest, label)), None)
        if match:
            found.add(match[1])
            rest = rest[len(match[0]) :]
        else:
            word, _comma, rest = rest.partition(",")
            unknown.append(word.strip())
        rest = rest.lstrip(", ")
    return tuple(code for code in Audience.values if code in found), ", ".join(filter(None, unknown))


def parse_result(cell: str) -> str:
    """Results, a line each, with their codes; keywords and description below, the page's footer left out."""
    text = _FOOTER.sub("", cell)
    lines: list[str] = []
    results, _label, rest = text.partition("Từ khóa")
    keywords, has_end, description = rest.partition("Mô tả")
    if has_end:
        text = results
    position = 0
    for found in _CODE.finditer(text):
        lines.append(f"{text[position : found.start()].strip() or _NAME_OF_NONE} (mã {found[1]})")
        position = found.end()
    lines.append(stated(text[position:]))
    if has_end:
        lines += [f"Từ khóa: {words}" for words in [stated(keywords)] if words]
        lines += [f"Mô tả: {words}" for words in [stated(description)] if words]
    return "\n".join(filter(None, lines))


def _begins(text: str, label: str) -> bool:
    return text.lower().startswith(label.lower()) and text[len(label) :].lstrip()[:1] in {"", ","}
