"""A process of its own that delivers; started by the race test, not imported.

Reads one line to begin, so that several begin together; prints how many it sent.
"""

from __future__ import annotations

import sys
from datetime import datetime

import django
from django.conf import settings


def main() -> None:
    database, endpoint, now = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    settings.SMS_PROVIDER, settings.SMS_ENDPOINT = "webhook", endpoint
    django.setup()
    from linli.outbox import deliver_due

    print("ready", flush=True)
    sys.stdin.readline()
    print(deliver_due(now=datetime.fromisoformat(now)), flush=True)


main()
