"""Django's settings, all of them read from the environment through `maarif.config.environment`."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from maarif.config import databases, environment

DEMO = environment.flag("MAARIF_DEMO")
DEBUG = environment.flag("MAARIF_DEBUG")
HTTPS = environment.flag("MAARIF_HTTPS")
BASE_URL = environment.value("MAARIF_BASE_URL").rstrip("/")
COUNTRY = environment.value("MAARIF_COUNTRY")
SECRET_KEY = environment.secret("MAARIF_SECRET_KEY")
DATA_KEY = bytes.fromhex(environment.secret("MAARIF_DATA_KEY"))
INDEX_KEY = bytes.fromhex(environment.secret("MAARIF_INDEX_KEY"))
ALLOWED_HOSTS = [host.strip() for host in environment.value("MAARIF_ALLOWED_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "maarif.config.apps.HouseConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "maarif.support.parties",
    "maarif.support.audit",
    "maarif.support.identity",
    "maarif.support.access",
    "maarif.support.documents",
    "maarif.support.files",
    "maarif.support.notices",
    "maarif.registries.people",
    "maarif.registries.institutions",
    "maarif.registries.programmes",
    "maarif.registries.enrolments",
    "maarif.registries.posts",
    "maarif.registries.assessments",
    "maarif.registries.roster",
    "maarif.engine.cases",
    "maarif.sectors.appeals",
    "maarif.sectors.transfers",
    "maarif.surfaces.frame",
    "maarif.surfaces.record",
    "maarif.surfaces.filling",
    "maarif.surfaces.public",
    "maarif.surfaces.cabinet",
    "maarif.surfaces.desk",
    "maarif.surfaces.anonymous",
    "maarif.surfaces.answers",
    "maarif.surfaces.consents",
    "maarif.surfaces.api",
    # Behind our own rooms, so that our templates and words stand before theirs.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
]

PROXIES = environment.number("MAARIF_PROXIES")
MIDDLEWARE = [
    "maarif.config.proxies.ProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "maarif.surfaces.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "maarif.surfaces.frame.middleware.FrameMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maarif.support.identity.middleware.PresenceMiddleware",
    "maarif.support.access.middleware.AccessMiddleware",
]

ROOT_URLCONF = "maarif.config.urls"
WSGI_APPLICATION = "maarif.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "maarif.surfaces.frame.folding.SpokenTemplates",
        "NAME": "jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "maarif.surfaces.frame.environment.environment",
            "context_processors": ["maarif.surfaces.frame.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "surfaces/frame/templates"],  # before allauth's own pages
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

KEYS_FOLDER = Path(environment.value("MAARIF_KEYS") or environment.var() / "keys")
LEDGER_HEADS_FOLDER = Path(environment.value("MAARIF_LEDGER_HEADS") or environment.var() / "ledger-heads")

DATABASES = {"default": databases.parse(databases.url_of(environment.value("MAARIF_DATABASE_ROLE")))}

# Five languages on every page; the language stands in the address.
LANGUAGE_CODE = "az"
LANGUAGES = [("az", "Azərbaycan"), ("ru", "Русский"), ("kk", "Қазақша"), ("ky", "Кыргызча"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = environment.var() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "maarif.config.static.HashedStatic"},
}
WHITENOISE_MAX_AGE = 60

SESSION_ENGINE = "maarif.support.identity.sessions"
SESSION_COOKIE_AGE = 30 * 60  # without any request; each request begins it anew
SESSION_LONGEST_SECONDS = 12 * 60 * 60  # whatever happens
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "maarif.surfaces.frame.errors.csrf_failed"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, environment.value("MAARIF_NATIONAL_PROVIDER")],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["maarif.support.files.receiving.NoFiles"]  # a page that takes files says so itself
FILES_FOLDER = Path(environment.value("MAARIF_FILES") or environment.var() / "files")
CLAMD = environment.value("MAARIF_CLAMD")

EMAIL_HOST = environment.value("MAARIF_SMTP_HOST")
EMAIL_PORT = environment.number("MAARIF_SMTP_PORT")
EMAIL_HOST_USER = environment.value("MAARIF_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.value("MAARIF_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("MAARIF_SMTP_TLS")
SMTP_AUTHORITY = environment.value("MAARIF_SMTP_AUTHORITY")
SMTP_NEXT = environment.value("MAARIF_SMTP_NEXT")
DEFAULT_FROM_EMAIL = environment.value("MAARIF_MAIL_FROM")
FEEDBACK_MAIL = environment.value("MAARIF_FEEDBACK_MAIL")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PGHISTORY_APPEND_ONLY = True

# Text messages.
SMS_URL = environment.value("MAARIF_SMS_URL")
SMS_TOKEN = environment.value("MAARIF_SMS_TOKEN")
SMS_NEXT = environment.value("MAARIF_SMS_NEXT")
SMS_REPORT_SECRETS = environment.value("MAARIF_SMS_REPORT_SECRETS")
SMS_QUIET = environment.value("MAARIF_SMS_QUIET")

# How long and how often letters and text messages are tried, and when a carrier is left alone.
NOTICES_TIMEOUT = float(environment.value("MAARIF_NOTICES_TIMEOUT"))
NOTICES_WAITS = tuple(float(seconds) for seconds in environment.value("MAARIF_NOTICES_WAITS").split())
CIRCUIT_FAILURES = environment.number("MAARIF_CIRCUIT_FAILURES")
CIRCUIT_SECONDS = float(environment.value("MAARIF_CIRCUIT_SECONDS"))

# One memory for all processes: limits of attempts and used one-time codes must hold whichever worker answers.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "identity_cache"}}

# The national identity provider (OpenID Connect). Other providers are reached by these settings alone.
NATIONAL_ISSUER = environment.value("MAARIF_NATIONAL_PROVIDER").rstrip("/")
NATIONAL_CLIENT_ID = environment.value("MAARIF_NATIONAL_CLIENT_ID")
NATIONAL_LEVELS = ["high"]
NATIONAL_LOGOUT = f"{NATIONAL_ISSUER}/logout"

# Signing in. The session's assurance level is worked out in `support/identity/queries.py`.
AUTHENTICATION_BACKENDS = ["maarif.support.identity.sessions.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/cabinet/"  # the language comes before it
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "phone")},
    },
]
ACCOUNT_ADAPTER = "maarif.support.identity.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "maarif.support.identity.adapters.display"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email", "phone", "password1*"]
ACCOUNT_FORMS = {
    "login": "maarif.support.identity.fields.LoginForm",
    "signup": "maarif.support.identity.fields.SignupForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_ADAPTER = "maarif.support.identity.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "national": {
        "APPS": [
            {
                "client_id": NATIONAL_CLIENT_ID,
                "secret": environment.value("MAARIF_NATIONAL_CLIENT_SECRET"),
                "settings": {"server_url": NATIONAL_ISSUER, "token_auth_method": "client_secret_post"},
            }
        ]
    }
}
MFA_ADAPTER = "maarif.support.identity.adapters.MfaAdapter"
MFA_FORMS = {
    "add_webauthn": "maarif.support.identity.passkeys.PasskeyForm",
    "edit_webauthn": "maarif.support.identity.passkeys.PasskeyNameForm",
    "authenticate_webauthn": "maarif.support.identity.passkeys.PasskeyShown",
    "reauthenticate_webauthn": "maarif.support.identity.passkeys.PasskeyShownAgain",
    "login_webauthn": "maarif.support.identity.passkeys.PasskeyInsteadOfPassword",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute earlier or later: people type slowly, and their clocks differ
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on http://localhost, for developers

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
