"""Dated facts about places. A record is never deleted when it ends: it gets a `valid_to`.

All intervals are half-open, [valid_from, valid_to): the last day of the districts was 30 June 2025,
so their `valid_to` is 1 July 2025 (Nghị quyết 202/2025/QH15).
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from portal.ledger.models import Kind
from portal.ledger.writing import Key, append


class Level(models.TextChoices):
    """The levels that take in procedures; "huyện" ended on 30 June 2025.

    The last two are levels of the national catalogue only: nobody in the province takes those papers in.
    """

    PROVINCE = "province", _("Tỉnh")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã")
    MINISTRY = "ministry", _("Bộ, cơ quan trung ương")
    OTHER = "other", _("Cơ quan khác")


#: The levels with administrative units and service points of the province.
LOCAL_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_LOCAL_CHOICES = [(level.value, level.label) for level in LOCAL_LEVELS]


class DatedQuerySet(models.QuerySet):
    """Rows that hold from one day up to, and not including, another."""

    def valid_on(self, day: date) -> Self:
        """Those in force on `day`; an empty start has always held, an empty end still holds."""
        started = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
        not_ended = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        return self.filter(started & not_ended)


class Dated(models.Model):
    """Base of everything that is true for a time only."""

    valid_from = models.DateField(_("Có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(
        _("Đến trước ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên không còn đúng nữa; để trống nếu vẫn còn."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": _("Ngày kết thúc phải sau ngày bắt đầu.")})

    def is_valid_on(self, day: date) -> bool:
        """Whether this holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)


class Announced(models.Model):
    """Base of what the public sees of a place: each change writes its ledger row in the same transaction.

    `QuerySet.update()` and `bulk_create()` go past this, so on these models they are forbidden
    outside the importers, which write the rows themselves.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            append([self.ledger_key()])

    def ledger_key(self) -> Key:
        """What the ledger calls this fact."""
        raise NotImplementedError


class AdministrativeUnit(Dated):
    """Tỉnh, huyện, xã. Its identity is (valid_from, code): codes were reused on 1 July 2025."""

    code = models.CharField(_("Mã đơn vị (Tổng cục Thống kê)"), max_length=10)
    name = models.CharField(_("Tên"), max_length=120)
    kind = models.CharField(_("Loại"), max_length=40, help_text=_("tỉnh, thành phố, huyện, xã, phường, thị trấn"))
    level = models.CharField(_("Cấp"), max_length=16, choices=_LOCAL_CHOICES)
    parent = models.ForeignKey(
        "self", verbose_name=_("Thuộc"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    latitude = models.DecimalField(_("Vĩ độ"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Kinh độ"), max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.CharField(_("Nguồn"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Đơn vị hành chính")
        verbose_name_plural = _("Đơn vị hành chính")
        ordering = ["valid_from", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="places_unit_identity"),
            # Two empty starts would count as different in the rule above.
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_from__isnull=True), name="places_unit_without_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """One unit took over all or part of another on a day; many to many over time."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("Nhập vào")
        RENAMED = "renamed", _("Đổi tên")
        KEPT = "kept", _("Giữ nguyên, đổi mã hoặc cấp trên")

    predecessor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="succeeds")
    date = models.DateField(_("Ngày"))
    kind = models.CharField(_("Cách thay đổi"), max_length=16, choices=Kind.choices)
    legal_ground = models.CharField(_("Căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Đơn vị kế tục")
        verbose_name_plural = _("Đơn vị kế tục")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "date"], name="places_one_succession")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.date})"


class Agency(index.Indexed, Announced, Dated):
    """The body whose procedures are published: Police, Military Command, Social Insurance."""

    code = models.CharField(_("Ký hiệu"), max_length=12, unique=True, help_text=_("Đầu mã thủ tục, ví dụ BCA."))
    name = models.CharField(_("Tên đầy đủ"), max_length=160)
    short_name = models.CharField(_("Tên ngắn"), max_length=60)
    ministry = models.CharField(_("Bộ, ngành"), max_length=120)
    slug = models.SlugField(_("Đường dẫn"), max_length=80, unique=True)

    objects = DatedQuerySet.as_manager()
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name"),
        index.AutocompleteField("code"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
    ]

    class Meta:
        verbose_name = _("Cơ quan")
        verbose_name_plural = _("Cơ quan")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def ledger_key(self) -> Key:
        return Key(Kind.AGENCY, self.code)

    @property
    def is_central(self) -> bool:
        """Whether it is a ministry itself, not a body of the province that belongs to one."""
        return self.name == self.ministry


