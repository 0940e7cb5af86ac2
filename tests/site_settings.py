"""Django for the tests, once in a process and before any model is imported."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings

from tests.unit.web.made_up_folder import write_text
from vrn_web.settings import build_settings
from vrn_web.site import read_site

# A password is worked on for as short as can be: how long it should be is Django's affair.
QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


def configure_once() -> None:
    """The site's own settings, of a folder that holds nothing; tests name the folder they mean."""
    if settings.configured:
        return
    folder = Path(tempfile.mkdtemp(prefix="vrn-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_text(folder)
    (folder / "release.pub").write_text("none\n", encoding="ascii")
    built = build_settings(read_site(folder), bind="127.0.0.1", environ={})
    settings.configure(**{**built, **QUICK, "ALLOWED_HOSTS": ["testserver"]})
    django.setup()
