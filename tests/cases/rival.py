"""A process of its own that acts on a matter; started by the race tests, not imported.

Arguments: the database's name, a user's name, verb, matter. Reads one line to begin, so that
several begin together; prints what became of it.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings


def main() -> None:
    database, username, verb, case_id = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from linli.accounts.models import User
    from linli.core.refusals import Refusal
    from linli.engines.cases import actions, kinds
    from linli.registry.access import actor_of_user
    from tests.cases.conftest import CATEGORY, LAMP, NOISE

    kinds.replace_all(kinds=[LAMP, NOISE], categories=[CATEGORY])
    actor = actor_of_user(User.objects.get(username=username))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        for number in range(20 if verb == "add_note" else 1):
            if verb == "add_note":
                actions.add_note(int(case_id), by=actor, text=f"{username} {number}")
            else:
                getattr(actions, verb)(int(case_id), by=actor)
        print("done", flush=True)
    except Refusal as refusal:
        print(f"{refusal.code}: {refusal}", flush=True)


main()
