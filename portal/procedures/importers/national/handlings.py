"""Ways to apply: channel, time, fee and description, from one cell without separators or from a table."""

import re
from typing import Final

from portal.procedures.enums import Channel, DurationUnit, FeeKind
from portal.procedures.importers.national.record import HandlingRow
from portal.procedures.importers.national.texts import SMALL, one_line, stated
from portal.procedures.source_marks import FEE_UNCLEAR, UNPARSED, marked

HEADER: Final = "Hình thức nộpThời gianPhí, lệ phíMô tả"

CHANNELS: Final = {
    "trực tiếp": Channel.DIRECT,
    "trực tuyến": Channel.ONLINE,
    "dịch vụ bưu chính": Channel.POST,
}
_UNITS: Final = {
    "ngày làm việc": DurationUnit.WORKING_DAY,
    "ngày": DurationUnit.DAY,
    "giờ": DurationUnit.HOUR,
    "tháng": DurationUnit.MONTH,
}
_NOTHING: Final = "Không có thông tin"
# A row begins with a channel that runs straight into a number or one of the two words of the next column.
_ROW: Final = re.compile(r"(Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=\d|Không|Miễn phí)")
_FIRST_ROW: Final = re.compile(r"Trực tuyến|Trực tiếp|Dịch vụ bưu chính")
_TIME: Final = re.compile(
    rf"(\d+) ?(Ngày làm việc|Ngày|Giờ|Tháng)(?![{SMALL} ])|{_NOTHING}|(\d+)(?=Miễn phí|{_NOTHING})"
)
# No sum is longer: without a bound, a cell of digits would be read once for each of them.
_MONEY: Final = re.compile(r"(?<!\d)(\d[\d,.]{0,30}) ?(Việt Nam Đồng|VNĐ|[A-Z]{3}(?![A-Z]))")
_FEE: Final = re.compile(rf"Miễn phí|{_NOTHING}|{_MONEY.pattern}")
_ENUMERATOR: Final = re.compile(r"\(\w{1,3}\)")

#: A sum below the smallest note is a slip of the pen (20 for 20.000), not a fee.
_LEAST_FEE: Final = 1_000
#: What the column of whole đồng holds.
_MOST_FEE: Final = 2_147_483_647
_MOST_DAYS: Final = 100_000
#: Remarks beside "Miễn phí" that agree with it.
_AGREES: Final = re.compile(r"(?:không(?: có| quy định| thu(?: (?:lệ )?phí)?)?|miễn (?:lệ )?phí)[. ]*", re.I)


def parse_cell(cell: str) -> list[HandlingRow]:
    """Rows of the flattened cell; what cannot be told apart is one row's text, marked."""
    body = cell.removeprefix(HEADER)
    if not stated(body):
        return []
    first = _FIRST_ROW.match(body)
    if first is None:
        return [HandlingRow(channel=Channel.DIRECT.value, remark=marked(UNPARSED, cell))]
    cuts = [(0, first.end())]
    cuts += [(found.start(), found.end()) for found in _ROW.finditer(body) if found.start() > 0]
    ends = [start for start, _end in cuts[1:]] + [len(body)]
    return [
        _row(CHANNELS[body[start:end].lower()], body[end:until]) for (start, end), until in zip(cuts, ends, strict=True)
    ]


def parse_table_row(channel: str, time: str, fee: str, remark: str) -> list[HandlingRow]:
    """One row of the structured shape; several fees make several cases."""
    known = CHANNELS.get(one_line(channel).lower())
    if known is None:
        words = one_line(" ".join((channel, time, fee, remark)))
        return [HandlingRow(channel=Channel.DIRECT.value, remark=marked(UNPARSED, words))] if words else []
    rows = []
    for words in _fee_lines(fee) or [""]:
        row = HandlingRow(channel=known.value, remark=stated(remark))
        _set_time(row, one_line(time))
        _set_table_fee(row, words)
        rows.append(row)
    if len(rows) > 1:
        for row in rows:
            if row.fee_kind != FeeKind.MISSING:
                row.case, row.fee_note = row.fee_note, ""
    return rows


