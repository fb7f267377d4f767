from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who, where and when: units, agencies, service points, counters, hours."""

    name = "portal.places"
    label = "places"
    verbose_name = "Nơi tiếp nhận"

    def ready(self) -> None:
        from portal.places import signal_handlers, tick  # noqa: F401
