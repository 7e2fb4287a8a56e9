"""Tokens are an account's: their table, which the interface made, belongs here from now on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_no_home"),
        ("api", "0002_token_below_a_community"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="which program holds it",
                                max_length=60,
                                verbose_name="program",
                            ),
                        ),
                        ("code_index", models.CharField(max_length=64, unique=True)),
                        (
                            "hint",
                            models.CharField(
                                help_text="its last letters, to tell tokens apart", max_length=4
                            ),
                        ),
                        (
                            "scopes",
                            models.JSONField(
                                default=list, help_text="names in accounts.tokens.SCOPES"
                            ),
                        ),
                        ("issued_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "community",
                            models.ForeignKey(
                                help_text="below it alone it acts",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="registry.place",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "API token",
                        "db_table": "api_apitoken",
                        "ordering": ["-id"],
                    },
                ),
            ],
        ),
    ]
