"""Two communities in two districts, each with one of everything that an address names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from linli.accounts.models import ApiToken, User
from linli.engines.campaigns.models import Conflict, VisitPhoto
from linli.engines.cases.models import Photo, RoutingRule, SavedView, Step
from linli.registry.access import SYSTEM
from linli.registry.actions import add_care_need
from linli.registry.actions.posts import ROLE_PLACES
from linli.registry.models import CareNeed, Import, Invitation, Place, TokenReach
from tests import make
from tests.campaigns.builders import FORM, campaign, door, visit, walker

ROLES = tuple(ROLE_PLACES)


@dataclass
class Side:
    """One district: its places, one user a role, and the id of one of everything."""

    community: Place
    users: dict[str, User]
    ids: dict[str, Any]


def routes() -> list[str]:
    """Return every address of the house as its resolver spells it."""

    def below(resolver: Any, before: str) -> Any:
        for one in resolver.url_patterns:
            route = f"{before}{one.pattern}"
            yield from below(one, route) if isinstance(one, URLResolver) else [route]

    return list(dict.fromkeys(below(get_resolver(), "")))


def filled(route: str, ids: dict[str, Any]) -> str:
    """Return the address with one side's ids in it."""
    first, *rest = route.split("/")
    second = f"{first}/{rest[0] if rest else ''}"

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        near = (f"{second}.{name}", f"{first}.{name}", name)
        return str(next((ids[key] for key in near if key in ids), "x"))

    path = re.sub(r"<(?:\w+:)?(\w+)>", value, route)
    return f"/{path}"


def side(name: str) -> Side:
    """Build one district with everything in it."""
    district = make.district(f"{name}区")
    office = make.street_office(f"{name}街道", parent=district)
    community = make.community(f"{name}社区", parent=office)
    building = make.building(parent=community)
    stairs = make.entrance(parent=building)
    dwelling = make.dwelling(parent=stairs)
    home = make.household(dwelling=dwelling)
    person = make.person(household=home, phone="13800138001", is_contact=True)
    company = make.organisation(community=community)
    at = {"district": district, "street_office": office, "community": community,
          "building": building}  # fmt: skip
    users, posts = {}, {}
    for role, kinds in ROLE_PLACES.items():
        kind = "building" if role in ("steward", "trusted_local", "party_member") else kinds[0]
        place = community if role == "grid_worker" else at[kind]
        users[role] = make.user(f"{name}{role}", username=f"{name}-{role}", home=community)
        firm = company if role == "property_staff" else None
        posts[role] = make.post(role, place, user=users[role], organisation=firm)
    ids = {
        "household_id": home.pk, "person_id": person.pk, "place_id": building.pk,
        "building_id": building.pk, "post_id": posts["steward"].pk, "organisation_id": company.pk,
        "what": "phone", "verb": "note", "settings/kinds.code": "lamp_broken",
        "settings/programmes.code": "repairs", "event": "case.filed",
    }  # fmt: skip
    ids["need_id"] = add_care_need(person.pk, kind=next(iter(CareNeed.Kind)).value, by=SYSTEM).pk
    ids |= _papers(community, building, users)
    ids |= _matter(community, stairs, company, users)
    ids |= _round(community, building, home, users)
    return Side(community, users, ids)


def _papers(community: Place, building: Place, users: dict[str, User]) -> dict[str, Any]:
    now = timezone.now()
    secretary = users["secretary"]
    invitation = Invitation.objects.create(
        role="steward", place=building, holder="x", username="x", invited_by=secretary,
        invited_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    token = ApiToken.objects.create(
        name="x", code_index=f"i{community.pk}", hint="x", issued_at=now
    )
    own = ApiToken.objects.create(
        name="x", code_index=f"o{community.pk}", hint="x", issued_at=now, user=secretary
    )
    for made in (token, own):
        TokenReach.objects.create(token=made, community=community)
    taken = Import.objects.create(
        community=community, made_by=secretary, file_name="x.xlsx", made_at=now
    )
    rule = RoutingRule.objects.create(community=community, name="x", order=1, role="worker")
    view = SavedView.objects.create(user=secretary, name="x", query="")
    return {
        "invitation_id": invitation.pk, "token_id": token.pk, "account.token_id": own.pk,
        "import_id": taken.pk, "rule_id": rule.pk, "view_id": view.pk,
    }  # fmt: skip


def _matter(community: Place, spot: Place, company: Any, users: dict[str, User]) -> dict[str, Any]:
    case = make.case(community=community, place=spot, organisation=company)
    step = Step.objects.create(case=case, verb="file", at=make.NOON)
    photo = Photo.objects.create(
        case=case, step=step, file=_file(f"case{case.pk}"), width=1, height=1, at=make.NOON
    )
    return {"case_id": case.pk, "ref": case.pk, "desk.photo_id": photo.pk, "photo_id": photo.pk}


def _round(community: Place, building: Place, home: Any, users: dict[str, User]) -> dict[str, Any]:
    made = campaign(community=community, form=FORM)
    walks = walker(made, users["worker"])
    first_door = door(made, home.dwelling, household=home, walker=walks)
    seen = visit(first_door, by=users["worker"], answers={"clutter": "none"})
    photo = VisitPhoto.objects.create(
        visit=seen, name="x", file=_file(f"visit{seen.pk}"), width=1, height=1, at=make.NOON
    )
    conflict = Conflict.objects.create(
        visit=seen, campaign=made, door=first_door, household=home, property="household.residence",
        standing="owner", said="rented", at=make.NOON,
    )  # fmt: skip
    return {
        "campaign_id": made.pk, "door_id": first_door.pk, "campaigns.photo_id": photo.pk,
        "conflict_id": conflict.pk, "campaigns.code": "clutter", "q.code": made.code,
    }  # fmt: skip


def _file(name: str) -> str:
    path = settings.MEDIA_ROOT / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path.name
