"""Campaigns in a real browser: planned in five taps, every page clean, a form that listens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.engines.campaigns.models import Campaign, Conflict, Door, Visit
from tests.campaigns import builders, walking
from tests.cast import Cast


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """A round that is under way: one door met, one closed, one fact in dispute, a round before."""
    first = builders.campaign(community=cast.community, targets="households", state="ended")
    campaign = builders.campaign(
        community=cast.community, form=walking.FORM, targets="households", series=first, round=2,
        every_days={"": 30}, ends_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    walker = builders.walker(campaign, cast.steward)
    builders.walker(campaign, cast.grid_worker)
    for home in cast.households:
        builders.visit(builders.door(first, home.dwelling, household=home))
        builders.door(
            campaign, home.dwelling, household=home, walker=walker, due_on=timezone.localdate()
        )
    met, closed, _open = campaign.doors.order_by("order")
    visit = builders.visit(met, by=cast.steward, answers={"clutter": "yes", "what": "纸箱"})
    builders.visit(closed, "absent", by=cast.steward)
    Conflict.objects.create(
        campaign=campaign, door=met, household=met.household, visit=visit, at=visit.at,
        property="household.residence", started_from="resident", standing="floating", said="vacant",
    )  # fmt: skip
    return campaign


@pytest.mark.parametrize(
    ("screen", "letters", "language"), [("desk", "normal", "en"), ("phone", "large", "zh")]
)
def test_every_page_of_a_campaign_is_accessible(
    cast: Cast, running: Campaign, open_page: Any, axe: Any, screen: str, letters: str,
    language: str,
) -> None:  # fmt: skip
    here, door = f"/campaigns/{running.pk}/", Door.objects.filter(campaign=running).first()
    assert door is not None
    floor = f"floor/?entrance={cast.entrance.pk}&floor=4"
    paths = (
        here, f"{here}doors/", f"{here}doors/print/", f"{here}doors/export/", f"{here}people/",
        f"{here}doors/{cast.building.pk}/", f"{here}doors/{cast.building.pk}/{floor}",
        f"{here}week/", f"{here}conflicts/", f"{here}change/", f"/campaigns/door/{door.pk}/",
        "/campaigns/never/", "/campaigns/new/", "/campaigns/new/plan/?kind=door_visit",
        "/campaigns/new/plan/?blank=1", "/campaigns/new/plan/?xlsform=1",
    )  # fmt: skip
    page = open_page(
        "/campaigns/", screen=screen, letters=letters, language=language, user=cast.secretary
    )
    for path in ("/campaigns/", *paths):
        answer = page.goto(page.url.split("/campaigns/")[0] + path)
        assert answer.status == 200, path
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], path


def test_a_secretary_plans_a_round_in_five_taps(cast: Cast, open_page: Any) -> None:
    page = open_page("/desk/", screen="desk", user=cast.secretary)
    page.click("nav a[href='/campaigns/']")
    page.click("a[href='/campaigns/new/'] >> nth=0")
    page.click("a[href*='kind=opinion_round']")
    page.get_by_text("3 户").first.wait_for()
    page.click("button:has-text('生成安排')")
    page.click("button[value=start]")
    page.get_by_text("已完成 0 / 3", exact=True).wait_for()
    assert Campaign.objects.get().state == "running"


def test_the_number_of_doors_follows_the_choice(cast: Cast, open_page: Any) -> None:
    page = open_page("/campaigns/new/plan/?kind=opinion_round", screen="desk", user=cast.secretary)
    page.check(f"input[name=buildings][value='{cast.other_building.pk}']")
    page.locator("#counted", has_text="0 户").wait_for()


def test_a_form_at_the_desk_asks_only_what_the_answers_call_for(
    cast: Cast, running: Campaign, open_page: Any
) -> None:
    door = running.doors.order_by("order").last()
    page = open_page(f"/campaigns/door/{door.pk}/", screen="desk", user=cast.worker)
    what = page.locator("[data-question=what]")
    assert not what.is_visible()
    page.check("input[name=q-clutter][value=yes]")
    what.locator("textarea, input").fill("旧柜子")
    page.check("input[name=outcome][value=absent]")
    assert not page.locator("[data-answers]").is_visible()
    page.check("input[name=outcome][value=met]")
    page.click("button:text-is('保存')")
    page.get_by_text("旧柜子").wait_for()
    assert Visit.objects.get(door=door).answers["what"] == "旧柜子"


def test_a_visit_is_entered_and_a_floor_noted_without_any_script(
    cast: Cast, running: Campaign, open_page: Any
) -> None:
    map_ = f"/campaigns/{running.pk}/doors/{cast.building.pk}/"
    page = open_page(map_, javascript=False, user=cast.worker)
    page.click("a.floor:has-text('4')")
    page.click("main button.btn--primary")
    page.locator(".square.is-absent", has_text="401").click()
    page.check("input[name=outcome][value=met]")
    page.check("input[name=q-clutter][value=no]")
    page.click("button:text-is('保存')")
    door = running.doors.get(label__endswith="401")
    assert (door.state, door.visits) == ("met", 2)
