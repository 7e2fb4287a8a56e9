"""What a checked row would change, said before it is taken in."""

from __future__ import annotations

from typing import Any

from linli.core.text import mask_phone
from linli.registry.intake.checked import Checked
from linli.registry.intake.faults import note


def note_changes(row: Checked) -> None:
    """Note each column that would get another value, and who and what would be new beside it."""
    notes = row.draft.notes
    if row.household is not None:
        for column, value in row.home_change.items():
            notes.append(_change(column, getattr(row.household, column), value))
    if row.person is not None:
        for column, value in row.person_change.items():
            if column != "id_index":
                notes.append(_change(column, getattr(row.person, column), value))
        if "id_index" in row.person_change:
            notes.append(note("new", field="id_number", after="＊"))
    notes += [note("member", field="members", given=member.name) for member in row.new_members]
    notes += [note("care", field="care", given=kind) for kind in row.new_cares]


def _change(column: str, before: Any, after: Any) -> dict[str, str]:
    shown = (
        mask_phone(str(value)) if column == "phone" and value else value
        for value in (before, after)
    )
    given, then = ("" if value is None else str(value) for value in shown)
    return note("change", field=column, given=given, after=then)
