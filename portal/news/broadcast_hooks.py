"""What the admin says of slots as they are saved, and refuses as they are deleted."""

from collections.abc import Sequence

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin import messages

from portal.news.models import BroadcastSlot
from portal.news.presenters_schedule import conflict_words


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_what_is_in_the_way(request: HttpRequest, instance: Model) -> None:
    """Two programmes at once are allowed: who knows whether the station has two channels."""
    if isinstance(instance, BroadcastSlot) and request.accepts("text/html"):
        found = conflict_words(instance)
        if found:
            words = {"slot": instance, "conflicts": " ".join(found)}
            messages.warning(request, gettext("Trùng giờ với “%(slot)s”: %(conflicts)s") % words)


@hooks.register("before_delete_snippet")
def keep_what_was_recorded(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """A slot with a record of what was aired is ended by a date, for its proofs would go with it."""
    kept = [row for row in instances if isinstance(row, BroadcastSlot) and row.airings.exists()]
    if not kept:
        return None
    for slot in kept:
        text = gettext("Không xóa “%(slot)s”: đã ghi kết quả phát. Hãy ghi ngày kết thúc ở “Đến hết ngày”.")
        messages.error(request, text % {"slot": slot})
    return redirect(reverse("wagtailsnippets_news_broadcastslot:list"))
