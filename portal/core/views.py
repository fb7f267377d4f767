"""Views of the admin that belong to no other room."""

from django.conf import settings
from django.views.i18n import JavaScriptCatalog


class AdminCatalog(JavaScriptCatalog):
    """The words of Wagtail's scripts, with ours on top: Wagtail's view reads its own folder only."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]
