"""The review step before a procedure becomes public."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page

from portal.procedures.models.pages import ProcedurePage

Action = tuple[str, str | Promise, bool]


class PreflightApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group, not offered while the draft has obstacles; sending it back always is."""

    def get_actions(self, obj: Page, user: User) -> list[Action]:
        """Wagtail's actions of a group's approval, without those that would publish an incomplete notice."""
        actions: list[Action] = super().get_actions(obj, user)
        if actions and self.obstacles(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @staticmethod
    def obstacles(obj: Page, user: User | AnonymousUser) -> tuple[Any, ...]:
        """What keeps `user` from approving the latest draft of a procedure; other pages have none."""
        # Here and not above: obstacles.py imports the models.
        from portal.procedures.obstacles import obstacles

        draft = obj.get_latest_revision_as_object()
        return obstacles(draft, user) if isinstance(draft, ProcedurePage) else ()

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("Nhóm được chọn duyệt; chưa đủ nội dung luật định thì chưa duyệt được")

    class Meta:
        verbose_name = _("Bước duyệt có kiểm tra nội dung")
        verbose_name_plural = _("Bước duyệt có kiểm tra nội dung")
