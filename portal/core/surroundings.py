"""What stands around every page: urgent messages now, contact data, the text pages of the foot."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.db.models import Value

from portal.core import clock
from portal.core.models import Announcement, ContactSettings, StandardPage

#: Seconds until a process with a cache of its own learns of what was saved in another.
KEPT_SECONDS = 30
_KEY = "core:surroundings"
#: Text pages in the foot; more would be a second menu.
_MOST_FOOT_LINKS = 6
#: Stands for the path of a page in a row that is an announcement.
_IS_MESSAGE = "!"


@dataclass(frozen=True, slots=True)
class UrgentMessage:
    """What a page prints of an announcement, and when."""

    text: str
    link_url: str
    link_text: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class FootLink:
    """A text page an editor put into menus."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Kept as one value; of the messages all that have not ended, so that each begins and ends to the second."""

    hotline: str
    email: str
    pages: tuple[FootLink, ...]
    messages: tuple[UrgentMessage, ...]

    def messages_at(self, moment: datetime) -> tuple[UrgentMessage, ...]:
        """Those whose hour has come and not passed, newest first."""
        return tuple(message for message in self.messages if message.starts_at <= moment < message.ends_at)


def surroundings() -> Surroundings:
    """One query, and a second where there is a message; none while the last answer is fresh."""
    if connection.in_atomic_block:
        # Rows of this transaction may be taken back.
        return _read()
    kept: Surroundings | None = cache.get(_KEY)
    if kept is None:
        kept = _read()
        cache.set(_KEY, kept, KEPT_SECONDS)
    return kept


def forget_surroundings(**kwargs: object) -> None:
    """After something of it was saved or deleted: the next page asks again."""
    cache.delete(_KEY)


def _read() -> Surroundings:
    """One query for all of it, since it is asked for every page; mostly there is no message."""
    not_ended = Announcement.objects.filter(ends_at__gt=clock.now())
    contact = ContactSettings.objects.filter(site__is_default_site=True).values_list(Value(""), "hotline", "email")
    pages = StandardPage.objects.live().in_menu().order_by().values_list("path", "title", "url_path")
    marks = not_ended.order_by().values_list(Value(_IS_MESSAGE), "text", "link_url")
    found = sorted(contact.union(pages, marks, all=True))
    # A path in the tree is neither empty nor a mark.
    hotline, email = next(((first, second) for path, first, second in found if not path), ("", ""))
    links = tuple(FootLink(title, _url(url_path)) for path, title, url_path in found if path not in ("", _IS_MESSAGE))
    has_messages = any(path == _IS_MESSAGE for path, _first, _second in found)
    messages = not_ended.order_by("-starts_at", "-pk") if has_messages else ()
    return Surroundings(hotline, email, links[:_MOST_FOOT_LINKS], tuple(map(_message, messages)))


def _message(row: Announcement) -> UrgentMessage:
    return UrgentMessage(row.text, row.link_url, row.link_text, row.starts_at, row.ends_at)


def _url(url_path: str) -> str:
    """`/trang-dau/gioi-thieu/` -> `/gioi-thieu/`: there is one site, and `Page.url` would ask for it again."""
    return "/" + url_path.split("/", 2)[2]
