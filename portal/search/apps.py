from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding procedures in Vietnamese."""

    name = "portal.search"
    label = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from portal.search import checks  # noqa: F401 - registers the probe
