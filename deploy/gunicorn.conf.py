"""gunicorn behind nginx: the same file in a container and natively (deploy/local/portal)."""

import gc
import multiprocessing
import os

bind = os.environ.get("GUNICORN_BIND", "0.0.0.0:8000")
# Threads share a process's memory and wait for PostgreSQL side by side; processes use the processors.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(multiprocessing.cpu_count() + 1, 8))
threads = 4
worker_class = "gthread"
# A heartbeat in a file on a slow disk makes a healthy worker look hung.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, and only for that heartbeat
# Longer than the slowest sheet (portal.printing), shorter than nginx's patience.
timeout = 30
graceful_timeout = 25
# Longer than nginx keeps an idle connection, so that it is never nginx that meets a closed one.
keepalive = 75
# A slow leak of memory never adds up; not all at once, so that readers do not notice.
max_requests = 5000
max_requests_jitter = 500
# nginx writes the access log, without addresses of readers; here only what goes wrong.
accesslog = None
errorlog = "-"
loglevel = "warning"
# In the portal's own lines: gunicorn names the address that was asked for, with what the reader typed behind it.
_IS_JSON = os.environ.get("PORTAL_LOG_FORMAT") == "json"
_LINES = "portal.core.logs.JsonLinesFormatter" if _IS_JSON else "portal.core.logs.PlainFormatter"
logconfig_dict = {
    "formatters": {"generic": {"()": _LINES}},
    "root": {"level": "WARNING", "handlers": []},
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["error_console"], "propagate": False}},
}
# Header names that differ only in - and _ would let a reader speak in the proxy's name.
header_map = "drop"


def post_worker_init(worker: object) -> None:
    """Before its first request a new process reads what the search needs; the others answer meanwhile."""
    from django.apps import apps

    if apps.ready:
        from portal.search import warming
        from portal.site import recorder

        warming.warm()
        # What was just read stays for the life of the process: the collector need not go through it each time.
        gc.collect()
        gc.freeze()
        recorder.start()


def worker_exit(server: object, worker: object) -> None:
    """What this process has counted is written before it ends."""
    from django.apps import apps

    if apps.ready:
        from portal.site import recorder

        recorder.stop()
