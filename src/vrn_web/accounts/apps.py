"""The room of people, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and the audit."""

    name = "vrn_web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
