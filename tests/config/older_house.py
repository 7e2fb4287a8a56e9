"""Makes a house as it was before log-ins left the register, in the database of the settings.

Its tables are those of that day; what the register's migrations had made then, they are said to
have made. Run as ``python -m tests.config.older_house``; another process opens the house.
"""

from __future__ import annotations

from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

LAST = {
    "accounts": "0003_home",
    "holidays": "0001_initial",
    "registry": "0008_household_erased",
    "core": "0004_reasons",
    "api": "0002_token_below_a_community",
    "outbox": "0001_initial",
    "cases": "0010_department_call",
    "campaigns": "0003_door",
}
OTHERS = ("account", "admin", "auth", "contenttypes", "mfa", "sessions")
THEN = {  # model → today's app, and whose it was
    "user": ("accounts", "registry"),
    "apitoken": ("accounts", "api"),
    "calendarday": ("holidays", "core"),
    "calendaryear": ("holidays", "core"),
}


def make() -> None:
    """Bring the tables to that day, put people in, and forget what nobody had heard of."""
    for app, name in LAST.items():
        call_command("migrate", app, name, verbosity=0)
    for app in OTHERS:
        call_command("migrate", app, verbosity=0)
    loader = MigrationLoader(connection)
    _fill(loader.project_state(list(LAST.items())).apps)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app IN ('accounts', 'holidays')")
        for model, (now, then) in THEN.items():
            cursor.execute(
                "UPDATE django_content_type SET app_label = %s WHERE app_label = %s AND model = %s",
                [then, now, model],
            )


def _fill(apps: Any) -> None:
    place, user = apps.get_model("registry", "Place"), apps.get_model("accounts", "User")
    office = place.objects.create(kind="street_office", name="清溪街道", code="A")
    home = place.objects.create(kind="community", name="清溪家园", parent=office, code="B")
    place.objects.filter(pk=office.pk).update(path=f"/{office.pk}/")
    place.objects.filter(pk=home.pk).update(path=f"/{office.pk}/{home.pk}/", community=home)
    chen = user.objects.create(username="chen", display_name="陈书记", password="x", home=home)
    user.objects.create(username="nobody", display_name="无岗")
    apps.get_model("registry", "Post").objects.create(
        role="secretary", place=home, user=chen, holder="陈书记"
    )
    apps.get_model("api", "ApiToken").objects.create(
        name="地图", code_index="f00", hint="f00", user=chen, community=home,
        scopes=["cases:read"], issued_at=timezone.now(), issued_by=chen,
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    make()
