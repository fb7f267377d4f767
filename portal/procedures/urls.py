"""Public addresses of procedures, what they cite, and where they are accepted."""

from django.urls import path

from portal.procedures.views import catalogue, places, prints, procedures

app_name = "procedures"

urlpatterns = [
    path("thu-tuc/", catalogue.index, name="index"),
    path("thu-tuc/<slug:agency_slug>/", catalogue.agency, name="agency"),
    path("thu-tuc/<slug:agency_slug>/linh-vuc/<slug:field_slug>/", catalogue.field, name="field"),
    path("thu-tuc/<slug:agency_slug>/<slug:slug>/", procedures.detail, name="detail"),
    path("thu-tuc/<slug:agency_slug>/<slug:slug>/lich-su/", procedures.history, name="history"),
    path("thu-tuc/<slug:agency_slug>/<slug:slug>/in/", prints.sheet, name="sheet"),
    path("thu-tuc/<slug:agency_slug>/<slug:slug>/in/to-a4.pdf", prints.sheet_pdf, name="sheet_pdf"),
    path("tt/<str:code>", procedures.permanent, name="permanent"),
    # People add the slash by habit, and the short link is made to be typed.
    path("tt/<str:code>/", procedures.permanent),
    path("van-ban/", catalogue.legal_documents, name="legal_documents"),
    path("van-ban/<slug:slug>/", catalogue.legal_document, name="legal_document"),
    path("bieu-mau/<str:sha256>/<str:filename>", catalogue.form_file, name="form_file"),
    path("noi-nop/", places.service_points, name="service_points"),
    path("noi-nop/<slug:slug>/", places.service_point, name="service_point"),
]
