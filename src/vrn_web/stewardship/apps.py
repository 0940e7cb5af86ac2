"""The room of stewards, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    """Requests to the operational worker."""

    name = "vrn_web.stewardship"
    label = "stewardship"
    default_auto_field = "django.db.models.BigAutoField"
