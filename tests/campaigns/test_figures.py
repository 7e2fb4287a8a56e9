"""The figures of a round can fall: a door that is due again is not done (docs/figures.md)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.cache import forget_all
from linli.engines.campaigns import queries
from linli.engines.campaigns.models import Campaign, Door, Reached
from linli.engines.campaigns.queries.door_map import door_map
from linli.engines.campaigns.queries.missing import Filters
from linli.engines.campaigns.queries.reached import reached_share
from tests.campaigns import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(cast: Cast) -> Campaign:
    """Standing visits: three doors met; one of them fell due again yesterday."""
    today = timezone.localdate()
    campaign = builders.campaign(community=cast.community, every_days={"": 180})
    for number, home in enumerate(cast.households):
        builders.door(
            campaign, home.dwelling, household=home, state="met",
            due_on=today + timedelta(days=number - 1 or 9),
        )  # fmt: skip
    return campaign


def shares(cast: Cast, campaign: Campaign) -> dict[str, Any]:
    """What each page says is done of how many."""
    actor, today = cast.actor("worker"), timezone.localdate()
    covered = queries.coverage(actor, campaign.pk, today=today)
    [listed] = queries.campaigns_page(actor, campaign.community_id).rows
    tallies = {
        "coverage": covered.totals,
        "building": covered.buildings[0].tally,
        "area": covered.areas[0].tally,
        "round": covered.rounds[0].tally,
        "list": listed.tally,
        "map": door_map(actor, campaign.pk, cast.building.pk).tally,
    }
    return {page: (tally.done, tally.total, tally.open) for page, tally in tallies.items()}


def test_a_door_that_is_due_again_is_not_done_on_any_page(cast: Cast, standing: Campaign) -> None:
    assert set(shares(cast, standing).values()) == {(2, 3, 1)}
    standing.doors.update(due_on=timezone.localdate())
    forget_all()  # the day turns
    assert set(shares(cast, standing).values()) == {(0, 3, 3)}


def test_what_is_due_again_stands_among_the_open_doors(cast: Cast, standing: Campaign) -> None:
    [row] = queries.missing(cast.actor("worker"), standing.pk)
    assert (row.state, row.visits) == ("due", 0)
    assert queries.missing(cast.actor("worker"), standing.pk, filters=Filters(state="due")) == [row]
    assert (
        len(queries.missing(cast.actor("worker"), standing.pk, filters=Filters(state="met"))) == 2
    )


@pytest.mark.parametrize("page", ["", "doors/", "doors/?state=due", "people/"])
def test_the_pages_of_standing_visits_open(
    cast: Cast, standing: Campaign, client: Client, page: str
) -> None:
    client.force_login(cast.worker)
    assert client.get(f"/campaigns/{standing.pk}/{page}").status_code == 200
    shown = client.get(f"/campaigns/{standing.pk}/").content.decode()
    assert "66%" in shown


def test_a_round_with_an_end_has_no_doors_that_fall_due(cast: Cast) -> None:
    campaign = builders.campaign(community=cast.community, ends_on=date(2027, 1, 1))
    builders.door(campaign, cast.dwellings[0], household=cast.households[0], state="met")
    assert set(shares(cast, campaign).values()) == {(1, 1, 0)}


def test_an_ended_one_keeps_what_it_had(cast: Cast, standing: Campaign) -> None:
    standing.state, standing.ended_at = "ended", timezone.now()
    standing.save()
    assert set(shares(cast, standing).values()) == {(3, 3, 0)}


def test_a_household_reached_long_ago_is_not_reached(cast: Cast) -> None:
    now = timezone.now()
    for number, home in enumerate(cast.households[:2]):
        Reached.objects.create(
            household=home,
            community=cast.community,
            at=now - timedelta(days=80 * number),
            how="met",
        )
    assert reached_share(cast.community.pk, now=now)["percent"] == 66
    assert reached_share(cast.community.pk, now=now + timedelta(days=11))["percent"] == 33


def test_a_refusal_is_done_and_yet_not_reached(cast: Cast, standing: Campaign) -> None:
    Door.objects.filter(campaign=standing).update(state="refused", due_on=None)
    tally = queries.coverage(cast.actor("worker"), standing.pk, today=timezone.localdate()).totals
    assert (tally.done, tally.reached) == (3, 0)
