"""The one settings file. Everything that differs between machines comes from the environment.

A production process (`JAWARA_ENV=production`) refuses to start without its secrets; local commands
need none.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import platformdirs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """Value of a variable, or of the file named by `<name>_FILE` (container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    raw = env(name, "yes" if default else "no").lower()
    if raw in {"1", "true", "yes", "ya"}:
        return True
    if raw in {"0", "false", "no", "tidak", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {raw!r}.")


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_secret(name: str, local: str) -> str:
    """A secret: required in production, a fixed public value elsewhere."""
    value = env(name)
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it, or {name}_FILE, before starting in production."
        )
    return local


ENVIRONMENT = env("JAWARA_ENV", "local")
if ENVIRONMENT not in {"local", "production"}:
    raise ImproperlyConfigured(f"JAWARA_ENV must be local or production, not {ENVIRONMENT!r}.")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_bool("JAWARA_DEBUG", False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("JAWARA_DEBUG must be off in production.")

SECRET_KEY = env_secret("JAWARA_SECRET_KEY", "local-only-not-a-secret-" + "x" * 40)
ALLOWED_HOSTS = env_list("JAWARA_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("JAWARA_HOSTS is not set. Name the hosts, separated by commas.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION]

# Database ----------------------------------------------------------------------------------------
DATA_FOLDER = Path(platformdirs.user_data_dir("jawara", appauthor=False))
DATABASE_URL = env("DATABASE_URL", f"sqlite:///{DATA_FOLDER / 'jawara.sqlite3'}")
if urlsplit(DATABASE_URL).scheme not in {"sqlite", "postgresql"}:
    raise ImproperlyConfigured(
        "DATABASE_URL must be sqlite:////absolute/path or postgresql://user:pw@host/db."
    )
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: writers queue instead of failing half-way; FULL: money survives a power cut.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;"
            # REPLACE deletes the old row; without this it would slip past the DELETE triggers.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def default_files_folder() -> Path:
    """Evidence files lie beside the database file, or in the data folder."""
    database = DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return Path(str(database["NAME"])).resolve().parent / "files"
    return DATA_FOLDER / "files"


JAWARA_FILES = Path(env("JAWARA_FILES") or default_files_folder())
JAWARA_RULEBOOKS = PACKAGE / "rulebooks"

# Applications ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "jawara.config",
    "jawara.web",
    "jawara.api",
    "jawara.cli",
    "jawara.insight",
    "jawara.trainings",
    "jawara.grants",
    "jawara.cycle",
    "jawara.community",
    "jawara.programmes",
    "jawara.ledger",
    "jawara.accounts",
    "jawara.territories",
    "jawara.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "jawara.config.urls"
WSGI_APPLICATION = "jawara.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours before the libraries': allauth's pages wear our clothes.
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "jawara.web.context.site",
            ],
        },
    },
]

# Language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Static files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("JAWARA_STATIC_ROOT") or DATA_FOLDER / "static")
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# Uploads -----------------------------------------------------------------------------------------
MEGABYTE = 1024 * 1024
EVIDENCE_MAX_BYTES = 10 * MEGABYTE
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE

# Accounts ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_CHANGE_EMAIL = True  # one address a person: a new one replaces the old when confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an unattended screen does not give the account away
ACCOUNT_ADAPTER = "jawara.web.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "jawara.web.forms.accounts.SignupForm",
    "login": "jawara.web.forms.accounts.LoginForm",
    "reset_password": "jawara.web.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "jawara.web.forms.accounts.ResetPasswordKeyForm",
    "change_password": "jawara.web.forms.accounts.ChangePasswordForm",
    "add_email": "jawara.web.forms.accounts.AddEmailForm",
    "reauthenticate": "jawara.web.forms.accounts.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "jawara.web.forms.accounts.AuthenticateForm",
    "reauthenticate": "jawara.web.forms.accounts.ReauthenticateCodeForm",
    "activate_totp": "jawara.web.forms.accounts.ActivateTotpForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Jawara"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kelola/"
LOGOUT_REDIRECT_URL = "/"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env("JAWARA_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
if PRODUCTION and not env("JAWARA_SMTP_HOST"):
    raise ImproperlyConfigured("JAWARA_SMTP_HOST is not set. Password resets need a mail server.")
EMAIL_HOST = env("JAWARA_SMTP_HOST")
EMAIL_PORT = int(env("JAWARA_SMTP_PORT", "587"))
EMAIL_HOST_USER = env("JAWARA_SMTP_USER")
EMAIL_HOST_PASSWORD = env("JAWARA_SMTP_PASSWORD")
EMAIL_USE_TLS = env_bool("JAWARA_SMTP_TLS", True)
DEFAULT_FROM_EMAIL = env("JAWARA_MAIL_FROM", "jawara@localhost")

# Browser safety ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jawara.web.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env_bool("JAWARA_SSL_REDIRECT", True)
# Probes ask the process itself, without the web server that speaks HTTPS before it.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
JAWARA_BEHIND_PROXY = env_bool("JAWARA_BEHIND_PROXY", False)
if JAWARA_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # login limits count visitors, not the proxy

# Whoever sends this may read /metrics from elsewhere; without it only this machine may.
JAWARA_METRICS_TOKEN = env("JAWARA_METRICS_TOKEN")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Whether HSTS binds a host's subdomains and the browsers' preload list is for the owner of the
# domain to decide, in the web server before us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
