"""What procedures cite: fields of work, legal documents, form files."""

import hashlib
from pathlib import PurePath
from typing import ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.ledger.models import Kind as LedgerKind
from portal.ledger.writing import Key
from portal.places.models import Agency, Announced, Dated
from portal.vietnamese.slugs import slugify


class Field(index.Indexed, models.Model):
    """Lĩnh vực. Names repeat between ministries ("Bảo hiểm xã hội" is a field of Defence too)."""

    agency = models.ForeignKey(Agency, verbose_name=_("Cơ quan"), on_delete=models.PROTECT, related_name="fields")
    name = models.CharField(_("Tên lĩnh vực"), max_length=300)
    slug = models.SlugField(_("Đường dẫn"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("Lĩnh vực")
        verbose_name_plural = _("Lĩnh vực")
        ordering = ["agency__code", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "slug"], name="procedures_field_slug"),
            models.UniqueConstraint(fields=["agency", "name"], name="procedures_field_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.agency.short_name})"

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name, max_length=100)


class LegalDocument(index.Indexed, Announced, Dated):
    """Văn bản quy phạm pháp luật, quyết định công bố. Citizens search for its number."""

    class Kind(models.TextChoices):
        LAW = "law", _("Luật")
        DECREE = "decree", _("Nghị định")
        DECISION = "decision", _("Quyết định")
        CIRCULAR = "circular", _("Thông tư")
        JOINT_CIRCULAR = "joint_circular", _("Thông tư liên tịch")
        RESOLUTION = "resolution", _("Nghị quyết")
        PLAN = "plan", _("Kế hoạch")
        OTHER = "other", _("Văn bản khác")

    number = models.CharField(_("Số, ký hiệu"), max_length=60, unique=True)
    slug = models.SlugField(_("Đường dẫn"), max_length=80, unique=True, blank=True)
    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("Trích yếu"), max_length=500, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=160, blank=True)
    note = models.CharField(
        _("Ghi chú"), max_length=300, blank=True, help_text=_("Ví dụ: được sửa đổi bởi văn bản nào.")
    )
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("number"),
        index.SearchField("title"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = _("Văn bản pháp luật")
        verbose_name_plural = _("Văn bản pháp luật")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}" if self.kind != self.Kind.OTHER else self.number

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.number.replace("/", "-"))

    def ledger_key(self) -> Key:
        return Key(LedgerKind.LEGAL_DOCUMENT, self.number)


class FormFile(models.Model):
    """Mẫu đơn, tờ khai: stored under the hash of its bytes and never overwritten.

    A notice freezes the hash, so that its history still hands out the form of its own time.
    """

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    code = models.CharField(_("Ký hiệu mẫu"), max_length=60, blank=True)
    title = models.CharField(_("Tên mẫu"), max_length=255)
    filename = models.CharField(_("Tên tệp"), max_length=160)
    size = models.PositiveIntegerField(_("Dung lượng (byte)"))
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Mẫu đơn")
        verbose_name_plural = _("Mẫu đơn")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @classmethod
    def store(cls, upload: UploadedFile, *, title: str, code: str = "") -> "FormFile":
        """Keep an uploaded file; the same bytes give the same record."""
        content = upload.read()
        digest = hashlib.sha256(content).hexdigest()
        name = PurePath(upload.name or "mau")
        if not default_storage.exists(cls.path_of(digest)):
            default_storage.save(cls.path_of(digest), ContentFile(content))
        form, _created = cls.objects.get_or_create(
            sha256=digest,
            defaults={
                "title": title,
                "code": code,
                "filename": f"{slugify(name.stem) or 'mau'}{name.suffix.lower()}",
                "size": len(content),
            },
        )
        return form

    @staticmethod
    def path_of(sha256: str) -> str:
        """Where the bytes lie in the default storage."""
        return f"bieu-mau/{sha256[:2]}/{sha256}"
