"""The cast itself: what every other test stands on."""

import os

import pytest
from django.db import connection

from linli.registry.models import Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_three_households_share_one_stairwell(cast: Cast):
    assert {home.dwelling.parent for home in cast.households} == {cast.entrance}


def test_paths_lead_from_the_district_to_the_door(cast: Cast):
    door = cast.dwellings[0]
    assert door.path.startswith(cast.community.path)
    assert door.label == "704 楼 2 单元 301"
    assert door.door_key == "704-2-301"
    assert door.community == cast.community
    assert door.building == cast.building


def test_the_stranger_works_in_another_community(cast: Cast):
    assert Place.objects.get(posts__user=cast.stranger) == cast.elsewhere


def test_a_worker_reaches_the_community_and_a_steward_the_building(cast: Cast):
    assert cast.actor("grid_worker").communities == {cast.community.pk}
    assert cast.actor("steward").buildings == {cast.building.pk}
    assert not cast.actor("steward").communities


def test_the_database_is_the_one_that_was_asked_for():
    assert connection.vendor == (
        "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    )
