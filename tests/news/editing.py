"""What an editor's browser sends for articles, campaigns and spots."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.news.models import ArticlePage, CampaignPage, Spot

PAGE_FIELDS = ("slug", "seo_title", "search_description", "content_owner", "review_date", "go_live_at", "expire_at")
CAMPAIGN_ROWS = ("procedures", "pictures", "coverage", "questions")
RICH_TEXTS = ("press_release", "background_short", "background_long")
SOURCE = {"label": "Quyết định 1291/QĐ-TTg", "url": "", "document": ""}
EMPTY_RICH_TEXT = '{"blocks": [], "entityMap": {}}'


def article_form(page: ArticlePage | None = None, /, **changes: Any) -> dict[str, Any]:
    """A whole article; of `page`, unchanged, where one is given."""
    draft = page.get_latest_revision_as_object() if page is not None else None
    if draft is None:
        rows = source_rows()
    else:
        # Rows of a page that was live before the draft have keys, others have none.
        kept = [{"label": row.label, "url": row.url, "document": "", "id": row.pk or ""} for row in draft.sources.all()]
        rows = inline_formset(kept, initial=sum(1 for row in kept if row["id"]))
    block = draft.body[0] if draft is not None else None
    body = streamfield([("notice", {"text": block.value["text"] if block else "Mang theo chứng minh nhân dân."})])
    if block is not None:
        body["0"]["id"] = block.id
    data = {
        **dict.fromkeys(PAGE_FIELDS, ""),
        "slug": draft.slug if draft is not None else "bai-moi",
        "title": draft.title if draft is not None else "Thủ tục quân sự nộp ở xã",
        "lead": draft.lead if draft is not None else "Bà con nộp giấy tờ quân sự tại xã.",
        "published_on": "20/12/2019",
        "author_unit": "Ban biên tập",
        **dict.fromkeys(("agency", "topic", "tags", "picture", "picture_caption"), ""),
        "body": body,
        "procedures": inline_formset([]),
        "sources": rows,
        "comments": inline_formset([]),
    }
    return dict(nested_form_data({**data, **changes}))


def campaign_form(**changes: Any) -> dict[str, Any]:
    """A campaign with nothing but a title."""
    data = {
        **dict.fromkeys(PAGE_FIELDS, ""),
        "slug": "dot-moi",
        "title": "Nộp tại một cửa",
        **dict.fromkeys(("message", "audience", "starts_on", "ends_on", "period_note", "carried_out_by"), ""),
        **dict.fromkeys(
            ("legal_document", "plan_section", "plan_note", "press_contact", "led_line", "poster_line"), ""
        ),
        **dict.fromkeys(RICH_TEXTS, EMPTY_RICH_TEXT),
        **{name: inline_formset([]) for name in (*CAMPAIGN_ROWS, "comments")},
    }
    return dict(nested_form_data({**data, **changes}))


def write_article(client: Client, parent_id: int, action: str = "submit", **changes: Any) -> ArticlePage | None:
    """Send the form of a new article with one of Wagtail's buttons; the article, if it was taken."""
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent_id])
    client.post(url, article_form(**changes, **({f"action-{action}": "1"} if action else {})))
    return ArticlePage.objects.order_by("-pk").first()


def step() -> TaskState:
    """The step that is waited for."""
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


def act(client: Client, content: ArticlePage | CampaignPage | Spot, action: str, comment: str = "") -> None:
    """Press a reviewer's button, from the list of what waits."""
    name = "wagtailsnippets_news_spot" if isinstance(content, Spot) else "wagtailadmin_pages"
    url = reverse(f"{name}:workflow_action", args=[content.pk, action, step().pk])
    client.post(url, {"comment": comment})
    content.refresh_from_db()


def page_url(name: str, page: ArticlePage | CampaignPage) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk_url(action: str, page: ArticlePage | CampaignPage) -> str:
    """The list's own button, pressed for one page."""
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={page.pk}&next=/quan-tri/"


def no_rows() -> Any:
    return inline_formset([])


def source_rows() -> Any:
    """One source, new."""
    return inline_formset([SOURCE])
