"""The audit writes down who sent and saw samples, and who saw and answered on pairs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Five more deeds."""

    dependencies = (("accounts", "0003_a_word_is_given"),)

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
                    ("sample sent", "sent a sample to map"),
                    ("sample seen", "looked at what a sample holds"),
                    ("pairs asked", "asked for uncertain pairs of records"),
                    ("pairs seen", "looked at pairs of records"),
                    ("pairs answered", "answered on pairs of records"),
                ],
                max_length=20,
            ),
        ),
    )
