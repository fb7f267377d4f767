"""The code lists of the national procedure database (domain: Nghị định 63/2010/NĐ-CP, Điều 8; portal exports)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Cách thức thực hiện."""

    DIRECT = "direct", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Dịch vụ bưu chính")


class Audience(models.TextChoices):
    """Đối tượng thực hiện; two labels contain a comma, so lists are never split on commas."""

    CITIZEN = "citizen", _("Công dân Việt Nam")
    OVERSEAS = "overseas", _("Người Việt Nam định cư ở nước ngoài")
    FOREIGNER = "foreigner", _("Người nước ngoài")
    OFFICIAL = "official", _("Cán bộ, công chức, viên chức")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    FOREIGN_ENTERPRISE = "foreign_enterprise", _("Doanh nghiệp có vốn đầu tư nước ngoài")
    ORGANISATION = "organisation", _("Tổ chức (không bao gồm doanh nghiệp, HTX)")
    FOREIGN_ORGANISATION = "foreign_organisation", _("Tổ chức nước ngoài")
    COOPERATIVE = "cooperative", _("Hợp tác xã")


class DurationUnit(models.TextChoices):
    """Đơn vị thời hạn. An imported number may lack one; that is flagged, never guessed."""

    WORKING_DAY = "working_day", _("ngày làm việc")
    DAY = "day", _("ngày")
    HOUR = "hour", _("giờ")
    MONTH = "month", _("tháng")
    SAME_DAY = "same_day", _("trong ngày")
    UNKNOWN = "", _("không ghi đơn vị")


class FeeKind(models.TextChoices):
    """Phí, lệ phí: five different statements, kept apart everywhere."""

    MISSING = "missing", _("Chưa cung cấp")
    AMOUNT = "amount", _("Có mức thu")
    FREE = "free", _("Miễn phí")
    NONE = "none", _("Không thu")
    UNREGULATED = "unregulated", _("Văn bản chưa quy định")


class Given(models.TextChoices):
    """What is known of a value: stated, expressly none, or not supplied yet."""

    STATED = "stated", _("Có nêu")
    NONE = "none", _("Không có")
    MISSING = "missing", _("Chưa cung cấp")


class Lifecycle(models.TextChoices):
    """Tình trạng của thủ tục (Điều 14: new, changed or replaced, abolished)."""

    IN_FORCE = "in_force", _("Đang áp dụng")
    ABOLISHED = "abolished", _("Đã bãi bỏ")
    REPLACED = "replaced", _("Đã được thay thế")


class VersionKind(models.TextChoices):
    """Why a version of a notice exists."""

    PUBLISHED = "published", _("Công bố")
    CORRECTED = "corrected", _("Đính chính, bổ sung")
    WITHDRAWN = "withdrawn", _("Rút khỏi trang")
    ABOLISHED = "abolished", _("Bãi bỏ")
    REPLACED = "replaced", _("Thay thế")


#: Kinds whose notice is in force, so that its procedure is accepted somewhere.
IN_FORCE_KINDS = (VersionKind.PUBLISHED, VersionKind.CORRECTED)
