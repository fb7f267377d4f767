"""What is to be read again: public articles and campaigns by their review date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.urls import reverse
from wagtail.permissions import page_permission_policy

from portal.news.models import ArticlePage, CampaignPage

#: How long before its date a review is announced.
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One page: who looks after it, when it is due (None: nobody said), and where it is edited."""

    title: str
    kind: str
    owner: str
    due_on: date | None
    edit_url: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """Pages by how urgent they are; each group has the longest due first."""

    overdue: tuple[Reminder, ...]
    soon: tuple[Reminder, ...]
    undated: tuple[Reminder, ...]


def reminders(user: User | AnonymousUser, day: date) -> Reminders:
    """What this user may see of the pages to be read again on `day` and in the time after it."""
    found = sorted(_reminders(user, day), key=lambda item: (item.due_on or date.max, item.title))
    return Reminders(
        overdue=tuple(item for item in found if item.due_on and item.due_on <= day),
        soon=tuple(item for item in found if item.due_on and item.due_on > day),
        undated=tuple(item for item in found if item.due_on is None),
    )


def _reminders(user: User | AnonymousUser, day: date) -> Iterator[Reminder]:
    visible = page_permission_policy.explorable_instances(user).values("pk")
    due = Q(review_date__lte=day + AHEAD) | Q(review_date=None)
    articles, campaigns = (
        model._default_manager.filter(due, live=True, pk__in=visible) for model in (ArticlePage, CampaignPage)
    )
    for page in chain(articles, campaigns):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Reminder(page.title, str(page._meta.verbose_name), page.content_owner, page.review_date, url)
