"""The home page of a new portal, as root of the default site."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from portal.site.models import ExampleQuery, HomePage, LifeSituation

_DEFAULT_PORTS = {"http": 80, "https": 443}


def set_up_home(examples: Sequence[ExampleQuery] = (), situations: Sequence[LifeSituation] = ()) -> HomePage:
    """The home page that is there, untouched; else a new one in place of Wagtail's welcome page.

    Examples and situations lead to searches, so they are given only by whoever knows what there is to find.
    """
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    home = HomePage(title=f"{settings.SITE_NAME} {settings.PROVINCE_NAME}", slug="trang-dau")
    home.example_queries = list(examples)
    home.life_situations = list(situations)
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    _point_site_at(home)
    return home


def _point_site_at(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    values = {
        "hostname": address.hostname or "localhost",
        "port": address.port or _DEFAULT_PORTS.get(address.scheme, 80),
        "site_name": settings.SITE_NAME,
        "root_page": home,
    }
    site, is_new = Site.objects.get_or_create(is_default_site=True, defaults=values)
    if is_new:
        return
    welcome = site.root_page
    for name, value in values.items():
        setattr(site, name, value)
    site.save()
    # Only the page that Wagtail's own migration made, and only while it is bare.
    if welcome.specific_class is Page and welcome.depth > 1 and not welcome.get_children().exists():
        welcome.delete()
