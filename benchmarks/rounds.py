"""What rounds cost: planned over 2,086 doors, seen with 20 rounds of history, answered by 300
households at once. One line a figure.

    python -m benchmarks.rounds

It builds the demo's estate in a house of its own, or the one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks import figures
from benchmarks.figures import cost, say
from benchmarks.house import in_own_house

if TYPE_CHECKING:
    from linli.demo.staff import Made
    from linli.engines.campaigns.models import Campaign

ROUNDS, AT_ONCE = 20, 300
KIND = "opinion_round"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=figures.TURNS, help="requests a figure")
    figures.TURNS = parser.parse_args().turns
    with in_own_house():
        made = community()
        campaign = plan(made)
        campaign = history(made, campaign)
        pages(made, campaign)
        household_answers(made, campaign)


def community() -> Made:
    """Build the demo's estate with its residents and staff."""
    from django.utils import timezone

    from linli.demo import estate, residents, staff

    home = estate.build()
    residents.move_in(home, now=timezone.now())
    return staff.appoint(home, password="bench", now=timezone.now())  # noqa: S106


def plan(made: Made) -> Campaign:
    """Plan a round over every door and share it among twelve people."""
    from django.utils import timezone

    from linli.accounts.models import User
    from linli.engines.campaigns import actions
    from linli.registry.access import actor_of_user

    secretary = actor_of_user(User.objects.get(username="secretary"))
    names = [f"grid{n}" for n in range(1, 7)] + [f"steward{n}" for n in range(701, 707)]
    people = list(User.objects.filter(username__in=names).values_list("pk", flat=True))
    clock, cpu = time.perf_counter(), time.process_time()
    campaign = actions.plan(
        by=secretary, community_id=made.community.pk, kind=KIND,
        starts_on=timezone.localdate() - timedelta(days=400), people=people,
    )  # fmt: skip
    spent = time.perf_counter() - clock, time.process_time() - cpu
    doors = campaign.doors.count()
    say(f"plan and share {doors:,} doors", f"{spent[0]:.2f} s ({spent[1]:.2f} s CPU)", goal="2 s")
    return actions.start(campaign.pk, by=secretary)


def history(made: Made, campaign: Campaign) -> Campaign:
    """Walk the round and nineteen more; return the last of them."""
    from django.utils import timezone

    from linli.demo import answers, visits
    from linli.engines.campaigns import actions

    dice, actor = random.Random(7), made.grid[0]  # noqa: S311
    secretary = made.actors["secretary"]
    for number in range(ROUNDS):
        now = timezone.now() - timedelta(days=15 * (ROUNDS - number))
        done = [
            visits.Told(
                door, dice.choices(("met", "absent", "refused"), (80, 17, 3))[0],
                now + timedelta(days=dice.randrange(14)), actor, answers.opinion(dice),
            )
            for door in campaign.doors.select_related("campaign")
        ]  # fmt: skip
        visits.write(campaign, done)
        if number < ROUNDS - 1:
            campaign = actions.start(
                actions.next_round(
                    campaign.pk,
                    by=secretary,
                    starts_on=timezone.localdate(now) + timedelta(days=15),
                ).pk,
                by=secretary,
            )
    return campaign


def pages(made: Made, campaign: Campaign) -> None:
    """Measure what staff look at."""
    from django.test import Client

    from linli.accounts.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="secretary"), backend=BACKEND)
    building = made.estate.buildings[3].pk
    for what, path, goal in (
        ("coverage page", "", "12 SQL, 60 ms"),
        ("door map of a building", f"doors/{building}/", ""),
        ("what was heard", "results/", ""),
        ("list of open doors", "doors/", ""),
    ):
        page = f"/campaigns/{campaign.pk}/{path}"
        figure = cost(lambda _n, page=page: client.get(page))  # type: ignore[misc]
        say(f"{what}, {ROUNDS} rounds of history", figure, goal=goal)


def household_answers(made: Made, campaign: Campaign) -> None:
    """Let 300 households send their answers at once, eight at a time."""
    from django.db import connection

    from linli.registry.models import Household

    homes = list(Household.objects.filter(community=made.community, residence="resident")[:AT_ONCE])
    clock, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(8) as crowd:
        refused = sum(crowd.map(lambda home: _answer(campaign, home), homes))
    spent, used = time.perf_counter() - clock, time.process_time() - cpu
    each = used * 1000 / len(homes)
    say(
        f"{len(homes)} households answer at once",
        f"{spent:.1f} s, {each:.1f} ms CPU each, {refused} refused",
    )
    connection.close()


def _answer(campaign: Campaign, home: Any) -> int:
    from uuid import uuid4

    from django.db import connection
    from django.utils import timezone

    from linli.core.refusals import Refusal
    from linli.engines.campaigns import actions
    from linli.registry.access import actor_of_household

    answers = {"satisfied": "very", "changes": ["parking"], "reports": "no", "volunteer": "later"}
    try:
        actions.record_visit(
            by=actor_of_household(home), campaign_id=campaign.pk, uid=uuid4(), outcome="met",
            answers=answers, form_number=campaign.form_number, at=timezone.now(), channel="own_key",
        )  # fmt: skip
    except Refusal:
        return 1
    finally:
        connection.close()
    return 0


if __name__ == "__main__":
    main()
