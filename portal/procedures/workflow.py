"""The two steps of publication: the agency's editor submits, the People's Committee office approves."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from portal.procedures.models import PreflightApprovalTask, ProcedureIndexPage
from portal.procedures.permissions import REVIEWERS

WORKFLOW = "Duyệt thủ tục trước khi công bố"
REVIEW = "Văn phòng UBND tỉnh duyệt"


@transaction.atomic
def set_up_workflow() -> Workflow:
    """Make the workflow and give it to every procedure index without an active one; safe to run again.

    A renamed workflow or task is made anew; groups an administrator added to the task stay, and so does
    another workflow that an index was given.

    Raises:
        Group.DoesNotExist: the groups are not set up (`permissions.set_up_groups`).
    """
    task, _created = PreflightApprovalTask.objects.get_or_create(name=REVIEW)
    task.groups.add(Group.objects.get(name=REVIEWERS))
    workflow = add_workflow(WORKFLOW, [task])
    reviewed = WorkflowPage.objects.filter(workflow__active=True).values("page_id")
    for index in ProcedureIndexPage.objects.exclude(pk__in=reviewed):
        WorkflowPage.objects.update_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    return workflow


def add_workflow(name: str, tasks: Iterable[Task]) -> Workflow:
    """The workflow of that name with these steps in this order; made where it is missing."""
    workflow, _created = Workflow.objects.get_or_create(name=name)
    for number, task in enumerate(tasks):
        WorkflowTask.objects.get_or_create(workflow=workflow, task_id=task.pk, defaults={"sort_order": number})
    return workflow
