"""Forms every room may use in the admin."""

import copy
from collections.abc import Iterable
from typing import Any, ClassVar, Protocol

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.vietnamese.slugs import slugify


class KeptSlugForm(WagtailAdminModelForm):
    """Makes the slug from another field where it is left empty, and keeps it for ever after.

    Addresses are printed, so what they are made of (`kept`) is only shown once the row exists.
    """

    slug_from: ClassVar[str] = "name"
    kept: ClassVar[tuple[str, ...]] = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        for name in self.kept:
            self.fields[name].disabled = not is_new
        self.fields["slug"].required = False
        self.fields["slug"].help_text = (
            _("Để trống thì tự tạo.") if is_new else _("Không đổi được: địa chỉ trang đã được in và dẫn tới.")
        )

    def clean(self) -> dict[str, Any]:
        """Fill the slug; a name of which nothing is left in an address is refused."""
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("slug") and self.slug_from in cleaned:
            cleaned["slug"] = slugify(cleaned[self.slug_from])
            if not cleaned["slug"]:
                self.add_error(self.slug_from, _("Phải có ít nhất một chữ cái hoặc chữ số."))
        return cleaned


#: What Wagtail's buttons post; the other workflow actions send a draft back and publish nothing.
APPROVE = "approve"


class Obstacle(Protocol):
    """What keeps content from the public: the form field or block of rows it belongs to, and a sentence."""

    @property
    def field(self) -> str: ...

    @property
    def message(self) -> str | Promise: ...


class CheckedForm(WagtailAdminModelForm):
    """A form that asks for whole content on publish, submit and approval, never on a draft.

    `is_valid()` lists every obstacle at once: the message at the top names all of them, and each is repeated at its
    field or block of rows. Rules of the whole cannot stand in the model's `clean()`: it runs on drafts too, and while
    a form is validated the child rows it sees are still those of the database.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_checked = False

    def obstacles(self) -> Iterable[Obstacle]:
        """What keeps the content from the public; asked once, after the fields were read."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Add what keeps the content from the public, once, then answer as every form does."""
        super().is_valid()
        if self.is_bound and not self._is_checked:
            self._is_checked = True
            for formset in self.formsets.values():
                # The form above stops at the first block of rows with an error; editors want all of them.
                formset.is_valid()
            if self._goes_public() or self._sets_go_live():
                self._add_obstacles()
        return super().is_valid()

    def unsaved(self) -> Any:
        """The content as this form would save it, rows included, without touching the form's own objects."""
        content: Model = copy.copy(self.instance)
        content._cluster_related_objects = {}  # type: ignore[attr-defined]
        for name, formset in self.formsets.items():
            if name != "comments":
                setattr(content, name, [copy.copy(form.instance) for form in _kept_rows(formset)])
        return content

    def is_approving(self) -> bool:
        """Whether the button pressed is that of a reviewer who approves."""
        return bool(self.data.get("action-workflow-action")) and self.data.get("workflow-action-name") == APPROVE

    def _goes_public(self) -> bool:
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return False
        return self.is_approving() if self.data.get("action-workflow-action") else True

    def _sets_go_live(self) -> bool:
        return "go_live_at" in self.changed_data and bool(self.cleaned_data.get("go_live_at"))

    def _add_obstacles(self) -> None:
        found = [gap for gap in self.obstacles() if not self.has_error(gap.field)]
        if found:
            self.add_error(None, _("Chưa công bố được. Bản nháp vẫn lưu được; muốn công bố thì bổ sung các mục này."))
        for gap in found:
            self._add_at_its_place(gap.field, str(gap.message))

    def _add_at_its_place(self, field: str, message: str) -> None:
        if field in self.fields:
            self.add_error(field, message)
            return
        self.add_error(None, message)
        if field in self.formsets:
            self.formsets[field].non_form_errors().append(message)


def _kept_rows(formset: Any) -> list[Any]:
    """The row forms that saving would keep, in the order the editor gave them.

    Not `deleted_forms` and `ordered_forms`: they are empty as soon as one row has an error.
    """
    stored = formset.initial_form_count()
    kept = [
        form
        for number, form in enumerate(formset.forms)
        if (number < stored or form.has_changed()) and not formset._should_delete_form(form)
    ]
    return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)
