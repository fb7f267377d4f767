"""Public addresses of the outreach that are not pages of Wagtail."""

from django.urls import URLPattern

app_name = "news"

urlpatterns: list[URLPattern] = []
