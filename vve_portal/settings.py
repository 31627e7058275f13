"""Settings, safe for production: only DEBUG=1 relaxes them, and only for trying out."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from vve_portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("DEBUG")
VAR_DIR = environment.path("VAR_DIR", BASE_DIR / "var")
SECRET_KEY = environment.text("SECRET_KEY")
# Signs the scopes that PostgreSQL checks; the same text stands in its key table.
SCOPE_KEY = environment.text("SCOPE_KEY", SECRET_KEY if DEBUG else None)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
if DEBUG and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
PORTAL_URL = environment.text(
    "PORTAL_URL", "http://127.0.0.1:8000" if DEBUG else None
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "vve_portal.ui",
    "vve_portal.access",
    "vve_portal.audit",
    "vve_portal.accounts",
    "vve_portal.documents",
    "agreements",
    "referrals",
    "monitoring",
    "vve_portal.home",
]

# The scope comes last: it runs the view and renders its page in one transaction.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vve_portal.accounts.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "vve_portal.accounts.middleware.SessionEndMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "vve_portal.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "vve_portal.access.scope.ScopeMiddleware",
]
if DEBUG:
    # Outside the scope, as the page that Django shows otherwise.
    MIDDLEWARE.insert(-1, "vve_portal.home.errors.PlainNotFoundMiddleware")
SCOPE_OF = "vve_portal.accounts.scopes.scope_of"

ROOT_URLCONF = "vve_portal.urls"
WSGI_APPLICATION = "vve_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vve_portal.home.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("vve",)
CRISPY_TEMPLATE_PACK = "vve"
CRISPY_FAIL_SILENTLY = False

DATABASE_URL = environment.text(
    "DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}" if DEBUG else None
)
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, and everybody waits for it: the web and the task process.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Connecting takes as long as a page. A scope ends with its transaction, so whoever
    # comes next on a connection begins without one.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "vve_portal.accounts.backends.ActorBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "vve_portal.accounts.password_rules"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_RULES}.NotAboutYou",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.NotCommon"},
    {"NAME": f"{_RULES}.NotOnlyDigits"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 2
INVITATION_DAYS = 7
OTP_TOTP_ISSUER = "VVE-portaal"
OTP_TOTP_SYNC = False

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "email"
# What somebody typed as his name may be a password; only a hash of it is kept.
AXES_USERNAME_CALLABLE = "vve_portal.accounts.backends.hidden_name"
AXES_SENSITIVE_PARAMETERS = ["email", "ip_address"]
# Trying during the quarter of an hour does not make it longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "vve_portal.accounts.backends.keep_answer"
# W006 wants locking by address: an office has one, and a guesser has many.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "vve_portal.accounts.sessions"
SESSION_IDLE_MINUTES = environment.number("SESSION_IDLE_MINUTES", 60)
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vve_portal.home.errors.stale_form"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = environment.flag("BEHIND_TLS_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# In memory only: a file that is refused for what is in it never was on a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 41 * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if DEBUG
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = environment.text(
    "DEFAULT_FROM_EMAIL", "VVE-portaal <portaal@waterrijk.example>" if DEBUG else None
)

# Signing: the authority and the timestamps. DEBUG makes its own on first run.
SIGNING_KEY_FILE = environment.path(
    "SIGNING_KEY_FILE", VAR_DIR / "signing" / "authority-key.pem"
)
SIGNING_CERTIFICATE_FILE = environment.path(
    "SIGNING_CERTIFICATE_FILE", VAR_DIR / "signing" / "authority.pem"
)
SIGNING_ARCHIVE_YEARS = environment.number("SIGNING_ARCHIVE_YEARS", 20)
# An RFC 3161 address, or empty for the built-in service of a try-out.
TIMESTAMP_URL = environment.text("TIMESTAMP_URL", "" if DEBUG else None)
# The certificates on which trust in that service rests.
TIMESTAMP_ROOTS_FILE = environment.path(
    "TIMESTAMP_ROOTS_FILE", VAR_DIR / "signing" / "timestamp-roots.pem"
)
# The certificates that people may sign with outside the portal rest on; or none.
EXTERNAL_ROOTS_FILE = environment.find_path("EXTERNAL_ROOTS_FILE")
# A signing service at a distance (CSC API v1), or empty. It is told how a signer's
# account is called and what the signer types, so only over an encrypted connection.
REMOTE_SIGNING_URL = environment.text("REMOTE_SIGNING_URL", "")
REMOTE_SIGNING_TOKEN = environment.text("REMOTE_SIGNING_TOKEN", "")
if REMOTE_SIGNING_URL and not (DEBUG or REMOTE_SIGNING_URL.startswith("https://")):
    message = "REMOTE_SIGNING_URL moet met https:// beginnen."
    raise ImproperlyConfigured(message)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "vve_portal": {"level": "INFO"},
        # A refusal is no fault of the portal; the record keeps it.
        "django.request": {"level": "ERROR"},
    },
}

# Who sets ADMINS to get crashes by mail gets no word that somebody typed.
DEFAULT_EXCEPTION_REPORTER_FILTER = "vve_portal.home.reports.SilentFilter"

SHORTEST_SCOPE_KEY = 32
if not DEBUG and len(SCOPE_KEY) < SHORTEST_SCOPE_KEY:
    message = f"SCOPE_KEY is te kort; neem ten minste {SHORTEST_SCOPE_KEY} tekens."
    raise ImproperlyConfigured(message)
