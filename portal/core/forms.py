"""Forms every room may use in the admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.vietnamese.slugs import slugify


class KeptSlugForm(WagtailAdminModelForm):
    """Makes the slug from another field where it is left empty, and keeps it for ever after.

    Addresses are printed, so what they are made of (`kept`) is only shown once the row exists.
    """

    slug_from: ClassVar[str] = "name"
    kept: ClassVar[tuple[str, ...]] = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        for name in self.kept:
            self.fields[name].disabled = not is_new
        self.fields["slug"].required = False
        self.fields["slug"].help_text = (
            _("Để trống thì tự tạo.") if is_new else _("Không đổi được: địa chỉ trang đã được in và dẫn tới.")
        )

    def clean(self) -> dict[str, Any]:
        """Fill the slug; a name of which nothing is left in an address is refused."""
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("slug") and self.slug_from in cleaned:
            cleaned["slug"] = slugify(cleaned[self.slug_from])
            if not cleaned["slug"]:
                self.add_error(self.slug_from, _("Phải có ít nhất một chữ cái hoặc chữ số."))
        return cleaned
