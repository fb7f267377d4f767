from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Articles and campaigns: how the province makes its procedures known (section II.6 of the plan)."""

    name = "portal.news"
    label = "news"
    verbose_name = "Tin tức và tuyên truyền"
