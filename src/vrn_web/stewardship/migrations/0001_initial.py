"""Requests to the operational worker."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first tables."""

    initial = True

    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)

    operations = (
        migrations.CreateModel(
            name="WorkRequest",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("receive", "take a file in"), ("edition", "make a new edition")],
                        max_length=10,
                    ),
                ),
                ("agreement", models.CharField(blank=True, max_length=80)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("supplier", models.CharField(blank=True, max_length=200)),
                ("supplier_key", models.CharField(blank=True, db_index=True, max_length=200)),
                ("feed", models.CharField(blank=True, max_length=80)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("bytes", models.BigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("replaces", models.CharField(blank=True, max_length=12)),
                ("word", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreement", ""),
                                ("bytes__isnull", True),
                                ("kind", "edition"),
                                ("sha256", ""),
                            ),
                            models.Q(
                                ("bytes__gte", 0),
                                ("kind", "receive"),
                                models.Q(("agreement", ""), _negated=True),
                                models.Q(("supplier", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_supply_or_an_edition",
                    )
                ],
            },
        ),
    )
