"""Public addresses of the outreach that are not pages of Wagtail."""

from django.urls import URLPattern, path

from portal.news.views import campaigns, recordings

app_name = "news"

urlpatterns: list[URLPattern] = [
    # Before the address of a campaign: no campaign may have one of these slugs (models/campaigns.py).
    path("chien-dich/", campaigns.index, name="campaigns"),
    path("chien-dich/ngon-ngu/", campaigns.languages, name="languages"),
    path("chien-dich/ngon-ngu/<str:code>/", campaigns.language, name="language"),
    path("chien-dich/tep/<int:pk>/<str:filename>", recordings.recording, name="recording"),
    path("chien-dich/phu-de/<int:pk>.vtt", recordings.captions, name="captions"),
    path("chien-dich/<slug:slug>/", campaigns.campaign, name="campaign"),
]
