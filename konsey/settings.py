"""Settings, read strictly from the environment (see ``.env.example`` for every name).

Three ways to run: production (the default; nothing may be missing), demo (``KONSEY_DEMO``; what ``script/server``
starts) and test (``KONSEY_TEST``; set by the test plugin).
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from konsey import colours, languages
from konsey.environment import Environment, check_addresses, check_keys, database_from_url, redis_for_cache
from konsey.smtp import server_from_url

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEMO = env.flag("KONSEY_DEMO")
TEST = env.flag("KONSEY_TEST")
DEBUG = env.flag("DEBUG")
RELAXED = DEMO or TEST or DEBUG
if not RELAXED:
    env.demand("SECRET_KEY", "IDENTITY_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")

SECRET_KEY = env.required("SECRET_KEY", fallback="yalnizca-deneme-icin-" + "k" * 40 if RELAXED else None)
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
# Keyed hashes of national ids need a key of their own that is never in the database (docs/kararlar/0004).
IDENTITY_KEY = env.required("IDENTITY_KEY", fallback="yalnizca-deneme-kimlik-" + "k" * 40 if RELAXED else None)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if RELAXED else "")
SITE_URL = env.required("SITE_URL", fallback="http://localhost:8000" if RELAXED else None).rstrip("/")
if not RELAXED:
    check_keys(SECRET_KEY, IDENTITY_KEY)
    check_addresses(SITE_URL, ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The council's face: another kent konseyi can take the portal over by changing these.
COUNCIL_NAME = env.text("COUNCIL_NAME", "İzmir Kent Konseyi")
COUNCIL_CITY = env.text("COUNCIL_CITY", "İzmir")
COUNCIL_CONTROLLER = env.text("COUNCIL_CONTROLLER", "İzmir Büyükşehir Belediyesi")
COUNCIL_EMAIL = env.text("COUNCIL_EMAIL", "bilgi@izmirkentkonseyi.example")
COUNCIL_PHONE = env.text("COUNCIL_PHONE", "")
COUNCIL_ADDRESS = env.text("COUNCIL_ADDRESS", "")
COUNCIL_COLOURS = colours.parse(env.text("COUNCIL_COLOURS"))

INSTALLED_APPS = [
    "konsey.adminsite.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_filters",
    "csp",
    "konsey",
    "sandik",
    "meclisler",
    "butce",
    "etkinlikler",
]

MIDDLEWARE = [
    "konsey.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "konsey.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "konsey.accounts.middleware.LanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "konsey.accounts.middleware.SessionLimitsMiddleware",
    "konsey.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "konsey.urls"
WSGI_APPLICATION = "konsey.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "konsey.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "konsey.templatetags.portal",
                "konsey.templatetags.constants",
            ],
        },
    }
]
FORM_RENDERER = "konsey.formrenderer.PortalFormRenderer"

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **database_from_url(env.required("DATABASE_URL", fallback="postgresql:///konsey" if RELAXED else None)),
        "CONN_MAX_AGE": env.integer("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
# A held lock answers "lütfen tekrar deneyin" instead of a hanging page; server-side binding keeps literals (votes,
# hashes) out of pg_stat_activity and slow query logs.
_database_options = DATABASES["default"].setdefault("OPTIONS", {})
_database_options.setdefault("connect_timeout", 3)
_database_options["server_side_binding"] = True
# From its third use on a connection a statement is planned no more: a third of the database's time for a page. Never
# (0) behind a pooler that hands a connection on between transactions.
_database_options["prepare_threshold"] = env.integer("DATABASE_PREPARE_AFTER", 3) or None
_database_options["options"] = "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.required("REDIS_URL", fallback="redis://127.0.0.1:6379/0" if RELAXED else None)
REDIS_CACHE_URL = redis_for_cache(REDIS_URL)
CACHES = {"default": {"BACKEND": "konsey.cache.PatientRedisCache", "LOCATION": REDIS_CACHE_URL, "KEY_PREFIX": "kk"}}
SESSION_ENGINE = "konsey.accounts.sessions"

# --- people -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "konsey.User"
AUTHENTICATION_BACKENDS = ["konsey.accounts.backend.PortalBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TEST:
    PASSWORD_HASHERS[0] = "tests.hashers.QuickArgon2"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "konsey.accounts.passwords.NotTooShort", "OPTIONS": {"min_length": 10}},
    {"NAME": "konsey.accounts.passwords.NotWidelyUsed"},
    {"NAME": "konsey.accounts.passwords.NotOnlyDigits"},
    {"NAME": "konsey.accounts.passwords.NotLikeThePerson", "OPTIONS": {"user_attributes": ("name", "email")}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_account"
LOGOUT_REDIRECT_URL = "home"

# --- language, time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "tr"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages.offered(LOCALE_PATHS[0])  # Turkish, and what is translated completely
TIME_ZONE = "Europe/Istanbul"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "konsey.formats"

# --- files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
PRIVATE_MEDIA_ROOT = Path(env.text("PRIVATE_MEDIA_ROOT", str(MEDIA_ROOT.parent / "private-media")))
# Public files are read by the proxy, which is another user; private ones by the portal alone.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None, "file_permissions_mode": 0o640},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
if TEST:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = TEST or DEBUG
WHITENOISE_AUTOREFRESH = TEST or DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- mail -------------------------------------------------------------------------------------------------------
# EMAIL_URL: smtp://user:password@host:587?tls=evet or smtps://…; demo:// (letters only on /posta-kutusu/) is not for
# production.
EMAIL_URL = env.required("EMAIL_URL", fallback="demo://" if RELAXED else None)
MAIL_SERVER = server_from_url(EMAIL_URL, local_name=urlsplit(SITE_URL).hostname or "localhost", allow_demo=RELAXED)
# Whatever third-party code sends goes through the outbox too; nothing but the worker ever talks to the mail server.
EMAIL_BACKEND = "konsey.mailbackend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{COUNCIL_NAME} <bildirim@izmirkentkonseyi.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_SUBJECT_PREFIX = f"[{COUNCIL_NAME}] "
MAIL_BATCH_SIZE = env.integer("MAIL_BATCH_SIZE", 50, least=1)
MAIL_PER_MINUTE = env.integer("MAIL_PER_MINUTE", 600, least=1)
MAIL_SENDERS = env.integer("MAIL_SENDERS", 2, least=1)
MAIL_MAX_ATTEMPTS = env.integer("MAIL_MAX_ATTEMPTS", 24, least=1)
# Longer than the slowest hand-over (konsey.smtp.DEADLINE_SECONDS), since a letter whose lease ended is taken again.
MAIL_LEASE_SECONDS = env.integer("MAIL_LEASE_SECONDS", 60, least=1 if TEST else 20)

# --- security ---------------------------------------------------------------------------------------------------
SECURE = not RELAXED
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^saglik/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-oturum" if SECURE else "oturum"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "konsey.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

from konsey.conf.accounts import *  # noqa: E402, F403  (one settings namespace, three files by topic)
from konsey.conf.identity import *  # noqa: E402, F403
from konsey.conf.logs import *  # noqa: E402, F403
from konsey.conf.tasks import *  # noqa: E402, F403

CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += OIDC_FORM_ACTION  # noqa: F405
