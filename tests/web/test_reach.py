"""A post reaches what it stands over, and lends nothing to a post in another community."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.core.refusals import Invalid, NotAllowed
from linli.engines.campaigns.exports import door_lists
from linli.engines.campaigns.queries.missing import Filters
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter, file_case, support
from linli.engines.cases.actions.community import save_rule
from linli.engines.cases.models import Case, Supporter
from linli.registry.models import Household, Organisation
from tests import make
from tests.campaigns.walking import planned
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def plain_kind() -> str:
    """A shipped kind that asks nothing more."""
    return next(k.code for k in kinds.all() if "after" not in k.photos and not k.questions)


@pytest.fixture
def beyond(cast: Cast) -> Household:
    """A household of another building than the steward's."""
    stairs = make.entrance("1 单元", parent=cast.other_building)
    home = make.household(dwelling=make.dwelling("101", parent=stairs))
    make.person("赵六", household=home, phone="13800138009", is_contact=True)
    return home


def test_a_steward_enters_no_matter_for_a_household_beyond_the_building(
    cast: Cast, beyond: Household
) -> None:
    """Any household of the community could be named, and then followed the steward's matter."""
    given = {"by": cast.actor("steward"), "community_id": cast.community.pk, "channel": "desk",
             "kind": plain_kind(), "text": "楼道灯坏了"}  # fmt: skip
    with pytest.raises(NotAllowed):
        file_case(**given, place=cast.building, reporter=Reporter(household_id=beyond.pk))
    with pytest.raises(NotAllowed):
        file_case(**given, place=beyond.dwelling)
    with pytest.raises(NotAllowed):
        file_case(**given)  # the whole community
    own = Reporter(household_id=cast.households[0].pk)
    assert file_case(**given, place=cast.building, reporter=own).case.household_id
    case = make.case(community=cast.community, kind=plain_kind(), place=cast.entrance)
    with pytest.raises(NotAllowed):
        support(case.pk, by=cast.actor("steward"), household_id=beyond.pk)
    assert not Supporter.objects.exists()


def test_the_desk_takes_no_phone_from_beyond_the_building(
    cast: Cast, beyond: Household, client: Client
) -> None:
    client.force_login(cast.steward)
    person = beyond.members.get()
    asked = {"text": "楼道灯坏了", "place": "704-2", "kind": plain_kind(), "urgency": "0",
             "channel": "desk", "once": "x", "household": str(beyond.pk),
             "person": str(person.pk)}  # fmt: skip
    assert client.post("/desk/new/", asked).status_code == 403
    asked["household"] = str(cast.households[0].pk)
    client.post("/desk/new/", asked)
    assert not Case.objects.filter(reporter_phone=person.phone).exists()


def test_a_rule_sends_to_nobody_of_another_community(cast: Cast) -> None:
    """Who answers may read: a rule would have opened matters here, and rung phones over there."""
    foreign = make.organisation("柳岸物业", community=cast.elsewhere)
    strangers = cast.stranger.posts.get()
    for values in ({"organisation": foreign}, {"post": strangers},
                   {"role": "worker", "place": cast.elsewhere_building}):  # fmt: skip
        with pytest.raises(Invalid):
            save_rule(
                community=cast.community, by=cast.actor("secretary"), values={"name": "x"} | values
            )
    above = {"name": "x", "post": cast.street_officer.posts.get()}
    assert save_rule(community=cast.community, by=cast.actor("secretary"), values=above)


def test_a_post_elsewhere_takes_no_list_out_of_this_community(cast: Cast) -> None:
    """The right to take lists out was asked of any post, and the list narrowed to another."""
    make.post("worker", cast.elsewhere, user=cast.steward)
    campaign = planned(cast)
    with pytest.raises(NotAllowed):
        door_lists.missing_sheet(
            make.actor(cast.steward), campaign.pk, reason="走访", filters=Filters()
        )
    with pytest.raises(NotAllowed):
        door_lists.never_reached_sheet(
            make.actor(cast.steward), community=cast.community, reason="走访"
        )


@pytest.mark.parametrize(
    "address", ["/register/", "/register/posts/", "/register/places/", "/register/labels/"]
)
def test_a_post_elsewhere_opens_no_register_here(cast: Cast, client: Client, address: str) -> None:
    make.post("worker", cast.elsewhere, user=cast.property_worker)
    client.force_login(cast.property_worker)
    session = client.session
    session["community"] = cast.community.pk
    session.save()
    assert client.get(address).status_code == 403


def test_a_robot_is_entered_only_at_wecoms_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary)
    asked = {"name": "水电队", "kind": "team", "robot_url": "https://example.org/hook"}
    client.post("/settings/organisations/new/", asked)
    assert not Organisation.objects.filter(name="水电队").exists()
