"""The page form of a procedure: preflight on publish and submit, never on a draft."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CheckedForm, OffersConversion
from portal.core.page_forms import SlugFromTitle
from portal.procedures.enums import Audience

if TYPE_CHECKING:
    from portal.procedures.models import ProcedurePage
    from portal.procedures.preflight import Gap


class ProcedurePageForm(OffersConversion, CheckedForm, SlugFromTitle):
    """The editor's form."""

    slug_of_nothing = "thu-tuc"

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

    def words_of_slug(self) -> str:
        return self.cleaned_data.get("short_title") or super().words_of_slug()
