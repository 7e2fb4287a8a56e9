"""A row of the sheet, read into what it says of a door, its household and one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from linli.core.sheets import SHEET_STEP
from linli.registry import identity, names
from linli.registry.intake import cells, doors, no_person, owners, person_names
from linli.registry.intake.cells import CellFault
from linli.registry.intake.faults import fault, note
from linli.registry.intake.person_names import Named

Value = TypeVar("Value")
HEAD = "户主"
FOOT = re.compile(r"^(合计|总计|小计|制表|填表|备注[:：]|说明|注[:：])")
LEFT_OUT = ("other_paper", "phone_eaten")  # the cell is left out with a note, the person is not
MOST_NAME, MOST_RELATION, MOST_VILLAGE, MOST_REMARK = 60, 20, 60, 200


@dataclass
class Draft:
    """What one row says; empty means that it says nothing."""

    number: int
    door: names.Door = field(default_factory=names.Door)
    else_door: names.Door = field(default_factory=names.Door)  # 2-801 on the sheet of 704 楼
    name: str = ""
    relation: str = ""
    phone: str = ""
    id_number: str = ""
    sex: str = ""
    born: date | None = None
    home: dict[str, Any] = field(default_factory=dict)
    members: list[Named] = field(default_factory=list)
    cares: list[str] = field(default_factory=list)
    vacant: bool = False
    nobody: bool = False  # 拒访, 商铺: the cell says why nobody is named
    estate: str = ""  # 幸福里小区, where the address names it
    faults: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)  # worth a look, yet no fault


@dataclass
class Reader:
    """Reads rows by their columns; remembers the door above for the members below it."""

    columns: Sequence[dict[str, str]]
    today: date
    buildings: Sequence[str] = ()  # of each sheet, the building that its title names
    above: names.Door = field(default_factory=names.Door)
    sheet: int = 0
    last: dict[int, str] = field(default_factory=dict)  # each column's last cell, for 同上

    def __post_init__(self) -> None:
        """See once whose each column is."""
        self.owners = owners.owners(self.columns)

    def read(self, number: int, row: Sequence[str]) -> Draft | None:
        """Return the row as a draft; None for a line of totals or signatures."""
        filled = [c for c in row if c.strip()]
        if not filled or (len(filled) <= 3 and FOOT.match(filled[0])):
            return None
        self._turn_to_sheet_of(number)
        draft = Draft(number)
        row = self._as_above(row)
        by_field = self._said(row, "")
        self._read_person(draft, by_field)
        self._read_others(draft, row)
        self._read_home(draft, by_field)
        self._read_door(draft, by_field)
        if not draft.name and not draft.vacant and not draft.nobody:
            draft.faults.append(fault("name_missing", field="name", column=self._header("name")))
        return draft

    def _turn_to_sheet_of(self, number: int) -> None:
        sheet = number // SHEET_STEP
        if sheet != self.sheet:
            self.sheet, self.above, self.last = sheet, names.Door(), {}

    def _as_above(self, row: Sequence[str]) -> list[str]:
        """Return the row with 同上 and its like said out."""
        cells_ = []
        for n, typed in enumerate(row):
            same = typed.strip().lower() in cells.SAME_AS_ABOVE
            cells_.append(self.last.get(n, "") if same else typed)
            if cells_[-1].strip():
                self.last[n] = cells_[-1]
        return cells_

    def _said(self, row: Sequence[str], who: str) -> dict[str, str]:
        """Return what the row tells of one person, and, with the row's own, of the home."""
        return {
            column["field"]: row[n].strip() if n < len(row) else ""
            for n, column in enumerate(self.columns)
            if column["field"] and self.owners[n] == who
        }

    def _header(self, name: str) -> str:
        return next((c["header"] for c in self.columns if c["field"] == name), "")

    def _try(
        self, draft: Draft, by_field: dict[str, str], name: str, read: Callable[[str], Value]
    ) -> Value | None:
        """Read one cell; what is wrong is noted on the draft and None returned."""
        typed = by_field.get(name, "")
        if not typed:
            return None
        try:
            return read(typed)
        except CellFault as wrong:
            header = self._header(name)
            keep = note if wrong.code in LEFT_OUT else fault
            kept = keep(wrong.code, field=name, column=header, given=typed)
            (draft.notes if wrong.code in LEFT_OUT else draft.faults).append(kept)
            return None

    def _note(self, draft: Draft, code: str, *, field: str, given: str = "") -> None:
        draft.notes.append(note(code, field=field, column=self._header(field), given=given))

    def _read_person(self, draft: Draft, by_field: dict[str, str]) -> None:
        self._read_names(draft, by_field)
        draft.phone = self._try(draft, by_field, "phone", cells.phone) or ""
        if draft.phone and identity.tidy_phone(by_field["phone"]) != draft.phone:
            self._note(draft, "phone_part", field="phone")
        draft.sex = self._try(draft, by_field, "sex", cells.sex) or ""
        draft.born = self._try(draft, by_field, "born", lambda t: cells.day(t, today=self.today))
        if draft.born and not cells.says_day(by_field["born"]):
            self._note(draft, "day_guessed", field="born", given=draft.born.isoformat())
        care = self._header("care")
        draft.cares = (
            self._try(draft, by_field, "care", lambda t: cells.cares(t, header=care)) or []
        )
        self._read_id(draft, by_field)

    def _read_names(self, draft: Draft, by_field: dict[str, str]) -> None:
        """Read who is named, how they are related, and who else stands in the row."""
        head, name = by_field.get("head", ""), by_field.get("name", "")
        column = "name" if name or not head else "head"
        if none := no_person.nobody(by_field.get(column, "")):
            draft.nobody, draft.home = True, {**none.home, "remark": none.words}
            draft.vacant = none.home.get("residence") == "vacant"
            self._note(draft, "nobody", field=column, given=none.words)
            return
        first, *others = person_names.named(name or head) or [person_names.Named("")]
        draft.name = first.name
        draft.relation = by_field.get("relation", "") or first.relation
        if not draft.relation and head and (not name or head == name):
            draft.relation = HEAD
        others += person_names.named(by_field.get("members", ""))
        draft.members = [
            m for m in others
            if m.name != draft.name and not m.is_gone and not no_person.nobody(m.name)
        ]  # fmt: skip
        self._check_names(draft, first, column)

    def _read_others(self, draft: Draft, row: Sequence[str]) -> None:
        """Read those who have columns of their own in the row: 配偶姓名, 配偶电话, 成员1."""
        for who in dict.fromkeys(filter(None, self.owners)):
            own = self._said(row, who)
            apart = Draft(draft.number)
            self._read_person(
                apart, {**own, "relation": own.get("relation") or owners.relation_of(who)}
            )
            for kept in [*apart.faults, *apart.notes]:
                kept["column"] = self._header_of(who, kept["field"])
            draft.notes += apart.notes
            if not apart.name:
                continue
            draft.faults += apart.faults
            columns = {
                name: value
                for name in ("phone", "sex", "born", "id_number")
                if (value := getattr(apart, name))
            }
            person = Named(apart.name, apart.relation, columns=columns)
            draft.members += [m for m in (person, *apart.members) if m.name != draft.name]

    def _header_of(self, who: str, name: str) -> str:
        headers = (
            column["header"]
            for column, owner in zip(self.columns, self.owners, strict=True)
            if owner == who and column["field"] == name
        )
        return next(headers, who)

    def _check_names(self, draft: Draft, first: Named, column: str) -> None:
        header = self._header(column)
        if len(draft.name) > MOST_NAME:
            draft.faults.append(fault("name_long", field=column, column=header))
        elif re.search(r"\d", draft.name):
            draft.faults.append(fault("name_digits", field=column, column=header, given=draft.name))
        elif first.is_gone:
            draft.faults.append(fault("name_gone", field=column, column=header, given=draft.name))
        elif first.beside:
            self._note(draft, "name_beside", field=column, given=first.beside)
        if len(draft.relation) > MOST_RELATION:
            draft.faults.append(fault("text_long", field="relation"))
        for strange in [m for m in draft.members if re.search(r"\d", m.name)]:
            draft.members.remove(strange)
            self._note(draft, "member_unread", field="members", given=strange.name)

    def _read_id(self, draft: Draft, by_field: dict[str, str]) -> None:
        number = self._try(
            draft, by_field, "id_number", lambda t: cells.id_number(t, today=self.today)
        )
        if not number:
            return
        draft.id_number = number
        inside = identity.id_birthday(number)
        if draft.born and inside and draft.born != inside:
            header = self._header("born")
            draft.faults.append(fault("id_born", field="born", column=header))
        draft.born = draft.born or inside
        draft.sex = draft.sex or identity.id_sex(number)

    def _read_home(self, draft: Draft, by_field: dict[str, str]) -> None:
        home: dict[str, Any] = {
            "village": by_field.get("village", ""),
            "remark": " ".join(
                filter(None, (by_field.get("remark", ""), draft.home.get("remark")))
            ),
            "tenure": self._try(
                draft, by_field, "tenure", lambda t: cells.word_of(t, cells.TENURES, fault="tenure")
            ),
            "residence": self._try(
                draft,
                by_field,
                "residence",
                lambda t: cells.word_of(t, cells.RESIDENCES, fault="residence"),
            ),
            "floor_area": self._try(draft, by_field, "floor_area", cells.area),
        }
        if not home["tenure"] and "租" in by_field.get("residence", ""):
            home["tenure"] = "tenant"
        for name, most in (("village", MOST_VILLAGE), ("remark", MOST_REMARK)):
            if len(home[name]) > most:
                draft.faults.append(fault("text_long", field=name, column=self._header(name)))
            elif cells.is_nothing(home[name]):
                home[name] = ""
        header = self._header("vacant")
        if self._try(draft, by_field, "vacant", lambda t: cells.yes(t, header=header)):
            draft.vacant = True
        if draft.vacant or home["residence"] == "vacant":
            draft.vacant, home["residence"] = True, "vacant"
        draft.home = {**draft.home, **{name: value for name, value in home.items() if value}}

    def _read_door(self, draft: Draft, by_field: dict[str, str]) -> None:
        """Put the door together from its columns; a member's row may leave it to the row above."""
        typed = by_field.get("door", "")
        parts = {k: by_field.get(k, "") for k in ("building", "entrance", "dwelling")}
        if self._excel_made_a_date(draft, {"door": typed, **parts}):
            return
        door = doors.put_together(typed, parts, by_field.get("phase", ""))
        draft.estate = names.estate_of(typed or parts["building"])
        if not typed and not any(parts.values()):
            if self.above.dwelling and (draft.name or draft.members) and not draft.vacant:
                draft.door = self.above
                return
            draft.faults.append(fault("door_missing", field="door"))
            return
        own = self.buildings[self.sheet] if self.sheet < len(self.buildings) else ""
        if door.dwelling and not door.building:
            building = self.above.building or own
            above = self.above.entrance if building == self.above.building else ""
            door = names.Door(building, door.entrance or above, door.dwelling)
        door = self._read_entrance_downward(door, typed)
        if own and not door.entrance and door.building not in ("", own):
            draft.else_door = names.Door(own, door.building, door.dwelling)
        if not door.dwelling or not door.building:
            given = typed or " ".join(v for v in parts.values() if v)
            column = next((self._header(k) for k in ("door", *parts) if by_field.get(k)), "")
            draft.faults.append(fault("door_unreadable", field="door", column=column, given=given))
            return
        draft.door = self.above = door

    def _read_entrance_downward(self, door: names.Door, typed: str) -> names.Door:
        """Take the entrance from above where its column is empty below it, in the same building."""
        has_column = any(column["field"] == "entrance" for column in self.columns)
        if typed or door.entrance or not has_column or door.building != self.above.building:
            return door
        return replace(door, entrance=self.above.entrance)

    def _excel_made_a_date(self, draft: Draft, cells_: dict[str, str]) -> bool:
        dates = {name: typed for name, typed in cells_.items() if cells.made_a_date(typed)}
        for name, typed in dates.items():
            column = self._header(name)
            draft.faults.append(fault("door_date", field="door", column=column, given=typed))
        return bool(dates)
