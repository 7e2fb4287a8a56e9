"""Two who act on the register at once, each in a process that stays for all races of a module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).parents[2]
Move = tuple[str, str, dict[str, Any]]  # user, verb, what it is given


def act(username: str, verb: str, given: dict[str, Any]) -> str:
    """Do a verb and say what became of it."""
    from django.utils import translation

    from linli.accounts.models import User
    from linli.core.refusals import Refusal
    from linli.registry import actions, intake
    from linli.registry.access import actor_of_user

    room: Any = intake if verb in ("apply", "undo", "discard", "recheck") else actions
    translation.activate("en")
    try:
        by = actor_of_user(User.objects.get(username=username))
        getattr(room, verb)(**given, by=by)
    except Refusal as refusal:
        return f"refused: {refusal}"
    except Exception as fault:  # whatever is no refusal is what these tests look for
        return f"{type(fault).__name__}: {fault}"
    return "done"


class Rivals:
    """Two processes, and what they answered."""

    def __init__(self) -> None:
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        command = [sys.executable, "-m", "tests.registry.rival", connection.settings_dict["NAME"]]
        self.both = [
            subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, env=environ, cwd=ROOT,
            )
            for _number in range(2)
        ]  # fmt: skip
        for rival in self.both:
            assert self._hear(rival) == "up"

    def together(self, *moves: Move) -> list[str]:
        """Let each do its move at the same time; return what each said, in their order."""
        for rival, move in zip(self.both, moves, strict=True):
            self._tell(rival, json.dumps(move))
        for rival in self.both:
            assert self._hear(rival) == "ready"
        for rival in self.both:
            self._tell(rival, "go")
        return [json.loads(self._hear(rival)) for rival in self.both]

    @staticmethod
    def _tell(rival: subprocess.Popen[str], line: str) -> None:
        assert rival.stdin is not None
        rival.stdin.write(f"{line}\n")
        rival.stdin.flush()

    @staticmethod
    def _hear(rival: subprocess.Popen[str]) -> str:
        assert rival.stdout is not None
        return rival.stdout.readline().strip()


@contextmanager
def started() -> Iterator[Rivals]:
    """Start two rivals, and end them."""
    rivals = Rivals()
    try:
        yield rivals
    finally:
        for rival in rivals.both:
            assert rival.stdin is not None
            rival.stdin.close()
            rival.wait(timeout=20)
