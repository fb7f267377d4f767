"""What the demonstration holds, made in one function that tests use too.

Each step can run again: it adds what is missing and leaves what editors changed.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from portal.core import clock
from portal.core.html import clean_fragment
from portal.core.importing import Importer, ImportRefused, quiet_logs, run
from portal.core.models import StandardPage
from portal.ledger import tick
from portal.places.importers.units import PlacesImporter
from portal.procedures.importers.contents import ContentsImporter, packaged_files
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.formats import DECISION_1291_FILE
from portal.procedures.permissions import DemoAccount, create_demo_accounts
from portal.procedures.workflow import set_up_workflow
from portal.site import demo_content
from portal.site.models import ExampleQuery, HomePage, LifeSituation

_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_empty() -> bool:
    """Whether nothing was ever put into this portal: seeding is one transaction, so a home page means all of it."""
    return not HomePage.objects.exists()


def seed(*, progress: bool = False) -> list[DemoAccount]:
    """Fill the portal with the demonstration; returns the accounts made, with passwords kept nowhere else.

    Raises:
        ImportRefused: the program's own files do not fit; nothing is written then.
    """
    with quiet_logs(), transaction.atomic():
        home = set_up_home()
        importers: tuple[Importer, ...] = (
            PlacesImporter(),
            Decision1291Importer(DECISION_1291_FILE),
            ContentsImporter(packaged_files()),
        )
        for importer in importers:
            _must_succeed(importer, progress=progress)
        for text in demo_content.TEXT_PAGES:
            _set_up_text_page(home, text)
        accounts = create_demo_accounts()
        set_up_workflow()
        tick.run(clock.today())
    return accounts


def set_up_home() -> HomePage:
    """The home page as root of the default site, in place of Wagtail's welcome page."""
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    home = HomePage(title=f"{settings.SITE_NAME} {settings.PROVINCE_NAME}", slug="trang-dau")
    home.example_queries = [
        ExampleQuery(text=text, sort_order=order) for order, text in enumerate(demo_content.EXAMPLE_QUERIES)
    ]
    home.life_situations = [
        LifeSituation(title=tile.title, text=tile.text, query=tile.query, sort_order=order)
        for order, tile in enumerate(demo_content.SITUATIONS)
    ]
    root.add_child(instance=home)
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


def _must_succeed(importer: Importer, *, progress: bool) -> None:
    summary = run(importer, progress=progress)
    if summary.refused:
        raise ImportRefused(*summary.refused)


def _set_up_text_page(home: HomePage, text: demo_content.TextPage) -> None:
    if home.get_children().filter(slug=text.slug).exists():
        return
    page = StandardPage(title=text.title, slug=text.slug, lead=text.lead, show_in_menus=True)
    page.body = [("text", RichText(clean_fragment(text.body.strip())))]
    home.add_child(instance=page)
    page.save_revision().publish()
