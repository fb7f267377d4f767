"""The lists a reader can walk through: all articles, those of a year, a topic, a tag, an agency."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.news.models import Topic
from portal.news.models.articles import ArticleTag
from portal.news.selectors import articles_on
from portal.places.models import Agency
from portal.vietnamese.keys import sort_key
from portal.vietnamese.slugs import slugify

#: (place in the order, words, address) -> articles.
_Counts = Counter[tuple[int, str, str]]

#: Articles of one page of a list: each has its first sentence, and a phone shows two of them at a time.
PAGE_SIZE = 10

#: Tags offered beside a list; all others are reached from the articles that have them.
MOST_TAGS = 12

#: Formats of a feed with the ends of their addresses and the types they are sent as.
FEEDS = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}
FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list of articles: what it is called, where it is, and which articles belong to it."""

    heading: str
    path: str
    condition: Q
    has_feeds: bool = False

    @property
    def feeds(self) -> list[tuple[str, str, str]]:
        """(format, address, type) of its feeds."""
        if not self.has_feeds:
            return []
        return [(name, self.path + end, FEED_TYPES[name]) for name, end in FEEDS.items()]


def paginated(shown: ArticleList, day: date) -> Paginator:
    """The articles of a list on `day`, as rows of a list need them."""
    rows = articles_on(day).filter(shown.condition).defer("body").select_related("topic")
    return Paginator(rows, PAGE_SIZE)


def all_articles() -> ArticleList:
    """`/tin-tuc/`."""
    return ArticleList(_("Tin tức"), reverse("news:index"), Q(), has_feeds=True)


def of_year(year: int, today: date) -> ArticleList | None:
    """The articles of a year; None for one without any."""
    condition = Q(published_on__year=year)
    if not articles_on(today).filter(condition).exists():
        return None
    return ArticleList(_("Tin tức năm %(year)s") % {"year": year}, reverse("news:year", args=[year]), condition)


def of_topic(slug: str) -> ArticleList | None:
    """The articles about a topic; None where there is no such topic."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return None
    heading = _("Tin tức: %(topic)s") % {"topic": topic.name}
    path = reverse("news:topic", args=[topic.slug])
    return ArticleList(heading, path, Q(topic=topic), has_feeds=True)


def of_agency(slug: str) -> ArticleList | None:
    """The articles about an agency; None where there is no such agency."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        return None
    heading = _("Tin tức: %(agency)s") % {"agency": agency.short_name or agency.name}
    return ArticleList(heading, reverse("news:agency", args=[agency.slug]), Q(agency=agency), has_feeds=True)


def of_tag(text: str, today: date) -> ArticleList | None:
    """The articles with a tag, named in an address without accents; None where no article has it."""
    slug = slugify(text)
    names = [name for name in _tag_counts(today) if slug and slugify(name) == slug]
    if not names:
        return None
    heading = _("Tin tức: từ khóa “%(tag)s”") % {"tag": names[0]}
    # Through the rows of tags: joining them to the articles would list an article once for each.
    tagged = ArticleTag.objects.filter(tag__name__in=names).values("content_object_id")
    return ArticleList(heading, tag_path(names[0]), Q(pk__in=tagged))


def tag_path(name: str) -> str:
    """Where the articles with this tag are listed; "" for a name of which nothing is left in an address."""
    slug = slugify(name)
    return reverse("news:tag", args=[slug]) if slug else ""


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another list, with the number of its articles."""

    words: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways from one list to others; each kind is empty where it would not divide anything."""

    topics: tuple[Way, ...]
    agencies: tuple[Way, ...]
    years: tuple[Way, ...]
    tags: tuple[Way, ...]


def ways_on(day: date) -> Ways:
    """Topics in the editors' order, agencies by name, the newest year first, tags by use. Two queries."""
    years, topics, agencies = _Counts(), _Counts(), _Counts()
    columns = ("published_on__year", "topic__order", "topic__name", "topic__slug", "agency__short_name", "agency__slug")
    for row in articles_on(day).order_by().values_list(*columns).annotate(Count("pk")):
        year, order, topic, topic_slug, agency, agency_slug, count = row
        years[-year, str(year), reverse("news:year", args=[year])] += count
        if topic_slug:
            topics[order, topic, reverse("news:topic", args=[topic_slug])] += count
        if agency_slug:
            agencies[0, agency, reverse("news:agency", args=[agency_slug])] += count
    tags = [Way(name, tag_path(name), count) for name, count in _tag_counts(day).items() if tag_path(name)]
    return Ways(_ways(topics), _ways(agencies), _ways(years), tuple(tags[:MOST_TAGS]))


def _ways(counts: _Counts) -> tuple[Way, ...]:
    order = sorted(counts, key=lambda key: (key[0], sort_key(key[1])))
    return tuple(Way(words, path, counts[number, words, path]) for number, words, path in order)


def _tag_counts(day: date) -> dict[str, int]:
    """Name of a tag -> how many articles have it, the most used first. One query."""
    tagged = ArticleTag.objects.filter(content_object__live=True, content_object__published_on__lte=day)
    return dict(tagged.values_list("tag__name").annotate(count=Count("pk")).order_by("-count", "tag__name"))
