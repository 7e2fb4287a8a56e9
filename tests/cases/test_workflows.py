"""The table is sound: everything ends, nothing is asked without a sentence, nobody is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases import workflows
from linli.engines.cases.models import Case
from linli.engines.cases.verbs import NEEDS, VERBS
from linli.engines.cases.workflows import WORKFLOWS
from linli.verbs.transitions import Workflow

ROOT = Path(__file__).resolve().parents[2]
ALL = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=lambda w: w.name)
ROLES = {
    "reporter", "owner", "dispatcher", "reviewer", "inspector", "department", "staff", "anybody",
    "clock",
}  # fmt: skip


@ALL
def test_a_matter_can_end_from_every_state(workflow: Workflow) -> None:
    assert workflow.states_without_end() == frozenset()


@ALL
def test_every_state_but_the_recheck_can_be_reached(workflow: Workflow) -> None:
    unused = set(Case.State.values) - workflow.reachable_from(workflow.start)
    assert unused == ({"inspecting"} if workflow.name != "inspect_and_recheck" else set())


@ALL
def test_its_words_are_known(workflow: Workflow) -> None:
    for row in workflow.transitions:
        assert row.verb in VERBS
        assert row.sources <= set(Case.State.values)
        assert row.target in {"", *Case.State.values}
        assert row.who
        assert row.who <= ROLES
        assert set(row.needs) <= set(NEEDS)


@ALL
def test_who_raised_it_can_always_take_it_back(workflow: Workflow) -> None:
    for state in workflow.states - {"closed"}:
        assert "withdraw" in workflow.verbs_open_to(state, {"reporter"})


@ALL
def test_only_who_raised_it_or_a_call_back_or_silence_confirms(workflow: Workflow) -> None:
    if workflow.name == "at_the_desk":
        return
    assert workflow.who_may("confirm") == {"reporter"}
    assert "confirm" not in workflow.verbs_open_to("resolved", {"owner", "dispatcher", "reviewer"})


@ALL
def test_a_note_can_be_written_in_every_state(workflow: Workflow) -> None:
    for state in Case.State.values:
        if state in workflow.states:
            assert "add_note" in workflow.verbs_open_to(state, {"staff"})


@given(
    st.sampled_from(sorted(WORKFLOWS)),
    st.lists(
        st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(sorted(ROLES))), max_size=30
    ),
)
def test_whatever_people_do_a_way_out_stays_open(
    name: str, attempts: list[tuple[str, str]]
) -> None:
    workflow = WORKFLOWS[name]
    state = workflow.start
    for verb, role in attempts:
        move = workflow.find(verb, state)
        if move and role in move.who:
            state = move.target or state
    assert workflow.reachable_from(state) & workflow.ends


def test_a_table_with_two_answers_to_one_question_is_a_mistake() -> None:
    standard = WORKFLOWS["standard"]
    double = Workflow("double", "filed", frozenset({"closed"}), standard.transitions * 2)
    with pytest.raises(ValueError, match="two rows"):
        double.find("accept", "filed")


def test_the_document_shows_the_table_as_it_is() -> None:
    page = (ROOT / "docs" / "matters.md").read_text(encoding="utf-8")
    sets = (("any", workflows.ALL), ("not closed", workflows.OPEN), ("not done", workflows.UNDONE))
    names = {frozenset(states.split()): name for name, states in sets}
    shown = [line for line in page.splitlines() if line.count(" | ") == 4][1:]
    rows = dict.fromkeys(row for each in WORKFLOWS.values() for row in each.transitions)
    with translation.override("zh-hans"):
        lines = [
            f"| {row.verb} {VERBS[row.verb].label} | "
            f"{names.get(row.sources) or ' '.join(sorted(row.sources))} | {row.target or '–'} | "
            f"{' '.join(sorted(row.who))} | {' '.join(row.needs) or '–'} |"
            for row in rows
        ]
    assert shown == lines
