"""A community with one of everything that an address may name, and everybody who may come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.core.sheets import write_sheet
from linli.engines.campaigns.models import Campaign, Door
from linli.engines.cases import actions, kinds, saved_views
from linli.engines.cases.models import Case, Photo, RoutingRule
from linli.registry import intake
from linli.registry.actions import issue_key
from linli.registry.models import CareNeed, Import, Post
from tests import make
from tests.campaigns import builders, walking
from tests.cast import Cast

STAFF = (
    "secretary", "worker", "grid_worker", "property_worker", "steward", "street_officer",
    "stranger",
)  # fmt: skip


@dataclass
class World:
    """The cast's community, full; ``values`` are what stands in an address, by its own name."""

    cast: Cast
    case: Case
    campaign: Campaign
    slip: str
    follow_code: str
    values: dict[str, Any]

    def clients(self) -> dict[str, Client]:
        """Return everybody: staff by post, a household with its slip, somebody unknown."""
        made = {"anonymous": Client(), "household": Client()}
        made["household"].post(f"/k/{self.slip}/", {"enter": "1"})
        for role in STAFF:
            made[role] = Client()
            made[role].force_login(
                getattr(self.cast, role), backend="django.contrib.auth.backends.ModelBackend"
            )
        return made


def fill(cast: Cast) -> World:
    """Put one of everything into the cast's community."""
    by, here = cast.actor("secretary"), cast.community
    kind = next(k for k in kinds.all() if k.workflow == "standard" and k.questions)
    filed = actions.file_case(
        by=cast.resident(), community_id=here.pk, channel="household", kind=kind.code,
        text="2 单元门口的路灯不亮", place=cast.entrance,
        fields={}, reporter=actions.Reporter(name="王秀兰", phone="13800138001"),
    )  # fmt: skip
    campaign = builders.campaign(
        community=here, form=walking.FORM, targets="households", is_open=True
    )
    mine = builders.walker(campaign, cast.steward)
    for home in cast.households:
        builders.door(campaign, home.dwelling, household=home, walker=mine)
    slip = issue_key(cast.households[0].pk, by=by).code
    view = saved_views.save(by=by, name="晚了的", query="overdue=1")
    rule = RoutingRule.objects.create(community=here, name="灯", words=["灯"], role="grid_worker")
    values = _values(cast, filed.case, campaign) | {
        "view_id": getattr(view, "pk", 1), "rule_id": rule.pk, "import_id": _import(cast).pk,
        "code": "", "event": "case_filed", "verb": "note", "ref": filed.case.pk,
    }  # fmt: skip
    return World(cast, filed.case, campaign, slip, filed.follow_code, values)


def _values(cast: Cast, case: Case, campaign: Campaign) -> dict[str, Any]:
    need = CareNeed.objects.create(
        person=cast.people[0], kind=CareNeed.Kind.values[0], since="2026-01-01"
    )
    photo = Photo.objects.create(case=case, file="cases/ab/x.webp", width=9, height=9, at=make.NOON)
    return {
        "case_id": case.pk, "number": case.number, "photo_id": photo.pk,
        "household_id": cast.households[0].pk, "person_id": cast.people[0].pk,
        "need_id": need.pk, "place_id": cast.entrance.pk, "building_id": cast.building.pk,
        "post_id": Post.objects.filter(place=cast.community).first().pk,
        "organisation_id": cast.property_company.pk, "campaign_id": campaign.pk,
        "door_id": Door.objects.filter(campaign=campaign).first().pk,
    }  # fmt: skip


def _import(cast: Cast) -> Import:
    headers = ["楼栋", "单元", "房号", "户主姓名", "联系电话"]
    rows = [["704楼", "2单元", "401", "孙大海", "13700137000"]]
    content = write_sheet(headers, rows, title="户情")
    return intake.preview(content, by=cast.actor("worker"), community=cast.community)


def codes_of(world: World, route: str) -> str:
    """Return what ``code`` means in this address."""
    known = {
        "p/": world.cast.entrance.code,
        "open/": world.cast.community.code,
        "c/": world.follow_code,
        "k/": world.slip,
        "q/": world.campaign.code,
        "campaigns/": "clutter",
        "settings/kinds/": world.case.kind,
    }
    return next((code for start, code in known.items() if route.startswith(start)), "facilities")


def addresses() -> list[tuple[str, list[str]]]:
    """Return every address as a template and the names of what stands in it."""
    found = _below(get_resolver().url_patterns, "")
    return [(route, list(pattern.pattern.converters)) for route, pattern in found]


def views() -> dict[str, Any]:
    """Return what answers at each address."""
    return {route: p.callback for route, p in _below(get_resolver().url_patterns, "")}


def _below(patterns: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, route)
        else:
            yield route, pattern
