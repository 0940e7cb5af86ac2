"""The audit writes down who gave the word on a supply of unusual size."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more deed."""

    dependencies = (("accounts", "0002_the_audit_is_kept"),)

    operations = (
        migrations.AlterField(
            model_name="auditrow",
            name="deed",
            field=models.CharField(
                choices=[
                    ("signed in", "signed in"),
                    ("sign-in failed", "sign-in failed"),
                    ("signed out", "signed out"),
                    ("password changed", "changed the password"),
                    ("person added", "was added"),
                    ("person left", "left"),
                    ("file sent", "sent a file"),
                    ("word given", "gave the word on a supply of unusual size"),
                    ("edition asked", "asked for a new edition"),
                    ("looked", "looked at a supply"),
                ],
                max_length=20,
            ),
        ),
    )
