"""Public addresses of the outreach that are not pages of Wagtail."""

from django.urls import URLPattern, path, re_path

from portal.news.views import articles, broadcast, campaigns, feeds, press_kit, reach, recordings, short_links

app_name = "news"

#: Ends of a feed's address, and the format each names (browsing.FEEDS).
_FEED = r"(?P<end>rss\.xml|atom\.xml|feed\.json)"
_SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"

urlpatterns: list[URLPattern] = [
    path("tin-tuc/", articles.index, name="index"),
    re_path(r"^tin-tuc/nam/(?P<year>[12]\d{3})/$", articles.year, name="year"),
    path("tin-tuc/chu-de/<slug:slug>/", articles.topic, name="topic"),
    path("tin-tuc/tu-khoa/<str:tag>/", articles.tag, name="tag"),
    path("tin-tuc/co-quan/<slug:slug>/", articles.agency, name="agency"),
    re_path(rf"^tin-tuc/{_FEED}$", feeds.all_articles),
    re_path(rf"^tin-tuc/chu-de/{_SLUG}/{_FEED}$", feeds.of_topic),
    re_path(rf"^tin-tuc/co-quan/{_SLUG}/{_FEED}$", feeds.of_agency),
    path("tin-tuc/<slug:slug>/", articles.article, name="article"),
    path("tin-tuc/<slug:slug>/in/", articles.article_print, name="article_print"),
    # Before the address of a campaign: no campaign may have one of these slugs (models/campaigns.py).
    path("chien-dich/", campaigns.index, name="campaigns"),
    path("chien-dich/ngon-ngu/", campaigns.languages, name="languages"),
    path("chien-dich/ngon-ngu/<str:code>/", campaigns.language, name="language"),
    path("chien-dich/tep/<int:pk>/<str:filename>", recordings.recording, name="recording"),
    path("chien-dich/phu-de/<int:pk>.vtt", recordings.captions, name="captions"),
    path("chien-dich/lich-phat/", broadcast.schedule, name="schedule"),
    path("chien-dich/lich-phat.csv", broadcast.schedule_csv, name="schedule_csv"),
    path("chien-dich/lich-phat.ics", broadcast.schedule_ics, name="schedule_ics"),
    path("chien-dich/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("chien-dich/<slug:slug>/lich-phat/", broadcast.schedule, name="campaign_schedule"),
    path("chien-dich/<slug:slug>/lich-phat.csv", broadcast.schedule_csv, name="campaign_schedule_csv"),
    path("chien-dich/<slug:slug>/lich-phat.ics", broadcast.schedule_ics, name="campaign_schedule_ics"),
    path("chien-dich/<slug:slug>/bao-chi/", press_kit.page, name="press_kit"),
    path("chien-dich/<slug:slug>/bao-chi/tai-lieu.zip", press_kit.zip_file, name="press_kit_archive"),
    path("chien-dich/<slug:slug>/bao-chi/<path:name>", press_kit.file, name="press_kit_file"),
    path("chien-dich/<slug:slug>/ket-qua/", reach.results, name="reach"),
    path("chien-dich/<slug:slug>/ket-qua/so-lieu.csv", reach.results_csv, name="reach_csv"),
    path("q/", short_links.start, name="short_links"),
    path("q/<str:typed>.svg", short_links.svg, name="short_link_svg"),
    path("q/<str:typed>.png", short_links.png, name="short_link_png"),
    path("q/<str:typed>", short_links.follow, name="short_link"),
    # People add the slash by habit, and the short link is made to be typed.
    path("q/<str:typed>/", short_links.follow),
]
