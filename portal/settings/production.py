"""Production: refuses to start without its secrets, answers only over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.base import env

DEBUG = False

if env.secret_key is None:
    raise ImproperlyConfigured("PORTAL_SECRET_KEY is not set: see docs/settings.md")
if not env.allowed_hosts:
    raise ImproperlyConfigured("PORTAL_ALLOWED_HOSTS is not set: see docs/settings.md")
if env.today is not None:
    raise ImproperlyConfigured("PORTAL_TODAY is only for demonstrations: unset it in production")

# Tasks wait in the database for `manage.py worker`.
BACKGROUND_WORKER = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECRET_KEY = env.secret_key.get_secret_value()
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
