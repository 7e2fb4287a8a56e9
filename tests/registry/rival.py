"""A process of its own that acts on the register, again and again; started by the race tests.

Argument: the database's name. Each line it reads is a JSON list, [user, verb, keywords]: it answers
"ready", reads one line more to begin, so that several begin together, and answers what became of
it: "done", "refused: …" with the sentence, or the bug that nobody may meet.
"""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from tests.registry.rivals import act

    print("up", flush=True)
    for line in sys.stdin:
        username, verb, given = json.loads(line)
        print("ready", flush=True)
        sys.stdin.readline()
        print(json.dumps(act(username, verb, given), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
