from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Typst and what printed sheets share."""

    name = "portal.printing"
    label = "printing"
    verbose_name = "Bản in"
