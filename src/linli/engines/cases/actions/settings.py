"""Verbs over a community's kinds, seen beforehand; and how open matters follow new working days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import calendar, record
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.engines.cases import deadline_changes, kinds
from linli.engines.cases.deadline_changes import Changes, Terms
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case, KindSetting
from linli.engines.cases.queries.settings import open_of
from linli.registry.access import Actor, require
from linli.registry.models import Place, Post

TIMES = ("deadline", "urgent", "emergency")
ANSWERING = ("steward", "grid_worker", "worker", "secretary", "property_staff")
EMPTY: dict[str, Any] = {
    "label": "", "help": "", "deadline": "", "urgent": "", "emergency": "", "answered_by": [],
}  # fmt: skip


# ---------- days ----------


def look_at_days(days: Mapping[date, bool | None], *, community: Place | None) -> Changes:
    """Return what happens to the open matters that run over any of these days; None: as the rule
    above says. Without a community the days are the house's."""
    cases = Case.objects.filter(
        opened_at__lt=_midnight(max(days) + timedelta(days=1)),
    ).exclude(due_at__lt=_midnight(min(days)), answer_due_at__lt=_midnight(min(days)))
    if community is not None:
        cases = cases.filter(community=community)
    as_if = calendar.as_if(days, community_id=community.pk if community else calendar.HOUSE)
    after = Terms(calendar_of=cache(as_if))
    return deadline_changes.look(cases, before=Terms(), after=after)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


# ---------- a community's own kinds ----------


def look_at_kind(code: str, values: Mapping[str, Any], *, community: Place, by: Actor) -> Changes:
    """Return which open matters get another due date. Raises ``Invalid`` with what is wrong."""
    require(by, "manage_rules", path=community.path)
    kind = kinds.get(code)
    row = _row(kind, community)
    for name, value in _checked(values).items():
        setattr(row, name, value)
    new = kinds.with_own(kind, row)
    after = Terms(
        kind_of=lambda where, asked: (
            new if (where, asked) == (community.pk, code) else kinds.find_in(where, asked)
        )
    )
    return deadline_changes.look(open_of(code, community=community), before=Terms(), after=after)


@transaction.atomic
def set_own_kind(code: str, values: Mapping[str, Any], *, community: Place, by: Actor) -> Changes:
    """Keep what a community has otherwise than the programme: ``EMPTY`` names the columns.

    An empty value goes back to the programme's. Open matters whose due date still stands where the
    rules had put it get their new one.
    """
    changes = look_at_kind(code, values, community=community, by=by)
    row = _row(kinds.get(code), community)
    checked = _checked(values)
    for name, value in checked.items():
        setattr(row, name, value)
    row.save()
    _forget()
    record.note(
        "kind.own_set", row, by=by, community_id=community.pk,
        change={"kind": code, **checked},
    )  # fmt: skip
    return redate(changes, by=by)


def _row(kind: Kind, community: Place) -> KindSetting:
    kind_setting = KindSetting.objects.filter(community=community, kind=kind.code).first()
    return kind_setting or KindSetting(community=community, kind=kind.code)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns as they are kept. Raises ``Invalid`` with a sentence at each field."""
    errors: dict[str, list[str]] = {}
    columns: dict[str, Any] = {
        "label": clean(str(values.get("label", "")), most=30),
        "help": clean(str(values.get("help", "")), most=200),
    }
    for name in TIMES:
        typed = str(values.get(name, "")).strip()
        try:
            columns[name] = _spelt(typed) if typed else ""
        except ValueError:
            errors[name] = [_("Please give a number and choose a unit, such as 3 working days.")]
    columns["answered_by"] = [role for role in values.get("answered_by") or [] if role]
    if set(columns["answered_by"]) - set(ANSWERING):
        errors["answered_by"] = [_("Choose who answers from the list.")]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    return columns


def _spelt(typed: str) -> str:
    within = kinds.parse_deadline(typed)
    return f"{within.amount} {within.unit}"


def roles() -> list[tuple[str, str]]:
    """Return who may answer for matters, as code and label."""
    return [(role, str(Post.Role(role).label)) for role in ANSWERING]


# ---------- both ----------


def look_at_kinds(wanted: Mapping[str, Kind]) -> Changes:
    """Return what happens to open matters of the house when these are its kinds."""
    own: dict[int, dict[str, KindSetting]] = {}

    def kind_of(community_id: int, code: str) -> Kind | None:
        if code not in wanted:
            return None
        if community_id not in own:
            own[community_id] = kinds.own_of(community_id)
        return kinds.with_own(wanted[code], own[community_id].get(code))

    changed = [
        code for code in {*wanted, *(kind.code for kind in kinds.all())}
        if wanted.get(code) != kinds.find(code)
    ]  # fmt: skip
    cases = Case.objects.filter(kind__in=changed)
    return deadline_changes.look(cases, before=Terms(), after=Terms(kind_of=kind_of))


def redate(changes: Changes, *, by: Actor) -> Changes:
    """Write the new dates; each community that they concern finds a line in its record."""
    deadline_changes.apply(changes)
    for community_id, count in sorted(Counter(c.community_id for c in changes.moved).items()):
        record.note(
            "cases.redated", ("registry.place", community_id), by=by, community_id=community_id,
            change={"matters": count},
        )  # fmt: skip
    return changes


def _forget() -> None:
    kinds.forget_own()
    transaction.on_commit(kinds.forget_own)
