"""The forms of articles, campaigns and spots: what is missing, and who may not approve their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.core.forms import CheckedForm, Obstacle, OffersConversion
from portal.vietnamese.unicode import nfc

CHANGED = _("Bạn đã sửa nội dung nên không duyệt cùng lúc được: hãy lưu bản nháp để người khác duyệt, hoặc trả lại.")
NEEDS_APPROVAL = _("Nội dung này phải qua các bước duyệt: hãy bấm “Gửi duyệt”.")

#: In what Wagtail's rich text editor sends. It counts letters (bold from the 4th to the 9th), so it is composed later.
RICH_TEXT_SIGN = '"entityMap"'


@dataclass(frozen=True, slots=True)
class AtTheTop:
    """An obstacle of no single field."""

    message: str | Promise
    field: str = ""


class OutreachForm(OffersConversion, CheckedForm):
    """Texts are stored with whole letters (NFC), however they were typed or pasted.

    Else they would neither be found nor measured right, and nobody could see why.
    """

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_composed(data) if data else data, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        return cleaned | {name: nfc(value) for name, value in cleaned.items() if isinstance(value, str)}

    def obstacles(self) -> Iterable[Obstacle]:
        from portal.news.preflight import gaps

        yield from gaps(self.unsaved())
        if self.is_approving() and self._has_other_words():
            yield AtTheTop(CHANGED)

    def _has_other_words(self) -> bool:
        """Whether saving would change anything; `has_changed()` also minds how the browser numbers rows."""
        return bool(self.changed_data) or any(_has_other_rows(formset) for formset in self.formsets.values())


class OutreachPageForm(OutreachForm, WagtailAdminPageForm):
    """Of an article or a campaign."""


class SpotForm(OutreachForm):
    """Of a spot. Wagtail offers "publish" to whoever may take down, so it is refused here."""

    def obstacles(self) -> Iterable[Obstacle]:
        yield from super().obstacles()
        if self.data.get("action-publish") and self.instance.has_workflow:
            yield AtTheTop(NEEDS_APPROVAL)


def _has_other_rows(formset: Any) -> bool:
    if any(set(form.changed_data) - {"ORDER"} for form in formset.forms):
        return True
    numbers = [form.cleaned_data.get("ORDER") or 0 for form in formset.forms]
    return numbers != sorted(numbers)


def _composed(data: Any) -> QueryDict:
    composed = QueryDict(mutable=True)
    for name, values in data.lists():
        composed.setlist(name, [value if RICH_TEXT_SIGN in value else nfc(value) for value in values])
    return composed
