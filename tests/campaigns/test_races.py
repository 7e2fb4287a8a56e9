"""Phones send at once, to processes of their own: each visit is kept, and kept once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from linli.core import record
from linli.engines.campaigns.models import Campaign, Door, Visit
from linli.registry.models import Fact
from tests import cast as casting
from tests.campaigns.walking import door_of, running

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("corridors"),
]


def together(campaign: Campaign, *sent: tuple[str, Door | None, list[str]]) -> list[str]:
    """Let (user, door, ids) send at the same time; return all that was said, sorted."""
    database = str(connection.settings_dict["NAME"])
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    rivals = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.campaigns.rival", database, user,
             str(door.campaign_id if door else campaign.pk), str(door.pk if door else 0), *uids],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT,
        )
        for user, door, uids in sent
    ]  # fmt: skip
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    return sorted(line for rival in rivals for line in rival.communicate(timeout=60)[0].split())


def ids() -> list[str]:
    return [str(uuid4()) for _ in range(10)]


def test_sent_twice_at_once_it_is_one_and_two_people_at_one_door_are_both_kept() -> None:
    cast = casting.assemble()
    campaign, mine = running(cast), ids()
    door, same_home = door_of(campaign), door_of(running(cast))
    said = together(
        campaign,
        ("steward", door, mine),
        ("steward", door, mine),
        ("grid_worker", door, ids()),
        ("worker", same_home, ids()),  # of another campaign, about the same facts
    )
    assert said == ["known"] * 10 + ["new"] * 30
    door = door_of(campaign)
    newest = Visit.objects.filter(door=door).order_by("-at", "-pk").first()
    assert (door.visits, door.state, door.answer) == (20, "met", newest)
    assert Fact.objects.get(is_current=True).value == 3
    assert record.verify(cast.community.pk) is None


def test_a_voice_without_a_door_sent_twice_at_once_is_one() -> None:
    cast = casting.assemble()
    campaign, mine = running(cast, targets="anyone"), ids()
    said = together(campaign, ("steward", None, mine), ("steward", None, mine))
    assert said == ["known"] * 10 + ["new"] * 10
    assert Visit.objects.count() == 10
