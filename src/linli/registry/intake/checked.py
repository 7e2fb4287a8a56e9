"""A checked row of a file: what checking finds out, and taking in goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from linli.registry.intake.drafts import Draft
from linli.registry.intake.person_names import Named
from linli.registry.models import Household, Person

NEW, CHANGED, UNCHANGED, FAULTY = "new", "changed", "unchanged", "faulty"


@dataclass
class Checked:
    """A draft, and what taking it in would mean."""

    draft: Draft
    outcome: str = NEW
    key: str = ""  # the door's, as the register knows it or will
    id_index: str = ""
    household: Household | None = None
    person: Person | None = None
    taken: Person | None = None  # who the row has become
    home_change: dict[str, Any] = field(default_factory=dict)
    person_change: dict[str, Any] = field(default_factory=dict)
    new_cares: list[str] = field(default_factory=list)
    new_members: list[Named] = field(default_factory=list)
    home_before: dict[str, Any] = field(default_factory=dict)
    person_before: dict[str, Any] = field(default_factory=dict)
