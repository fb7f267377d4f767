"""`make demo`: one process, SQLite, the embedded engine, the clock at 2 January 2020.

The plan's world is that of 2019 and 2020, so the demo stands on the day after the districts and
communes began to accept (plan, section II.2); every page says so.
"""

import os
from datetime import date

from django.core.management.utils import get_random_secret_key

from portal.settings.base import *
from portal.settings.base import DATA_DIR, LOGGING, env

DEBUG = False
PORTAL_TODAY = env.today or date(2020, 1, 2)
# QR codes and prints follow the port (`make demo PORT=8001`) unless an address is named.
if "base_url" not in env.model_fields_set:
    BASE_URL = f"http://localhost:{os.environ.get('PORT') or '8000'}"
    WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.allowed_hosts or ["localhost", "127.0.0.1", "[::1]"]

DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret() -> str:
    """A secret of this copy, made at the first start and kept, so that a restart does not log editors out."""
    if env.secret_key is not None:
        return env.secret_key.get_secret_value()
    file = DATA_DIR / "secret-key"
    try:
        # Never readable for others, not even for the moment between writing and chmod.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fresh:
            fresh.write(get_random_secret_key())
    except FileExistsError:
        pass
    return file.read_text()


SECRET_KEY = _kept_secret()

# No collectstatic step in the demo: WhiteNoise reads the folders themselves.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# A line for each request would push the accounts' passwords, shown once, off the screen.
LOGGING = LOGGING | {"loggers": LOGGING["loggers"] | {"portal.requests": {"level": "WARNING"}}}
