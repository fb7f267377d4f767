"""The address of a page made from its title: neither Wagtail's script nor Django knows Vietnamese letters."""

from typing import Any, ClassVar

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import Page

from portal.vietnamese.slugs import slugify

LONGEST_SLUG = 80


class SlugFromTitle(WagtailAdminPageForm):
    """Makes the slug where the editor left it empty; one that is there stays, as people may have its address."""

    #: The slug of a title without any letter.
    slug_of_nothing: ClassVar[str] = "trang"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in the slug, then go on as every page form."""
        if not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self._free_slug()
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def words_of_slug(self) -> str:
        """What the slug is made from."""
        return self.cleaned_data.get("title") or ""

    def _free_slug(self) -> str:
        base = slugify(self.words_of_slug(), max_length=LONGEST_SLUG) or self.slug_of_nothing
        slug, number = base, 1
        while not Page._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug


def title_panel() -> TitleFieldPanel:
    """The title, without Wagtail's script that would write a slug beside it: it turns "nộp" into "np"."""
    return TitleFieldPanel("title", targets=[])
