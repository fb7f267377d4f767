"""The page form of a procedure: preflight on publish and submit, never on a draft."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from portal.core.forms import CheckedForm, OffersConversion
from portal.procedures.enums import Audience
from portal.vietnamese.slugs import slugify

if TYPE_CHECKING:
    from portal.procedures.models import ProcedurePage
    from portal.procedures.preflight import Gap

LONGEST_SLUG = 80


class ProcedurePageForm(OffersConversion, CheckedForm, WagtailAdminPageForm):
    """The editor's form."""

    audiences = forms.MultipleChoiceField(
        label=_("Đối tượng thực hiện"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_fields_of_agency()
        self._keep_what_is_published()
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Make the address from the title where the editor left it empty; Django's own slugs drop the đ."""
        if not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self._free_slug()
        return super().clean()

    def obstacles(self) -> "tuple[Gap, ...]":
        from portal.procedures.obstacles import obstacles

        return obstacles(self.unsaved(), self.for_user)

    def unsaved(self) -> "ProcedurePage":
        page: ProcedurePage = super().unsaved()
        if page.agency_id is None and self.parent_page is not None:
            page.agency = getattr(self.parent_page.specific, "agency", None)
        return page

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
