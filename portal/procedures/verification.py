"""Proving that no published version was changed, removed or put in between.

Each version's digest covers its header, its bytes and the digest before it; the ledger's head keeps the
newest digest, so that a chain cut at its end shows too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.ledger.models import Head
from portal.ledger.writing import chained_digest
from portal.procedures.models import NoticeVersion
from portal.procedures.publication import payload


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first place where the chain does not hold; `version` is None where its end is missing."""

    version: NoticeVersion | None
    reason: str

    def __str__(self) -> str:
        return f"{self.version} (số {self.version.pk}): {self.reason}" if self.version else self.reason


def first_broken_link(step: Callable[[], object] = lambda: None) -> BrokenLink | None:
    """Walk the whole chain in the order it was written; None if every link holds.

    `step` is called once after each version. Versions are numbered under the head's lock, so the order
    of their keys is the order of the chain.
    """
    previous = ""
    for version in NoticeVersion.objects.order_by("pk").iterator():
        if version.previous_digest != previous:
            return BrokenLink(version, "không nối với bản trước: có bản bị xóa hoặc chen vào.")
        if version.digest != chained_digest(previous, payload(version)):
            return BrokenLink(version, "nội dung không khớp mã băm: bản này đã bị sửa.")
        previous = version.digest
        step()
    head = Head.objects.values_list("chain_hash", flat=True).filter(pk=1).first() or ""
    if head != previous:
        return BrokenLink(None, "mã băm cuối chuỗi không khớp: các bản mới nhất đã bị xóa.")
    return None
