"""The approval steps of the outreach: whoever wrote something never approves it alone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class SecondPersonApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group, but not by the person who wrote or last changed the draft."""

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("Nhóm được chọn duyệt; người viết không tự duyệt bài của mình")

    class Meta:
        verbose_name = _("Bước duyệt của người thứ hai")
        verbose_name_plural = _("Bước duyệt của người thứ hai")
