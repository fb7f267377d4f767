"""What editors know of how people speak, in the admin's menu, and who may change it."""

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.core.permissions import NeverDeletedPolicy
from portal.search.admin_views import preview
from portal.search.forms import ambiguous
from portal.search.models import ElsewhereArea, Synonym
from portal.search.panels import PREVIEW
from portal.search.viewsets import SearchGroup

# Before the viewsets: they would register a policy of their own. What a table of the program brought would come back
# with the next import, so it is not deleted but put out of use.
register_permission_policy(Synonym, NeverDeletedPolicy(Synonym))
register_permission_policy(ElsewhereArea, NeverDeletedPolicy(ElsewhereArea))

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("tim-kiem/xem-thu/<str:model_name>/", preview, name=PREVIEW),
        path("tim-kiem/xem-thu/<str:model_name>/<int:pk>/", preview, name=PREVIEW),
    ]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_what_else_it_means(request: HttpRequest, instance: Model) -> None:
    """Two meanings in two entries are allowed; who wrote the second should know of the first."""
    if isinstance(instance, Synonym) and instance.is_active and request.accepts("text/html"):
        for phrase, other in ambiguous(instance):
            words = {"phrase": phrase, "other": other}
            messages.warning(request, gettext("“%(phrase)s” còn có nghĩa khác, ở mục “%(other)s”.") % words)