def _row(channel: Channel, text: str) -> HandlingRow:
    row = HandlingRow(channel=channel.value)
    time = _TIME.match(text)
    if time is not None:
        _set_time(row, time[0])
        rest = text[time.end() :]
    else:
        rest = text
    fee = _FEE.match(rest) if time is not None else _FEE.search(rest)
    # Digits of the time run into those of the fee: 120 VNĐ is 1 and 20, or 12 and 0.
    runs_together = time is None and fee is not None and bool(fee[1]) and fee.start() == 0
    if fee is None or runs_together:
        row.remark = marked(UNPARSED, rest) if rest.strip() else ""
        return row
    if time is None:
        row.duration_note = one_line(rest[: fee.start()])
    note, row.remark = _note_and_remark(rest[fee.end() :], is_known=fee[0] != _NOTHING)
    _set_fee(row, fee, note)
    return row


def _note_and_remark(tail: str, *, is_known: bool) -> tuple[str, str]:
    """The bracket straight after a fee is its note, what follows is the description."""
    if not is_known or not tail.startswith("(") or _ENUMERATOR.match(tail):
        return "", tail.strip()
    depth = 0
    for position, char in enumerate(tail):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return tail[1:position].strip(), tail[position + 1 :].strip()
    return tail[1:].strip(), ""


def _set_time(row: HandlingRow, words: str) -> None:
    words = stated(words)
    found = re.fullmatch(r"(\d+) ?(\D*)", words)
    unit = _UNITS.get(found[2].strip().lower()) if found else None
    digits = found[1].lstrip("0") if found else ""
    if found and (unit or not found[2]) and 0 < len(digits) < len(str(_MOST_DAYS)):
        row.duration, row.duration_unit = int(digits), unit.value if unit else ""
    else:
        # "0.5 Giờ", "10-25", "Không quy định": a statement, but no number of whole days.
        row.duration_note = words


def _set_fee(row: HandlingRow, fee: re.Match[str], note: str) -> None:
    if fee[0] == _NOTHING:
        return
    if fee[0] == "Miễn phí":
        _set_free(row, note)
    elif fee[2] in {"Việt Nam Đồng", "VNĐ"}:
        _set_amount(row, fee[1], fee[0], note)
    else:
        row.fee_note = f"{fee[0]} ({note})" if note else fee[0]


def _set_free(row: HandlingRow, note: str) -> None:
    if not note or _AGREES.fullmatch(note):
        row.fee_kind, row.fee_note = FeeKind.FREE.value, note
    else:
        row.fee_note = marked(FEE_UNCLEAR, f"Miễn phí ({note})")


def _set_amount(row: HandlingRow, digits: str, words: str, note: str) -> None:
    amount = int(re.sub(r"\D", "", digits)[:12])
    if _LEAST_FEE <= amount <= _MOST_FEE:
        row.fee_kind, row.fee_amount, row.fee_note = FeeKind.AMOUNT.value, amount, note
    else:
        row.fee_note = marked(FEE_UNCLEAR, f"{words} ({note})" if note else words)


# --- the table's fees: "Phí : 2.000.000 Đồng (…)" --------------------------------------------------

_TABLE_FEE: Final = re.compile(r"(?:Lệ )?Phí ?: ?(.*)", re.I | re.S)
_TABLE_SUM: Final = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+) ?Đồng ?(?:\((.*)\))?", re.I | re.S)
_TABLE_NONE: Final = re.compile(r"không Đồng", re.I)


def _fee_lines(fee: str) -> list[str]:
    """One text a fee: a line that does not begin with its kind belongs to the one before."""
    found: list[str] = []
    for line in fee.split("\n"):
        if found and not re.match(r"(?:Lệ )?Phí ?:", line, re.I):
            found[-1] = f"{found[-1]} {line}"
        elif stated(line):
            found.append(line)
    return found


def _set_table_fee(row: HandlingRow, words: str) -> None:
    named = _TABLE_FEE.fullmatch(words.strip())
    text = named[1].strip() if named else stated(words)
    found = _TABLE_SUM.fullmatch(text)
    if found and not found[1].strip("0.,"):
        _set_free(row, (found[2] or "").strip())
    elif found:
        _set_amount(row, found[1], text, (found[2] or "").strip())
    elif _TABLE_NONE.fullmatch(text):
        row.fee_kind = FeeKind.NONE.value
    else:
        row.fee_note = "" if text.lower() in {"", "đồng"} else one_line(text)
