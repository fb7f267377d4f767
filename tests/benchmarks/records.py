"""Lines of the national catalogue, repeated so that a benchmark gets as many procedures as it wants."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

#: What the first digit of a code becomes in the copies; the catalogue itself uses 1 to 3.
_FIRST_DIGITS = "456789"
_PROVINCES = ("Gia Lai", "Quảng Ngãi", "Đắk Lắk", "Lâm Đồng", "Khánh Hòa", "Đồng Nai")


def titles(records: Sequence[Path]) -> Iterator[str]:
    """The titles of records."""
    for record in _read(records):
        yield _title(record)


def texts(records: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Code, title and all the words of each record: what any search may be filled with."""
    for record in _read(records):
        words = [str(value) for key, value in record.items() if key not in {"detail_url", "formality_id"}]
        yield {"code": _code(record), "title": _title(record), "body": "\n".join(words)}


def repeated(records: Sequence[Path], copies: int, folder: Path) -> list[Path]:
    """The files, and `copies - 1` times more of each in `folder`, as if other provinces published the same.

    Copies have codes of their own and the name of a province after the title.
    """
    if copies == 1:
        return list(records)
    folder.mkdir()
    made = list(records)
    for number in range(copies - 1):
        for path in records:
            made.append(folder / f"{path.stem}-{number}.jsonl")
            with made[-1].open("w", encoding="utf-8") as out:
                for record in _read([path]):
                    out.write(json.dumps(_copy(record, number), ensure_ascii=False) + "\n")
    return made


def _copy(record: dict[str, Any], number: int) -> dict[str, Any]:
    former, place = _code(record), f" ({_PROVINCES[number]})"
    code = f"{_FIRST_DIGITS[number]}.{former[0]}{former[3:]}"
    if "metadata" not in record:
        return record | {"ma_thu_tuc": code, "ten_thu_tuc": f"{record['ten_thu_tuc'].strip()}{place}"}
    named = record["metadata"]
    return record | {
        "thu_tuc_id": code,
        "metadata": named | {"mã_thủ_tục": code, "tên_thủ_tục": f"{named['tên_thủ_tục'].strip()}{place}"},
    }


def _title(record: dict[str, Any]) -> str:
    return str(record.get("ten_thu_tuc") or record["metadata"]["tên_thủ_tục"]).strip()


def _code(record: dict[str, Any]) -> str:
    return str(record.get("ma_thu_tuc") or record["metadata"]["mã_thủ_tục"])


def _read(records: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in records:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
