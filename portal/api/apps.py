from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The public JSON API."""

    name = "portal.api"
    label = "api"
    verbose_name = "API"
