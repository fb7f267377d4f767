"""Reading JSON Lines: one record a line, never more than one line in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portal.core.importing import ImportRefused, Refusal
from portal.procedures.importers.json_files import parse_object
from portal.procedures.importers.national.record import Record
from portal.procedures.importers.national.shapes import NotARecord, parse

#: The longest record seen is a fiftieth of this; a longer line is another kind of file.
LONGEST_LINE: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A record and where it stands."""

    file: str
    number: int
    record: Record


def read_lines(path: Path) -> Iterator[Line | Refusal]:
    """Every record of a file, or why a line is none; blank lines are passed over."""
    try:
        with path.open("rb") as file:
            number = 0
            while data := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(data) > LONGEST_LINE:
                    yield Refusal("Dòng quá dài: không phải tệp JSONL.", number, path.name)
                    return
                if data.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield _line(data, number, path.name)
    except OSError as error:
        yield Refusal(f"Không mở được tệp: {error.strerror}.", file=str(path))


def _line(data: bytes, number: int, file: str) -> Line | Refusal:
    try:
        return Line(file, number, parse(parse_object(data, file, number)))
    except ImportRefused as refused:
        return Refusal(refused.refusals[0].reason, number, file)
    except NotARecord as wrong:
        return Refusal(str(wrong), number, file)
