"""What waits for this editor, on the first page of the admin."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from portal.core import clock
from portal.procedures.listing import ANY, INCOMPLETE, OVERDUE
from portal.procedures.models import ProcedurePage


class Work(NamedTuple):
    """One line: what it is, how many, and the list that shows them."""

    label: str | Promise
    number: int
    url: str


class WorkPanel(Component):
    """Counts of the procedures this user may see, each leading to the filtered list."""

    name = "procedures_work"
    template_name = "procedures/admin/work_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"work": waiting_work(parent_context["request"].user)}


def waiting_work(user: User | AnonymousUser) -> list[Work]:
    """The lines for a user; empty for one who sees no procedure."""
    visible = page_permission_policy.explorable_instances(user).values_list("pk", flat=True)
    pages = ProcedurePage.objects.filter(pk__in=visible)
    total = pages.count()
    if not total:
        return []
    url = reverse("procedure_listing:index")
    return [
        Work(_("Thủ tục"), total, url),
        Work(_("Chưa công bố"), pages.filter(live=False).count(), f"{url}?live=false"),
        Work(
            _("Còn thiếu nội dung luật định"),
            pages.exclude(missing_parts=[]).count(),
            f"{url}?missing={INCOMPLETE}",
        ),
        Work(_("Có điểm nên xem lại"), pages.exclude(quality_flags=[]).count(), f"{url}?flag={ANY}"),
        Work(
            _("Đã quá ngày rà soát"),
            pages.filter(review_date__lt=clock.today()).count(),
            f"{url}?review={OVERDUE}",
        ),
    ]
