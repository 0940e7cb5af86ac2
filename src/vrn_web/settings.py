"""Django's settings for one partnership's folder, refused with a reason where wrong."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF

from vrn_web.database import database_settings
from vrn_web.site_folder import read_or_draw_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.partnership.folder import Partnership

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
# Compared with, never bound to here.
ANY_ADDRESS = {"", "0.0.0.0", "::"}  # noqa: S104
OWN_ADDRESSES = {"localhost", "127.0.0.1", "::1"}
MOST_MEGABYTES = 100_000
MIDDLEWARE = (
    "vrn_web.guard.head_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vrn_web.guard.guard",
    "axes.middleware.AxesMiddleware",
)
APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "csp",
    "vrn_web.accounts",
    "vrn_web.stewardship",
    "vrn_web",
)
# Everything comes from this site, nothing runs, and nobody may put a page of it into a frame.
POLICY = {
    "default-src": [SELF],
    "script-src": [NONE],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}


class SettingsError(ValueError):
    """The site cannot start with these settings; the message says which, and what to do."""


def build_settings(site: Partnership, *, bind: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """Everything that Django is told, for `settings.configure`; no debug page.

    `environ` may hold
    VRN_HOSTS             the names by which the site is reached, comma between
    VRN_HTTPS             yes: a proxy before the site ends TLS; no: it does not, and people on the
                          network could read along. Must be said where others can reach the site
    VRN_DATABASE          postgresql://USER:PASSWORD@HOST:PORT/NAME; else SQLite in the folder
    VRN_SECRET_KEY        what sessions are signed with; else the folder keeps its own
    VRN_LARGEST_FILE_MB   the largest file that may be sent, in megabytes (2,048)
    """
    is_https = _is_https(bind, environ)
    return {
        "DEBUG": False,
        "SECRET_KEY": _secret(site.folder, environ),
        "ALLOWED_HOSTS": _hosts(bind, environ),
        "VRN_FOLDER": site.folder,
        "VRN_HTTPS": is_https,
        "VRN_LARGEST_FILE": _largest_file(environ),
        "ROOT_URLCONF": "vrn_web.urls",
        "INSTALLED_APPS": list(APPS),
        "DATABASES": {"default": database_settings(site.folder, environ)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "MIDDLEWARE": list(MIDDLEWARE),
        "TEMPLATES": [_templates()],
        "STATIC_URL": "/static/",
        "STATIC_ROOT": str(STATIC),
        "WHITENOISE_IMMUTABLE_FILE_TEST": r"\.[0-9a-f]{12}\.",
        "WHITENOISE_ALLOW_ALL_ORIGINS": False,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        **_language(site.language),
        **_security(),
        **_people(),
        **_cookies(is_https=is_https),
        "LOGGING": _logging(),
    }


def translated() -> tuple[str, ...]:
    """The languages that the site's own words can be shown in: English, and each compiled one."""
    compiled = (path.parts[-3] for path in HERE.glob("locale/*/LC_MESSAGES/django.mo"))
    return tuple(sorted({"en", *compiled}))


def _secret(folder: Path, environ: Mapping[str, str]) -> str:
    given = environ.get("VRN_SECRET_KEY")
    if given is None:
        return read_or_draw_key(folder)
    if len(given) < 32:
        raise SettingsError("VRN_SECRET_KEY is shorter than 32 characters: give more, or unset it")
    return given


def _hosts(bind: str, environ: Mapping[str, str]) -> list[str]:
    named = [name.strip() for name in environ.get("VRN_HOSTS", "").split(",") if name.strip()]
    if "*" in named:
        raise SettingsError("VRN_HOSTS may not be *: name the hosts by which the site is reached")
    own = {bind, socket.gethostname().lower()} - ANY_ADDRESS
    return ["localhost", "127.0.0.1", "[::1]", *sorted(own), *named]


def _is_https(bind: str, environ: Mapping[str, str]) -> bool:
    """Whether readers reach the site by https; SettingsError where that must be said and is not."""
    said = environ.get("VRN_HTTPS", "").strip().lower()
    if said not in {"", "yes", "no"}:
        raise SettingsError(f"VRN_HTTPS is yes or no, not {said!r}")
    if not said and bind not in OWN_ADDRESSES:
        raise SettingsError(
            f"others can reach the site at {bind or 'every address'}, and people sign in and send "
            "files: set VRN_HTTPS=yes and put a proxy before it that ends TLS; or say VRN_HTTPS=no "
            "where nobody else is on this network"
        )
    return said == "yes"


def _largest_file(environ: Mapping[str, str]) -> int:
    said = environ.get("VRN_LARGEST_FILE_MB", "2048").strip()
    if not said.isascii() or not said.isdigit() or not 0 < int(said) <= MOST_MEGABYTES:
        raise SettingsError(
            f"VRN_LARGEST_FILE_MB is a whole number from 1 to {MOST_MEGABYTES}, not {said!r}"
        )
    return int(said) << 20


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["vrn_web.context.frame"],
            "builtins": ["django.templatetags.i18n", "vrn_web.templatetags.vrn"],
        },
    }


def _language(asked: str) -> dict[str, Any]:
    """The partnership's language where the site's words are in it; else English, and says so."""
    known = translated()
    return {
        "USE_I18N": True,
        "LANGUAGES": [(code, code) for code in known],
        "LANGUAGE_CODE": asked if asked in known else "en",
    }


def _security() -> dict[str, Any]:
    return {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": POLICY},
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def _people() -> dict[str, Any]:
    """Who signs in, how a password is checked, and when guessing is stopped."""
    validation = "django.contrib.auth.password_validation"
    return {
        "AUTH_USER_MODEL": "accounts.User",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "vrn_web.accounts.backends.EmailBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {
                "NAME": f"{validation}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name", "organisation")},
            },
            {"NAME": f"{validation}.CommonPasswordValidator"},
            {"NAME": f"{validation}.NumericPasswordValidator"},
        ],
        "LOGIN_URL": "sign_in",
        "AXES_HANDLER": "vrn_web.accounts.throttling.Failures",
        "AXES_LOCKOUT_PARAMETERS": ["username", "ip_address"],
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": timedelta(minutes=15),
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_USERNAME_CALLABLE": "vrn_web.accounts.throttling.account_key",
        "AXES_CLIENT_IP_CALLABLE": "vrn_web.accounts.whereabouts.address_of",
        "AXES_LOCKOUT_CALLABLE": "vrn_web.accounts.throttling.locked_page",
        "AXES_SENSITIVE_PARAMETERS": ["username", "email", "csrfmiddlewaretoken", "next"],
        "AXES_DISABLE_ACCESS_LOG": True,  # the audit holds it
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
    }


def _cookies(*, is_https: bool) -> dict[str, Any]:
    """Two cookies, for people who sign in alone; no page of open data sets one."""
    own = "__Host-" if is_https else ""
    return {
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": f"{own}session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_AGE": 8 * 60 * 60,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_NAME": f"{own}form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": is_https,
        "CSRF_COOKIE_AGE": None,
        "CSRF_FAILURE_VIEW": "vrn_web.pages.form_refused",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if is_https else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if is_https else 0,
    }


def _logging() -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {
            "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            "vrn_web": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # It writes network addresses; what it has to say stands in the audit.
            "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
