"""The canonical bytes of a Notice, and the way back through every schema there ever was.

JSON with sorted keys, NFC, UTF-8, no floats, money in whole đồng. A version's digest covers exactly
these bytes; they are never made again from a dataclass.
"""

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from portal.procedures.notice import SCHEMA, Notice

#: schema -> function from that schema's dict to the next one's; pure, kept for ever.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

# Unknown keys must stop us: dropping them silently would hide a lost field.
_ADAPTER = TypeAdapter(with_config(ConfigDict(extra="forbid"))(Notice))


class UnknownSchema(ValueError):
    """A stored version is newer than this code."""


def dump(notice: Notice) -> str:
    """The canonical text of a notice in today's schema."""
    return json.dumps(
        dataclasses.asdict(notice), default=_encode, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def in_todays_schema(content: str, schema: int) -> str:
    """Stored bytes as they would be written today, to compare with: a new schema alone is no change."""
    return content if schema == SCHEMA else dump(load(content, schema))


def load(content: str, schema: int) -> Notice:
    """The Notice of stored bytes, upgraded step by step from their schema.

    Raises:
        UnknownSchema: there is no way from `schema` to today's.
        pydantic.ValidationError: the bytes do not fit their schema.
    """
    data: dict[str, Any] = json.loads(content)
    while schema < SCHEMA:
        if schema not in UPGRADES:
            raise UnknownSchema(f"no upgrade from schema {schema}")
        data = UPGRADES[schema](data)
        schema += 1
    if schema > SCHEMA:
        raise UnknownSchema(f"schema {schema} is newer than this program ({SCHEMA})")
    return _ADAPTER.validate_python(data)


def _encode(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
