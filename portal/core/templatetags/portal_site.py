"""What stands around every page: contact data and the text pages of the foot."""

from dataclasses import dataclass

from django import template

from portal.core.models import ContactSettings, StandardPage

register = template.Library()


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
    """Two queries."""
    pages = StandardPage.objects.live().in_menu().order_by("path").values_list("title", "url_path")[:6]
    return Foot(ContactSettings.of_the_site(), tuple(FootLink(title, _url(url_path)) for title, url_path in pages))


def _url(url_path: str) -> str:
    """`/trang-dau/gioi-thieu/` -> `/gioi-thieu/`: there is one site, and `Page.url` would ask for it again."""
    return "/" + url_path.split("/", 2)[2]
