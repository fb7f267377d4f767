"""The editors' list of procedures: what each still lacks, and the filters to find work with."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from django_filters.fields import ModelMultipleChoiceField
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.core import clock
from portal.core.viewsets import AccentFreeSearch
from portal.places.models import Agency, Level
from portal.procedures.models import Field, ProcedureLevel, ProcedurePage
from portal.procedures.preflight import PARTS
from portal.procedures.quality import FLAGS

COMPLETE, INCOMPLETE = "complete", "incomplete"
ANY = "any"
OVERDUE, UNSET = "overdue", "unset"


class RowsField(ModelMultipleChoiceField):
    """Rows chosen by id; a number too large for the database is no choice instead of an error."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from error


class RowsFilter(ModelMultipleChoiceFilter):
    """Filter by rows of another table."""

    field_class = RowsField


class ProcedureFilterSet(WagtailFilterSet):
    """Agency, field, level, completeness, flags and review date."""

    agency = RowsFilter(label=_("Cơ quan"), queryset=Agency.objects.all(), widget=CheckboxSelectMultiple)
    field = RowsFilter(
        label=_("Lĩnh vực"),
        queryset=Field.objects.select_related("agency"),
        widget=CheckboxSelectMultiple,
    )
    level = MultipleChoiceFilter(
        label=_("Cấp tiếp nhận"), choices=Level.choices, widget=CheckboxSelectMultiple, method="accepted_at"
    )
    missing = ChoiceFilter(
        label=_("Nội dung luật định"),
        empty_label=_("Tất cả"),
        choices=[
            (COMPLETE, _("Đã đủ")),
            (INCOMPLETE, _("Còn thiếu")),
            *((part, label) for part, label in PARTS.items() if part != "name"),
        ],
        widget=RadioSelect,
        method="lacking",
    )
    flag = ChoiceFilter(
        label=_("Nên xem lại"),
        empty_label=_("Tất cả"),
        choices=[(ANY, _("Có điểm nên xem lại")), *FLAGS.items()],
        widget=RadioSelect,
        method="flagged",
    )
    review = ChoiceFilter(
        label=_("Ngày rà soát"),
        empty_label=_("Tất cả"),
        choices=[(OVERDUE, _("Đã quá ngày")), (UNSET, _("Chưa đặt ngày"))],
        widget=RadioSelect,
        method="due",
    )

    live = ChoiceFilter(
        label=_("Trạng thái"),
        empty_label=_("Tất cả"),
        choices=[("true", _("Đang công bố")), ("false", _("Chưa công bố"))],
        widget=RadioSelect,
        method="published",
    )

    class Meta:
        model = ProcedurePage
        fields: ClassVar[list[str]] = []

    def accepted_at(self, rows: QuerySet[Any], name: str, levels: list[str]) -> QuerySet[Any]:
        """Procedures with a level row of one of these, whatever its dates."""
        if not levels:
            return rows
        return rows.filter(Exists(ProcedureLevel.objects.filter(page=OuterRef("pk"), level__in=levels)))

    def lacking(self, rows: QuerySet[Any], name: str, part: str) -> QuerySet[Any]:
        """Complete or incomplete ones, or those without one part."""
        if part == COMPLETE:
            return rows.filter(missing_parts=[])
        if part == INCOMPLETE:
            return rows.exclude(missing_parts=[])
        return _with_name(rows, "missing_parts", part)

    def flagged(self, rows: QuerySet[Any], name: str, flag: str) -> QuerySet[Any]:
        """Those with any flag, or with one."""
        return rows.exclude(quality_flags=[]) if flag == ANY else _with_name(rows, "quality_flags", flag)

    def published(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return rows.filter(live=state == "true")

    def due(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        if state == UNSET:
            return rows.filter(review_date__isnull=True)
        return rows.filter(review_date__lt=clock.today())


def _with_name(rows: QuerySet[Any], column: str, name: str) -> QuerySet[Any]:
    # As text: SQLite has no "contains" for JSON, and the names are plain quoted words.
    return rows.alias(names=Cast(column, TextField())).filter(names__contains=f'"{name}"')


class CompletenessColumn(Column):
    """Parts of the law that are supplied: "6/8"."""

    def get_value(self, instance: ProcedurePage) -> str:
        return f"{len(PARTS) - len(instance.missing_parts)}/{len(PARTS)}"


class FlagsColumn(BaseColumn):
    """How many things look doubtful, with their names."""

    cell_template_name = "procedures/admin/flags_cell.html"

    def get_cell_context_data(self, instance: ProcedurePage, parent_context: dict[str, Any]) -> dict[str, Any]:
        names = [FLAGS[name] for name in instance.quality_flags if name in FLAGS]
        return {**super().get_cell_context_data(instance, parent_context), "names": names}


class ReviewDateColumn(DateColumn):
    """The day to look at the content again; one that has passed says so."""

    cell_template_name = "procedures/admin/review_date_cell.html"

    def get_cell_context_data(self, instance: ProcedurePage, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "is_overdue": bool(instance.review_date and instance.review_date < clock.today())}


def _agency(page: ProcedurePage) -> str:
    return page.agency.short_name if page.agency else ""


def _field(page: ProcedurePage) -> str:
    return page.field.name if page.field else ""


def _levels(page: ProcedurePage) -> str:
    rows: list[str | Promise] = [row.get_level_display() for row in page.levels.all()]
    return ", ".join(dict.fromkeys(str(row) for row in rows))


class ProcedureIndexView(AccentFreeSearch, IndexView):
    """A flat list of the procedures the editor may see."""

    page_title = _("Thủ tục")
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "national_code", "title", "legal_title", "short_title")
    default_ordering = "code"
    base_filterset_class = ProcedureFilterSet
    base_columns: ClassVar[list[BaseColumn]] = [
        BulkActionsColumn("bulk_actions"),
        Column("code", label=_("Mã"), sort_key="code", width="7%"),
        PageTitleColumn("title", label=_("Tên"), sort_key="title", classname="title"),
        Column("agency", label=_("Cơ quan"), accessor=_agency, sort_key="agency__code"),
        Column("field", label=_("Lĩnh vực"), accessor=_field, sort_key="field__name"),
        Column("levels", label=_("Cấp"), accessor=_levels),
        CompletenessColumn("completeness", label=_("Nội dung"), width="6%"),
        FlagsColumn("flags", label=_("Xem lại")),
        ReviewDateColumn("review_date", label=_("Rà soát"), sort_key="review_date"),
        PageStatusColumn("status", label=_("Trạng thái"), sort_key="live"),
    ]

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """Wagtail's states, and what our columns print, in a fixed number of queries."""
        annotated: QuerySet[Any] = super().annotate_queryset(pages)
        return annotated.prefetch_related("levels", "agency", "field")


class ProcedureListingViewSet(PageListingViewSet):
    """`/quan-tri/thu-tuc/`, in the menu right after the page tree."""

    model = ProcedurePage
    name = "procedure_listing"
    url_prefix = "thu-tuc"
    index_view_class = ProcedureIndexView
    filterset_class = ProcedureFilterSet
    icon = "doc-full"
    menu_label = _("Thủ tục")
    menu_order = 110
    add_to_admin_menu = True
