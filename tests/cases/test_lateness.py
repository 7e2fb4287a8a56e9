"""“Was it late?”: what a row says of itself is what the queries find."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.cases.models import Case
from linli.engines.cases.series import SERIES
from linli.engines.cases.workflows import CLOCK
from tests.cast import Cast

NOW = timezone.now()
DUE = st.none() | st.integers(-3, 3).map(lambda n: NOW + timedelta(microseconds=n))


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(Case.State.values), DUE), max_size=8))
def test_a_row_is_late_when_the_query_finds_it(cast: Cast, rows: list) -> None:
    Case.objects.all().delete()
    cases = [
        Case(
            community=cast.community, number=n, state=state, due_at=due, opened_at=NOW,
            updated_at=NOW, follow_index=f"row {n}", kind="lamp", channel="desk",
            closed_at=NOW if state == "closed" else None,
            waiting_since=NOW if state == "waiting" else None,
        )
        for n, (state, due) in enumerate(rows, start=1)
    ]  # fmt: skip
    Case.objects.bulk_create(cases)
    late = set(Case.objects.filter(CLOCK.late(NOW)).values_list("number", flat=True))
    assert late == {case.number for case in Case.objects.all() if CLOCK.is_late(case, now=NOW)}


@pytest.mark.parametrize("typed", ["SX-1124", "sx1124", " SX 1124 ", "1124", "Sx-1124"])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert SERIES.digits(typed) == "1124"
    assert SERIES.reference(1124) == "SX-1124"
