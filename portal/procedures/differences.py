"""What two notices say differently, in rows a reader can follow: field, old words, new words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from portal.places.models import Level
from portal.procedures.enums import Lifecycle
from portal.procedures.notice import Document, Handling, LegalRef, LevelMark, Notice, Step
from portal.procedures.presenters_values import (
    Value,
    audience_labels,
    channel_label,
    duration_value,
    fee_value,
    text_value,
)

_WORDS = re.compile(r"\s+|[^\s]+")
#: Texts with less in common are two texts, not one changed: marked words would be confetti.
_ALIKE = 0.4
#: Words times words that are compared: SequenceMatcher's time grows with it, and anybody may ask for a history.
#: A longer pair (two texts of more than a thousand words each) is shown whole, beside each other.
_MOST_COMPARED = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; `changed` ones are struck out in the old text and marked in the new one."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One row; no pieces on a side means that side has nothing ("Chưa cung cấp" for a field, blank for an item)."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    #: Whether the row is one item of a list, so that an empty side means "was not there", not "not supplied".
    is_item: bool = False

    @property
    def is_added(self) -> bool:
        """A new item of a list."""
        return self.is_item and not self.old

    @property
    def is_removed(self) -> bool:
        """An item that is no more."""
        return self.is_item and not self.new


def differences(old: Notice, new: Notice) -> tuple[Difference, ...]:
    """Every field in which `new` differs from `old`, in the order of the law; empty when they say the same."""
    rows: list[Difference] = []
    new_fields = dict(_fields(new))
    for label, before in _fields(old):
        after = new_fields[label]
        if before != after:
            rows += _rows(label, before, after)
    return tuple(rows)


def _rows(label: str, before: str | tuple[str, ...], after: str | tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(before, str) and isinstance(after, str):
        yield _row(label, before, after)
    else:
        yield from _item_rows(label, tuple(before), tuple(after))


def _item_rows(label: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Difference]:
    """Items that stayed say nothing; a changed item stands beside the old one that is most like it."""
    left = list((Counter(before) - Counter(after)).elements())
    came = list((Counter(after) - Counter(before)).elements())
    if not left and not came:
        yield _row(label, _numbered(before), _numbered(after))
    comparable = _is_comparable(" ".join(left), " ".join(came))
    for item in came:
        former = max(left, key=lambda other: _likeness(other, item), default="") if comparable else ""
        if former and _likeness(former, item) >= _ALIKE:
            left.remove(former)
            yield _row(label, former, item, is_item=True)
        else:
            yield _row(label, "", item, is_item=True)
    for item in left:
        yield _row(label, item, "", is_item=True)


def _likeness(one: str, other: str) -> float:
    """From 0 (no word in common) to 1 (the same words in the same order)."""
    if not _is_comparable(one, other):
        return 0.0
    return SequenceMatcher(a=one.split(), b=other.split(), autojunk=False).ratio()


def _is_comparable(one: str, other: str) -> bool:
    return len(one.split()) * len(other.split()) <= _MOST_COMPARED


def _numbered(items: tuple[str, ...]) -> str:
    """The same items in another order: the order is what changed."""
    return " ".join(f"({number}) {item}" for number, item in enumerate(items, start=1))


def _row(label: str, before: str, after: str, *, is_item: bool = False) -> Difference:
    """Mark the words that differ; where little is left in common, the whole texts are the change."""
    if _likeness(before, after) < _ALIKE:
        return Difference(label, _whole(before), _whole(after), is_item)
    words_before, words_after = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(a=words_before, b=words_after, autojunk=False)
    old: list[Piece] = []
    new: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        changed = kind != "equal"
        if i2 > i1:
            old.append(Piece("".join(words_before[i1:i2]), changed))
        if j2 > j1:
            new.append(Piece("".join(words_after[j1:j2]), changed))
    return Difference(label, tuple(old), tuple(new), is_item)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, changed=True),) if text else ()


def _fields(notice: Notice) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Label and words of every field; a tuple is a list of items. Both notices give the same labels."""
    yield _("Tên thủ tục"), notice.title
    yield _("Tên ngắn"), notice.short_title
    yield _("Mã quốc gia"), notice.national_code
    yield _("Tóm tắt"), notice.summary
    yield _("Cơ quan"), notice.agency.name
    yield _("Lĩnh vực"), notice.field
    yield _("Cấp tiếp nhận"), tuple(_level(mark) for mark in notice.levels)
    yield _("Các bước"), tuple(_step(step) for step in notice.steps)
    yield (
        _("Giấy tờ"),
        tuple(_document(case.label, document) for case in notice.documents for document in case.documents),
    )
    yield _("Số bộ hồ sơ"), f"{notice.dossier_sets:02d}" if notice.dossier_sets is not None else ""
    yield _("Cách nộp, thời hạn, phí"), tuple(_handling(row) for row in notice.handlings)
    yield _("Đối tượng thực hiện"), tuple(audience_labels(notice.audiences))
    yield _("Nơi tiếp nhận hồ sơ"), text_value(notice.receiving_body).text
    yield _("Cơ quan giải quyết"), text_value(notice.deciding_body).text
    yield _("Cơ quan phối hợp"), text_value(notice.coordinating_bodies).text
    yield _("Kết quả"), text_value(notice.result).text
    yield _("Yêu cầu, điều kiện"), text_value(notice.conditions).text
    yield _("Lưu ý"), notice.notes
    yield _("Căn cứ pháp lý"), tuple(_legal(ref) for ref in notice.legal_basis)
    yield _("Nơi nhận phản ánh, kiến nghị"), text_value(notice.feedback_address).text
    yield _("Tình trạng"), str(Lifecycle(notice.lifecycle).label)
    yield _("Thủ tục thay thế"), tuple(f"{ref.code} {ref.title}" for ref in notice.successors)


