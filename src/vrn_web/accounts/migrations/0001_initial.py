"""People and the audit."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first tables."""

    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("analyst", "analyst"),
                            ("board member", "Board member"),
                            ("steward", "data steward"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_person_an_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["analyst", "board member", "steward"])),
                        name="a_role_that_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("signed in", "signed in"),
                            ("sign-in failed", "sign-in failed"),
                            ("signed out", "signed out"),
                            ("password changed", "changed the password"),
                            ("person added", "was added"),
                            ("person left", "left"),
                            ("file sent", "sent a file"),
                            ("edition asked", "asked for a new edition"),
                            ("looked", "looked at a supply"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), ("deed", "sign-in failed"), _connector="OR"
                        ),
                        name="a_deed_has_its_person",
                    )
                ],
            },
        ),
    )
