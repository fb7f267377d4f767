"""Procedures' catalogue in the admin: legal documents, form files, fields, exceptions of acceptance."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from portal.core.forms import KeptSlugForm
from portal.core.panels import fields
from portal.core.viewsets import AccentFreeChooserViewSet, AccentFreeSearch
from portal.procedures.catalogue_forms import AcceptanceExceptionForm, FormFileForm, LegalDocumentForm
from portal.procedures.models import AcceptanceException, Field, FormFile, LegalDocument


class LegalDocumentIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("number", "title", "issuer")


class LegalDocumentViewSet(SnippetViewSet):
    model = LegalDocument
    icon = "doc-full-inverse"
    menu_label = _("Văn bản pháp luật")
    index_view_class = LegalDocumentIndexView
    list_display: ClassVar[list[str]] = ["number", "kind", "title", "issued_on", "issuer"]
    list_filter: ClassVar[list[str]] = ["kind"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel(fields("number", "kind")),
            FieldPanel("title"),
            FieldRowPanel(fields("issued_on", "issuer")),
            FieldRowPanel(fields("valid_from", "valid_to")),
            *fields("note", "source", "slug"),
        ],
        base_form_class=LegalDocumentForm,
    )


class FormFileIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "title", "filename")


class FormFileChooserViewSet(AccentFreeChooserViewSet):
    """Lets the editor upload a form without leaving the procedure.

    In no index: it has no room for a key of 64 letters.
    """

    folded_columns = ("code", "title", "filename")
    creation_form_class = FormFileForm
    create_action_label = _("Tải lên")


class FormFileViewSet(SnippetViewSet):
    model = FormFile
    icon = "doc-empty"
    menu_label = _("Mẫu đơn")
    index_view_class = FormFileIndexView
    list_display: ClassVar[list[str]] = ["title", "code", "filename", "size", "stored_at"]
    search_fields: ClassVar[list[str]] = ["title"]
    inspect_view_enabled = True
    copy_view_enabled = False
    chooser_viewset_class = FormFileChooserViewSet
    edit_handler = ObjectList(
        [FieldPanel("file", heading=_("Tệp mẫu"), icon="doc-empty"), *fields("title", "code")],
        base_form_class=FormFileForm,
    )


class FieldIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("name", "agency__short_name")


class FieldViewSet(SnippetViewSet):
    model = Field
    icon = "folder-open-1"
    menu_label = _("Lĩnh vực")
    index_view_class = FieldIndexView
    list_display: ClassVar[list[str]] = ["name", "agency", "order"]
    list_filter: ClassVar[list[str]] = ["agency"]
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_handler = ObjectList(
        [*fields("agency", "name"), FieldRowPanel(fields("order", "slug"))], base_form_class=KeptSlugForm
    )


class AcceptanceExceptionIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "service_point__name", "reason")


class AcceptanceExceptionViewSet(SnippetViewSet):
    model = AcceptanceException
    icon = "warning"
    menu_label = _("Tạm ngừng nhận")
    index_view_class = AcceptanceExceptionIndexView
    list_display: ClassVar[list[str]] = ["code", "service_point", "valid_from", "valid_to", "reason"]
    search_fields: ClassVar[list[str]] = ["code"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("code", help_text=_("Ví dụ BCA-04.")),
            FieldPanel("service_point"),
            FieldRowPanel(fields("valid_from", "valid_to")),
            FieldPanel("reason", help_text=_("Hiện trên trang công khai.")),
        ],
        base_form_class=AcceptanceExceptionForm,
    )


class CatalogueGroup(SnippetViewSetGroup):
    """One menu entry for the lists that procedures refer to."""

    items = (LegalDocumentViewSet, FormFileViewSet, FieldViewSet, AcceptanceExceptionViewSet)
    menu_label = _("Danh mục")
    menu_name = "catalogue"
    menu_icon = "list-ul"
    menu_order = 210
