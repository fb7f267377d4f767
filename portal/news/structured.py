"""Data blocks for machines inside a page (JSON-LD)."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

#: What could end the script element or be read as a line's end in one.
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def json_ld(data: dict[str, Any]) -> SafeString:
    """JSON that no text inside it can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))
