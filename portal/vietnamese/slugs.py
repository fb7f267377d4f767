"""Readable addresses from Vietnamese titles."""

from __future__ import annotations

import re
from typing import Final

from portal.vietnamese.unicode import clean, fold

_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


def slugify(text: str, max_length: int = 80) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens.

    ``Đăng ký khai sinh`` → ``dang-ky-khai-sinh``.  A longer result is cut after
    a whole word; a first word longer than ``max_length`` is cut inside.  Returns
    ``""`` when nothing is left (``???``, another script): the caller chooses a
    substitute.  Never raises.
    """
    slug = _NOT_SLUG.sub("-", fold(clean(text))).strip("-")
    if len(slug) <= max_length:
        return slug
    if max_length <= 0:
        return ""
    if slug[max_length] != "-" and "-" in slug[:max_length]:
        return slug[:max_length].rpartition("-")[0]
    return slug[:max_length]
