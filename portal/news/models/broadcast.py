"""Who carries the message, and when: outlets, slots with their recurrence, airings."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from portal.core import clock
from portal.news.enums import AiringStatus, Frequency, OutletKind, Weekday
from portal.news.models.campaigns import CampaignPage
from portal.news.models.languages import Language
from portal.news.models.spots import Spot
from portal.places.models import AdministrativeUnit, Dated, DatedQuerySet

#: Minutes of the longest programme: a day.
LONGEST_PROGRAMME = 24 * 60

#: Last day a slot may name; a typing slip ("2200") is refused instead of filling lists.
LATEST = date(2099, 12, 31)


class Outlet(index.Indexed, ClusterableModel, Dated):
    """A station, a newspaper, a site, the loudspeakers of a commune."""

    name = models.CharField(_("Tên"), max_length=160)
    slug = models.SlugField(_("Đường dẫn"), max_length=80, unique=True, blank=True)
    kind = models.CharField(_("Loại"), max_length=16, choices=OutletKind.choices)
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("Địa bàn"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    channel = models.CharField(_("Kênh, tần số"), max_length=160, blank=True)
    website = models.URLField(_("Trang web"), blank=True)
    contact = models.CharField(_("Liên hệ công việc"), max_length=300, blank=True)
    languages = ParentalManyToManyField(Language, verbose_name=_("Ngôn ngữ"), blank=True, related_name="outlets")
    note = models.CharField(_("Ghi chú, nguồn"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("Báo, đài, loa")
        verbose_name_plural = _("Báo, đài, loa")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class BroadcastSlot(models.Model):
    """A place in a programme, once or coming back (RFC 5545, recurrence rules). Times are local.

    A weekly slot without weekdays is one whose day is not known: it stands in a week, on no day of it. A slot
    without an end goes on as long as its campaign and its outlet do.
    """

    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("Đợt tuyên truyền"), on_delete=models.CASCADE, related_name="slots"
    )
    outlet = models.ForeignKey(Outlet, verbose_name=_("Báo, đài, loa"), on_delete=models.PROTECT, related_name="slots")
    spot = models.ForeignKey(
        Spot, verbose_name=_("Lời phát"), on_delete=models.SET_NULL, null=True, blank=True, related_name="slots"
    )
    programme = models.CharField(_("Chương trình"), max_length=160)
    starts_on = models.DateField(_("Ngày phát đầu tiên"))
    starts_at = models.TimeField(
        _("Giờ phát"), null=True, blank=True, help_text=_("Để trống nếu đài chưa cho biết giờ.")
    )
    length_minutes = models.PositiveIntegerField(
        _("Thời lượng (phút)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PROGRAMME)],
    )
    frequency = models.CharField(_("Lặp lại"), max_length=10, choices=Frequency.choices, default=Frequency.ONCE)
    interval = models.PositiveSmallIntegerField(
        _("Mấy ngày, tuần, tháng một lần"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Ghi 1 nếu ngày, tuần, tháng nào cũng phát."),
    )
    weekdays = models.JSONField(_("Các thứ trong tuần"), default=list, blank=True)
    until = models.DateField(
        _("Đến hết ngày"), null=True, blank=True, help_text=_("Để trống: đến khi đợt tuyên truyền kết thúc.")
    )
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("Sửa lúc"), auto_now=True)

    class Meta:
        verbose_name = _("Suất phát")
        verbose_name_plural = _("Suất phát")
        ordering = ["starts_on", "starts_at"]

    def __str__(self) -> str:
        return f"{self.programme} – {self.outlet}"

    @property
    def day_is_known(self) -> bool:
        """Whether it is known on which days the slot falls."""
        return self.frequency != Frequency.WEEKLY or bool(self.weekdays)

    @property
    def last_day(self) -> date | None:
        """The last day on which the slot may fall, None where no end is known."""
        ended = self.outlet.valid_to - timedelta(days=1) if self.outlet.valid_to else None
        return min((end for end in (self.until or self.campaign.ends_on, ended) if end), default=None)

    def clean(self) -> None:
        super().clean()
        errors = self._errors_of_days() | self._errors_of_rule() | self._errors_of_relations()
        if errors:
            raise ValidationError(errors)

    def _errors_of_days(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        for name in ("starts_on", "until"):
            day = getattr(self, name)
            if day and not clock.EARLIEST <= day <= LATEST:
                errors[name] = _("Ngày phải từ năm 2000 đến năm 2099.")
        if self.starts_on and self.until and self.until < self.starts_on:
            errors["until"] = _("Ngày kết thúc phải từ ngày phát đầu tiên trở đi.")
        return errors

    def _errors_of_rule(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        known = [day.value for day in Weekday]
        if not isinstance(self.weekdays, list) or any(day not in known for day in self.weekdays):
            return {"weekdays": _("Chọn các thứ trong danh sách.")}
        self.weekdays = sorted(set(self.weekdays), key=known.index)
        if self.weekdays and self.frequency != Frequency.WEEKLY:
            errors["weekdays"] = _("Chỉ chọn thứ khi lặp lại hằng tuần.")
        elif self.weekdays and self.starts_on and Weekday.of(self.starts_on) not in self.weekdays:
            words = {"day": f"{self.starts_on:%d/%m/%Y}", "weekday": Weekday.of(self.starts_on).label}
            errors["starts_on"] = _("Ngày %(day)s là %(weekday)s, không có trong các thứ đã chọn.") % words
        if self.frequency == Frequency.ONCE and self.until:
            errors["until"] = _("Phát một lần thì không ghi ngày kết thúc.")
        return errors

    def _errors_of_relations(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if self.outlet_id and self.starts_on and not self.outlet.is_valid_on(self.starts_on):
            errors["outlet"] = _("Vào ngày phát đầu tiên, nơi này chưa hoạt động hoặc đã ngừng.")
        if self.spot and self.campaign_id and self.spot.campaign_id != self.campaign_id:
            errors["spot"] = _("Lời phát này thuộc đợt tuyên truyền khác.")
        return errors


class Airing(models.Model):
    """What became of one day of a slot; a day without a row is planned."""

    slot = models.ForeignKey(
        BroadcastSlot, verbose_name=_("Suất phát"), on_delete=models.CASCADE, related_name="airings"
    )
    day = models.DateField(_("Ngày"))
    status = models.CharField(_("Tình trạng"), max_length=10, choices=AiringStatus.choices)
    proof = models.CharField(
        _("Căn cứ xác nhận"), max_length=300, blank=True, help_text=_("Biên bản, bản ghi, ai xác nhận (chức danh).")
    )
    proof_url = models.URLField(_("Địa chỉ bản ghi"), blank=True)

    class Meta:
        verbose_name = _("Lần phát")
        verbose_name_plural = _("Lần phát")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["slot", "day"], name="news_airing_once_a_day")]

    def __str__(self) -> str:
        return f"{self.slot} {self.day:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        if self.status == AiringStatus.AIRED and not (self.proof or self.proof_url):
            raise ValidationError({"proof": _("Đã phát thì ghi căn cứ xác nhận.")})
        if self.status == AiringStatus.AIRED and self.day and self.day > clock.today():
            raise ValidationError({"status": _("Ngày này chưa tới nên chưa thể đã phát.")})
