"""Households: entered, changed, moved out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import Invalid
from linli.core.rows import save
from linli.core.text import clean
from linli.registry import access, rows
from linli.registry.access import Actor
from linli.registry.actions.checks import not_erased, refuse
from linli.registry.models import Household, HouseholdKey, Person, Place

POSSIBLE = {"village", "tenure", "residence", "floor_area", "remark"}
LARGEST_M2 = Decimal("9999")


@constraints.atomic()
def add_household(
    dwelling_id: int,
    *,
    by: Actor,
    village: str = "",
    tenure: str = Household.Tenure.OWNER,
    residence: str = Household.Residence.RESIDENT,
    floor_area: Decimal | None = None,
    remark: str = "",
) -> Household:
    """Enter a household behind a door. Several may share one (tenants of single rooms)."""
    dwelling = rows.place(dwelling_id)
    access.require(by, "edit_people", path=dwelling.path)
    if dwelling.kind != Place.Kind.DWELLING:
        raise Invalid(_("A household lives behind a door. Choose the door, not the building."))
    values = checked(
        {
            "village": village,
            "tenure": tenure,
            "residence": residence,
            "floor_area": floor_area,
            "remark": remark,
        }
    )
    home = Household.objects.create(
        community_id=dwelling.community_id or 0,
        building_id=dwelling.building_id,
        dwelling=dwelling,
        **values,
    )
    record.note(
        "household.added",
        home,
        by=by,
        community_id=home.community_id,
        change={"door": dwelling.label, "tenure": home.tenure, "residence": home.residence},
    )
    return home


@constraints.atomic()
def change_household(
    household_id: int, *, by: Actor, version: int | None = None, **changes: Any
) -> Household:
    """Change village, tenure, residence, floor_area or remark; no change, no line.

    Raises ``OutOfDate`` when it has changed since the page of this ``version``.
    """
    household = rows.household(household_id, version=version)
    access.require(by, "edit_people", path=household.dwelling.path)
    not_erased(household)
    if unknown := set(changes) - POSSIBLE:
        raise TypeError(f"change_household cannot change {sorted(unknown)}")
    values = checked(changes)
    change = {
        name: "changed" if name == "remark" else [getattr(household, name), value]
        for name, value in values.items()
        if getattr(household, name) != value
    }
    if not change:
        return household
    for name, value in values.items():
        setattr(household, name, value)
    save(household, *values)
    record.note(
        "household.changed", household, by=by, community_id=household.community_id, change=change
    )
    return household


@constraints.atomic()
def move_out_household(
    household_id: int, *, by: Actor, on: date | None = None, reason: str = ""
) -> Household:
    """Note that a household has left: its key ends, its people are erased after the kept days."""
    household = rows.household(household_id)
    access.require(by, "edit_people", path=household.dwelling.path)
    if household.moved_out_on is not None:
        raise Invalid(_("This household has moved out already."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise refuse("on", _("The day of moving out lies in the future. Enter it on that day."))
    household.moved_out_on = day
    save(household, "moved_out_on")
    HouseholdKey.objects.filter(household=household, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    record.note(
        "household.moved_out",
        household,
        by=by,
        community_id=household.community_id,
        change={"on": day, "people": Person.objects.filter(household=household).count()},
        reason=reason,
    )
    return household


def checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns tidied. Raises ``Invalid`` naming the first field that cannot be."""
    columns = dict(values)
    if "village" in columns:
        columns["village"] = clean(columns["village"], most=60)
    if "remark" in columns:
        columns["remark"] = clean(columns["remark"], most=200)
    if columns.get("tenure", "owner") not in Household.Tenure.values:
        raise refuse("tenure", _("Choose owner, tenant or other."))
    if columns.get("residence", "resident") not in Household.Residence.values:
        raise refuse("residence", _("Choose resident, floating or vacant."))
    area = columns.get("floor_area")
    if area is not None and not 0 < area <= LARGEST_M2:
        raise refuse("floor_area", _("The floor area is a number of m² between 1 and 9999."))
    return columns
