"""The page form of a procedure: preflight on publish and submit, never on a draft.

Rules of the whole cannot stand in the model's `clean()`: it runs on drafts too, and while a form is
validated the child rows it sees are still those of the database.
"""

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.core.forms import PortalPageForm
from portal.procedures.enums import Audience
from portal.vietnamese.slugs import slugify

if TYPE_CHECKING:
    from portal.procedures.models import ProcedurePage

#: What Wagtail's buttons post; the other workflow actions send a draft back and publish nothing.
APPROVE = "approve"

LONGEST_SLUG = 80


class ProcedurePageForm(PortalPageForm):
    """The editor's form.

    `is_valid()` lists every gap at once: the message at the top names all of them, and each is
    repeated at its field or block of rows.
    """

    audiences = forms.MultipleChoiceField(
        label=_("Đối tượng thực hiện"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_checked = False
        self._offer_fields_of_agency()
        self._keep_what_is_published()
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Make the address from the title where the editor left it empty; Django's own slugs drop the đ."""
        if not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self._free_slug()
        return super().clean()

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

    def unsaved_page(self) -> "ProcedurePage":
        """The page as this form would save it, rows included, without touching the form's own objects."""
        page: ProcedurePage = copy.copy(self.instance)
        page._cluster_related_objects = {}
        for name, formset in self.formsets.items():
            if name != "comments":
                setattr(page, name, [copy.copy(form.instance) for form in _kept_rows(formset)])
        if page.agency_id is None and self.parent_page is not None:
            page.agency = getattr(self.parent_page.specific, "agency", None)
        return page

    def _goes_public(self) -> bool:
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return False
        if self.data.get("action-workflow-action"):
            return self.data.get("workflow-action-name") == APPROVE
        return True

    def _sets_go_live(self) -> bool:
        return "go_live_at" in self.changed_data and bool(self.cleaned_data.get("go_live_at"))

    def _add_obstacles(self) -> None:
        from portal.procedures.obstacles import obstacles

        found = [gap for gap in obstacles(self.unsaved_page(), self.for_user) if not self.has_error(gap.field)]
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

    def _offer_fields_of_agency(self) -> None:
        if "field" not in self.fields:
            return
        agency_id = self.instance.agency_id or getattr(
            self.parent_page.specific if self.parent_page else None, "agency_id", None
        )
        field = self.fields["field"]
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            field.queryset = field.queryset.filter(agency_id=agency_id)
            field.label_from_instance = lambda row: str(row.name)  # type: ignore[method-assign, assignment]

    def _keep_what_is_published(self) -> None:
        """A published code stays, since it is on paper; the reason of the last change is not the next one's."""
        from portal.procedures.obstacles import last_version

        published = last_version(self.instance)
        if published is None:
            return
        if "code" in self.fields and self.instance.code == published.code:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("Mã đã công bố thì không đổi được: mã đã in trên giấy và mã QR.")
        if self.initial.get("change_reason") == published.reason:
            self.initial["change_reason"] = ""

    def _free_slug(self) -> str:
        title = self.cleaned_data.get("short_title") or self.cleaned_data.get("title") or ""
        base = slugify(title, max_length=LONGEST_SLUG) or "thu-tuc"
        slug, number = base, 1
        while not Page._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug


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
