"""Undo a whole import; refused when somebody has worked on what it brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import ForeignObjectRel, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import constraints, record
from linli.core.refusals import Invalid
from linli.core.sheets import row_name
from linli.registry.access import Actor
from linli.registry.bulk import update_rows
from linli.registry.intake.steps import held
from linli.registry.intake.writing import HOME_COLUMNS, PERSON_COLUMNS, plain
from linli.registry.models import (
    CareNeed,
    Consent,
    Household,
    Import,
    ImportRow,
    Person,
    Place,
    PlaceAlias,
)

BATCH = 500
MOST_NAMED = 10


@constraints.atomic()
def undo(import_id: int, *, by: Actor) -> Import:
    """Take an import back out: what it made goes, what it changed is as before.

    Raises ``Invalid``, naming the rows, when some of it has been changed or used since.
    """
    of = held(import_id, by=by)
    if of.state != Import.State.APPLIED or of.applied_at is None:
        raise Invalid(_("Only an import that has been taken in can be undone."))
    rows = [r for r in ImportRow.objects.filter(of=of).order_by("-number") if r.undo]
    if not rows:
        raise Invalid(_("What this import changed is not kept any more; it cannot be undone."))
    homes = Household.objects.in_bulk({r.undo["household"] for r in rows})
    people = Person.objects.in_bulk({r.undo["person"] for r in rows if r.undo["person"]})
    _refuse_if_changed(of, rows, homes, people)
    _restore(rows, homes, people)
    Consent.objects.filter(
        person__community=of.community_id, given_at=of.applied_at, withdrawn_at=None
    ).delete()
    _remove(of)
    _remove_places(of.options.get("made_places", []))
    ImportRow.objects.filter(of=of).update(undo={}, person_id=None)
    of.state, of.undone_at = Import.State.UNDONE, timezone.now()
    of.save(update_fields=["state", "undone_at"])
    record.note(
        "import.undone", of, by=by, community_id=of.community_id, change={"rows": len(rows)}
    )
    return of


def _refuse_if_changed(
    of: Import,
    rows: Iterable[ImportRow],
    homes: dict[int, Household],
    people: dict[int, Person],
) -> None:
    used = _used_homes(of)
    seen: set[tuple[str, int, str]] = set()
    changed = []
    for row in rows:  # the last row first: what it left is what must still be there
        home, person = homes.get(row.undo["household"]), people.get(row.undo["person"] or 0)
        gone = home is None or (row.undo["person"] and (person is None or person.erased_at))
        differs = gone or row.undo["household"] in used
        for kind, entry, after in (
            ("home", home, row.undo["home_after"]),
            ("person", person, row.undo["person_after"]),
        ):
            for column, value in after.items():
                if entry is None or column == "id_cipher" or (kind, entry.pk, column) in seen:
                    continue
                seen.add((kind, entry.pk, column))
                differs = differs or plain(getattr(entry, column)) != value
        if differs:
            changed.append(row.number)
    if changed:
        sheets = of.options.get("sheets", ())
        numbers = ", ".join(row_name(n, sheets) for n in sorted(changed)[:MOST_NAMED])
        raise Invalid(
            _(
                "%(count)s rows have been changed or used since (rows %(numbers)s), so the import "
                "cannot be undone as a whole. Correct these entries one by one."
            )
            % {"count": len(changed), "numbers": numbers}
        )


def _used_homes(of: Import) -> set[int]:
    """Return the made households that got a key, a matter, a message or another member since."""
    made = Household.objects.filter(made_by_import=of)
    used: set[int] = set()
    for model, column in _pointing_at(Household):
        rows = model._default_manager.filter(**{f"{column}__in": made})
        if model is Person:
            rows = rows.exclude(made_by_import=of)
        used |= set(rows.values_list(column, flat=True))
    by_person = Person.objects.filter(made_by_import=of)
    for model, column in _pointing_at(Person):
        if model not in (CareNeed, Consent):
            rows = model._default_manager.filter(**{f"{column}__in": by_person})
            used |= set(rows.values_list(f"{column}__household", flat=True))
    return used


def _pointing_at(model: type[Model]) -> list[tuple[type[Model], str]]:
    """Return the models of every room that point at this one, with their column; those too that
    the model has no name for."""
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.field.concrete
    ]


def _restore(
    rows: Iterable[ImportRow], homes: dict[int, Household], people: dict[int, Person]
) -> None:
    """Put back what was there before, the last row first."""
    old_homes: dict[int, Household] = {}
    old_people: dict[int, Person] = {}
    for row in rows:
        home, person = homes[row.undo["household"]], people.get(row.undo["person"] or 0)
        for column, value in row.undo["home_before"].items():
            setattr(home, column, Decimal(value) if column == "floor_area" and value else value)
            old_homes[home.pk] = home
        if person is None:
            continue
        for column, value in row.undo["person_before"].items():
            setattr(
                person, column, date.fromisoformat(value) if column == "born" and value else value
            )
            old_people[person.pk] = person
        if row.undo["cares"]:
            CareNeed.objects.filter(person=person, kind__in=row.undo["cares"]).delete()
    for home in old_homes.values():
        home.version += 1
    update_rows(old_homes.values(), [*HOME_COLUMNS, "version"])
    for person in old_people.values():
        person.named_at, person.version = timezone.now(), person.version + 1
    update_rows(old_people.values(), [*PERSON_COLUMNS, "named_at", "version"])


def _remove(of: Import) -> None:
    Person.objects.filter(made_by_import=of).delete()
    Household.objects.filter(made_by_import=of).delete()


def _remove_places(ids: list[int]) -> None:
    """Take out the doors that the import made, save those that something else has come to use."""
    used: set[Any] = set()
    for model, column in _pointing_at(Place):
        if model in (Place, PlaceAlias):
            continue
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            rows = model._default_manager.filter(**{f"{column}__in": part})
            used |= set(rows.values_list(column, flat=True))
    for place in Place.objects.filter(pk__in=list(used)).only("path"):
        used |= {int(part) for part in place.path.split("/") if part}
    free = [pk for pk in ids if pk not in used]
    for kind in ("dwelling", "entrance", "building"):
        for start in range(0, len(free), BATCH):
            places = Place.objects.filter(pk__in=free[start : start + BATCH], kind=kind)
            if kind == "building":
                places.update(building=None)
            empty = places.filter(children=None)
            empty.delete()
