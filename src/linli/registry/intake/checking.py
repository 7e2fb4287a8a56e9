"""Drafts against each other and against the register: new, changed, unchanged or faulty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.core import codes
from linli.core.sheets import row_name
from linli.registry import names
from linli.registry.intake import changes, person_names
from linli.registry.intake.checked import CHANGED, FAULTY, NEW, UNCHANGED, Checked
from linli.registry.intake.drafts import Draft
from linli.registry.intake.faults import fault, note
from linli.registry.models import CareNeed, Household, Person, Place
from linli.registry.queries.people import ID_PURPOSE


@dataclass
class Register:
    """What the community's register holds, loaded at once (6 queries)."""

    doors: dict[str, Place]
    short: dict[tuple[str, str], list[str]]
    homes: dict[int, list[Household]]
    people: dict[int, list[Person]]
    by_id: dict[str, Person]
    cares: dict[int, set[str]]
    buildings: set[str]
    phones: dict[str, str]  # phone → door

    @classmethod
    def of(cls, community_id: int) -> Register:
        """Load the doors, the households that live here, their people and care needs."""
        places = Place.objects.filter(community=community_id, is_active=True)
        doors = {p.door_key: p for p in places.filter(kind="dwelling") if p.door_key}
        short: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key in doors:
            parts = key.split("-")
            short[parts[0], parts[-1]].append(key)
        homes: dict[int, list[Household]] = defaultdict(list)
        for home in Household.objects.filter(community=community_id, moved_out_on=None):
            homes[home.dwelling_id].append(home)
        people: dict[int, list[Person]] = defaultdict(list)
        living = Person.objects.filter(
            community=community_id, erased_at=None, household__moved_out_on=None
        ).order_by("id")
        for person in living:
            people[person.household_id].append(person)
        # Of homes that have left, too: one number is one person's, who may have moved within.
        numbered = Person.objects.filter(community=community_id).exclude(id_index="")
        by_id = {person.id_index: person for person in numbered}
        cares: dict[int, set[str]] = defaultdict(set)
        needs = CareNeed.objects.filter(person__community=community_id, until=None)
        for person_id, kind in needs.values_list("person_id", "kind"):
            cares[person_id].add(kind)
        blocks = places.filter(kind="building").values_list("door_key", flat=True)
        keys = {place.pk: key for key, place in doors.items()}
        at = {
            h.pk: keys.get(h.dwelling_id, "") for households in homes.values() for h in households
        }
        phones = {p.phone: at.get(p.household_id, "") for p in living if p.phone}
        return cls(doors, short, homes, people, by_id, cares, set(blocks), phones)


@dataclass
class Seen:
    """What the rows above have named: IDs, people and phones, each with its row."""

    sheets: Sequence[str]
    ids: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    phones: dict[str, tuple[int, str]] = field(default_factory=dict)
    estates: dict[str, tuple[int, str]] = field(default_factory=dict)  # of each building


def check(
    drafts: Sequence[Draft], register: Register, *, make_doors: bool, sheets: Sequence[str] = ()
) -> list[Checked]:
    """Return what taking in each draft would mean; faults are noted on the drafts."""
    seen = Seen(sheets)
    _drop_lone_phase(drafts, register)
    rows = []
    for draft in drafts:
        row = Checked(draft)
        _find_door(row, register, make_doors=make_doors)
        if draft.id_number:
            row.id_index = codes.index(draft.id_number, purpose=ID_PURPOSE)
        _find_estates(row, seen)
        _find_twins(row, seen)
        if not draft.faults:
            _compare(row, register)
        if not draft.faults:
            _check_members(row, seen, register)
            _note_phone(row, seen, register)
            changes.note_changes(row)
        row.outcome = FAULTY if draft.faults else row.outcome
        rows.append(row)
    return rows


def _find_door(row: Checked, register: Register, *, make_doors: bool) -> None:
    door = row.draft.door
    if not door.dwelling:
        return
    row.key = door.key
    if door.key in register.doors:
        return
    near = [] if door.entrance else register.short.get((door.building, door.dwelling), [])
    other = row.draft.else_door.key
    if len(near) == 1:
        row.key = near[0]
    elif len(near) > 1:
        row.draft.faults.append(fault("door_two", field="door", given=door.key))
    elif other and (other in register.doors or door.building not in register.buildings):
        row.draft.door, row.draft.else_door = row.draft.else_door, names.Door()
        _find_door(row, register, make_doors=make_doors)
    elif not make_doors:
        row.draft.faults.append(fault("door_unknown", field="door", given=door.key))


def _drop_lone_phase(drafts: Sequence[Draft], register: Register) -> None:
    """Take 一期 off where the file names one phase only and the register none: they mean one."""
    phases = {draft.door.phase for draft in drafts if draft.door.dwelling}
    if len(phases) != 1 or "" in phases:
        return
    for draft in drafts:
        plain = draft.door.without_phase
        if draft.door.building not in register.buildings and plain.building in register.buildings:
            draft.door = plain


