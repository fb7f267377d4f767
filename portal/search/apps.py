from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding procedures in Vietnamese."""

    name = "portal.search"
    label = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from portal.search import checks, signal_handlers  # noqa: F401 - they register themselves
