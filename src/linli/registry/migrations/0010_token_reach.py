"""Where a token acts lies in the register: accounts know no place."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def bring_communities(apps: Any, schema_editor: Any) -> None:
    """Copy what stands in the tokens' own column, before it goes."""
    reach = apps.get_model("registry", "TokenReach")
    tokens = apps.get_model("accounts", "ApiToken").objects.order_by("pk")
    reach.objects.bulk_create(
        reach(token_id=token, community_id=community)
        for token, community in tokens.values_list("pk", "community")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_api_token"),
        ("registry", "0009_account_homes"),
    ]

    operations = [
        migrations.CreateModel(
            name="TokenReach",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reach",
                        serialize=False,
                        to="accounts.apitoken",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        help_text="below it alone it acts",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={"verbose_name": "where a token acts"},
        ),
        migrations.RunPython(bring_communities, migrations.RunPython.noop),
    ]
