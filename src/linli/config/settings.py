"""How the house starts: every setting, typed, from the environment."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError, validate

from linli.config import engines, secret_keys

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

HOME = Path(env.str("LINLI_HOME", str(Path.home() / ".linli"))).absolute()
PRODUCTION = env.bool("LINLI_PRODUCTION", False)
DEBUG = env.bool("LINLI_DEBUG", False)
# Beside its own names it answers to the machine itself, which asks for /healthz.
ALLOWED_HOSTS = [*env.list("LINLI_HOSTS", []), "127.0.0.1", "localhost", "[::1]"]
BASE_URL = env.str("LINLI_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("LINLI_TRUSTED_ORIGINS", [])
SECRET_KEY = secret_keys.kept(HOME, "secret", env.str("LINLI_SECRET_KEY", ""))
# Encrypts ID numbers and indexes codes. Apart from SECRET_KEY, which may be changed at any time.
DATA_KEYS = secret_keys.kept(HOME, "data", env.str("LINLI_DATA_KEY", "")).split(",")
STAFF_SECOND_FACTOR = env.bool("LINLI_STAFF_SECOND_FACTOR", PRODUCTION)

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{HOME / 'linli.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was answered with "taken" is on the disk, whatever the power does next.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
elif not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise EnvError("DATABASE_URL must begin with postgres:// or sqlite:///.")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

INSTALLED_APPS = [
    "linli.core",
    "linli.core.holidays",
    "linli.accounts",
    "linli.registry",
    "linli.outbox",
    "linli.forms",
    "linli.verbs",
    *[plug.engine for plug in engines.ENGINES],
    "linli.programmes",
    "linli.faces.web",
    "linli.faces.field",
    "linli.faces.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

FACES = [plug.face for plug in engines.ENGINES]  # the pages of each engine
FIELD_OFFERS = [plug.field for plug in engines.ENGINES if plug.field]
API_OFFERS = [plug.api for plug in engines.ENGINES if plug.api]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first, so that every answer bears the policy
    "linli.config.body_limit.refuse_huge_bodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.faces.requests.drop_unkeepable_cookies",
    "linli.faces.web.account.sessions.never_store",
    "linli.faces.web.account.sessions.keep_visitor_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.faces.web.shared.refusals.RefusalPages",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.faces.web.shared.frame.page_context",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "display_name")}),
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [
    *sorted((PACKAGE / "faces" / "web" / "words").glob("*")),
    PACKAGE / "config" / "locale",
]
USE_I18N = True
TIME_ZONE = env.str("LINLI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
OFFICE_HOURS = env.str("LINLI_OFFICE_HOURS", "09:00-12:00,13:30-17:30")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # the preview of a wide household list
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
CACHES = {  # shared by all processes: log-in limits count in it
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "linli_cache"}
}
SESSION_ENGINE = "linli.config.sessions"
SESSION_COOKIE_AGE = env.int("LINLI_SESSION_HOURS", 336) * 3600

# With an https address, nothing is ever said in the clear.
IS_HTTPS = BASE_URL.startswith("https://")
PROXIES = env.list("LINLI_PROXIES", ["127.0.0.1", "::1"])  # whose X-Forwarded-* is believed
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # A visitor's mistyped address is nobody's fault; a bug still shouts.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# What a backup is encrypted with when nobody is asked (docs/backup.md).
BACKUP_KEY = env.str("LINLI_BACKUP_KEY", "")
BACKUP_PASSPHRASE = env.str("LINLI_BACKUP_PASSPHRASE", "")

# Ways out of the house: each is off until it is configured (docs/outbox.md).
SMS_PROVIDER = env.str(
    "LINLI_SMS", "", validate=validate.OneOf(["", "aliyun", "tencent", "webhook"])
)
SMS_KEY_ID = env.str("LINLI_SMS_KEY_ID", "")
SMS_SECRET = env.str("LINLI_SMS_SECRET", "")
SMS_SIGN = env.str("LINLI_SMS_SIGN", "")
SMS_APP_ID = env.str("LINLI_SMS_APP_ID", "")
SMS_REGION = env.str("LINLI_SMS_REGION", "ap-guangzhou")
SMS_ENDPOINT = env.str("LINLI_SMS_ENDPOINT", "")
SMS_TEMPLATES: dict[str, str] = env.dict("LINLI_SMS_TEMPLATES", {})
WECOM_ON = env.bool("LINLI_WECOM", False)
WECOM_HOSTS = env.list("LINLI_WECOM_HOSTS", ["https://qyapi.weixin.qq.com"])
EMAIL_CONFIGURED = bool(env.str("LINLI_EMAIL_URL", ""))
if EMAIL_CONFIGURED:
    _email = env.dj_email_url("LINLI_EMAIL_URL")
    EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
    EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.str("LINLI_EMAIL_FROM", "linli@localhost")

# Staff log in with a user name; accounts are made by whoever appoints them, never by sign-up.
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_DISPLAY = str  # the name, not the log-in
ACCOUNT_ADAPTER = "linli.faces.web.account.accounts.HouseAccountAdapter"
ACCOUNT_FORMS = {
    "login": "linli.faces.web.account.accounts.HouseLoginForm",
    "reauthenticate": "linli.faces.web.account.accounts.HouseReauthenticateForm",
    "change_password": "linli.faces.web.account.accounts.HousePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
# Right log-ins are never counted; wrong ones by faces/web/account/login_limits.py. What is left of
# allauth's own counts wrong codes of a second factor, for each user.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RECOVERY_CODE_COUNT = 10

CSRF_FAILURE_VIEW = "linli.faces.web.shared.refusals.csrf_failure"
# No inline script or style anywhere, nothing from another house.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
