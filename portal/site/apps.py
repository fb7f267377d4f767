from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What stands above all rooms: home page, navigation, root URLs, errors, the demo."""

    name = "portal.site"
    label = "site"
    verbose_name = "Trang chủ"
