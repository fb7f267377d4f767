"""The test suite: fixed clock, throw-away files, cheap passwords.

The servers of the environment are used only where PORTAL_TEST_SERVERS=1 asks for them: a developer's
own PostgreSQL must not be what a plain `make test` runs on.
"""

import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.settings import services
from portal.settings.base import *
from portal.settings.base import SEARCH_ELASTICSEARCH, env

ON_SERVERS = os.environ.get("PORTAL_TEST_SERVERS") == "1"

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PORTAL_TODAY = date(2020, 1, 2)
DATA_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
SEARCH_INDEX_FILE = DATA_DIR / "search.sqlite3"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Each process of the suite has names of its own on servers that several share.
_OWN_PREFIX = f"portal-test-{os.getpid()}"
if ON_SERVERS:
    if env.database_url is None:
        raise ImproperlyConfigured("PORTAL_TEST_SERVERS=1 needs PORTAL_DATABASE_URL: see docs/testing.md")
    # A connection kept open would keep the suite from dropping its database.
    _OWN_DATABASE = {"CONN_MAX_AGE": 0, "TEST": {"NAME": _OWN_PREFIX.replace("-", "_")}}
    DATABASES = {"default": services.database(env, DATA_DIR) | _OWN_DATABASE}
    CACHES = {"default": services.cache(env) | {"KEY_PREFIX": _OWN_PREFIX}}
    if SEARCH_ELASTICSEARCH is not None:
        SEARCH_ELASTICSEARCH = replace(SEARCH_ELASTICSEARCH, prefix=_OWN_PREFIX)
else:
    DATABASES = {"default": services.sqlite(DATA_DIR / "portal.sqlite3")}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    SEARCH_ELASTICSEARCH = None
