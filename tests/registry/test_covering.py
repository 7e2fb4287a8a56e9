"""What goes out, covered by the names and doors of the community's own register."""

import pytest

from linli.registry import redaction
from linli.registry.access import SYSTEM
from linli.registry.actions import add_person, change_person, erase_person, move_person
from linli.registry.models import Person
from tests import make


def shown(text, home, **how):
    return redaction.cover(text, community_id=home.community_id, **how).text


@pytest.fixture
def home(cast):
    return cast.households[0]


def test_a_neighbour_of_the_register_is_covered_and_a_stranger_to_it_is_not(home):
    assert "丰子恺" in shown("丰子恺家太吵", home)
    add_person(home.pk, name="丰子恺", by=SYSTEM)
    assert shown("丰子恺家太吵", home) == "＊家太吵"


def test_another_communitys_names_do_not_count(home):
    add_person(home.pk, name="丰子恺", by=SYSTEM)
    other = make.community("另一社区")
    assert "丰子恺" in redaction.cover("丰子恺家太吵", community_id=other.pk).text


def test_a_new_name_counts_from_the_moment_it_is_given(home):
    person = add_person(home.pk, name="丰子恺", by=SYSTEM)
    assert "茅以升" in shown("茅以升家太吵", home)
    change_person(person.pk, name="茅以升", by=SYSTEM)
    assert shown("茅以升与丰子恺", home) == "＊与丰子恺"


def test_the_nearest_homes_are_known_by_their_given_names_too(cast):
    home = cast.households[0]
    person = add_person(home.pk, name="丰子恺", by=SYSTEM)
    here, elsewhere = home.building_id, cast.other_building
    assert shown("子恺家太吵", home, building_id=here) == "＊家太吵"
    assert shown("子恺家太吵", home, building_id=elsewhere.pk) == "子恺家太吵"
    away = make.household(dwelling=make.dwelling("101", parent=make.entrance(parent=elsewhere)))
    move_person(person.pk, household_id=away.pk, by=SYSTEM)
    assert shown("子恺家太吵", home, building_id=here) == "子恺家太吵"


def test_a_number_that_is_a_door_here_is_covered(home):
    door = home.dwelling.name
    assert shown(f"{door} 和 709 太吵", home) == "＊ 和 709 太吵"


def test_whoever_is_erased_is_no_longer_remembered(home):
    person = add_person(home.pk, name="丰子恺", by=SYSTEM)
    assert shown("丰子恺", home) == "＊"
    erase_person(person.pk, by=SYSTEM)
    assert redaction.of(home.community_id).names.whole.isdisjoint({"丰子恺"})


def test_a_text_costs_one_query_once_the_names_are_known(home, django_assert_num_queries):
    shown("楼道灯坏了", home)
    with django_assert_num_queries(1):
        shown("楼道灯坏了", home)


def test_what_is_entered_in_bulk_counts_as_well(cast):
    register, home = redaction.of(cast.community.pk), cast.households[0]
    Person.objects.bulk_create(
        Person(community=cast.community, household=home, name=name) for name in ("丰子恺", "茅以升")
    )
    assert redaction.of(cast.community.pk) is not register
    assert shown("丰子恺、茅以升", cast.households[0]) == "＊、＊"
