"""Forms for what procedures cite."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.forms import KeptSlugForm
from portal.core.uploads import check_document
from portal.procedures.models import AcceptanceException, FormFile, NoticeVersion


class LegalDocumentForm(KeptSlugForm):
    """The address of a document comes from its number, which is what citizens type."""

    slug_from: ClassVar[str] = "number"


class FormFileForm(WagtailAdminModelForm):
    """Upload once; afterwards only the words change, the bytes never do."""

    file = forms.FileField(
        label=_("Tệp mẫu"),
        help_text=_(
            "PDF, Word, Excel, ODT hoặc CSV, không quá 10 MB. Đã tải lên thì không thay được: mẫu mới là tệp mới."
        ),
    )

    class Meta:
        model = FormFile
        fields = ("file", "title", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["file"]

    def clean_file(self) -> Any:
        """The upload, if it is a kind of file we hand out and not here already."""
        upload = self.cleaned_data["file"]
        check_document(upload)
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        known = FormFile.objects.filter(sha256=digest.hexdigest()).first()
        if known is not None:
            raise ValidationError(_("Tệp này đã có trong kho: “%(known)s”. Hãy chọn tệp đó."), params={"known": known})
        return upload

    def save(self, commit: bool = True) -> FormFile:
        """Store the bytes under their hash, or keep new words for a stored file."""
        if "file" in self.fields:
            words = {name: self.cleaned_data[name] for name in ("title", "code")}
            stored = FormFile.store(self.cleaned_data["file"], **words)
            # The admin goes on with the object it gave the form.
            self.instance.__dict__.update(stored.__dict__)
            return self.instance
        return super().save(commit=commit)


class AcceptanceExceptionForm(WagtailAdminModelForm):
    """The code must be one that was published: a typing error would stop nothing."""

    class Meta:
        model = AcceptanceException
        fields = ("code", "service_point", "valid_from", "valid_to", "reason")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if not NoticeVersion.objects.filter(code=code).exists():
            raise ValidationError(_("Chưa có thủ tục nào được công bố với mã này."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end <= start:
            self.add_error("valid_to", _("Ngày nhận lại phải sau ngày ngừng nhận."))
        return cleaned
