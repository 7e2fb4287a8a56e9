"""Matters beside the record: one whose state no line explains was changed past the house."""

from __future__ import annotations

from collections.abc import Iterator

from linli.core.record.explaining import Unexplained, states_by_the_record
from linli.engines.cases.models import Case


def unexplained(community_id: int) -> Iterator[Unexplained]:
    """Yield the matters of a community that are in another state than their lines say."""
    first = Case.State.FILED
    states = states_by_the_record(community_id, "cases.case", first=first)
    rows = Case.objects.filter(community_id=community_id).order_by("pk")
    names = dict(Case.State.choices)
    for pk, reference, state in rows.values_list("pk", "number", "state").iterator(2000):
        by_the_record = states.get(str(pk), "")
        if state != by_the_record:
            recorded = str(names.get(by_the_record, "–"))
            yield Unexplained(str(reference), recorded, str(names[state]))
