"""Tables for spreadsheets: letters they read right, and no cell they would run."""

import re

#: Without it Excel reads Vietnamese letters as those of another table of characters.
BYTE_ORDER_MARK = "\ufeff"
#: What spreadsheets take for the beginning of a formula, in the width of East Asian letters, too.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def defused(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
