"""What stands around every page: urgent messages on top, contact data and text pages in the foot."""

from typing import Any

from django import template

from portal.core import clock
from portal.core.surroundings import Surroundings, UrgentMessage, surroundings

register = template.Library()

#: Under this name a page keeps what was read for its head, for its foot.
_READ = "surroundings"


@register.simple_tag(takes_context=True)
def announcements(context: dict[str, Any]) -> tuple[UrgentMessage, ...]:
    """The urgent messages of this moment."""
    return _of_the_page(context).messages_at(clock.now())


@register.simple_tag(takes_context=True)
def foot(context: dict[str, Any]) -> Surroundings:
    """Contact data and text pages."""
    return _of_the_page(context)


def _of_the_page(context: Any) -> Surroundings:
    """Read once a page; blocks of a template do not share their variables, but all that is rendered shares this."""
    kept = context.render_context.dicts[0]
    if _READ not in kept:
        kept[_READ] = surroundings()
    found: Surroundings = kept[_READ]
    return found
