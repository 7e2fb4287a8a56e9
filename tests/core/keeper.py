"""A process that keeps a house: python -m tests.core.keeper backup|restore|look FILE ...

Answers with one line of JSON. ``DIE_AT`` names a function of the backup room at which the
process kills itself as a power cut would.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from typing import Any, NoReturn

import django


def main(verb: str, *names: str) -> None:
    django.setup()
    if at := os.environ.get("DIE_AT"):
        module, function = at.rsplit(".", 1)
        setattr(import_module(f"linli.core.backup.{module}"), function, _die)
    verbs = {"backup": _backup, "restore": _restore, "look": _look}
    print(json.dumps(verbs[verb](*names)))


def _backup(name: str) -> dict[str, Any]:
    from linli.core.backup import backup

    manifest = backup(name)
    return {"ends": {key: end.number for key, end in manifest.ends.items()}}


def _restore(*names: str) -> list[dict[str, Any]]:
    from linli.core.backup import restore
    from linli.core.refusals import Refusal

    answers: list[dict[str, Any]] = []
    for name in names:
        try:
            done = restore(name)
        except Refusal as no:
            answers.append({"refused": no.code, "sentence": str(no)})
        else:
            answers.append({"faults": [str(f) for f in done.faults], "aside": str(done.aside)})
    return answers


def _look() -> dict[str, Any]:
    """Look at the whole house: each chain's length, its faults, photos that are missing."""
    from linli.core import files, record
    from linli.core.models import Line
    from linli.core.refusals import NotFound

    missing = 0
    for file in Line.objects.values_list("change__file", flat=True):
        try:
            if file:
                files.open_photo(file)
        except NotFound:
            missing += 1
    chains = record.communities()
    return {
        "lines": {key: record.end_of(key).number for key in chains},
        "faults": [str(fault) for key in chains if (fault := record.verify(key))],
        "missing": missing,
    }


def _die(*_words: object, **_more: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


if __name__ == "__main__":
    main(*sys.argv[1:])
