"""Where a log-in was opened; invitations to a post."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def write_homes(apps: Any, schema_editor: Any) -> None:
    """Give each log-in its home: the community, or the place above, of its first post."""
    users = apps.get_model("accounts", "User").objects.filter(home=None)
    posts = apps.get_model("registry", "Post").objects.exclude(user=None)
    firsts: dict[int, int] = {}
    for user_id, community_id, place_id in posts.order_by("pk").values_list(
        "user", "place__community", "place"
    ):
        firsts.setdefault(user_id, community_id or place_id)
    for user in users.filter(pk__in=firsts):
        user.home_id = firsts[user.pk]
        user.save(update_fields=["home"])


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_maintainers_and_sheds"),
        ("accounts", "0003_home"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("steward", "building steward"),
                            ("trusted_local", "trusted local"),
                            ("party_member", "Party member on duty"),
                            ("grid_worker", "grid worker"),
                            ("worker", "community worker"),
                            ("secretary", "secretary"),
                            ("property_staff", "property company staff"),
                            ("street_officer", "street officer"),
                            ("district_reader", "district reader"),
                            ("administrator", "house administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("holder", models.CharField(max_length=60, verbose_name="holder")),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="phone shown to residents"
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        help_text="as it was typed", max_length=60, verbose_name="user name"
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.organisation",
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
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "ordering": ["-id"],
            },
        ),
        migrations.RunPython(write_homes, migrations.RunPython.noop),
    ]
