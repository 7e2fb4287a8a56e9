"""Reasons lie beside the lines from now on. No line is touched: older ones keep what they hold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_own_days"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model_name="line", old_name="reason", new_name="sealed"),
                migrations.AlterField(
                    model_name="line",
                    name="sealed",
                    field=models.CharField(
                        blank=True,
                        db_column="reason",
                        help_text=(
                            "the hash of its reason; in a house's older lines the reason itself"
                        ),
                        max_length=400,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="why",
                        serialize=False,
                        to="core.line",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=400)),
                (
                    "salt",
                    models.CharField(
                        blank=True, help_text="without it the hash says nothing", max_length=32
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(
                        blank=True, help_text="something in it was erased", null=True
                    ),
                ),
            ],
            options={"verbose_name": "reason of a line"},
        ),
    ]
