"""The forms of articles, campaigns and spots: what is missing, and that nobody approves their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CheckedForm, Obstacle, OffersConversion
from portal.core.page_forms import SlugFromTitle

CHANGED = _("Bạn đã sửa nội dung nên không duyệt cùng lúc được: hãy lưu bản nháp để người khác duyệt, hoặc trả lại.")


@dataclass(frozen=True, slots=True)
class AtTheTop:
    """An obstacle of no single field."""

    message: str | Promise
    field: str = ""


class OutreachForm(OffersConversion, CheckedForm):
    """Asks the preflight, and lets no reviewer change and approve at once."""

    def obstacles(self) -> Iterable[Obstacle]:
        from portal.news.preflight import gaps

        yield from gaps(self.unsaved())
        if self.is_approving() and self._has_other_words():
            yield AtTheTop(CHANGED)

    def _has_other_words(self) -> bool:
        """Whether saving would change anything; `has_changed()` also minds how the browser numbers rows."""
        return bool(self.changed_data) or any(_has_other_rows(formset) for formset in self.formsets.values())


class OutreachPageForm(OutreachForm, SlugFromTitle):
    """Of an article or a campaign."""


def _has_other_rows(formset: Any) -> bool:
    if any(set(form.changed_data) - {"ORDER"} for form in formset.forms):
        return True
    numbers = [form.cleaned_data.get("ORDER") or 0 for form in formset.forms]
    return numbers != sorted(numbers)
