"""Many new procedure pages at once: the same rows as Wagtail's own path, some fifty times faster.

Wagtail takes 234 queries a page (add, revision, publish) and grows slower with the tree. Here paths are
computed under a lock on the parent, rows are inserted by the batch, and versions and ledger rows are
written by `publication.record_many`. See docs/adr/0007-bulk-path.md; tests compare both ways field by field.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from portal.core import admin_search
from portal.core.batches import batches
from portal.procedures import publication
from portal.procedures.models import AgencyPage, ProcedurePage
from portal.procedures.notice import from_page

#: Pages written in one go; more take more memory, not less time.
BATCH = 200


def create_many(parent: AgencyPage, pages: Sequence[ProcedurePage]) -> None:
    """Insert complete, unsaved pages below an agency and publish them, in one transaction.

    `agency`, `slug` and the rows must be set; slugs must be free below the parent. The pages are not in the
    reference index nor in the admin's search yet: call `reindex` with their keys, best after the commit.

    Raises:
        PreflightFailed: a page cannot be public; nothing is written then.
        ValidationError: a page or row does not fit its columns.
    """
    with transaction.atomic():
        for batch in batches(pages, BATCH):
            _create(parent, batch)


def reindex(ids: Sequence[int]) -> None:
    """Put pages written by `create_many` into the reference index and the admin's search."""
    for batch in batches(ids, BATCH):
        pages = list(ProcedurePage.objects.filter(pk__in=batch))
        _fetch_rows(pages)
        with transaction.atomic():
            for page in pages:
                ReferenceIndex.create_or_update_for_object(page)
        admin_search.index_rows(ProcedurePage, pages)


def _fetch_rows(pages: Sequence[ProcedurePage]) -> None:
    """The rows of all pages in one query a kind: the reference index would ask for them page by page."""
    for relation in get_all_child_relations(ProcedurePage):
        rows: dict[int, list[models.Model]] = defaultdict(list)
        name = relation.field.name
        for row in relation.related_model._default_manager.filter(**{f"{name}__in": [page.pk for page in pages]}):
            rows[getattr(row, relation.field.attname)].append(row)
        for page in pages:
            setattr(page, relation.get_accessor_name(), rows[page.pk])


def check(page: ProcedurePage) -> None:
    """What `create_many` asks of a page before it writes, to find the one that failed.

    Raises:
        PreflightFailed: it cannot be public.
        ValidationError: it, or a row of it, does not fit its columns.
    """
    _check([page], list(_rows(page)))
    publication.check(page, from_page(page))


def _create(parent: AgencyPage, pages: Sequence[ProcedurePage]) -> None:
    for page in pages:
        _settle_rows(page)
    notices = [from_page(page) for page in pages]
    _check(pages, [row for page in pages for row in _rows(page)])
    for page, notice in zip(pages, notices, strict=True):
        publication.set_quality(page, notice)
    _place(parent, pages)
    _insert_pages(pages)
    _insert_rows(pages)
    now = timezone.now()
    revisions = Revision.objects.bulk_create([_revision(page, now) for page in pages])
    _mark_published(pages, revisions, now)
    PageLogEntry.objects.bulk_create([entry for page in pages for entry in _log_entries(page, now)])
    publication.record_many(list(zip(pages, notices, strict=True)))


def _settle_rows(page: ProcedurePage) -> None:
    """Say of every kind of row what the page has: of a kind nobody set, a page with a key asks the database."""
    for relation in get_all_child_relations(ProcedurePage):
        name = relation.get_accessor_name()
        setattr(page, name, list(getattr(page, name).all()))


def _rows(page: ProcedurePage) -> Iterator[models.Model]:
    for relation in get_all_child_relations(ProcedurePage):
        yield from getattr(page, relation.get_accessor_name()).all()


def _check(pages: Sequence[ProcedurePage], rows: Sequence[models.Model]) -> None:
    """What `full_clean` says without asking the database: lengths, choices, a fee with its amount."""
    for page in pages:
        page.draft_title = page.title
        page.clean_fields(exclude=_relations(page) | {"path", "depth", "url_path"})
    for row in rows:
        row.clean_fields(exclude=_relations(row))
        row.clean()


def _relations(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.fields if field.is_relation}


def _place(parent: AgencyPage, pages: Sequence[ProcedurePage]) -> None:
    """Paths behind the parent's last child; the lock on its row keeps another writer from taking the same ones."""
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    last = locked.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(locked.path, locked.depth + 1, number)
        page.depth = locked.depth + 1
        page.numchild = 0
        page.locale_id = locked.locale_id
        page.live = False
        page.set_url_path(locked)
    Page.objects.filter(pk=locked.pk).update(numchild=models.F("numchild") + len(pages))


def _insert_pages(pages: Sequence[ProcedurePage]) -> None:
    """Django's `bulk_create` refuses models in two tables: the base rows first, then the local ones by hand."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in pages])
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
        page._state.adding = False
        page._state.db = base._state.db
    objects = ProcedurePage._base_manager.all()
    objects._insert(list(pages), fields=ProcedurePage._meta.local_concrete_fields, using=objects.db)


def _insert_rows(pages: Sequence[ProcedurePage]) -> None:
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for page in pages:
        for row in _rows(page):
            row.page = page  # type: ignore[attr-defined]
            by_model[type(row)].append(row)
    for model, rows in by_model.items():
        model._default_manager.bulk_create(rows)


def _revision(page: ProcedurePage, now: datetime) -> Revision:
    content = page.serializable_data()
    # Wagtail makes the revision before it publishes, so it holds no results of publishing.
    content |= {"missing_parts": [], "quality_flags": []}
    return Revision(
        content_type=ContentType.objects.get_for_model(ProcedurePage),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        object_str=str(page),
        created_at=now,
        content=content,
    )


def _mark_published(pages: Sequence[ProcedurePage], revisions: Sequence[Revision], now: datetime) -> None:
    shared = {
        "live": True,
        "has_unpublished_changes": False,
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": now,
    }
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
        for name, value in shared.items():
            setattr(page, name, value)
    of_page = Cast(models.OuterRef("pk"), models.CharField())
    of_pages = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    newest = of_pages.filter(object_id=of_page).values("pk")[:1]
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        **shared, latest_revision=newest, live_revision=newest
    )


def _log_entries(page: ProcedurePage, now: datetime) -> Iterator[PageLogEntry]:
    """The lines of the page's history that adding and publishing write."""
    context = get_active_log_context()
    for action, revision in (("wagtail.create", None), ("wagtail.publish", page.latest_revision)):
        yield PageLogEntry(
            page=page,
            content_type=ContentType.objects.get_for_model(ProcedurePage),
            label=PageLogEntry.objects.get_instance_title(page),
            action=action,
            timestamp=now,
            user=context.user,
            uuid=context.uuid,
            revision=revision,
            content_changed=True,
        )
