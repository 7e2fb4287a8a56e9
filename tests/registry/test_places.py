"""The place tree: put in, renamed, moved, found."""

import pytest

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.registry import actions, queries
from linli.registry.access import SYSTEM
from linli.registry.models import Place
from linli.registry.queries.estate import Box
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _block(cast: Cast) -> Place:
    return actions.add_building(
        cast.community.pk, name="712", entrances=2, floors=3, doors=2, by=cast.actor("worker")
    )


def test_a_building_comes_with_all_its_doors(cast: Cast) -> None:
    block = _block(cast)
    doors = Place.objects.filter(building=block, kind="dwelling").order_by("id")
    assert block.name == "712 楼"
    assert doors.count() == 12
    assert doors[0].label == "712 楼 1 单元 101"
    assert doors.last().door_key == "712-2-302"
    assert doors[0].path.startswith(block.path)
    assert Line.objects.filter(verb="place.building_added").count() == 1


def test_every_place_has_a_code_of_its_own(cast: Cast) -> None:
    block = _block(cast)
    codes = list(Place.objects.filter(building=block).values_list("code", flat=True))
    assert len(set(codes)) == len(codes) == 15
    assert queries.place_by_code(codes[0].lower()).code == codes[0]


def test_a_dead_label_is_answered_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(NotFound, match="label"):
        queries.place_by_code("NOSUCH00")


def test_renaming_reaches_the_labels_below(cast: Cast) -> None:
    block = _block(cast)
    actions.rename_place(block.pk, name="713", by=cast.actor("worker"))
    door = Place.objects.get(door_key="713-2-302")
    assert door.label == "713 楼 2 单元 302"


def test_one_name_in_two_spellings_is_one_place(cast: Cast) -> None:
    _block(cast)
    with pytest.raises(Invalid, match="already"):
        actions.add_place("building", name="７１２号楼", parent_id=cast.community.pk, by=SYSTEM)


def test_moving_an_entrance_takes_its_doors_along(cast: Cast) -> None:
    actions.move_place(cast.entrance.pk, parent_id=cast.other_building.pk, by=cast.actor("worker"))
    door = Place.objects.get(pk=cast.dwellings[0].pk)
    assert door.label == "705 楼 2 单元 301"
    assert door.building_id == cast.other_building.pk
    assert door.path.startswith(cast.other_building.path)
    cast.households[0].refresh_from_db()
    assert cast.households[0].building_id == cast.other_building.pk


def test_a_place_cannot_lie_below_itself(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.move_place(cast.building.pk, parent_id=cast.entrance.pk, by=SYSTEM)


def test_a_worker_elsewhere_cannot_put_in_a_building(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.add_building(
            cast.community.pk, name="799", entrances=1, floors=1, doors=1, by=cast.actor("stranger")
        )


def test_a_place_is_found_as_people_type_it(cast: Cast) -> None:
    pavilion = actions.add_place("venue", name="议事亭", parent_id=cast.community.pk, by=SYSTEM)
    actions.add_alias(pavilion.pk, name="老亭子", by=SYSTEM)
    find = queries.find_place
    assert find(cast.community.pk, "704-2-301")[0] == cast.dwellings[0]
    assert find(cast.community.pk, "704楼2单元301")[0] == cast.dwellings[0]
    assert find(cast.community.pk, "704楼")[0] == cast.building
    assert find(cast.community.pk, "704 301")[0] == cast.dwellings[0]
    assert find(cast.community.pk, "704-2") == [cast.entrance]
    assert find(cast.community.pk, "老亭子") == [pavilion]
    assert find(cast.community.pk, "议事") == [pavilion]
    assert find(cast.elsewhere.pk, "704-2-301") == []
    assert find(cast.community.pk, "单") == []


def test_one_place_is_meant_or_none(cast: Cast) -> None:
    actions.add_place("venue", name="704 楼前空地", parent_id=cast.community.pk, by=SYSTEM)
    meant = queries.one_place(cast.community.pk, "704楼", kinds=Place.Kind.values)
    assert meant == cast.building
    assert queries.one_place(cast.community.pk, "301", kinds=["building"]) is None


def test_the_plan_knows_rectangles_only(cast: Cast) -> None:
    for side in ("", "nan", "inf", "1e999"):
        with pytest.raises(Invalid):
            actions.change_place(
                cast.building.pk, by=SYSTEM, geometry={"x": side, "y": 2, "w": 3, "h": 4}
            )
    with pytest.raises(Invalid, match="latitude"):
        actions.change_place(cast.building.pk, by=SYSTEM, latitude=91.0)
    actions.change_place(cast.building.pk, by=SYSTEM, geometry={"x": 1, "y": 2, "w": 3, "h": 4})
    assert queries.plan(cast.community.pk)[0].box == Box(1, 2, 3, 4)


def test_a_plot_that_says_how_large_it_is_is_drawn(cast: Cast) -> None:
    plot = actions.add_place("green_plot", name="1 号绿地", parent_id=cast.community.pk, by=SYSTEM)
    Place.objects.filter(pk=plot.pk).update(geometry={"x": 1, "y": 2, "w": 3, "h": 4, "m2": 560})
    boxes = {place.name: place.box for place in queries.plan(cast.community.pk)}
    assert boxes["1 号绿地"] == Box(1, 2, 3, 4)
