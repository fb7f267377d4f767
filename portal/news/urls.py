"""Public addresses of the outreach that are not pages of Wagtail."""

from django.urls import path

from portal.news.views import press_kit

app_name = "news"

urlpatterns = [
    path("chien-dich/<slug:slug>/bao-chi/", press_kit.page, name="press_kit"),
    path("chien-dich/<slug:slug>/bao-chi/tai-lieu.zip", press_kit.zip_file, name="press_kit_archive"),
    path("chien-dich/<slug:slug>/bao-chi/<path:name>", press_kit.file, name="press_kit_file"),
]
