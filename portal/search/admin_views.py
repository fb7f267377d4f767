"""Admin views of this room that Wagtail has no counterpart for."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.procedures.models import OtherName, ProcedurePage
from portal.search import knowledge, trial
from portal.search.comparison import compare
from portal.search.engines.base import EngineUnavailable
from portal.search.forms import EditorsPickForm, other_names
from portal.search.models.knowledge import Words
from portal.search.phrases import phrases
from portal.search.service import LARGEST_PAGE, SearchRequest, search
from portal.search.understanding import LONGEST
from portal.search.viewsets import SearchGroup

#: Name of the query in what is sent; the entry's own fields never begin so.
QUERY = "preview-query"

#: Results shown of each answer; moves are looked for further down.
SHOWN = 10


def preview(request: HttpRequest, model_name: str, pk: int | None = None) -> HttpResponse:
    """What a query finds now, and would find if the form that was sent were saved. Nothing is saved."""
    viewset = _viewset(model_name)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the admin's URLs ask for a login
    policy = policy_registry.get_by_type(viewset.model)
    if policy is None or not policy.user_has_any_permission(user, ["add", "change"]):
        raise PermissionDenied
    stored = get_object_or_404(viewset.model, pk=pk) if pk else None
    # The form writes into the entry it is given.
    former = copy(stored)
    if request.method != "POST":
        # Reloaded after a login: the form is gone with its window.
        return redirect(_back(viewset, pk))
    form = _form(viewset, request, stored, user)
    is_valid = form.is_valid()
    entry: Words = form.instance
    query = (request.POST.get(QUERY, "") or _first_phrase(request, entry, former))[:LONGEST]
    context = {
        "page_title": gettext("Xem thử"),
        "page_subtitle": str(viewset.model._meta.verbose_name),
        "header_icon": "view",
        "query_name": QUERY,
        "query": query,
        "longest": LONGEST,
        "sent": _pairs(request),
        "entry": entry if is_valid else None,
        "errors": [] if is_valid else _errors(form),
        "shown": SHOWN,
    }
    return render(request, "search/admin/preview.html", context | _answers(query, form, is_valid=is_valid))


def _answers(query: str, form: WagtailAdminModelForm, *, is_valid: bool) -> dict[str, Any]:
    """Both answers and their differences; only the one of now where the entry cannot be saved."""
    if not query.strip():
        return {}
    try:
        before = search(SearchRequest(text=query, size=LARGEST_PAGE))
        if not is_valid:
            return {"before": before, "comparison": compare(before, before, SHOWN)}
        codes = form.codes() if isinstance(form, EditorsPickForm) else ()
        tried = knowledge.with_unsaved(form.instance, codes)
        after = search(SearchRequest(text=query, size=LARGEST_PAGE, knowledge=tried))
    except EngineUnavailable:
        return {"is_unavailable": True}
    return {"before": before, "after": after, "comparison": compare(before, after, SHOWN)}


def preview_names(request: HttpRequest, pk: int) -> HttpResponse:
    """What a query finds now, and would find if the procedure had the other names that were sent. Nothing is saved."""
    page = get_object_or_404(ProcedurePage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method != "POST":
        return redirect("wagtailadmin_pages:edit", pk)
    rows = other_names(request.POST)
    errors = [] if rows.is_valid() else _row_errors(rows)
    names = [] if errors else [row.cleaned_data["text"] for row in rows.ordered_forms]
    stored = list(OtherName.objects.filter(page=page).values_list("text", flat=True))
    new = [name for name in names if name not in stored]
    gone = [name for name in stored if name not in names]
    query = (request.POST.get(QUERY, "") or next(iter([*new, *gone, *names]), ""))[:LONGEST]
    context = {
        "page_title": gettext("Xem thử"),
        "page_subtitle": page.title,
        "header_icon": "view",
        "query_name": QUERY,
        "query": query,
        "longest": LONGEST,
        "sent": _pairs(request),
        "new": new,
        "gone": gone,
        "errors": errors,
        "shown": SHOWN,
    }
    return render(
        request, "search/admin/names_preview.html", context | _answers_to_names(query, page, None if errors else names)
    )


def _answers_to_names(query: str, page: ProcedurePage, names: Sequence[str] | None) -> dict[str, Any]:
    """Both answers and their differences; only the one of now without names, or where nothing leads to the page."""
    if not query.strip():
        return {}
    asked = SearchRequest(text=query, size=LARGEST_PAGE)
    try:
        before = trial.find(asked)
        if names is not None:
            after = trial.find_with_names(asked, page.code or "", names)
            return {"before": before, "after": after, "comparison": compare(before, after, SHOWN)}
    except EngineUnavailable:
        return {"is_unavailable": True}
    except trial.NotFindable:
        return {"is_not_findable": True}
    return {"before": before, "comparison": compare(before, before, SHOWN)}


def _viewset(model_name: str) -> SnippetViewSet:
    for viewset in SearchGroup.items:
        if viewset.model._meta.model_name == model_name:
            return viewset()
    raise Http404


def _form(viewset: SnippetViewSet, request: HttpRequest, stored: Words | None, user: User) -> WagtailAdminModelForm:
    form_class = viewset.edit_handler.bind_to_model(viewset.model).get_form_class()
    return form_class(request.POST, instance=stored or viewset.model(), for_user=user)


def _first_phrase(request: HttpRequest, entry: Words, former: Words | None) -> str:
    """The first that `former` has not, which is what the editor is trying; else the first."""
    # From what was sent: an entry that is not valid was not given its values.
    for name in entry.phrase_fields:
        found = phrases(request.POST.get(name, ""))
        known = phrases(getattr(former, name)) if former else []
        if found:
            return next((phrase for phrase in found if phrase not in known), found[0])
    return ""


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent of the form, to be sent again with another query."""
    left_out = (QUERY, "csrfmiddlewaretoken")
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]


def _errors(form: WagtailAdminModelForm) -> list[str]:
    own: ErrorDict = form.errors
    found = [message for messages in own.values() for message in messages]
    found += [message for formset in form.formsets.values() for message in _row_errors(formset)]
    return [str(message) for message in found]


def _row_errors(formset: BaseFormSet[Any]) -> list[str]:
    found = [str(message) for message in formset.non_form_errors()]
    return found + [str(message) for row in formset.forms for messages in row.errors.values() for message in messages]


def _back(viewset: SnippetViewSet, pk: int | None) -> str:
    name = viewset.get_url_name("edit" if pk else "list")
    return reverse(name, args=[pk] if pk else [])
