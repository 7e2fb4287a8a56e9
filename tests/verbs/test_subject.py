"""How every verb begins and ends: behind one lock, in one order of refusals, with one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import linli.engines
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.engines.campaigns import subjects as campaigns
from linli.engines.campaigns import workflows as of_campaigns
from linli.engines.campaigns.record_words import RECORD_WORDS
from linli.engines.cases.actions.access import CASES
from linli.engines.cases.models import Case, CaseNumber
from linli.engines.cases.workflows import WORKFLOWS
from linli.registry.access import SYSTEM, VISITOR
from linli.verbs import numbering
from linli.verbs.subject import Subject
from linli.verbs.transitions import Workflow
from tests import make
from tests.cast import Cast

SUBJECTS = (
    CASES, campaigns.CAMPAIGNS, campaigns.DOORS, campaigns.CONFLICTS, campaigns.EFFECT_RUNS,
)  # fmt: skip
# A door goes as its campaign does, an effect as what it does comes out.
TABLES = (*WORKFLOWS.values(), of_campaigns.CAMPAIGN, of_campaigns.CONFLICT)
SEES_LOCKS = {"sqlite": "SELECT", "postgresql": "FOR NO KEY UPDATE"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return make.case(community=cast.community, state="resolved")


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: type(subject).__name__)
@pytest.mark.django_db(transaction=True)
def test_a_verb_begins_only_inside_its_transaction(subject: Subject) -> None:
    with pytest.raises(TransactionManagementError):
        subject.begin(1, "visit", by=SYSTEM)
    with transaction.atomic(), pytest.raises(NotFound):
        subject.begin(1, "visit", by=SYSTEM)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: type(subject).__name__)
@pytest.mark.django_db
def test_the_first_thing_a_verb_does_is_to_lock_its_row(subject: Subject) -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        pytest.raises(NotFound),
    ):
        subject.begin(1, "visit", by=SYSTEM)
    assert len(queries) == 1
    assert SEES_LOCKS[connection.vendor] in queries[0]["sql"]


@pytest.mark.django_db
def test_a_verb_checks_the_row_as_it_is_now_not_as_it_was_seen(cast: Cast, case: Case) -> None:
    assert case.state == "resolved"  # what somebody holds in hand
    Case.objects.filter(pk=case.pk).update(state="in_hand")
    with pytest.raises(OutOfDate):
        CASES.begin(case.pk, "close_silent", by=SYSTEM)


@pytest.mark.django_db
def test_it_says_no_in_one_order(cast: Cast, case: Case) -> None:
    worker = cast.actor("worker")
    with translation.override("en"):
        with pytest.raises(NotFound):  # not theirs to see
            CASES.begin(case.pk, "extend", by=cast.actor("stranger"), version=9)
        with pytest.raises(NotAllowed):  # theirs to see, not to do
            CASES.begin(case.pk, "close_silent", by=worker, version=9)
        with pytest.raises(
            OutOfDate, match="Nothing was changed"
        ):  # looked at before another's verb
            CASES.begin(case.pk, "extend", by=worker, version=9)
        with pytest.raises(OutOfDate, match="not possible"):  # nothing for this state
            CASES.begin(case.pk, "extend", by=worker, version=case.version)
        Case.objects.filter(pk=case.pk).update(state="in_hand")
        with pytest.raises(Invalid) as no:  # something is missing
            CASES.begin(case.pk, "extend", by=worker, version=case.version)
        assert list(no.value.errors) == ["reason"]


@pytest.mark.django_db
def test_what_a_stranger_reads_in_public_is_no_way_in(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_public=True)
    with pytest.raises(NotFound):
        CASES.begin(case.pk, "extend", by=VISITOR)
    assert CASES.begin(case.pk, "support", by=VISITOR).who == {"anybody"}


@pytest.mark.django_db
def test_a_verb_ends_with_row_version_and_line(cast: Cast, case: Case) -> None:
    action = CASES.begin(case.pk, "close_silent", by=SYSTEM)
    action.row.closed_at, action.row.closing = action.now, "silent"
    seen: list[int] = []
    CASES.finish(
        action, columns=["closed_at", "closing"],
        then=lambda row: seen.append(Line.objects.filter(verb="case.closed_silent").count()),
    )  # fmt: skip
    closed, line = Case.objects.get(pk=case.pk), Line.objects.get(verb="case.closed_silent")
    assert (closed.state, closed.closing, closed.version) == ("closed", "silent", case.version + 1)
    assert line.change == {"number": case.number, "state": ["resolved", "closed"]}
    assert seen == [0]  # the line is the last thing


@pytest.mark.django_db
def test_numbers_are_taken_one_by_one_or_in_a_row(cast: Cast) -> None:
    def take(count: int = 1) -> int:
        return numbering.take(CaseNumber, cast.elsewhere.pk, count=count)

    assert [take(), take(), take(5), take()] == [1, 2, 3, 8]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_comes_to_an_end(table: Workflow) -> None:
    assert table.states_without_end() == frozenset()
    assert table.ends <= table.reachable_from(table.start)
    assert all(row.who for row in table.transitions)


@pytest.mark.parametrize(
    ("name", "table"), [("campaign", of_campaigns.CAMPAIGN), ("conflict", of_campaigns.CONFLICT)]
)
def test_every_verb_that_leaves_a_line_has_its_words(name: str, table: Workflow) -> None:
    silent = {"repeat"}  # the round that it plans has a line
    verbs = {row.verb for row in table.transitions} - silent
    assert {f"{name}.{of_campaigns.PAST[verb]}" for verb in verbs} <= set(RECORD_WORDS)


def test_rows_of_engines_are_locked_in_one_way() -> None:
    """What locks by itself, checks by itself: and then two who are at it at once both do it."""
    engines = Path(linli.engines.__file__).parent
    files = [
        path for path in engines.rglob("*.py") if "select_for_update" in path.read_text("utf-8")
    ]
    assert files == []