class ServicePoint(index.Indexed, Announced, ClusterableModel, Dated):
    """A place that takes in procedures: the provincial Centre, or a one-stop section."""

    unit = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("Đơn vị hành chính"), on_delete=models.PROTECT, related_name="service_points"
    )
    level = models.CharField(_("Cấp"), max_length=16, choices=_LOCAL_CHOICES)
    name = models.CharField(_("Tên"), max_length=200)
    slug = models.SlugField(_("Đường dẫn"), max_length=100)
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=60, blank=True)
    managed_by = models.CharField(_("Đơn vị quản lý"), max_length=200, blank=True)
    access_note = models.CharField(_("Đường đi, lối cho xe lăn"), max_length=300, blank=True)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("Điểm tiếp nhận")
        verbose_name_plural = _("Điểm tiếp nhận")
        ordering = ["level", "name"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "valid_from"], name="places_point_identity"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(valid_from__isnull=True), name="places_point_without_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ledger_key(self) -> Key:
        return Key(Kind.SERVICE_POINT, self.slug)


class PartOfServicePoint(Announced):
    """Base of the dated facts that hang on a service point."""

    service_point: ServicePoint

    class Meta:
        abstract = True

    def ledger_key(self) -> Key:
        return Key(Kind.SERVICE_POINT, self.service_point.slug)


class Counter(PartOfServicePoint, Dated):
    """Quầy: where one agency receives papers at a service point."""

    service_point = ParentalKey(ServicePoint, on_delete=models.CASCADE, related_name="counters")
    agency = models.ForeignKey(Agency, verbose_name=_("Cơ quan"), on_delete=models.PROTECT, related_name="counters")
    label = models.CharField(_("Số hoặc tên quầy"), max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quầy")
        verbose_name_plural = _("Quầy")
        ordering = ["agency__code", "label"]

    def __str__(self) -> str:
        label = self.label or _("Quầy")
        return f"{label} – {self.agency.short_name}"


class Weekday(models.IntegerChoices):
    """ISO days of the week."""

    MONDAY = 1, _("Thứ Hai")
    TUESDAY = 2, _("Thứ Ba")
    WEDNESDAY = 3, _("Thứ Tư")
    THURSDAY = 4, _("Thứ Năm")
    FRIDAY = 5, _("Thứ Sáu")
    SATURDAY = 6, _("Thứ Bảy")
    SUNDAY = 7, _("Chủ nhật")


class OpeningHours(PartOfServicePoint, Dated):
    """One stretch of opening time on a day of the week; two rows make morning and afternoon."""

    service_point = ParentalKey(ServicePoint, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(
        _("Ngày"), choices=Weekday.choices, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    opens = models.TimeField(_("Mở cửa"))
    closes = models.TimeField(_("Đóng cửa"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Giờ làm việc")
        verbose_name_plural = _("Giờ làm việc")
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": _("Giờ đóng cửa phải sau giờ mở cửa.")})


class OpeningException(PartOfServicePoint):
    """Days that differ from the week: holidays, closures, extra hours. The last day is included."""

    service_point = ParentalKey(ServicePoint, on_delete=models.CASCADE, related_name="opening_exceptions")
    first_day = models.DateField(_("Từ ngày"))
    last_day = models.DateField(_("Đến hết ngày"))
    opens = models.TimeField(_("Mở cửa"), null=True, blank=True, help_text=_("Để trống cả hai giờ nếu đóng cửa."))
    closes = models.TimeField(_("Đóng cửa"), null=True, blank=True)
    reason = models.CharField(_("Lý do"), max_length=200)

    class Meta:
        verbose_name = _("Ngày nghỉ, giờ khác thường")
        verbose_name_plural = _("Ngày nghỉ, giờ khác thường")
        ordering = ["first_day"]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}: {self.reason}"

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("Ngày cuối phải từ ngày đầu trở đi.")})
        if (self.opens is None) != (self.closes is None):
            raise ValidationError({"closes": _("Ghi cả giờ mở và giờ đóng, hoặc để trống cả hai.")})
