"""What stands around every page: contact data and the text pages of the foot."""

from dataclasses import dataclass

from django import template

from portal.core.models import ContactSettings, StandardPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page: where citizens turn to, and the text pages an editor put into menus."""

    contact: ContactSettings
    pages: tuple[StandardPage, ...]


@register.simple_tag
def foot() -> Foot:
    """Two queries; blank contact data reads "Chưa cung cấp", so a missing row is an empty one."""
    contact = ContactSettings.objects.filter(site__is_default_site=True).first() or ContactSettings()
    pages = StandardPage.objects.live().in_menu().order_by("path")[:6]
    return Foot(contact, tuple(pages))
