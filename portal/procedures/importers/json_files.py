"""Reading a JSON file that people made: one clear sentence about what is wrong, with its line where there is one."""

import json
from pathlib import Path
from typing import Any

from portal.core.importing import ImportRefused, Refusal
from portal.core.tabular import read_bytes


def read_json(path: Path) -> dict[str, Any]:
    """The object in a UTF-8 JSON file.

    Raises:
        ImportRefused: not readable, not JSON, a key given twice, or not an object.
    """
    return parse_object(read_bytes(path), path.name)


def parse_object(data: bytes, file: str, first_line: int = 1) -> dict[str, Any]:
    """The object in UTF-8 JSON that begins on `first_line` of a file.

    Raises:
        ImportRefused: not JSON, a key given twice, or not an object.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
        # A lone half of a surrogate pair (`\ud800`) is legal JSON, but no text a database keeps.
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        line = first_line + data[: error.start].count(b"\n")
        raise ImportRefused(Refusal("Tệp không phải UTF-8. Lưu lại bằng UTF-8.", line, file)) from error
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise ImportRefused(Refusal("JSON viết sai ở dòng này.", line, file)) from error
    except UnicodeEncodeError as error:
        raise ImportRefused(Refusal("Có ký tự Unicode hỏng (nửa cặp thay thế).", _line(first_line), file)) from error
    except RecursionError as error:
        raise ImportRefused(Refusal("JSON lồng nhau quá sâu.", _line(first_line), file)) from error
    except ValueError as error:
        # Else it is Python's own limit of digits in a number.
        reason = str(error) if isinstance(error, _NotPlain) else "Có số quá dài."
        raise ImportRefused(Refusal(reason, _line(first_line), file)) from error
    if not isinstance(content, dict):
        raise ImportRefused(Refusal("Nội dung phải là một nhóm khóa JSON.", _line(first_line), file))
    return content


def _line(first_line: int) -> int | None:
    """A line worth naming: of a file that is one object as a whole, nobody knows it."""
    return first_line if first_line > 1 else None


class _NotPlain(ValueError):
    """JSON that Python would read, but that says something twice or nothing a person means."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _NotPlain(f"Khóa “{key}” có hai lần.")
        found[key] = value
    return found


def _no_constant(word: str) -> float:
    raise _NotPlain(f"{word} không phải là số.")
