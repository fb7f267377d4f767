"""What was published: append-only versions, their levels, addresses that never die."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.ledger.models import Kind
from portal.ledger.writing import Key
from portal.places.models import Agency, Announced, DatedQuerySet, Level, ServicePoint
from portal.procedures.enums import IN_FORCE_KINDS, VersionKind


class VersionsAreFinal(Exception):
    """Somebody tried to change or delete a published version. Publish a new one instead."""


class NoticeVersionQuerySet(models.QuerySet):
    """Versions by procedure and day."""

    def applicable_on(self, day: date) -> Self:
        """Versions whose interval [effective_from, effective_to) holds `day`."""
        not_ended = models.Q(effective_to__isnull=True) | models.Q(effective_to__gt=day)
        return self.filter(not_ended, effective_from__lte=day)

    def in_force_on(self, day: date) -> Self:
        """For each code and language the one version that counts on `day`: of the applicable, the highest number.

        A withdrawn or abolished notice counts too; its kind says so.
        """
        newer = NoticeVersion.objects.applicable_on(day).filter(
            code=models.OuterRef("code"), language=models.OuterRef("language"), number__gt=models.OuterRef("number")
        )
        return self.applicable_on(day).filter(~models.Exists(newer))

    def update(self, **kwargs: Any) -> int:
        raise VersionsAreFinal("A version of a notice is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise VersionsAreFinal("A version of a notice is never deleted.")


class NoticeVersion(models.Model):
    """One published state of one notice, in one global hash chain.

    A correction of the past is a new version with its own interval: the highest number among those
    that hold a day wins. `content` are the canonical bytes (as text, since jsonb would reorder them)
    that the digest covers together with the header; they are never recomputed from objects.
    """

    code = models.CharField(_("Mã"), max_length=24)
    language = models.CharField(max_length=10, default="vi")
    number = models.PositiveIntegerField(_("Bản số"))
    kind = models.CharField(_("Loại"), max_length=16, choices=VersionKind.choices)
    decision = models.CharField(_("Quyết định công bố"), max_length=60, blank=True)
    decided_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    effective_from = models.DateField(_("Có hiệu lực từ"))
    effective_to = models.DateField(_("Hết hiệu lực"), null=True, blank=True)
    reason = models.CharField(_("Lý do thay đổi"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("Ghi lúc"))
    schema = models.PositiveSmallIntegerField()
    content = models.TextField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    # Plain integers: a foreign key would change or delete versions together with pages and users.
    page_id = models.IntegerField(null=True)
    recorded_by_id = models.IntegerField(null=True)

    objects = NoticeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bản công bố")
        verbose_name_plural = _("Bản công bố")
        ordering = ["code", "language", "number"]
        constraints = [models.UniqueConstraint(fields=["code", "language", "number"], name="procedures_version_number")]
        indexes = [models.Index(fields=["effective_from"], name="procedures_version_from")]

    def __str__(self) -> str:
        return f"{self.code} bản {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise VersionsAreFinal("A version of a notice is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise VersionsAreFinal("A version of a notice is never deleted.")

    @property
    def is_in_force_kind(self) -> bool:
        """Whether this kind of version is a notice in force, not its end."""
        return self.kind in IN_FORCE_KINDS


class NoticeLevel(models.Model):
    """The levels of one version, so that acceptance on a past day is one query."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="levels")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=16, choices=Level.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.version} {self.level}"


class Address(models.Model):
    """Every address a procedure ever had: `/thu-tuc/<agency>/<slug>/`. The newest answers, the others lead to it."""

    agency_slug = models.CharField(max_length=80)
    slug = models.CharField(max_length=255)
    code = models.CharField(max_length=24, db_index=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_slug", "slug"], name="procedures_address_once")]

    def __str__(self) -> str:
        return f"{self.agency_slug}/{self.slug}"


class AcceptanceException(Announced):
    """A place that, for a while, does not take in one procedure although its level does."""

    code = models.CharField(_("Mã thủ tục"), max_length=24, db_index=True)
    service_point = models.ForeignKey(
        ServicePoint, verbose_name=_("Điểm tiếp nhận"), on_delete=models.CASCADE, related_name="+"
    )
    valid_from = models.DateField(_("Không nhận từ ngày"))
    valid_to = models.DateField(_("Nhận lại từ ngày"), null=True, blank=True)
    reason = models.CharField(_("Lý do"), max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tạm ngừng nhận một thủ tục")
        verbose_name_plural = _("Tạm ngừng nhận một thủ tục")

    def __str__(self) -> str:
        return f"{self.code} – {self.service_point}"

    def ledger_key(self) -> Key:
        return Key(Kind.PROCEDURE, self.code)
