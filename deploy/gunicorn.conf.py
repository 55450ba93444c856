"""The web server, the same under script/server and in containers."""

import os

bind = f"0.0.0.0:{os.environ.get('WEB_PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or "2")
threads = int(os.environ.get("WEB_THREADS") or "4")
worker_class = "gthread"
# One import for all workers: less memory and a faster start; nothing opens a connection while importing.
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
# Renewed now and then, so that a slow leak never becomes an outage.
max_requests = 20_000
max_requests_jitter = 2_000
# Otherwise gunicorn writes a control socket into the home folder.
control_socket_disable = True
# JSON lines like everything else. The portal writes the line of each request itself (konsey/middleware.py): gunicorn's
# access log has IP addresses, and pages' addresses with tokens in them.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "konsey.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
