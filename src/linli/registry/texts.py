"""Where the register itself may hold somebody's name, and how it forgets it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linli.core import record
from linli.core.models import Line, Reason
from linli.core.traces import Cover
from linli.registry import forgetting
from linli.registry.forgetting import Gone
from linli.registry.intake.checked import FAULTY
from linli.registry.intake.faults import fault
from linli.registry.intake.steps import unseal
from linli.registry.models import (
    CareNeed,
    Consent,
    Fact,
    Household,
    Import,
    ImportRow,
    Person,
    PlaceAlias,
    Post,
)

BATCH = 500


def forget(gone: Gone) -> None:
    """Forget what lists that were taken in, or wait to be, say of them, and names of places."""
    forget_rows(gone)
    _forget_reasons("registry.person", gone.people)
    _forget_reasons("registry.household", gone.emptied)
    named = PlaceAlias.objects.filter(community=gone.community_id)
    gone_aliases = [row.pk for row in named if gone.cover(row.name) != row.name]
    PlaceAlias.objects.filter(pk__in=gone_aliases).delete()


def _forget_reasons(subject: str, ids: Collection[int]) -> None:
    """Erase why something was done to them: those words are about nobody else."""
    lines = Line.objects.filter(subject_type=subject, subject_id__in=[str(pk) for pk in ids])
    record.forget_reasons(Reason.objects.filter(line__in=lines), wholly=True)


def _tell_reasons(pairs: list[tuple[Reason, Reason]]) -> None:
    record.forget_reasons(Reason.objects.filter(pk__in=[row.pk for _was, row in pairs]))


def forget_rows(gone: Gone) -> None:
    """Empty rows of lists that name them: one that waits is not taken in any more."""
    rows = ImportRow.objects.filter(of__community=gone.community_id).exclude(cells=[])
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        changed = [row for row in some if _names(row, gone.cover)]
        for row in changed:
            row.cells, row.undo, row.person_id = [], {}, None
            row.outcome, row.faults = FAULTY, [fault("erased")]
        columns = ["cells", "undo", "person_id", "outcome", "faults"]
        ImportRow.objects.bulk_update(changed, columns, batch_size=100)
        last = some[-1].pk


def _names(row: ImportRow, cover: Cover) -> bool:
    """True when a cell of the row, or two beside each other, tell of whom is forgotten."""
    cells = [unseal(cell) for cell in row.cells]
    return any(cover(cell) != cell for cell in cells)


def counts(gone: Gone) -> list[tuple[str, int]]:
    """Say how many rows of lists tell of them."""
    rows: Any = ImportRow.objects.filter(person_id__in=gone.people).exclude(cells=[])
    return [("import_rows", rows.count())]


def register() -> None:
    """Name the columns; ``registry.apps`` calls it once."""
    forgetting.also(
        forget,
        (Person, ("name", "pinyin", "initials", "phone", "id_cipher", "id_index")),
        (Post, ("holder", "phone")),
        (ImportRow, ("cells",)),
        (PlaceAlias, ("name", "key")),
        counts=counts,
    )
    holds = forgetting.holds_texts
    holds(Reason, "text", community="line__community_id", changed=_tell_reasons)
    holds(Person, "relation")
    holds(Household, "remark", "village")
    holds(CareNeed, "remark", community="person__community")
    holds(Consent, "guardian", community="person__community")
    holds(Fact, "value", "stood", community="household__community")
    holds(Import, "file_name", "columns", "options")
    holds(ImportRow, "faults", "undo", community="of__community")
