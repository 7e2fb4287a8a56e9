"""Whether rows are in the state that the record says: what no line explains was changed past it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.core.models import Line
from linli.core.record.checking import CHUNK


@dataclass(frozen=True)
class Unexplained:
    """A row whose state no line explains: what its lines lead to, and what it is."""

    name: str
    by_the_record: str
    is_now: str

    def __str__(self) -> str:
        sentence = _("%(name)s is “%(now)s”, by the record “%(state)s”: no line explains it.")
        return sentence % {"name": self.name, "now": self.is_now, "state": self.by_the_record}


Check = Callable[[int], Iterable[Unexplained]]
_checks: list[Check] = []


def explained_by(check: Check) -> None:
    """Let a room compare its rows of a community with the record."""
    if check not in _checks:
        _checks.append(check)


def unexplained(community_id: int) -> list[Unexplained]:
    """Return the rows of a community that were changed without a line."""
    return [row for check in _checks for row in check(community_id)]


def states_by_the_record(community_id: int, subject_type: str, *, first: str) -> dict[str, str]:
    """Return the state to which the lines lead, of each subject that has any; ``first`` is the one
    in which a subject begins."""
    lines = Line.objects.filter(community_id=community_id, subject_type=subject_type)
    states: dict[str, str] = {}
    rows = lines.order_by("number").values_list("subject_id", "change")
    for subject_id, change in rows.iterator(CHUNK):
        states.setdefault(subject_id, first)
        moved = change.get("state") if isinstance(change, dict) else None
        if isinstance(moved, list) and len(moved) == 2:
            states[subject_id] = str(moved[1])
    return states
