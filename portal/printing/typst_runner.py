"""From a Typst template and plain data to a tagged PDF.

Data reach the template as one JSON text in `sys.inputs.data`, so no word of a notice is ever read as
Typst markup. Fonts are those in `fonts/` and in the typst wheel, never the machine's: the same sheet
gives the same bytes everywhere.
"""

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.cache import cache

#: Templates name each other from here: `/printing/typst/sheet.typ`.
ROOT = Path(__file__).resolve().parents[1]
FONTS = Path(__file__).resolve().parent / "fonts"
WORKER = Path(__file__).resolve().parent / "worker.py"

#: A sheet takes about a quarter of a second; whatever takes this long never ends.
TIMEOUT_SECONDS = 15
#: How long a request waits for the one compiler before it gives up.
PATIENCE_SECONDS = 5
CACHE_SECONDS = 24 * 60 * 60

#: Tagged and checked against PDF/UA-1. That standard refuses letters no font has (an emoji, Chinese);
#: then the sheet is made without the check, still tagged, with the box of an unknown letter.
_STANDARDS: tuple[tuple[str, ...], ...] = (("ua-1",), ())
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

#: One compiler at a time in this process: a crawler that walks the calendar burns one core at most.
_one_at_a_time = threading.BoundedSemaphore(1)


class PrintingFailed(Exception):
    """No PDF could be made; the message is for the log, not for the reader."""


class PrintingBusy(PrintingFailed):
    """Too many sheets are being made just now; trying again in a moment helps."""


def compile(template: str, data: Mapping[str, Any], *, created: datetime) -> bytes:  # noqa: A001 - its name in Typst
    """The PDF of a template of the portal, as `procedures/typst/a4.typ`, filled with `data`.

    Args:
        template: path below the portal's folder.
        data: what the template reads; anything JSON can hold. Control characters are left out.
        created: the creation date written into the PDF, from the data and not from the clock, so that
            the same input gives the same bytes.

    Raises:
        PrintingFailed: the compiler refused, crashed or took too long.
        PrintingBusy: another sheet is being made and did not end in time.
    """
    text = _as_json(data)
    key = f"printing:{digest(template, data, created=created)}"
    known: bytes | None = cache.get(key)
    if known is not None:
        return known
    with _turn():
        pdf = _compile(template, text, int(created.timestamp()))
    cache.set(key, pdf, CACHE_SECONDS)
    return pdf


def digest(template: str, data: Mapping[str, Any], *, created: datetime) -> str:
    """What the bytes of a PDF depend on, as 64 hexadecimal digits; good as an ETag before anything is compiled."""
    parts = (_fingerprint(), template, created.isoformat(), _as_json(data))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)


def _printable(value: Any) -> Any:
    """The value with control characters and half surrogates taken out of every text."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """Changes when a template, a font or the compiler does."""
    found = hashlib.sha256(version("typst").encode())
    for path in sorted([*ROOT.glob("*/typst/*.typ"), *FONTS.iterdir()]):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise PrintingBusy("Another sheet is being compiled.")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _compile(template: str, text: str, timestamp: int) -> bytes:
    refused = ""
    for standards in _STANDARDS:
        finished = _run(
            {
                "template": str(ROOT / template),
                "root": str(ROOT),
                "fonts": str(FONTS),
                "data": text,
                "standards": list(standards),
                "timestamp": timestamp,
            }
        )
        if finished.returncode == 0:
            return finished.stdout
        refused = finished.stderr.decode(errors="replace")
        if "could not be displayed with font" not in refused:
            break
    raise PrintingFailed(f"{template}: {refused[-2000:]}")


def _run(job: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
    # -I: neither the environment nor the working folder can put another module in the worker's way.
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter and file; the input is data
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintingFailed(f"{job['template']}: stopped after {TIMEOUT_SECONDS} seconds") from error
    except OSError as error:
        raise PrintingFailed(f"the worker did not start: {error}") from error
