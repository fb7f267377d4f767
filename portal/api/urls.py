"""The public API; mounted at /api/v1/."""

from portal.api.routes import api

app_name = "api"

urlpatterns, _app_name, _namespace = api.urls
