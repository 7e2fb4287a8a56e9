"""The steps of an import: previewed, corrected, taken in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import codes, constraints, record
from linli.core.refusals import Invalid, NotFound, OutOfDate
from linli.core.rows import locked
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.bulk import update_rows
from linli.registry.intake import consents as intake_consents
from linli.registry.intake import fields, owners, workbook, writing
from linli.registry.intake.checked import FAULTY, UNCHANGED, Checked
from linli.registry.intake.checking import Register, check
from linli.registry.intake.drafts import Reader
from linli.registry.models import HeaderMemory, Import, ImportRow, Place
from linli.registry.rows import whole_community

BATCH = 500
DOOR_COLUMNS = ("door", "dwelling", "building", "entrance", "phase")
SEALED = "sealed:"  # a cell that holds an ID number is kept encrypted
_ID_LIKE = re.compile(r"\d{14,17}[\dXx]")


@constraints.atomic()
def preview(
    file: Path | bytes | IO[bytes], *, by: Actor, community: Place, name: str = ""
) -> Import:
    """Read a file and keep it as an import to be checked; nothing enters the register yet.

    Raises ``Invalid`` or ``TooLarge`` for a file that is no table.
    """
    access.require(by, "import", path=community.path)
    known = dict(HeaderMemory.objects.filter(community=community).values_list("header", "field"))
    book = workbook.read(file, name=name, known=known)
    if not book.rows:
        raise Invalid(_("Below its headers the file holds no rows."))
    has_doors = Place.objects.filter(community=community, kind="dwelling").exists()
    of = Import.objects.create(
        community=community,
        file_name=_shown_name(file, name),
        columns=fields.guess(book.headers, book.rows, known),
        options={
            "make_doors": not has_doors,
            "sheets": book.sheets,
            "buildings": book.buildings,
            "left_out": book.left_out,
        },
        made_by_id=by.user_id,
        made_at=timezone.now(),
    )
    rows = [
        ImportRow(of=of, number=number, cells=[seal(cell) for cell in cells])
        for number, cells in zip(book.numbers, book.rows, strict=True)
    ]
    _check_and_keep(of, rows, by=by)
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
    record.note(
        "import.previewed", of, by=by, community_id=community.pk, change={"counts": of.counts}
    )
    return of


@constraints.atomic()
def recheck(
    import_id: int,
    *,
    by: Actor,
    columns: Sequence[str] | None = None,
    make_doors: bool | None = None,
) -> Import:
    """Check anew with other columns (one field code each, "" to leave one out).

    What the headers mean is remembered for the community's next file.
    """
    of = held(import_id, by=by)
    _still_open(of)
    if columns is not None:
        _choose_columns(of, columns)
    if make_doors is not None:
        of.options["make_doors"] = make_doors
    rows = list(ImportRow.objects.filter(of=of).order_by("number"))
    _check_and_keep(of, rows, by=by)
    update_rows(rows, ["faults", "outcome"])
    record.note(
        "import.rechecked", of, by=by, community_id=of.community_id, change={"counts": of.counts}
    )
    return of


@constraints.atomic()
def apply(
    import_id: int, *, by: Actor, only_good: bool = False, agreed: Sequence[str] = ()
) -> Import:
    """Take the import into the register: all of it, or with ``only_good`` the faultless rows.

    ``agreed`` names the purposes ("contact", "identity", "care") to which these people said yes.
    Raises ``Invalid`` when rows are faulty and ``only_good`` is not asked for, or when the
    register has changed since the preview so that rows became faulty.
    """
    of = held(import_id, by=by)
    _still_open(of)
    rows = list(ImportRow.objects.filter(of=of).order_by("number"))
    register = Register.of(of.community_id)
    checked = _check(of, rows, register)
    good = _good(checked, only_good=only_good)
    active = [c for c in good if c.outcome != UNCHANGED]
    made = writing.make_doors({c.key for c in active}, of.community, register)
    _keep_results(rows, checked, writing.take(active, of, register), of.columns)
    of.state, of.applied_at = Import.State.APPLIED, timezone.now()
    consents = intake_consents.note_consents(good, agreed=agreed, at=of.applied_at)
    of.options = {**of.options, "made_places": made}
    of.counts = {**_counts(checked), "doors": len(made)}
    of.save(update_fields=["state", "applied_at", "options", "counts"])
    change = {"counts": of.counts, "agreed": sorted(agreed), "consents": consents}
    record.note("import.applied", of, by=by, community_id=of.community_id, change=change)
    return of


def _good(checked: Sequence[Checked], *, only_good: bool) -> list[Checked]:
    good = [c for c in checked if c.outcome != FAULTY]
    faulty = len(checked) - len(good)
    if faulty and not only_good:
        raise Invalid(
            _("%(count)s rows are faulty. Correct them in the file, or take in the good rows only.")
            % {"count": faulty}
        )
    if not good:
        raise Invalid(_("No row can be taken in. Correct the columns or the file first."))
    return good


@constraints.atomic()
def discard(import_id: int, *, by: Actor) -> None:
    """Throw away a previewed file; nothing of it is kept."""
    of = held(import_id, by=by)
    _still_open(of)
    of.delete()
    thrown_away = "registry.import", import_id
    record.note("import.discarded", thrown_away, by=by, community_id=of.community_id)


def held(import_id: int, *, by: Actor) -> Import:
    """Hold an import, and with it all that it may touch: the community's households and people.

    Whoever takes the same file in, throws it away or takes it out comes before or after, and so
    does whoever changes a household. Raises ``NotFound`` for one that was thrown away.
    """
    listed = Import.objects.filter(pk=import_id).select_related("community")
    of = locked(listed).first()
    if of is None:
        raise NotFound(_("This list has been thrown away. Upload the file anew to take it in."))
    access.require(by, "import", path=of.community.path)
    of.community = whole_community(of.community_id)
    return of


def seal(cell: str) -> str:
    """Return the cell as it is kept: encrypted when it may hold an ID number."""
    return SEALED + codes.encrypt(cell) if _ID_LIKE.search(cell) else cell


def unseal(cell: str) -> str:
    """Return the cell as it was in the file."""
    return codes.decrypt(cell[len(SEALED) :]) if cell.startswith(SEALED) else cell


def _shown_name(file: Path | bytes | IO[bytes], name: str) -> str:
    given = name or str(getattr(file, "name", "")) or "xlsx"
    return re.split(r"[\\/]", given)[-1][-200:]


def _still_open(of: Import) -> None:
    if of.state != Import.State.PREVIEW:
        raise OutOfDate(
            _("This import has been taken in already. Upload the file anew to change it.")
        )


def _choose_columns(of: Import, wanted: Sequence[str]) -> None:
    if len(wanted) != len(of.columns) or any(w and w not in fields.FIELDS for w in wanted):
        raise Invalid(_("Choose for each column what it holds, or leave it out."))
    chosen = [{**c, "field": w} for c, w in zip(of.columns, wanted, strict=True)]
    of_each = zip(owners.owners(chosen), wanted, strict=True)
    twice = [w for (_who, w), n in Counter(pair for pair in of_each if pair[1]).items() if n > 1]
    if twice:
        raise Invalid(
            _("Two columns are both called “%(field)s”. Leave one of them out.")
            % {"field": fields.FIELDS[twice[0]]}
        )
    for column, field in zip(of.columns, wanted, strict=True):
        if column["field"] != field:
            column.update(field=field, why="chosen")
        plain = fields.plain_header(column["header"])
        if plain:
            HeaderMemory.objects.update_or_create(
                community_id=of.community_id, header=plain, defaults={"field": field}
            )


def _check(of: Import, rows: Sequence[ImportRow], register: Register) -> list[Checked]:
    reader = Reader(of.columns, timezone.localdate(), of.options.get("buildings", ()))
    drafts = [reader.read(row.number, [unseal(cell) for cell in row.cells]) for row in rows]
    return check(
        [d for d in drafts if d is not None],
        register,
        make_doors=bool(of.options.get("make_doors")),
        sheets=of.options.get("sheets", ()),
    )


def _check_and_keep(of: Import, rows: Sequence[ImportRow], *, by: Actor) -> None:
    """Check the rows and put outcome and faults on them and the counts on the import."""
    register = Register.of(of.community_id)
    if not by.may("read_care", path=of.community.path):
        for column in of.columns:
            column["field"] = "" if column["field"] == "care" else column["field"]
    checked = {c.draft.number: c for c in _check(of, rows, register)}
    for row in rows:
        result = checked.get(row.number)
        if not row.cells and row.faults:  # somebody in it was erased: that stays to be read
            continue
        row.outcome = result.outcome if result else ""
        row.faults = _kept(result, of.columns) if result else []
    missing = {c.key for c in checked.values() if c.outcome != FAULTY} - set(register.doors)
    of.counts = {**_counts(checked.values()), "doors": len(missing)}
    of.save(update_fields=["columns", "options", "counts"])


def _kept(checked: Checked, columns: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return a row's faults and notes, each with the header of its own column."""
    headers = {column["field"]: column["header"] for column in columns if column["field"]}
    door = next((headers[name] for name in DOOR_COLUMNS if name in headers), "")
    for fault in checked.draft.faults:
        fault["column"] = fault["column"] or (door if fault["field"] == "door" else "")
        fault["column"] = fault["column"] or headers.get(fault["field"], "")
    return [*checked.draft.faults, *checked.draft.notes]


def _counts(checked: Any) -> dict[str, int]:
    outcomes = Counter(c.outcome for c in checked)
    return {name: outcomes.get(name, 0) for name in ("new", "changed", "unchanged", "faulty")}


def _keep_results(
    rows: Sequence[ImportRow],
    checked: Sequence[Checked],
    undo: dict[int, dict[str, Any]],
    columns: Sequence[dict[str, str]],
) -> None:
    """Keep on each row what undo needs, and its outcome if the register changed meanwhile."""
    results = {c.draft.number: c for c in checked}
    for row in rows:
        result = results.get(row.number)
        if result is not None:
            row.outcome, row.faults = result.outcome, _kept(result, columns)
        row.undo = undo.get(row.number, {})
        row.person_id = row.undo.get("person")
    update_rows(rows, ["outcome", "faults", "undo", "person_id"])
