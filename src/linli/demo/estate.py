"""The estate: 15 buildings with 2,086 doors, 42 green plots, parking, gates, lamps and the rest."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from linli.demo import invented
from linli.registry import actions, tree
from linli.registry.access import SYSTEM
from linli.registry.models import Place, PlaceAlias

FIRST, BUILDINGS, COLUMNS = 701, 15, 5
# entrances, floors, doors a floor: 8 × 144 + 142 + 6 × 132 = 2,086 doors
TOWERS, SLABS = (3, 12, 4), (3, 11, 4)
SLAB_NUMBERS = frozenset({702, 704, 706, 708, 710, 712})
MOST_DOORS = {715: 142}  # two were made into the service station
GREEN_PLOTS, GREEN_M2, PARKING_SPACES, LAMPS, CAMERAS = 42, 24_000, 300, 64, 48
LATITUDE, LONGITUDE = 37.2215, 116.0412  # a field
DEGREES_A_UNIT = 0.0000115
Shape = dict[str, float]
BIG_PLOTS: dict[int, tuple[str, Shape]] = {
    1: ("中心花园", {"x": 126, "y": 44, "w": 46, "h": 14}),
    2: ("东入口绿地", {"x": 240, "y": 44, "w": 46, "h": 14}),
    3: ("小果园", {"x": 12, "y": 96, "w": 46, "h": 14}),
    4: ("河边绿地", {"x": 183, "y": 96, "w": 46, "h": 14}),
}
VENUES: tuple[tuple[str, Shape | None], ...] = (
    ("议事亭", {"x": 69, "y": 96, "w": 46, "h": 14}),
    ("党群服务站", {"x": 12, "y": 44, "w": 46, "h": 14}),
    ("梧桐广场", {"x": 126, "y": 96, "w": 46, "h": 14}),
    ("老年活动室", None), ("儿童乐园", None), ("图书角", None), ("多功能厅", None),
    ("乒乓球场", None), ("健身角", None),
)  # fmt: skip
LIFT_COMPANY = ("安运电梯维保", "14070496333")
GATES = ("东门", "西门", "南门", "北门", "车库入口", "车库出口")
FACILITIES = (
    "垃圾分类亭 1", "垃圾分类亭 2", "垃圾分类亭 3", "垃圾分类亭 4", "快递柜 1", "快递柜 2",
    "水泵房", "配电房", "地下车库", "换热站", "消防水池", "宣传栏 1", "宣传栏 2",
)  # fmt: skip


@dataclass
class Estate:
    """What was built."""

    district: Place
    street_office: Place
    community: Place
    buildings: list[Place] = field(default_factory=list)
    entrances: list[Place] = field(default_factory=list)
    doors: list[Place] = field(default_factory=list)
    public: dict[str, list[Place]] = field(default_factory=dict)


def build() -> Estate:
    """Put all places into the tree (about 3,000 rows)."""
    district = actions.add_place("district", name=invented.DISTRICT, by=SYSTEM)
    office = actions.add_place(
        "street_office", name=invented.STREET_OFFICE, parent_id=district.pk, by=SYSTEM
    )
    community = actions.add_place(
        "community", name=invented.COMMUNITY, parent_id=office.pk, by=SYSTEM,
        latitude=LATITUDE, longitude=LONGITUDE, order=1,
    )  # fmt: skip
    home = Estate(district, office, community)
    _raise_buildings(home)
    _lay_out(home)
    return home


def shape_of(number: int) -> tuple[int, int, int]:
    """Return entrances, floors and doors a floor of a building."""
    return SLABS if number in SLAB_NUMBERS else TOWERS


def _raise_buildings(home: Estate) -> None:
    numbers = range(FIRST, FIRST + BUILDINGS)
    home.buildings = tree.plant("building", [(home.community, str(n)) for n in numbers])
    for place, number in zip(home.buildings, numbers, strict=True):
        row, column = divmod(number - FIRST, COLUMNS)
        _draw(place, {"x": 12 + column * 57, "y": 14 + row * 52, "w": 46, "h": 24})
    Place.objects.bulk_update(home.buildings, ["geometry", "latitude", "longitude"])
    stairs = [
        (place, str(entrance))
        for place, number in zip(home.buildings, numbers, strict=True)
        for entrance in range(1, shape_of(number)[0] + 1)
    ]
    home.entrances = tree.plant("entrance", stairs)
    home.doors = tree.plant("dwelling", list(_doors(home)))


def _doors(home: Estate) -> Iterable[tuple[Place, str]]:
    """Yield every door below its entrance."""
    left = {number: MOST_DOORS.get(number, 999) for number in range(FIRST, FIRST + BUILDINGS)}
    for entrance in home.entrances:
        number = int(entrance.door_key.split("-")[0])
        _entrances, floors, doors = shape_of(number)
        for floor in range(1, floors + 1):
            for door in range(1, doors + 1):
                if left[number] > 0:
                    left[number] -= 1
                    yield entrance, f"{floor}{door:02}"


def _lay_out(home: Estate) -> None:
    """Put in what everybody shares."""
    die = invented.dice("public places")
    _public(home, "gate", [(home.community, name) for name in GATES])
    _public(home, "venue", [(home.community, name) for name, _shape in VENUES])
    _public(home, "facility", [(home.community, name) for name in FACILITIES])
    _public(home, "charging_shed", [(home.community, f"电动车充电棚 {n}") for n in (1, 2, 3)])
    _public(home, "gas_room", [(home.community, f"燃气调压间 {n}") for n in (1, 2)])
    _public(home, "lift", [(entrance, f"电梯 {n}") for entrance in home.entrances for n in (1, 2)])
    for lift in home.public["lift"]:
        lift.maintainer, lift.maintainer_phone = LIFT_COMPANY
    Place.objects.bulk_update(
        home.public["lift"], ["maintainer", "maintainer_phone"], batch_size=200
    )
    plots = [_plot_name(number) for number in range(1, GREEN_PLOTS + 1)]
    _public(home, "green_plot", [(home.community, name) for name in plots])
    lamps = [(home.community, f"路灯 {n:02}") for n in range(1, LAMPS + 1)]
    _public(home, "lamp", [*lamps, *((entrance, "门前灯") for entrance in home.entrances)])
    cameras = [(home.community, f"摄像头 {n:02}") for n in range(1, CAMERAS + 1)]
    _public(home, "camera", cameras)
    spaces = [(home.community, f"B1-{n:03}") for n in range(1, PARKING_SPACES + 1)]
    _public(home, "parking_space", spaces)
    for place, (_name, shape) in zip(home.public["venue"], VENUES, strict=True):
        _draw(place, shape or _spot(die))
    left = GREEN_M2
    for number, place in enumerate(home.public["green_plot"], start=1):
        size = 560 + (number - 20) * 11 if number < GREEN_PLOTS else left
        left -= size
        shape = BIG_PLOTS[number][1] if number in BIG_PLOTS else _spot(die, side=12)
        _draw(place, {**shape, "m2": size})
    for kind in ("gate", "lamp", "camera", "facility", "charging_shed", "gas_room"):
        for place in home.public[kind]:
            _draw(place, _spot(die, side=3))
    drawn = [p for kind, places in home.public.items() if kind != "parking_space" for p in places]
    Place.objects.bulk_update(drawn, ["geometry", "latitude", "longitude"], batch_size=200)
    _name_otherwise(home)


def _plot_name(number: int) -> str:
    named = BIG_PLOTS.get(number)
    return named[0] if named else f"绿地 {number:02}"


def _public(home: Estate, kind: str, wanted: list[tuple[Place, str]]) -> None:
    home.public[kind] = tree.plant(kind, wanted)


def _spot(die: random.Random, *, side: int = 6) -> Shape:
    x = die.randrange(8, 282)
    y = die.choice([42, 60, 94, 112, 146])
    return {"x": x, "y": y, "w": side, "h": side}


def _draw(place: Place, shape: Shape) -> None:
    """Give a place its rectangle on the plan, and the point on the globe that belongs to it."""
    place.geometry = shape
    place.latitude = round(LATITUDE - shape["y"] * DEGREES_A_UNIT, 6)
    place.longitude = round(LONGITUDE + shape["x"] * DEGREES_A_UNIT, 6)


def _name_otherwise(home: Estate) -> None:
    named = {place.name: place for places in home.public.values() for place in places}
    for name, alias in (("议事亭", "老亭子"), ("梧桐广场", "小广场"), ("党群服务站", "居委会")):
        PlaceAlias.objects.create(
            place=named[name], community=home.community, name=alias, key=alias
        )
    PlaceAlias.objects.create(
        place=home.buildings[3], community=home.community, name="大槐树楼", key="大槐树"
    )
