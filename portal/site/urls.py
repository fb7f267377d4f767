"""The root of all addresses; Wagtail's pages come last."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.core.views import AdminCatalog
from portal.site import views
from portal.site.sitemaps import SITEMAPS

handler400 = "portal.site.error_views.bad_request"
handler403 = "portal.site.error_views.permission_denied"
handler404 = "portal.site.error_views.page_not_found"
handler500 = "portal.site.error_views.server_error"

urlpatterns = [
    # Before Wagtail's own, which it stands in for under the same name.
    path("quan-tri/jsi18n/", AdminCatalog.as_view()),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("tim-kiem/", include("portal.search.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/images/<path:path>", views.picture),
    path("robots.txt", views.robots, name="robots"),
    path("", views.home, name="home"),
    path("", include("portal.procedures.urls")),
    path("", include("portal.news.urls")),
    path("", include(wagtail_urls)),
]
