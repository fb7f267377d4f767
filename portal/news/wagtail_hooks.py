"""The outreach in the admin: one menu for its lists."""

from wagtail.snippets.models import register_snippet

from portal.news import spot_hooks  # noqa: F401 - hooks of their own
from portal.news.viewsets import OutreachGroup

register_snippet(OutreachGroup)
