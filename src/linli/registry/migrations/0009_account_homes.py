"""Where a log-in was opened lies in the register: accounts know no place."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def bring_homes(apps: Any, schema_editor: Any) -> None:
    """Copy what stands in the accounts' own column, before it goes."""
    home = apps.get_model("registry", "AccountHome")
    users = apps.get_model("accounts", "User").objects.exclude(home=None)
    home.objects.bulk_create(
        home(user_id=user, place_id=place) for user, place in users.values_list("pk", "home")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_home"),
        ("registry", "0008_household_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountHome",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="account_home",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={"verbose_name": "where a log-in was opened"},
        ),
        migrations.RunPython(bring_homes, migrations.RunPython.noop),
    ]
