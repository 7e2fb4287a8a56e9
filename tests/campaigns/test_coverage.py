"""How far a round has come is kept between two lines of the record, and never longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from linli.core.cache import forget_all
from linli.engines.campaigns import actions
from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.engines.campaigns.queries import coverage
from linli.engines.campaigns.queries.coverage import Coverage
from linli.registry import actions as register
from tests.campaigns.walking import door_of, only_corridors, running, visited
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Step = Callable[[Cast, Campaign], Any]


@pytest.fixture(autouse=True)
def _one_kind() -> Iterator[None]:
    with only_corridors():
        yield


def _rename(cast: Cast, _campaign: Campaign) -> None:
    register.rename_place(cast.building.pk, name="799 楼", by=cast.actor("worker"))


def _hand_over(cast: Cast, campaign: Campaign) -> None:
    steward = Walker.objects.get(campaign=campaign, user=cast.steward)
    doors = Door.objects.filter(campaign=campaign).values_list("pk", flat=True)
    actions.hand_over(campaign.pk, doors, to=steward.pk, by=cast.actor("worker"))


def _nobody_home(cast: Cast, campaign: Campaign) -> None:
    doors = Door.objects.filter(campaign=campaign).values_list("pk", flat=True)
    actions.nobody_home(campaign.pk, doors, by=cast.actor("worker"))


def _leave(cast: Cast, campaign: Campaign) -> None:
    home = door_of(campaign, 2).household
    assert home is not None
    register.move_out_household(home.pk, by=cast.actor("worker"))
    register.erase_household(home.pk, by=cast.actor("worker"))


STEPS: dict[str, Step] = {
    "met": lambda cast, campaign: visited(cast.actor("grid_worker"), door_of(campaign)),
    "refused": lambda cast, campaign: visited(
        cast.actor("grid_worker"), door_of(campaign, 1), outcome="refused"
    ),
    "absent": _nobody_home,
    "handed": _hand_over,
    "village": lambda cast, campaign: register.change_household(
        cast.households[0].pk, village="西溪村", by=cast.actor("worker")
    ),
    "renamed": _rename,
    "erased": _leave,
    "refreshed": lambda cast, campaign: actions.refresh_doors(campaign.pk, by=cast.actor("worker")),
    "ended": lambda cast, campaign: actions.end(campaign.pk, by=cast.actor("worker")),
}


def as_kept(cast: Cast, campaign: Campaign, who: str) -> Coverage:
    """What the page shows, without the campaign itself: that is read each time."""
    covered = coverage(cast.actor(who), campaign.pk, today=timezone.localdate())
    return replace(covered, campaign=campaign)


@pytest.mark.parametrize("steps", [
    ["met", "refused", "absent", "handed", "village", "renamed", "erased", "refreshed", "ended"],
    ["village", "erased", "met", "handed", "absent", "ended", "refused", "renamed"],
    ["handed", "absent", "renamed", "refused", "refreshed", "met", "erased", "village", "met"],
])  # fmt: skip
def test_what_was_kept_is_what_is_counted_anew_whatever_was_done(
    cast: Cast, steps: list[str]
) -> None:
    campaign = running(cast)
    seen = []
    for step in steps:
        STEPS[step](cast, campaign)
        for who in ("worker", "steward", "grid_worker"):
            kept = [as_kept(cast, campaign, who) for _turn in range(2)]
            forget_all()
            assert kept == [as_kept(cast, campaign, who)] * 2, (step, who)
        seen.append(as_kept(cast, campaign, "worker"))
    assert any(earlier != later for earlier, later in pairwise(seen))


def test_a_steward_does_not_get_what_was_counted_for_the_whole(cast: Cast) -> None:
    campaign = running(cast)
    Door.objects.filter(pk=door_of(campaign).pk).update(
        building=cast.other_building, place=cast.other_building, walker=None
    )
    assert as_kept(cast, campaign, "worker").totals.total == 3
    assert as_kept(cast, campaign, "steward").totals.total == 2
    assert as_kept(cast, campaign, "worker").totals.total == 3


def test_between_two_lines_nothing_is_counted_again(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    campaign = running(cast)
    as_kept(cast, campaign, "worker")
    with django_assert_num_queries(2):  # the campaign, and the record's last line
        as_kept(cast, campaign, "worker")
