"""A process that writes into the record: python -m tests.core.writer COUNT COMMUNITY [OPTION]

Says "ready", waits for a line, then says the number of each line it has committed. With
``--photos`` every action keeps a photo too; ``--unlocked`` leaves the chain's lock out.
"""

from __future__ import annotations

import io
import itertools
import sys

import django


def main(count: int, community: int, *options: str) -> None:
    django.setup()
    if "--unlocked" in options:
        _leave_out_the_lock()
    from django.db import connection

    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    for n in itertools.islice(itertools.count(), count or None):
        print(act(n, community, with_photo="--photos" in options), flush=True)


def act(n: int, community: int, *, with_photo: bool) -> int:
    from PIL import Image

    from linli.core import files, record
    from tests.core.people import ALICE

    with files.keeping():
        change: dict[str, object] = {"n": n}
        if with_photo:
            photo = io.BytesIO()
            Image.new("RGB", (16, 16), (n % 256, 90, 60)).save(photo, "PNG")
            change["file"] = files.keep_photo(photo, folder="cases").file
        subject = ("cases.case", n)
        line = record.note("case.filed", subject, by=ALICE, community_id=community, change=change)
    return line.number


def _leave_out_the_lock() -> None:
    """What the record would be without its lock: read the end, write behind it."""
    from django.conf import settings

    from linli.core.models import ChainHead
    from linli.core.record import writing

    settings.DATABASES["default"].get("OPTIONS", {}).pop("transaction_mode", None)
    writing._locked_head = lambda key: ChainHead.objects.get_or_create(pk=key)[0]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
