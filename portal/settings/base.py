"""Settings shared by every kind of installation; demo, test and production change only what they must."""

from typing import Any

from csp.constants import NONE, SELF

from portal.settings import services
from portal.settings.env import PROJECT_DIR, environment

env = environment()

ALLOWED_HOSTS: list[str] = env.allowed_hosts
BASE_URL = env.base_url
DATA_DIR = env.data_dir

# --- What this portal is (names, never code, make it Kon Tum's) -------------------------------
SITE_NAME = env.site_name
PROVINCE_NAME = env.province_name
ADMINISTRATIVE_OFFICE = env.administrative_office
PORTAL_TODAY = env.today

INSTALLED_APPS = [
    "portal.site",
    "portal.api",
    "portal.search",
    "portal.news",
    "portal.procedures",
    "portal.places",
    "portal.printing",
    "portal.ledger",
    "portal.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtailmedia",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.site.middleware.HealthMiddleware",
    "portal.core.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside everything that may answer by itself: refusals carry these headers too.
    "portal.core.middleware.ContentSecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.api.middleware.PublicApiMiddleware",
    "portal.site.middleware.DatabaseAwayMiddleware",
    "portal.core.middleware.RequestSizeMiddleware",
    "portal.core.middleware.ReadableInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.core.admin_doors.AdminDoorsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.site.urls"
WSGI_APPLICATION = "portal.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.core.context_processors.portal",
            ],
        },
    },
]

# --- The production set: each part is used where its address is given, else its embedded stand-in ---
DATABASES = {"default": services.database(env, DATA_DIR)}
CACHES = {"default": services.cache(env)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# The second holds Wagtail's own words: its Vietnamese catalogue lacks six of seven.
LOCALE_PATHS = [PROJECT_DIR / "locale", PROJECT_DIR / "templates" / "wagtailadmin" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.settings.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT_DIR / "static"]
# Apart from the data where both live in different places: static files belong to a release, data outlive it.
STATIC_ROOT = env.static_dir or DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "portal.site.error_views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
# Long procedures have many rows in the editor's form; Django's default of 1,000 refuses them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Bytes of one file, by what it is (portal/core/uploads), and of a whole request, by where it goes: the first address
# that begins the path counts. Larger requests are refused before their body is read; nginx has the same numbers.
UPLOAD_LIMITS = {"image": 10 << 20, "document": 10 << 20, "recording": 100 << 20, "captions": 1_000_000}
REQUEST_LIMITS = {"/quan-tri/media/": 105 << 20, "/quan-tri/": 25 << 20, "/": 1 << 20}

# Readers' pages need no script and no inline style at all.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
ADMIN_PREFIXES = ("/quan-tri/",)
# Wagtail's editor writes inline styles and a few inline scripts (wagtail/wagtail#1288, open).
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "script-src": [SELF, "'unsafe-inline'"],
        "style-src": [SELF, "'unsafe-inline'"],
    }
}

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = f"{SITE_NAME} {PROVINCE_NAME}"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "portal.core.login_forms.StaffLoginForm"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.core.upload_forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMITS["image"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.core.upload_forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_LIMITS["document"]
WAGTAILDOCS_EXTENSIONS = ["csv", "doc", "docx", "odt", "pdf", "xls", "xlsx"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "news.OutreachMedia",
    "MEDIA_FORM_BASE": "portal.core.upload_forms.RecordingForm",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg"],
    "VIDEO_EXTENSIONS": ["mp4"],
}
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Not the citizens' search: what editors type into the admin (docs/adr/0011-admin-search.md).
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.core.admin_search"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Search -------------------------------------------------------------------------------------
# The embedded engine keeps its index, with its own cursor, in a file beside the database.
SEARCH_INDEX_FILE = DATA_DIR / "search.sqlite3"
# None: the embedded engine answers alone. Else it is the fallback of Elasticsearch.
SEARCH_ELASTICSEARCH = services.elasticsearch(env)

# --- Background work ----------------------------------------------------------------------------
# Without a worker every task runs at once, in the process that hands it over.
BACKGROUND_WORKER = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Logs ---------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "portal.core.logs.PlainFormatter"},
        "json": {"()": "portal.core.logs.JsonLinesFormatter"},
    },
    "filters": {
        "readers_mistakes": {"()": "portal.core.logs.WithoutReadersMistakes"},
        "request_id": {"()": "portal.core.logs.WithRequestId"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.log_format,
            "filters": ["readers_mistakes", "request_id"],
        }
    },
    "loggers": {
        # Django would also write mail with the values of all variables to the administrators.
        "django": {"handlers": [], "level": "INFO"},
        # Two lines for every indexed row, whose failures are logged as errors anyway.
        "django_tasks": {"level": "WARNING"},
        # Several lines for every search; what fails is logged where it is met.
        "elastic_transport": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.log_level},
}
