"""A process of its own that sends visits; started by the race tests, not imported.

Arguments: the database's name, a user's name, campaign, door, and ids of visits. Reads one line
to begin, so that several begin together; prints what became of each.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings


def main() -> None:
    database, username, campaign_id, door_id, *uids = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.utils import timezone

    from linli.accounts.models import User
    from linli.engines.campaigns import actions
    from linli.registry.access import actor_of_user

    actor = actor_of_user(User.objects.get(username=username))
    print("ready", flush=True)
    sys.stdin.readline()
    for number, uid in enumerate(uids):
        told = actions.record_visit(
            by=actor, campaign_id=int(campaign_id), uid=uid, outcome="met", form_number=1,
            door_id=int(door_id) or None, at=timezone.now(), channel="field",
            answers={"clutter": "no", "members": 2 + number % 2}, started_from={},
        )  # fmt: skip
        print("new" if told.is_new else "known", flush=True)


main()
