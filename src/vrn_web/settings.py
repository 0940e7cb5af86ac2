"""Django's settings for one partnership's folder, refused with a reason where wrong."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.partnership.folder import Partnership

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
# Compared with, never bound to here.
ANY_ADDRESS = {"", "0.0.0.0", "::"}  # noqa: S104
MIDDLEWARE = (
    "vrn_web.guard.head_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vrn_web.guard.guard",
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
    """Everything that Django is told, for `settings.configure`; no debug page, no database.

    `environ` may hold VRN_HOSTS (the names by which the site is reached, comma between) and
    VRN_SECRET_KEY (else one is drawn at each start: nothing signed outlives a request).
    """
    return {
        "DEBUG": False,
        "SECRET_KEY": _secret(environ),
        "ALLOWED_HOSTS": _hosts(bind, environ),
        "VRN_FOLDER": site.folder,
        "ROOT_URLCONF": "vrn_web.urls",
        "INSTALLED_APPS": ["csp", "vrn_web"],
        "DATABASES": {},
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
        "LOGGING": _logging(),
    }


def translated() -> tuple[str, ...]:
    """The languages that the site's own words can be shown in: English, and each compiled one."""
    compiled = (path.parts[-3] for path in HERE.glob("locale/*/LC_MESSAGES/django.mo"))
    return tuple(sorted({"en", *compiled}))


def _secret(environ: Mapping[str, str]) -> str:
    given = environ.get("VRN_SECRET_KEY")
    if given is None:
        return secrets.token_urlsafe(50)
    if len(given) < 32:
        raise SettingsError("VRN_SECRET_KEY is shorter than 32 characters: give more, or unset it")
    return given


def _hosts(bind: str, environ: Mapping[str, str]) -> list[str]:
    named = [name.strip() for name in environ.get("VRN_HOSTS", "").split(",") if name.strip()]
    if "*" in named:
        raise SettingsError("VRN_HOSTS may not be *: name the hosts by which the site is reached")
    own = {bind, socket.gethostname().lower()} - ANY_ADDRESS
    return ["localhost", "127.0.0.1", "[::1]", *sorted(own), *named]


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


def _logging() -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {
            "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        },
    }
