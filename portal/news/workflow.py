"""The two steps before articles, campaigns and spots are public: legal check, then publication.

Who wrote a draft approves it at neither step, and who approved the first does not approve the second; that holds
for administrators too, since it is a rule about persons (docs/adr/0014-outreach-approval.md).
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Revision, Task, TaskState, Workflow, WorkflowContentType, WorkflowPage, WorkflowState

from portal.news.models import CampaignIndexPage, NewsIndexPage, SecondPersonApprovalTask, Spot
from portal.news.permissions import LEGAL_CHECKERS, PUBLISHERS
from portal.procedures.workflow import add_workflow

WORKFLOW = "Duyệt tin bài, đợt tuyên truyền, lời phát"
LEGAL_CHECK = "Kiểm tra pháp lý"
PUBLICATION = "Duyệt xuất bản"
STEPS = ((LEGAL_CHECK, LEGAL_CHECKERS), (PUBLICATION, PUBLISHERS))

#: What Wagtail notes in a revision about saving and publishing; a draft that differs in nothing else is the same.
BOOKKEEPING = frozenset(
    {
        "approved_schedule",
        "comments",
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
    }
)


@transaction.atomic
def set_up_outreach_workflow() -> Workflow:
    """Make the workflow and give it to both indexes and to spots where they have no active one; safe to run again.

    Raises:
        Group.DoesNotExist: the groups are not set up (`permissions.set_up_outreach_groups`).
    """
    tasks = []
    for name, group in STEPS:
        task, _created = SecondPersonApprovalTask.objects.get_or_create(name=name)
        task.groups.add(Group.objects.get(name=group))
        tasks.append(task)
    workflow = add_workflow(WORKFLOW, tasks)
    reviewed = WorkflowPage.objects.filter(workflow__active=True).values("page_id")
    for model in (NewsIndexPage, CampaignIndexPage):
        for index in model.objects.exclude(pk__in=reviewed):
            WorkflowPage.objects.update_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    spots = ContentType.objects.get_for_model(Spot)
    if not WorkflowContentType.objects.filter(content_type=spots, workflow__active=True).exists():
        WorkflowContentType.objects.update_or_create(content_type=spots, defaults={"workflow": workflow})
    return workflow


def refusals(task: Task, obj: Any, user: User | AnonymousUser) -> list[str]:
    """Why this person may not approve this draft at this step; nothing about what the draft lacks."""
    found = []
    state: WorkflowState | None = obj.current_workflow_state
    if user.pk in writers(obj, state):
        found.append(_("Bạn đã viết, sửa hoặc gửi duyệt bản này, nên người khác phải duyệt."))
    if state is None:
        return found
    if _approvals(state).filter(revision=obj.latest_revision, finished_by=user.pk).exclude(task=task.pk).exists():
        found.append(_("Bạn đã duyệt bước trước của bản này, nên người khác phải duyệt bước này."))
    if step_to_repeat(task, state) is not None:
        found.append(_("Bản này đã bị sửa sau khi bước trước duyệt. Hãy trả lại để gửi duyệt từ đầu."))
    return found


def writers(obj: Any, state: WorkflowState | None) -> set[int]:
    """Keys of everybody who changed the draft since it was last public, and of who submitted it.

    Saving without a change makes nobody a writer: Wagtail keeps a revision for that too.
    """
    public: Revision | None = obj.live_revision
    revisions = obj.revisions.order_by("created_at", "pk")
    if public is not None:
        revisions = revisions.filter(created_at__gt=public.created_at)
    before = _words(public) if public is not None else None
    found = set()
    for revision in revisions:
        words = _words(revision)
        if words != before and revision.user_id is not None:
            found.add(revision.user_id)
        before = words
    if state is not None and state.requested_by_id is not None:
        found.add(state.requested_by_id)
    return found


def step_to_repeat(task: Task, state: WorkflowState) -> SecondPersonApprovalTask | None:
    """The first step before this one that was not passed by the draft as it is now."""
    latest = state.content_object.get_latest_revision()
    passed = set(_approvals(state).filter(revision=latest).values_list("task_id", flat=True))
    for step in state.workflow.tasks:
        if step.pk == task.pk:
            return None
        specific = step.specific
        if step.pk not in passed and isinstance(specific, SecondPersonApprovalTask) and step.active:
            return specific
    return None


def is_approved(obj: Any, revision: Revision) -> bool:
    """Whether all steps of the last run approved this revision.

    Of steps that are not ours nobody knows the revision: Wagtail does not note one that was changed while approving.
    """
    state = obj.workflow_states.order_by("-created_at", "-pk").first()
    if state is None or state.status != WorkflowState.STATUS_APPROVED:
        return False
    ours = SecondPersonApprovalTask.objects.values("pk")
    passed = _approvals(state).filter(Q(revision=revision) | ~Q(task__in=ours)).values_list("task_id", flat=True)
    return {task.pk for task in state.workflow.tasks if task.active} <= set(passed)


def _approvals(state: WorkflowState) -> Any:
    return state.task_states.filter(status=TaskState.STATUS_APPROVED)


def _words(revision: Revision) -> dict[str, Any]:
    return {name: value for name, value in revision.content.items() if name not in BOOKKEEPING}
