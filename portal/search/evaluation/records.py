"""Which national records are put around the procedures of this installation, or stand by themselves."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from portal.core.importing import ImportRefused, Refusal
from portal.procedures.importers.national.reading import Line, read_lines
from portal.search.evaluation.judged import Judged

#: Ministries whose procedures are those of the 36, at another level: their records would be right answers.
_OURS: Final = frozenset({"bo-cong-an", "bo-quoc-phong"})
#: The same of social insurance, whose records are among those of another ministry.
_FIELD: Final = "bảo hiểm"
_TITLE: Final = "bảo hiểm xã hội"
_NATIONAL_CODE = re.compile(r"\d\.\d{6}")


class Collection(StrEnum):
    """Among what is searched; the values are said to people."""

    OWN = "cổng này"
    #: This installation's procedures and the national records of other ministries.
    AMONG_OTHERS = "cổng này giữa các thủ tục của bộ khác"
    #: Every national record and none of this installation's.
    CATALOGUE = "danh mục quốc gia"


def collection_for(queries: Sequence[Judged]) -> Collection:
    """What queries are to be asked of beside national records: those that want national codes only, of these alone.

    The procedures of this installation would answer them as well as what was judged.
    """
    codes = {code for query in queries for code in query.grades}
    national = codes and all(_NATIONAL_CODE.fullmatch(code) for code in codes)
    return Collection.CATALOGUE if national else Collection.AMONG_OTHERS


def of(collection: Collection, folder: Path, into: Path) -> list[Path]:
    """Files with the national records of a collection; those that are only a part are written into the folder `into`.

    Raises:
        ImportRefused: there are none, or one cannot be read.
    """
    if collection is Collection.OWN:
        return []
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise ImportRefused(Refusal("Không có tệp JSONL nào của Cơ sở dữ liệu quốc gia.", file=str(folder)))
    if collection is Collection.CATALOGUE:
        return [path.resolve() for path in files]
    into.mkdir()
    return [part for path in files if (part := _others(path, into / path.name))]


def _others(path: Path, part: Path) -> Path | None:
    """A copy of a file without the records that would be right answers; None where nothing is left."""
    kept = {line.number for line in _lines(path) if not _is_ours(line)}
    if not kept:
        return None
    with path.open("rb") as whole, part.open("wb") as out:
        out.writelines(data for number, data in enumerate(whole, start=1) if number in kept)
    return part


def _lines(path: Path) -> Iterator[Line]:
    for line in read_lines(path):
        if isinstance(line, Refusal):
            raise ImportRefused(line)
        yield line


def _is_ours(line: Line) -> bool:
    record = line.record
    return record.agency in _OURS or _FIELD in record.field.lower() or _TITLE in record.title.lower()
