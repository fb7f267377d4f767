"""Whether the admin's index holds what it should."""

from itertools import chain
from typing import Final

from wagtail.models import Page

#: How many of the oldest and of the newest pages are looked up.
_LOOKED_UP: Final = 20


def missed_pages() -> int:
    """How many of the oldest and newest pages their own title does not find; 0 where all is well.

    The oldest tell an index that another release made, the newest an import that was cut off before it indexed
    its pages. `manage.py update_index` mends both.
    """
    pages = Page.objects.filter(depth__gt=1)
    looked_up = chain(pages.order_by("pk")[:_LOOKED_UP], pages.order_by("-pk")[:_LOOKED_UP])
    titles = {page.pk: page.title for page in looked_up}
    return sum(not pages.filter(pk=pk).autocomplete(title).count() for pk, title in titles.items())
