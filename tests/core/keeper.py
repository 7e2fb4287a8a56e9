"""A process that keeps a house: python -m tests.core.keeper STEP ...

Steps are write:COUNT, backup:FILE, restore:FILE, look, and lock:PASSPHRASE, which counts for those
that follow and finds nothing; the answer is one line of JSON, a list
of what each step found. ``DIE_AT`` names a function of the backup room at which the
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

PASSPHRASE = "BACKUP_PASSPHRASE"


def main(*steps: str) -> None:
    django.setup()
    if at := os.environ.get("DIE_AT"):
        module, function = at.rsplit(".", 1)
        setattr(import_module(f"linli.core.backup.{module}"), function, _die)
    verbs = {
        "write": _write,
        "backup": _backup,
        "restore": _restore,
        "look": _look,
        "die": _keep_and_die,
    }
    found = []
    for verb, _colon, words in (step.partition(":") for step in steps):
        if verb == "lock":
            os.environ[PASSPHRASE] = words
        else:
            found.append(verbs[verb](words))
    print(json.dumps(found))


def _passphrase() -> Any:
    from linli.core import age

    words = os.environ.get(PASSPHRASE)
    return age.Passphrase(words) if words else None


def _write(count: str) -> int:
    from tests.core.writer import act

    return [act(n, 7, with_photo=True) for n in range(int(count))][-1]


def _keep_and_die(_word: str) -> NoReturn:
    """Be killed while a photo is kept whose transaction is open."""
    from linli.core import files

    with files.keeping():
        files.keep_photo(files.Drawn(b"a picture", 1, 1), folder="cases")
        _die()


def _backup(name: str) -> int:
    from linli.core.backup import backup

    return sum(end.number for end in backup(name, lock=_passphrase()).ends.values())


def _restore(name: str) -> dict[str, Any]:
    from linli.core.backup import restore
    from linli.core.refusals import Refusal

    try:
        done = restore(name, key=_passphrase())
    except Refusal as no:
        return {"refused": no.code, "sentence": str(no)}
    return {"faults": [str(fault) for fault in done.faults], "aside": str(done.aside)}


def _look(_nothing: str) -> dict[str, Any]:
    """Look at the whole house: each chain's length, its faults, photos that are missing."""
    from linli.core import files, record
    from linli.core.models import Line
    from linli.core.refusals import NotFound

    missing = 0
    for file in Line.objects.values_list("change__file", flat=True):
        try:
            if file:
                files.open_photo(file).stream.close()
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
