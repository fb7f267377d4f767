"""Where a notice of ours and the record of the national catalogue differ: time, fee and papers, side by side.

Neither is taken for right: the table is for the person who finds out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from portal.procedures.differences import Piece, differences
from portal.procedures.enums import Channel, FeeKind
from portal.procedures.notice import Handling, Notice
from portal.procedures.presenters_values import Value, channel_label, duration_value, fee_value

DIFFERENT: Final = "khác"
NOT_COMPARABLE: Final = "không so được"
_ABSENT: Final = "không nêu"


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the table: a part, the words of both sides, and whether they differ or cannot be compared."""

    code: str
    national_code: str
    part: str
    ours: str
    national: str
    result: str


def compare(ours: Notice, national: Notice) -> tuple[Compared, ...]:
    """Every difference in time, fee and papers; a side without a value cannot be compared."""
    rows = [*_times(ours, national), *_fees(ours, national), *_papers(ours, national)]
    return tuple(
        Compared(ours.code, national.national_code, part, mine, theirs, result) for part, mine, theirs, result in rows
    )


_Row = tuple[str, str, str, str]


def _times(ours: Notice, national: Notice) -> Iterator[_Row]:
    return _by_channel("Thời hạn", ours, national, lambda row: duration_value(row.duration), _has_time)


def _fees(ours: Notice, national: Notice) -> Iterator[_Row]:
    return _by_channel("Phí, lệ phí", ours, national, lambda row: fee_value(row.fee), _has_fee)


def _by_channel(
    part: str, ours: Notice, national: Notice, read: Callable[[Handling], Value], has: Callable[[Handling], bool]
) -> Iterator[_Row]:
    for channel in Channel:
        mine = [row for row in ours.handlings if row.channel == channel]
        theirs = [row for row in national.handlings if row.channel == channel]
        if not mine and not theirs:
            continue
        label = f"{part}, {channel_label(channel.value).lower()}"
        words = _words(mine, read), _words(theirs, read)
        if not all(rows and all(map(has, rows)) for rows in (mine, theirs)):
            yield label, *words, NOT_COMPARABLE
        elif {_told(row, read) for row in mine} != {_told(row, read) for row in theirs}:
            yield label, *words, DIFFERENT


def _told(row: Handling, read: Callable[[Handling], Value]) -> tuple[str, str]:
    """What counts as the same: "Không thu" and "Miễn phí" both cost nothing."""
    value = read(row)
    return row.case, "" if value.is_none else value.text


def _has_time(row: Handling) -> bool:
    return bool(row.duration) and bool(row.duration.unit)


def _has_fee(row: Handling) -> bool:
    return row.fee.kind != FeeKind.MISSING


def _words(rows: list[Handling], read: Callable[[Handling], Value]) -> str:
    said = []
    for row in rows:
        value = read(row)
        text = f"{value.text} ({value.note})" if value.text and value.note else value.text or value.note
        said.append(": ".join(filter(None, (row.case, text))))
    return "; ".join(dict.fromkeys(filter(None, said)))


def _papers(ours: Notice, national: Notice) -> Iterator[_Row]:
    if not ours.documents or not national.documents:
        count = f"{sum(len(case.documents) for case in (*ours.documents, *national.documents))} giấy tờ"
        mine, theirs = (count if notice.documents else "" for notice in (ours, national))
        yield "Giấy tờ", mine, theirs, NOT_COMPARABLE
        return
    for row in differences(_only_papers(ours), _only_papers(national)):
        yield "Giấy tờ", _text(row.old) or _ABSENT, _text(row.new) or _ABSENT, DIFFERENT


def _only_papers(notice: Notice) -> Notice:
    """Names, counts and conditions: the catalogue gives no legal basis of a single paper."""
    cases = tuple(
        replace(case, documents=tuple(replace(paper, basis="", note="", form=None) for paper in case.documents))
        for case in notice.documents
    )
    return replace(Notice(code="", title=""), documents=cases)


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
