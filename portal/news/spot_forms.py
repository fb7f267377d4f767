"""Forms of spots and languages in the admin."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.forms import Obstacle
from portal.core.uploads import check_captions
from portal.news.forms import AtTheTop, OutreachForm

NEEDS_APPROVAL = _("Nội dung này phải qua các bước duyệt: hãy lưu bản nháp rồi gửi duyệt.")


class SpotForm(OutreachForm):
    """Looks into the captions file, and keeps it when the words are saved as a draft.

    Wagtail offers "publish" to whoever may take a spot down, so it is refused here.
    """

    def obstacles(self) -> Iterable[Obstacle]:
        yield from super().obstacles()
        if self.data.get("action-publish") and self.instance.has_workflow:
            yield AtTheTop(NEEDS_APPROVAL)

    def clean_captions(self) -> object:
        """Refuse what no player reads as captions."""
        upload: object = self.cleaned_data.get("captions")
        if isinstance(upload, UploadedFile):
            check_captions(upload)
        return upload

    def save(self, commit: bool = True) -> Any:
        # A draft stores the name of the file only, and Django writes the file when the row is saved.
        captions = self.instance.captions
        if captions and not captions._committed:
            captions.save(captions.name, captions.file, save=False)
        return super().save(commit=commit)


class LanguageForm(WagtailAdminModelForm):
    """The code of a language stands in addresses and in every page in that language: it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = not self.instance._state.adding
