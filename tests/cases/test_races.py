"""Two people act at once, in processes of their own: one sentence, no error page, no lost note."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from linli.core import record
from linli.engines.cases import actions
from linli.engines.cases.models import Case, Note, Step
from tests import cast as casting
from tests.cases.conftest import filed

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def together(case: Case, *moves: tuple[str, str]) -> list[str]:
    """Let (user, verb) pairs act at the same time; return what each process said, sorted."""
    database = str(connection.settings_dict["NAME"])
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    rivals = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.cases.rival", database, user, verb, str(case.pk)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT,
        )
        for user, verb in moves
    ]  # fmt: skip
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    return sorted(rival.communicate(timeout=60)[0].strip() for rival in rivals)


def test_of_two_who_take_it_at_once_the_second_is_told_who_was_first() -> None:
    cast = casting.assemble()
    case = filed(cast, kind="noise").case
    said = together(case, ("grid_worker", "take"), ("worker", "take"))
    assert said[0] == "done"
    assert said[1].startswith("out_of_date: ")
    assert "赵敏" in said[1] or "周洁" in said[1]
    assert Step.objects.filter(case=case, verb="take").count() == 1
    assert record.verify(cast.community.pk) is None


def test_notes_written_at_once_are_all_there() -> None:
    cast = casting.assemble()
    case = filed(cast, kind="noise").case
    people = ("grid_worker", "worker", "secretary")
    assert together(case, *((who, "add_note") for who in people)) == ["done"] * 3
    assert Note.objects.filter(case=case).count() == 60
    assert record.verify(cast.community.pk) is None


def test_a_note_is_kept_while_others_end_the_matter() -> None:
    cast = casting.assemble()
    case = filed(cast, kind="noise").case
    actions.resolve(case.pk, by=cast.actor("worker"), result="已劝")
    said = together(case, ("secretary", "add_note"), ("worker", "reopen"))
    assert said == ["done", "done"]
    assert Note.objects.filter(case=case).count() == 20
    assert Case.objects.get(pk=case.pk).state == "assigned"
