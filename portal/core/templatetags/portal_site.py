"""What stands around every page: contact data and the text pages of the foot."""

from dataclasses import dataclass

from django import template
from django.db.models import Value

from portal.core.models import ContactSettings, StandardPage

register = template.Library()

#: Text pages in the foot; more would be a second menu.
MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class FootLink:
    """A text page an editor put into menus."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page: where citizens turn to, and what else there is to read."""

    contact: ContactSettings
    pages: tuple[FootLink, ...]


@register.simple_tag
def foot() -> Foot:
    """One query for both: it is asked for every page."""
    contact = ContactSettings.objects.filter(site__is_default_site=True).values_list(Value(""), "hotline", "email")
    pages = StandardPage.objects.live().in_menu().order_by().values_list("path", "title", "url_path")
    found = sorted(contact.union(pages, all=True))
    # A path in the tree is never empty.
    hotline, email = next(((first, second) for path, first, second in found if not path), ("", ""))
    links = tuple(FootLink(title, _url(url_path)) for path, title, url_path in found if path)
    return Foot(ContactSettings(hotline=hotline, email=email), links[:MOST_LINKS])


def _url(url_path: str) -> str:
    """`/trang-dau/gioi-thieu/` -> `/gioi-thieu/`: there is one site, and `Page.url` would ask for it again."""
    return "/" + url_path.split("/", 2)[2]
