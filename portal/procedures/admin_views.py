"""Admin views of this room that Wagtail has no counterpart for."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminDateInput

from portal.core import clock
from portal.procedures.citations import CITED, citing_pages, republish
from portal.procedures.models import ProcedurePage
from portal.procedures.obstacles import BACKDATE_PERMISSION


class RepublishForm(forms.Form):
    """One reason and one day for all notices."""

    reason = forms.CharField(
        label=_("Lý do thay đổi"),
        max_length=300,
        help_text=_("Hiện trong lịch sử của từng thủ tục, ví dụ: Cơ quan đổi tên theo Nghị quyết số …"),
    )
    applies_from = forms.DateField(
        label=_("Áp dụng từ ngày"),
        widget=AdminDateInput,
        help_text=_("Trước ngày này trang vẫn hiện chữ cũ. Lùi về trước hôm nay cần quyền ghi lùi ngày."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_applies_from(self) -> date:
        day: date = self.cleaned_data["applies_from"]
        if day < clock.today() and not self.user.has_perm(BACKDATE_PERMISSION):
            raise forms.ValidationError(_("Ngày này đã qua: cần quyền ghi lùi ngày."))
        return day


def republish_citing(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """List the notices that cite a row and publish them again, for those who may publish them."""
    row = _cited_row(app_label, model_name, pk)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the admin's URLs ask for a login
    pages = _publishable(row, user)
    form = RepublishForm(request.POST or None, user=user, initial={"applies_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        done = republish(
            pages, user=user, reason=form.cleaned_data["reason"], applies_from=form.cleaned_data["applies_from"]
        )
        summary = gettext("Đã công bố bản mới cho %(changed)d thủ tục; %(unchanged)d thủ tục không có gì thay đổi.")
        messages.success(request, summary % {"changed": len(done.changed), "unchanged": len(done.unchanged)})
        for page, why in done.refused:
            messages.error(request, f"{page.code} {page.title}: {why}")
        return redirect(request.path)
    context = {
        "row": row,
        "pages": pages,
        "form": form,
        "page_title": gettext("Thủ tục trích dẫn"),
        "page_subtitle": str(row),
        "header_icon": "doc-full",
        "back_url": AdminURLFinder(user).get_edit_url(row) or reverse("wagtailadmin_home"),
    }
    return render(request, "procedures/admin/republish.html", context)


def _cited_row(app_label: str, model_name: str, pk: str) -> models.Model:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if model not in CITED:
        raise Http404
    try:
        return get_object_or_404(model, pk=pk)
    except ValueError as error:
        raise Http404 from error


def _publishable(row: models.Model, user: User) -> models.QuerySet[ProcedurePage]:
    pages = citing_pages(row)
    allowed = [page.pk for page in pages if page.permissions_for_user(user).can_publish()]
    if not allowed and not user.is_superuser:
        raise PermissionDenied
    return pages.filter(pk__in=allowed)
