"""All settings. What differs between places comes from the environment, see config/environment.py.

A demonstration (`make run`) and DEBUG get keys and private servers from config/servers.py;
anything else is production and refuses missing or weak values by name.
"""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config import environment, logs
from config.clock import shift_from

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = environment.flag("DEBUG")
DEMONSTRATION = environment.flag("DEMONSTRATION")
PRODUCTION = not (DEBUG or DEMONSTRATION)

SECRET_KEY = environment.strong("SECRET_KEY")
LEDGER_KEY = environment.strong("LEDGER_KEY")
FIELD_KEYS = environment.field_keys("FIELD_KEYS")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", local=not PRODUCTION)
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
SITE_PREFIX = environment.prefix("SITE_PREFIX")

if DEBUG and not {h.removeprefix(".") for h in ALLOWED_HOSTS} <= environment.LOOPBACK_HOSTS:
    raise environment.refuse("DEBUG", "不能和对外的 ALLOWED_HOSTS 一起用：出错页会露出内部信息")

if environment.text("CLOCK") and PRODUCTION:
    raise environment.refuse("CLOCK", "只能用于演示或 DEBUG")
try:
    CLOCK_SHIFT = shift_from(environment.text("CLOCK"), environment.text("CLOCK_STARTED_AT"))
except ValueError as error:
    raise environment.refuse("CLOCK", f"不是 ISO 时刻：{error}") from error

SMS_BACKEND = environment.one_of("SMS_BACKEND", ("off", "console", "file", "aliyun"), "off")
SMS_DAILY_LIMIT = environment.number("SMS_DAILY_LIMIT", 500)
SMS_DAILY_LIMIT_PER_PERSON = environment.number("SMS_DAILY_LIMIT_PER_PERSON", 5)
SMS_SIGN_NAME = environment.text("SMS_SIGN_NAME")
if SMS_BACKEND == "aliyun":
    environment.installed("SMS_BACKEND", "alibabacloud_dysmsapi20170525", "requirements/aliyun.txt")
    SMS_SIGN_NAME = environment.required("SMS_SIGN_NAME", "阿里云上审核通过的短信签名")
    ALIYUN_ACCESS_KEY_ID = environment.required("ALIYUN_ACCESS_KEY_ID", "只给发短信权限的 RAM 用户")
    ALIYUN_ACCESS_KEY_SECRET = environment.required(
        "ALIYUN_ACCESS_KEY_SECRET", "同一个 RAM 用户的密钥"
    )
    ALIYUN_SMS_ENDPOINT = environment.address(
        "ALIYUN_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com", local=not PRODUCTION
    )
# A group robot is spoken to at these hosts and nowhere else (企业微信, 钉钉; 政务微信 has its own).
WEBHOOK_HOSTS = environment.origins(
    "WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com", local=not PRODUCTION
)

EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 465)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", EMAIL_HOST_USER)
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise environment.refuse("EMAIL_FROM", "没有设置：写明从哪个邮箱发信")

# --- Applications -----------------------------------------------------------------------

INSTALLED_APPS = [
    "regions",
    "accounts",
    "notify",
    "centers",
    "duty",
    "services",
    "activities",
    "supervision",
    "portal",
    "accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.apps.StaticFiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_structlog",
    "axes",
    "csp",
]
if find_spec("django_linear_migrations"):  # a development tool, absent in production
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "config.addresses.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.IdleTimeout",
    "accounts.middleware.FirstPassword",
    "config.pages.RefusalPages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "config.context.house",
                "portal.context.look",
                "accounts.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **environment.database(
            environment.required("DATABASE_URL", "生产环境请指向 PostgreSQL 15 或更新的服务")
        ),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}