def _level(mark: LevelMark) -> str:
    values = {"level": Level(mark.level).label, "start": f"{mark.starts_on:%d/%m/%Y}"}
    if mark.ends_on is None:
        return str(_("%(level)s, từ %(start)s") % values)
    return str(_("%(level)s, từ %(start)s đến trước %(end)s") % {**values, "end": f"{mark.ends_on:%d/%m/%Y}"})


def _step(step: Step) -> str:
    return _sentence(step.title, step.text, step.actor, _said(duration_value(step.duration)), step.basis)


def _document(case: str, document: Document) -> str:
    form = document.form
    return _sentence(
        f"{case}: {document.name}" if case else document.name,
        _("%(n)s bản chính") % {"n": document.originals} if document.originals is not None else "",
        _("%(n)s bản sao") % {"n": document.copies} if document.copies is not None else "",
        f"{form.code} {form.title}".strip() if form else "",
        _("tệp mẫu %(hash)s") % {"hash": form.sha256[:12]} if form and form.sha256 else "",
        document.condition,
        _("mang bản chính để đối chiếu") if document.bring_original else "",
        document.note,
        document.basis,
    )


def _handling(row: Handling) -> str:
    return _sentence(
        channel_label(row.channel),
        row.case,
        row.area,
        row.place,
        _("thời hạn %(value)s") % {"value": _said(duration_value(row.duration)) or _("chưa cung cấp")},
        _("phí %(value)s") % {"value": _said(fee_value(row.fee)) or _("chưa cung cấp")},
        row.basis,
        row.fee.basis,
    )


def _legal(ref: LegalRef) -> str:
    return _sentence(ref.number, ref.title, ref.articles, ref.note)


def _said(value: Value) -> str:
    note = value.note.removesuffix(".")
    return f"{value.text} ({note})" if value.text and note else value.text or note


def _sentence(*parts: str) -> str:
    """Parts joined to one sentence: a part that ends a sentence of its own loses its stop before the next one."""
    said = [part for part in parts if part]
    return "; ".join([*(part.removesuffix(".") for part in said[:-1]), *said[-1:]])
