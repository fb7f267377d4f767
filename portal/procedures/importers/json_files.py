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
    data = read_bytes(path)
    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefused(Refusal("Tệp không phải UTF-8. Lưu lại bằng UTF-8.", line, path.name)) from error
    except json.JSONDecodeError as error:
        raise ImportRefused(Refusal("JSON viết sai ở dòng này.", error.lineno, path.name)) from error
    except (_NotPlain, RecursionError) as error:
        reason = str(error) if isinstance(error, _NotPlain) else "JSON lồng nhau quá sâu."
        raise ImportRefused(Refusal(reason, file=path.name)) from error
    if not isinstance(content, dict):
        raise ImportRefused(Refusal("Tệp phải là một nhóm khóa JSON.", file=path.name))
    return content


class _NotPlain(ValueError):
    """JSON that Python would read, but that says something twice or nothing a person means."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise _NotPlain(f"Khóa “{twice}” có hai lần.")
    return dict(pairs)


def _no_constant(word: str) -> float:
    raise _NotPlain(f"{word} không phải là số.")
