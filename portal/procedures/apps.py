from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Procedures, their notices and versions, and where they are accepted."""

    name = "portal.procedures"
    label = "procedures"
    verbose_name = "Thủ tục hành chính"

    def ready(self) -> None:
        from portal.procedures import checks, signal_handlers, tick  # noqa: F401
