"""What the demonstration holds, made in one function that tests use too.

Each step can run again: it adds what is missing and leaves what editors changed.
"""

from django.db import transaction
from wagtail.rich_text import RichText

from portal.core import clock
from portal.core.html import clean_fragment
from portal.core.importing import Importer, ImportRefused, quiet_logs, run
from portal.core.models import StandardPage
from portal.ledger import tick
from portal.news.permissions import create_outreach_accounts
from portal.news.samples import add_samples
from portal.news.workflow import set_up_outreach_workflow
from portal.places.importers.units import PlacesImporter
from portal.procedures.importers.contents import ContentsImporter, packaged_files
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.formats import DECISION_1291_FILE
from portal.procedures.permissions import DemoAccount, create_demo_accounts
from portal.procedures.workflow import set_up_workflow
from portal.search.importers.search_words import SearchWordsImporter
from portal.search.permissions import set_up_search_rights
from portal.site import demo_content
from portal.site.home import set_up_home
from portal.site.models import ExampleQuery, HomePage, LifeSituation


def is_empty() -> bool:
    """Whether nothing was ever put into this portal: seeding is one transaction, so a home page means all of it."""
    return not HomePage.objects.exists()


def seed(*, progress: bool = False) -> list[DemoAccount]:
    """Fill the portal with the demonstration; returns the accounts made, with passwords kept nowhere else.

    Raises:
        ImportRefused: the program's own files do not fit; nothing is written then.
    """
    with quiet_logs(), transaction.atomic():
        home = _set_up_home()
        importers: tuple[Importer, ...] = (
            PlacesImporter(),
            Decision1291Importer(DECISION_1291_FILE),
            ContentsImporter(packaged_files()),
            SearchWordsImporter(),
        )
        for importer in importers:
            _must_succeed(importer, progress=progress)
        for text in demo_content.TEXT_PAGES:
            _set_up_text_page(home, text)
        add_samples(home)
        accounts = [*create_demo_accounts(), *create_outreach_accounts()]
        set_up_search_rights()
        set_up_workflow()
        set_up_outreach_workflow()
        tick.run(clock.today())
    return accounts


def _set_up_home() -> HomePage:
    """The home page with ways in to the 36 procedures."""
    return set_up_home(
        [ExampleQuery(text=text, sort_order=order) for order, text in enumerate(demo_content.EXAMPLE_QUERIES)],
        [
            LifeSituation(title=tile.title, text=tile.text, query=tile.query, sort_order=order)
            for order, tile in enumerate(demo_content.SITUATIONS)
        ],
    )


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
