"""The approval of the outreach: nothing is public before two others than its writer have read it.

See docs/adr/0014-outreach-approval.md. The rules themselves are in `portal/news/workflow.py`.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, PagePermissionTester, Revision, TaskState, WorkflowState

from portal.core.models import BasePage

Action = tuple[str, str | Promise, bool]

APPROVE = "approve"
#: The right to take down at once what is public; putting it back needs the approval again.
WITHDRAW = "news.withdraw_outreach"


class SecondPersonApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group, but never by who wrote the draft, nor by who approved the step before."""

    def get_actions(self, obj: Any, user: User) -> list[Action]:
        """Wagtail's actions of a group's approval, without "approve" while something stands against it."""
        actions: list[Action] = super().get_actions(obj, user)
        if actions and self.reasons_against(obj, user):
            return [action for action in actions if action[0] != APPROVE]
        return actions

    def reasons_against(self, obj: Any, user: User | AnonymousUser) -> list[str]:
        """Why `user` cannot approve the latest draft at this step; empty if they can."""
        # Here and not above: these modules import the models.
        from portal.news.preflight import gaps
        from portal.news.workflow import refusals

        draft = obj.get_latest_revision_as_object()
        return [*refusals(self, obj, user), *(str(gap.message) for gap in gaps(draft))]

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin this step; where the draft has changed since a step before it was passed, begin that one again."""
        from portal.news.workflow import step_to_repeat

        step = step_to_repeat(self, workflow_state)
        if step is not None:
            return step.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Note which draft was approved, and refuse what `get_actions` does not offer."""
        if action_name == APPROVE:
            obj = task_state.workflow_state.content_object
            if self.reasons_against(obj, user):
                raise PermissionDenied
            task_state.revision = obj.get_latest_revision()
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("Nhóm được chọn duyệt; người viết không tự duyệt, một người không duyệt hai bước")

    class Meta:
        verbose_name = _("Bước duyệt của người thứ hai")
        verbose_name_plural = _("Bước duyệt của người thứ hai")


class ReviewedPermissions(PagePermissionTester):
    """Wagtail's rights on a page, with one road to the public where a workflow stands: through all its steps."""

    def can_publish(self) -> bool:
        return not self.page.has_workflow and bool(super().can_publish())

    def can_publish_subpage(self) -> bool:
        return not self.page.has_workflow and bool(super().can_publish_subpage())

    def can_unpublish(self) -> bool:
        if super().can_unpublish():
            return True
        return bool(self.page.live and not self.page_locked() and self.can_edit() and self.user.has_perm(WITHDRAW))

    def can_unschedule(self) -> bool:
        return bool(self.user.is_superuser or (self.can_edit() and self.user.has_perm(WITHDRAW)))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What was public once is taken down, not deleted: its history stays."""
        if self.page.first_published_at and not self.user.is_superuser:
            return False
        return bool(super().can_delete(ignore_bulk))


class ReviewedPage(BasePage):
    """Abstract base of pages that become public only through the approval of others."""

    class Meta:
        abstract = True

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """Wagtail's phone, tablet and desktop, and what it does not know: a standing screen, and A4 at 96 dpi."""
        return [
            *super().preview_sizes,
            {"name": "kiosk", "icon": "view", "device_width": 1080, "label": _("Xem trên màn hình đứng")},
            {"name": "a4", "icon": "doc-full", "device_width": 794, "label": _("Xem trên khổ giấy A4")},
        ]

    def permissions_for_user(self, user: User | AnonymousUser) -> ReviewedPermissions:
        return ReviewedPermissions(user, self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Keep a revision, beside those that others have judged."""
        return super().save_revision(*args, **beside_judged(self, kwargs))

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> Page:
        """Publish; a person only what all steps approved, a program (no `user`) anything."""
        return super().publish(revision, user=user, **kwargs | after_approval(self, revision, user))


def beside_judged(obj: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """What Wagtail's `save_revision` is told: a revision that was submitted or public is not written over.

    Wagtail saves over the author's last revision while they type. An approval names a revision, and so does what is
    public: other words under the same key would be approved by nobody, and written by nobody.
    """
    revision: Revision | None = kwargs.get("overwrite_revision")
    if revision is None or not (revision.pk == obj.live_revision_id or revision.task_states.exists()):
        return kwargs
    # Wagtail's own conditions for it still hold for a new one: nobody saves on top of what they have not seen.
    if revision.pk != obj.latest_revision_id:
        return kwargs
    return {**kwargs, "overwrite_revision": None}


def after_approval(obj: Any, revision: Revision, user: User | None) -> dict[str, bool]:
    """What Wagtail's `publish` is told: whoever approves the last step needs no right to publish by themselves.

    Raises:
        PermissionDenied: a person publishes what the steps have not approved.
    """
    from portal.news.workflow import is_approved

    if user is None or not obj.has_workflow:
        return {}
    if not is_approved(obj, revision):
        raise PermissionDenied
    return {"skip_permission_checks": True}
