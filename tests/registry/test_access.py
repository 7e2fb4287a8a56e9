"""A post reaches what lies below its place, and nothing else."""

import pytest

from linli.core.refusals import NotAllowed, NotFound
from linli.registry import actions, queries
from linli.registry.access import SYSTEM
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_street_officer_reaches_all_communities_of_the_office(cast: Cast) -> None:
    officer = cast.actor("street_officer")
    assert officer.communities == {cast.community.pk, cast.elsewhere.pk}
    assert [c.pk for c in queries.communities_of(officer)] == [cast.community.pk, cast.elsewhere.pk]


def test_a_steward_sees_the_building_and_its_community_by_name(cast: Cast) -> None:
    steward = cast.actor("steward")
    assert steward.buildings == {cast.building.pk}
    assert not steward.communities
    assert queries.communities_of(steward) == [cast.community]


def test_a_steward_of_one_entrance_sees_only_its_doors(cast: Cast) -> None:
    other = make.entrance("3 单元", parent=cast.building)
    beyond = make.household(dwelling=make.dwelling("101", parent=other))
    user = make.user("单元长")
    actions.appoint(
        "steward", place_id=cast.entrance.pk, holder="单元长", user_id=user.pk, by=SYSTEM
    )
    steward = make.actor(user)
    assert queries.household_for(steward, cast.households[0].pk) == cast.households[0]
    with pytest.raises(NotFound):
        queries.household_for(steward, beyond.pk)


def test_a_worker_of_another_community_gets_404(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.household_page(cast.actor("stranger"), cast.households[0].pk)
    with pytest.raises(NotFound):
        queries.person_for(cast.actor("stranger"), cast.people[0].pk)


def test_property_staff_see_no_households(cast: Cast) -> None:
    assert queries.search_people(cast.actor("property_worker"), "王秀兰") == []
    with pytest.raises(NotFound):
        queries.household_for(cast.actor("property_worker"), cast.households[0].pk)


def test_a_second_post_does_not_widen_the_first(cast: Cast) -> None:
    """A steward who also works for the property company reads one building's people."""
    beyond = make.household(dwelling=make.dwelling("101", parent=cast.other_building))
    make.post(
        "property_staff", cast.community, user=cast.steward, organisation=cast.property_company
    )
    both = make.actor(cast.steward)
    assert queries.household_for(both, cast.households[0].pk)
    with pytest.raises(NotFound):
        queries.household_for(both, beyond.pk)


def test_an_ended_post_reaches_nothing(cast: Cast) -> None:
    post = cast.worker.posts.get()
    actions.end_post(post.pk, by=cast.actor("secretary"))
    assert make.actor(cast.worker).posts == ()


def test_a_worker_cannot_appoint(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.appoint(
            "steward", place_id=cast.building.pk, holder="刘桂芳", by=cast.actor("worker")
        )


def test_the_nearest_post_comes_first(cast: Cast) -> None:
    actions.appoint("steward", place_id=cast.entrance.pk, holder="近", by=SYSTEM)
    posts = queries.nearest_posts(cast.dwellings[0], "steward")
    assert [p.holder for p in posts] == ["近", "刘桂芳"]


def test_posts_are_loaded_in_two_queries(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(2):
        make.actor(cast.street_officer)
