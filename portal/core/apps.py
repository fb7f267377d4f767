from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room shares: base page, site settings, clock, safe input."""

    name = "portal.core"
    label = "core"
    verbose_name = "Khung chung"

    def ready(self) -> None:
        from portal.core import signal_handlers

        signal_handlers.connect()
