"""Public addresses of the outreach that are not pages of Wagtail."""

from django.urls import URLPattern, path

from portal.news.views import reach, short_links

app_name = "news"

urlpatterns: list[URLPattern] = [
    path("q/", short_links.start, name="short_links"),
    path("q/<str:typed>.svg", short_links.svg, name="short_link_svg"),
    path("q/<str:typed>.png", short_links.png, name="short_link_png"),
    path("q/<str:typed>", short_links.follow, name="short_link"),
    # People add the slash by habit, and the short link is made to be typed.
    path("q/<str:typed>/", short_links.follow),
    path("chien-dich/<slug:slug>/ket-qua/", reach.results, name="reach"),
    path("chien-dich/<slug:slug>/ket-qua/so-lieu.csv", reach.results_csv, name="reach_csv"),
]