def _find_estates(row: Checked, seen: Seen) -> None:
    """Two estates may each have a building 3: never one home for both."""
    draft = row.draft
    if not draft.estate or not draft.door.building:
        return
    number, first = seen.estates.setdefault(
        draft.door.building, (draft.number, draft.estate)
    )  # fmt: skip
    if first not in draft.estate and draft.estate not in first:
        given = row_name(number, seen.sheets)
        draft.faults.append(fault("door_estate", field="door", given=given))


def _find_twins(row: Checked, seen: Seen) -> None:
    """Note a person who stands twice in the file, by ID number or by door and name."""
    draft = row.draft
    if row.id_index:
        first = seen.ids.setdefault(row.id_index, draft.number)
        if first != draft.number:
            given = row_name(first, seen.sheets)
            draft.faults.append(fault("id_twice", field="id_number", given=given))
            return
    if not draft.name or not row.key:
        return
    here = (row.key, person_names.key(draft.name))
    number, index = seen.people.setdefault(here, (draft.number, row.id_index))
    differ = row.id_index and index and row.id_index != index
    if number != draft.number and not differ:
        given = row_name(number, seen.sheets)
        draft.faults.append(fault("person_twice", field="name", given=given))


def _note_phone(row: Checked, seen: Seen, register: Register) -> None:
    """Note a phone that stands at another door too, in the file or in the register."""
    phone = row.draft.phone
    if not phone:
        return
    number, key = seen.phones.setdefault(phone, (row.draft.number, row.key))
    if key != row.key:
        given = row_name(number, seen.sheets)
        row.draft.notes.append(note("phone_shared", field="phone", given=given))
        return
    known = register.phones.get(phone, row.key)
    if known != row.key and not (row.person and row.person.phone == phone):
        row.draft.notes.append(note("phone_known", field="phone", given=known))


def _compare(row: Checked, register: Register) -> None:
    """Find the household and the person in the register, and what the row would change."""
    draft = row.draft
    place = register.doors.get(row.key)
    homes = register.homes.get(place.pk, []) if place else []
    known = register.by_id.get(row.id_index) if row.id_index else None
    if known is not None and known.household_id not in {h.pk for h in homes}:
        where = known.household.dwelling.label
        draft.faults.append(fault("id_elsewhere", field="id_number", given=where))
        return
    row.person = known or _same_name(draft, homes, register)
    row.household = _home_of(row.person, homes)
    if row.household is not None:
        home = row.household
        row.home_change = {k: v for k, v in draft.home.items() if getattr(home, k) != v}
    if row.person is not None:
        row.person_change = _person_change(row, row.person)
        has = register.cares.get(row.person.pk, set())
        row.new_cares = [kind for kind in draft.cares if kind not in has]
    else:
        row.new_cares = list(draft.cares) if draft.name else []
    there = {person_names.key(p.name) for h in homes for p in register.people.get(h.pk, [])}
    row.new_members = [
        member for member in draft.members if person_names.key(member.name) not in there
    ]
    is_new = row.household is None or (bool(draft.name) and row.person is None)
    differs = row.home_change or row.person_change or row.new_cares or row.new_members
    row.outcome = NEW if is_new else CHANGED if differs else UNCHANGED


def _check_members(row: Checked, seen: Seen, register: Register) -> None:
    """Leave out a member's ID number that somebody has already: a number is one person's."""
    for member in row.new_members:
        number = member.columns.pop("id_number", "")
        if not number:
            continue
        index = codes.index(number, purpose=ID_PURPOSE)
        if index in register.by_id or index in seen.ids:
            row.draft.notes.append(note("member_id", field="id_number", given=member.name))
            continue
        seen.ids[index] = row.draft.number
        member.columns.update(id_number=number, id_index=index)


def _same_name(draft: Draft, homes: list[Household], register: Register) -> Person | None:
    if not draft.name:
        return None
    for home in homes:
        for person in register.people.get(home.pk, []):
            same = person_names.key(person.name) == person_names.key(draft.name)
            if same and not (draft.id_number and person.id_index):
                return person
    return None


def _home_of(person: Person | None, homes: list[Household]) -> Household | None:
    if person is not None:
        return next((h for h in homes if h.pk == person.household_id), None)
    return homes[0] if homes else None


def _person_change(row: Checked, person: Person) -> dict[str, Any]:
    """Return the columns that would change; an empty cell changes nothing."""
    draft = row.draft
    wanted = {
        "name": draft.name,
        "relation": draft.relation,
        "phone": draft.phone,
        "sex": draft.sex,
        "born": draft.born,
        "id_index": row.id_index,
    }
    if person_names.key(draft.name) == person_names.key(person.name):
        del wanted["name"]  # another spelling is no other name
    return {k: v for k, v in wanted.items() if v and getattr(person, k) != v}