REDIS_URL = environment.required("REDIS_URL", "生产环境请指向 Redis 或 Valkey 服务")
# Only what may vanish at any moment is cached; sessions and limits stand in the database.
CACHES = {
    "default": {
        "BACKEND": "config.throwaway.ThrowawayCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "shouwen",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- People and log-in ------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PhoneOrNameBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.addresses.client_address"
AXES_USERNAME_CALLABLE = "accounts.lockout.account_of"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False  # accounts.admin shows the attempts to the auditor, read-only
AXES_DISABLE_ACCESS_LOG = True  # accounts.AuditEntry is the one log of log-ins
AXES_VERBOSE = False

# Longer than any idle time: accounts.middleware ends a session, and keeps the form that came too late.
SESSION_COOKIE_AGE = int(timedelta(hours=36).total_seconds())
SESSION_COOKIE_NAME = "shouwen_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{SITE_PREFIX}/"
CSRF_COOKIE_NAME = "shouwen_csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "portal.csrf.csrf_failure"
SECURE_HSTS_SECONDS = int(timedelta(days=30).total_seconds()) if PRODUCTION else 0
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
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Files ------------------------------------------------------------------------------

FORCE_SCRIPT_NAME = SITE_PREFIX or None
STATIC_URL = f"{SITE_PREFIX}/static/"
STATIC_ROOT = VAR_DIR / "static"
# assets/ holds the third-party files that `make setup` fetches
STATICFILES_DIRS = [d for d in (BASE_DIR / "static", BASE_DIR / "assets") if d.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG  # nothing is collected while developing
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "map",
    "png",
    "jpg",
    "webp",
    "ico",
    "woff",
    "woff2",
    "gz",
    "br",
)
# Uploads are served by a view behind the access check only, so they have no URL here.
MEDIA_ROOT = VAR_DIR / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# More are read and thrown away; the form says so and keeps its words.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = [
    "accounts.uploads.handlers.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Language and time ------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Work in the background: beat only wakes, what matters stands in the database --------

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 10,
    # a request does not wait for a broker that is away; the worker has its own patience
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "notify.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 25},  # without a worker nothing piles up
    },
    "tidy-accounts": {
        "task": "accounts.tasks.tidy",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "tidy-notify": {
        "task": "notify.tasks.tidy",
        "schedule": crontab(hour=3, minute=25),
        "options": {"expires": 3600},
    },
    "tidy-services": {
        "task": "services.tasks.tidy",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "retention": {
        "task": "portal.tasks.retention",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 3600},
    },
    "recompute-clocks": {
        "task": "services.tasks.recompute_clocks",
        "schedule": crontab(hour=1, minute=40),
        "options": {"expires": 3600},
    },
    "duty-look-ahead": {
        "task": "duty.tasks.look_ahead",
        # Before 18:00 once more, for whoever got tomorrow's place today.
        "schedule": crontab(hour="2,17", minute=40),
        "options": {"expires": 3600},
    },
    "credit-shifts": {
        "task": "duty.tasks.credit_shifts",
        "schedule": crontab(minute=35),
        "options": {"expires": 1800},
    },
    "extend-rosters": {
        "task": "duty.tasks.extend_rosters",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
}

# --- API --------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "config.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "首问 API",
    "DESCRIPTION": "县、镇、村党群服务中心门户的接口。出错时返回 RFC 9457 问题文档。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_PATH_PREFIX_INSERT": SITE_PREFIX,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.schema.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "TicketKind": "services.choices.Kind",
        "ClockKind": "services.choices.ClockKind",
        "Channel": "services.choices.Channel",
        "FeedbackChannel": "services.workflow.FEEDBACK_CHANNELS",
        "RegionKind": "regions.models.Kind",
        "UnitKind": "accounts.models.UnitKind",
        "UploadKind": "accounts.models.UploadKind",
        "DeclineReason": "services.choices.DeclineReason",
        "EscalationReason": "services.workflow.ESCALATION_REASONS",
        "Mode": "services.choices.Mode",
        "TicketClass": "services.choices.TicketClass",
        "TicketStatus": "services.choices.Status",
    },
}

# --- Logs -------------------------------------------------------------------------------

LOG_FORMAT = environment.one_of("LOG_FORMAT", ("json", "console"), "json")
LOGGING = logs.configure(LOG_FORMAT)
