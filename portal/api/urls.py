"""The public API; mounted at /api/v1/."""

from django.urls import path

from portal.api import views
from portal.api.routes import api

app_name = "api"

_routes, _app_name, _namespace = api.urls

urlpatterns = [path("docs", views.docs, name="docs"), *_routes]
