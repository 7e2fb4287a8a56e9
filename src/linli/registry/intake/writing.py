"""Take checked rows into the register, in bulk, keeping what is needed to undo it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from linli.core import codes
from linli.registry import tree
from linli.registry.bulk import update_rows
from linli.registry.intake import person_names
from linli.registry.intake.checked import Checked
from linli.registry.intake.checking import Register
from linli.registry.models import CareNeed, Household, Import, Person, Place
from linli.registry.pinyin import read_name

BATCH = 500
HOME_COLUMNS = ("village", "tenure", "residence", "floor_area", "remark")
PERSON_COLUMNS = (
    "name", "pinyin", "initials", "relation", "phone", "sex", "born", "id_index", "id_cipher",
)  # fmt: skip


def make_doors(keys: Iterable[str], community: Place, register: Register) -> list[int]:
    """Put the missing buildings, entrances and doors into the tree; return their ids."""
    wanted = sorted({key for key in keys if key not in register.doors})
    known = _known(community)
    made: list[Place] = []
    for depth, kind in ((1, "building"), (2, "entrance"), (3, "dwelling")):
        rows = []
        for key, own, above in _steps(wanted, depth, kind):
            if key not in known:
                rows.append((known[above] if above else community, own, key))
                known[key] = community  # stands in until the row has its id
        planted = tree.plant(kind, [(parent, own) for parent, own, _key in rows])
        for place, (_parent, _own, key) in zip(planted, rows, strict=True):
            known[key] = place
        made += planted
    for key in wanted:
        register.doors[key] = known[key]
    return [place.pk for place in made]


def _known(community: Place) -> dict[str, Place]:
    rows = Place.objects.filter(
        community=community, kind__in=("building", "entrance", "dwelling"), is_active=True
    )
    return {place.door_key: place for place in rows if place.door_key}


def _steps(keys: Sequence[str], depth: int, kind: str) -> Iterable[tuple[str, str, str]]:
    """Yield (key, own name, key above) of one level; 704-301 hangs its door on the building."""
    for key in keys:
        parts = key.split("-")
        if kind == "dwelling":
            yield key, parts[-1], "-".join(parts[:-1])
        elif len(parts) > depth:
            yield "-".join(parts[:depth]), parts[depth - 1], "-".join(parts[: depth - 1])


def take(rows: Sequence[Checked], of: Import, register: Register) -> dict[int, dict[str, Any]]:
    """Write the rows in; return for each row number what undo needs."""
    homes = _take_homes(rows, of, register)
    people = _take_people(rows, of, homes)
    _take_members(rows, of, homes)
    _take_cares(rows, people)
    _fix_contacts({home.pk for home in homes.values()})
    return {row.draft.number: _undo_of(row, homes, people) for row in rows}


def _take_homes(rows: Sequence[Checked], of: Import, register: Register) -> dict[str, Household]:
    """Make and change households; return them by door key."""
    homes: dict[str, Household] = {}
    new: list[Household] = []
    changed: dict[int, Household] = {}
    for row in rows:
        home = row.household or homes.get(row.key)
        if home is None:
            place = register.doors[row.key]
            home = Household(
                community_id=of.community_id,
                building_id=place.building_id,
                dwelling=place,
                made_by_import=of,
                **row.draft.home,
            )
            new.append(home)
        elif home.pk is None:
            _fill_empty(home, row.draft.home)
        else:
            for column, value in row.home_change.items():
                row.home_before[column] = plain(getattr(home, column))
                setattr(home, column, value)
            if row.home_change:
                changed[home.pk] = home
        homes[row.key] = home
        row.household = home
    Household.objects.bulk_create(new, batch_size=BATCH)
    for home in changed.values():
        home.version += 1
    update_rows(changed.values(), [*HOME_COLUMNS, "version"])
    return homes


def _fill_empty(home: Household, given: dict[str, Any]) -> None:
    for column, value in given.items():
        if getattr(home, column) in ("", None):
            setattr(home, column, value)


def _take_people(
    rows: Sequence[Checked], of: Import, homes: dict[str, Household]
) -> dict[int, Person]:
    """Make and change people; return them by row number."""
    new: list[Person] = []
    changed: list[Person] = []
    people: dict[int, Person] = {}
    for row in rows:
        draft = row.draft
        if not draft.name:
            continue
        person = row.person
        if person is None:
            person = _new_person(draft.name, row.household or homes[row.key], of)
            new.append(person)
            _write(person, {
                "relation": draft.relation, "phone": draft.phone, "sex": draft.sex,
                "born": draft.born, "id_index": row.id_index,
            }, draft.id_number)  # fmt: skip
        elif row.person_change:
            row.person_before = columns_of(person)
            _write(person, row.person_change, draft.id_number)
            changed.append(person)
        people[draft.number] = row.taken = person
    Person.objects.bulk_create(new, batch_size=BATCH)
    for person in changed:
        person.version += 1
    update_rows(changed, [*PERSON_COLUMNS, "named_at", "version"])
    return people


def _new_person(name: str, home: Household, of: Import) -> Person:
    pinyin, initials = read_name(name)
    return Person(
        name=name,
        pinyin=pinyin,
        initials=initials,
        household=home,
        community_id=of.community_id,
        made_by_import=of,
    )


def _write(person: Person, values: dict[str, Any], id_number: str) -> None:
    for column, value in values.items():
        setattr(person, column, value)
    if "name" in values:
        person.pinyin, person.initials = read_name(person.name)
        person.named_at = timezone.now()
    if values.get("id_index"):
        person.id_cipher = codes.encrypt(id_number)


def _take_members(rows: Sequence[Checked], of: Import, homes: dict[str, Household]) -> None:
    """Enter those who are only named beside the head."""
    new: dict[tuple[str, str], Person] = {}
    for row in rows:
        for member in row.new_members:
            person = _new_person(member.name, homes[row.key], of)
            person.relation = member.relation
            values = {k: v for k, v in member.columns.items() if k != "id_number"}
            _write(person, values, member.columns.get("id_number", ""))
            new.setdefault((row.key, person_names.key(member.name)), person)
    named = {(row.key, person_names.key(row.draft.name)) for row in rows}
    people = [person for key, person in new.items() if key not in named]
    Person.objects.bulk_create(people, batch_size=BATCH)


def _take_cares(rows: Sequence[Checked], people: dict[int, Person]) -> None:
    today = timezone.localdate()
    needs = [
        CareNeed(person=people[row.draft.number], kind=kind, since=today)
        for row in rows
        for kind in row.new_cares
        if row.draft.number in people
    ]
    CareNeed.objects.bulk_create(
        needs,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["since", "until"],
    )


def _fix_contacts(home_ids: set[int]) -> None:
    """See to it that somebody speaks for each household: the head, else who came first."""
    ids = sorted(home_ids)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        people = Person.objects.filter(household__in=part, erased_at=None).order_by("id")
        speaks: set[int] = set()
        first: dict[int, Person] = {}
        for person in people.only("id", "household_id", "relation", "is_contact"):
            if person.is_contact:
                speaks.add(person.household_id)
            head = any(word in person.relation for word in ("户主", "本人", "业主"))
            if person.household_id not in first or (
                head and first[person.household_id].relation not in ("户主", "本人", "业主")
            ):
                first[person.household_id] = person
        chosen = [p.pk for home, p in first.items() if home not in speaks]
        Person.objects.filter(pk__in=chosen).update(is_contact=True)


def columns_of(person: Person) -> dict[str, Any]:
    """Return the columns that an import may change, as JSON keeps them."""
    return {column: plain(getattr(person, column)) for column in PERSON_COLUMNS}


def plain(value: Any) -> Any:
    """Return a column's value as JSON keeps it: days and numbers as text."""
    return str(value) if isinstance(value, date | Decimal) else value


def _undo_of(
    row: Checked, homes: dict[str, Household], people: dict[int, Person]
) -> dict[str, Any]:
    person = people.get(row.draft.number)
    touched = person is not None and (row.person is None or bool(row.person_before))
    return {
        "household": (row.household or homes[row.key]).pk,
        "home_before": row.home_before,
        "home_after": {column: plain(row.home_change[column]) for column in row.home_before},
        "person": person.pk if person else None,
        "person_before": row.person_before,
        "person_after": columns_of(person) if person and touched else {},
        "cares": row.new_cares,
    }
