"""The forms by which Wagtail takes in pictures, documents and recordings; named in the settings."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import MediaType

from portal.core.uploads import check_document, check_picture, check_recording
from portal.core.uploads.kinds import rename_safely


class PictureField(WagtailImageField):
    """Checks before Wagtail opens the file: Wagtail unpacks it whole to learn its size, and fails on a broken one."""

    def to_python(self, data: Any) -> Any:
        """The picture alone, under a plain name."""
        if isinstance(data, UploadedFile):
            check_picture(data)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """Pictures are checked and written anew without what they tell of place and device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail names the class of this field in its own code, and its form of words alone has none.
        if "file" in self.fields:
            made = self.fields["file"]
            self.fields["file"] = PictureField(label=made.label, required=made.required, widget=made.widget)


class DocumentForm(BaseDocumentForm):
    """Documents whose bytes are what their name says."""

    def clean_file(self) -> Any:
        """The document under a plain name."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file)
            rename_safely(file)
        return file

    def _post_clean(self) -> None:
        """One reason for one file: the model would say once more, in English, what was said above."""
        super()._post_clean()
        if self.has_error("file"):
            self._errors["file"] = self.error_class(self._errors["file"].data[:1])


class RecordingForm(BaseMediaForm):
    """Sound and film, with a picture to stand for it."""

    def clean_file(self) -> Any:
        """The recording under a plain name."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            is_film = self.instance.type == MediaType.VIDEO
            check_recording(file, settings.WAGTAILMEDIA["VIDEO_EXTENSIONS" if is_film else "AUDIO_EXTENSIONS"])
            rename_safely(file)
        return file

    def clean_thumbnail(self) -> Any:
        """The picture that stands for a film."""
        thumbnail = self.cleaned_data.get("thumbnail")
        if isinstance(thumbnail, UploadedFile):
            check_picture(thumbnail)
        return thumbnail
