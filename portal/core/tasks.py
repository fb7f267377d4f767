"""Background work of no other room."""

import datetime

from django_tasks import task
from wagtail.images import get_image_model

from portal.core import background

#: Three tasks a minute leave 4,000 results a day; failures are kept until somebody has looked at them.
RESULTS_KEPT = datetime.timedelta(days=2)
FAILURES_KEPT = datetime.timedelta(days=14)

#: Sizes made ahead, as Wagtail writes them: its admin's list and edit page, and widths for readers' pages.
RENDITIONS = ("max-165x165", "max-800x600", "width-480", "width-960")


@task(priority=background.PRIORITY)
def prune_results() -> int:
    """Forget old results of tasks."""
    return background.prune_results(RESULTS_KEPT, FAILURES_KEPT)


@task(priority=-10)
def make_renditions(image_id: int) -> int:
    """Make the sizes of an image before anybody asks for them; how many there are. 0 for one that is gone."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return 0
    # One after another: several at once would hold as many decoded copies in memory.
    for size in RENDITIONS:
        image.get_rendition(size)
    return len(RENDITIONS)
