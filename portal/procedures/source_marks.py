"""Phrases that say, on the public page, what an imported record left unclear; flags are read off them.

A flag that lived outside the notice would stay when an editor repairs the text, or get lost when the page
is saved again. So the phrase is part of the text, and `quality.flags` looks for it.
"""

from collections.abc import Iterable
from typing import Final

#: How the note begins that names the national database as the source of all a notice says.
REFERENCE: Final = "Dữ liệu tham khảo từ Cơ sở dữ liệu quốc gia về thủ tục hành chính"
#: Cells run together in the source, kept as they stand.
UNPARSED: Final = "Nguồn ghi liền, chưa tách được"
#: A fee is called free beside a rule or a sum that says otherwise, or is too small to be đồng.
FEE_UNCLEAR: Final = "Nguồn ghi chưa rõ mức thu"
#: The number of copies runs together with a number at the end of the paper's name.
COUNT_UNCLEAR: Final = "Nguồn ghi liền số bản"
#: A column holds the rest of the column before it.
SHIFTED: Final = "Nguồn ghi lệch cột"
#: A legal text is named without its number.
BASIS_WITHOUT_NUMBER: Final = "Căn cứ pháp lý không ghi rõ số hiệu"
#: A value that is on no code list.
OUTSIDE_LIST: Final = "Nguồn ghi ngoài danh mục"

FLAG_OF: Final[dict[str, str]] = {
    UNPARSED: "unparsed_cell",
    FEE_UNCLEAR: "fee_unclear",
    COUNT_UNCLEAR: "count_unclear",
    SHIFTED: "columns_shifted",
    BASIS_WITHOUT_NUMBER: "basis_without_number",
    OUTSIDE_LIST: "outside_code_list",
}


def reference(notes: Iterable[str]) -> str:
    """The note of a notice that repeats the national database, whose records name no day of effect; "" for others."""
    return next((note for note in notes if note.startswith(REFERENCE)), "")


def marked(phrase: str, text: str) -> str:
    """`text` as the source has it, introduced by one of the phrases."""
    return f"{phrase}: {text}"
